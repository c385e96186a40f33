#!/usr/bin/env bash
# The block, without observation points, against golden vectors of the model in a plain Verilog testbench.
# usage: vectors_test.sh icarus|verilator SILIPOOL SOURCE_DIR CONFIG...
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
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
list_cores "$source"
for config in "$@"; do for core in "${cores[@]}"; do
  in_core "$config" "$core" || continue
  work=$folder/$(basename -- "$config" .toml).$core
  mkdir -- "$work"
  cp -- "$source"/rtl/*.sv "$source"/rtl/*.svh "$source"/rtl/*.v "$source/testbench/rtl/silipool_tb.v" "$work"
  "$silipool" vectors "$config" "${settings[@]}" --format beats --steps 60 \
    --stimulus-seed 9 --out "$work" --quiet
  cd -- "$work"
  if [ "$simulator" = icarus ]; then
    types_before_package
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
