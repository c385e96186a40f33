# shellcheck shell=bash
# What scripts that hand the RTL to other tools share. To be sourced.

# Sets `cores` to the microarchitectures of the RTL in SOURCE_DIR, as its package names them. Status 1 where it names none.
list_cores() {
  mapfile -t cores < <(sed -n 's/.* MICROARCHITECTURE_\([A-Z]*\) = .*/\L\1/p' "$1/rtl/silipool_pkg.sv")
  [ "${#cores[@]}" -gt 0 ] || { echo "rtl/silipool_pkg.sv names no microarchitecture"; return 1; }
}

# Sets `settings`, which put CONFIG into CORE. Status 1 where that core does not have it: only tiles have a readout.
in_core() {
  settings=(--set "rtl.microarchitecture=$2")
  if [ "$2" != tiled ]; then
    ! grep -q '^readout = true' -- "$1" || return 1
    settings+=(--set rtl.tiles=1 --set rtl.banks=1 --set rtl.multipliers=1)
  fi
}

# Icarus 11 knows no types of packages: in this folder, those of silipool_pkg come to stand before it, as types of all files.
types_before_package() {
  awk '/^  typedef/ { inside = 1 } inside { print } /^  } / { inside = 0 }' silipool_pkg.sv >types.sv
  awk '/^  typedef/ { inside = 1 } !inside { print } /^  } / { inside = 0 }' silipool_pkg.sv >constants.sv
  cat types.sv constants.sv >silipool_pkg.sv
  sed -i -E 's/silipool_pkg::([a-z]+_t)/\1/g' -- *.sv
}
