#!/usr/bin/env bash
# The block verilates as native SystemC, too: builds rtl/silipool_top.sv with `verilator --sc`, small, and
# reads ID and INPUTS over AXI4-Lite. Exit status 77 (skipped) where Verilator is not installed.
# usage: verilator_sc_smoke.sh BUILD_DIR SOURCE_DIR
# SC_CPLUSPLUS in the environment: the C++ standard of libsystemc (scripts/cmake/SilipoolSystemC.cmake finds it).
set -euo pipefail

if (($# != 2)); then
  printf 'usage: verilator_sc_smoke.sh BUILD_DIR SOURCE_DIR\n' >&2
  exit 2
fi
if ! command -v verilator >/dev/null; then
  printf 'verilator --sc: skipped, Verilator is not installed\n'
  exit 77
fi

# Neither Verilator's makefiles nor make itself take a space in a path: everything is copied, named relative
# to the work folder, and compiled without make.
work=$1/verilator_sc_smoke
rm -rf -- "$work"
mkdir -p -- "$work"
cp -r -- "$2/rtl" "$work/rtl"
cp -- "$2/testbench/systemc/verilator_sc_smoke.cpp" "$work/"
cd -- "$work"

verilator --sc -Mdir model --top-module silipool_top --prefix Vsilipool \
  -Wno-fatal -Werror-USERERROR -Werror-USERFATAL \
  -GHeight=6 -GWidth=6 -GGridY=2 -GGridX=2 -GColumns=5 -GWindowY=3 -GWindowX=3 -GSlots=9 \
  -GTiles=2 -GBanks=2 -GLanes=3 -GMultipliers=2 -GStreamBits=8 \
  -Irtl rtl/lint/waivers.vlt -F rtl/silipool.f

root=$(verilator --getenv VERILATOR_ROOT)
read -ra systemc <<<"$(pkg-config --cflags --libs systemc)"
"${CXX:-c++}" -std=c++20 -DSC_CPLUSPLUS="${SC_CPLUSPLUS:-201703L}" -DVM_SC=1 -O0 -w \
  -Imodel -isystem "$root/include" -isystem "$root/include/vltstd" \
  verilator_sc_smoke.cpp model/*.cpp "$root/include/verilated.cpp" "$root/include/verilated_threads.cpp" \
  -o smoke "${systemc[@]}" -pthread -latomic
SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1 exec ./smoke
