#!/usr/bin/env bash
# Debian's Yosys elaborates and checks the RTL of configurations: the language subset that synthesis shares
# with simulation. usage: yosys_check.sh SILIPOOL SOURCE_DIR CONFIG...
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
silipool=$1
source=$2
shift 2
command -v yosys >/dev/null || { echo "yosys is not installed: apt-get install yosys"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cp -- "$source"/rtl/*.sv "$source"/rtl/*.svh "$source"/rtl/*.v "$folder"
checked=0
# Every configuration in every microarchitecture that the package names.
list_cores "$source"
for config in "$@"; do for core in "${cores[@]}"; do
  in_core "$config" "$core" || continue
  "$silipool" config rtl "$config" "${settings[@]}" --out "$folder/silipool_instance.sv"
  mapfile -t files <"$source/rtl/silipool.f"
  # -defer: modules are elaborated with the parameters of the instance only.
  (cd -- "$folder" && yosys -q -p "read_verilog -sv -defer -I. ${files[*]} silipool_instance.sv
    hierarchy -check -top silipool_instance
    proc
    check -assert
    tee -q -o stat.txt stat" >yosys.log 2>&1) || { tail -n 20 -- "$folder/yosys.log"; echo "$config $core: Yosys refuses the RTL"; exit 1; }
  unit=silipool_tile
  [ "$core" = tiled ] || unit=silipool_${core}_core
  grep -q "$unit" "$folder/stat.txt" || { echo "$config: Yosys saw no $unit"; exit 1; }
  echo "$(basename -- "$config") $core: ok"
  checked=$((checked + 1))
done; done
[ "$checked" -gt 0 ]
