#!/usr/bin/env bash
# The block, without observation points, against golden vectors of the model in a plain Verilog testbench.
# usage: vectors_test.sh icarus|verilator SILIPOOL SOURCE_DIR CONFIG...
set -euo pipefail
simulator=$1
silipool=$2
source=$3
shift 3
if [ "$simulator" = icarus ]; then
  command -v iverilog >/dev/null || { echo "iverilog is not installed: apt-get install iverilog"; exit 77; }
else
  command -v verilator >/dev/null || { echo "verilator is not installed: apt-get install verilator"; exit 77; }
fi
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
mapfile -t files <"$source/rtl/silipool.f"
# Every configuration in every microarchitecture that the package names.
mapfile -t cores < <(sed -n 's/.* MICROARCHITECTURE_\([A-Z]*\) = .*/\L\1/p' "$source/rtl/silipool_pkg.sv")
for config in "$@"; do for core in "${cores[@]}"; do
  only_one=()
  if [ "$core" != tiled ]; then
    ! grep -q '^readout = true' -- "$config" || continue  # only tiles have a readout
    only_one=(--set rtl.tiles=1 --set rtl.banks=1 --set rtl.multipliers=1)
  fi
  work=$folder/$(basename -- "$config" .toml).$core
  mkdir -- "$work"
  cp -- "$source"/rtl/*.sv "$source"/rtl/*.svh "$source"/rtl/*.v "$source/testbench/rtl/silipool_tb.v" "$work"
  "$silipool" vectors "$config" --set "rtl.microarchitecture=$core" "${only_one[@]}" --format beats --steps 60 \
    --stimulus-seed 9 --out "$work" --quiet
  cd -- "$work"
  if [ "$simulator" = icarus ]; then
    # Icarus 11 knows no types of packages: those of silipool_pkg stand before it, as types of all files.
    awk '/^  typedef/ { inside = 1 } inside { print } /^  } / { inside = 0 }' silipool_pkg.sv >types.sv
    awk '/^  typedef/ { inside = 1 } !inside { print } /^  } / { inside = 0 }' silipool_pkg.sv >constants.sv
    cat types.sv constants.sv >silipool_pkg.sv
    sed -i -E 's/silipool_pkg::([a-z]+_t)/\1/g' -- *.sv
    iverilog -g2012 -I. -s silipool_tb -o tb "${files[@]}" silipool_instance.sv silipool_tb.v 2>compile.log ||
      { cat compile.log; echo "$config $core: Icarus refuses the RTL"; exit 1; }
    timeout 300 vvp -n tb >run.log
  else
    verilator --binary --timing -Wno-fatal -Wno-lint -Wno-style -I. --x-initial unique --top-module silipool_tb -o tb \
      "${files[@]}" silipool_instance.sv silipool_tb.v >compile.log 2>&1 ||
      { tail -n 20 compile.log; echo "$config $core: Verilator refuses the RTL"; exit 1; }
    timeout 300 obj_dir/tb >run.log
  fi
  cat run.log
  grep -q '^PASS' run.log || { echo "$config $core: not as the model"; exit 1; }
done; done
