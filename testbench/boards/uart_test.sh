#!/usr/bin/env bash
# A board's top in Icarus, driven over its serial line with golden vectors of the model; dense frames on streams of
# 8 bits. usage: uart_test.sh SILIPOOL SOURCE_DIR CONFIG
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/../rtl/common.sh"
silipool=$1
source=$2
config=$3
command -v iverilog >/dev/null || { echo "iverilog is not installed: apt-get install iverilog"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cp -- "$source"/rtl/*.sv "$source"/rtl/*.svh "$source"/rtl/*.v "$source"/rtl/boards/*.v \
  "$source/rtl/boards/icebreaker/top.v" "$source/testbench/boards/uart_tb.v" "$folder"
mapfile -t files <"$source/rtl/silipool.f"
"$silipool" vectors "$config" --format beats --steps 24 --stimulus-seed 9 --out "$folder" --quiet
cd -- "$folder"
types_before_package
iverilog -g2012 -I. -s uart_tb -o tb "${files[@]}" silipool_instance.sv silipool_uart.v silipool_board.v top.v uart_tb.v \
  2>compile.log || { cat compile.log; echo "Icarus refuses the board"; exit 1; }
timeout 300 vvp -n tb >run.log
cat run.log
grep -q '^PASS' run.log
