#!/usr/bin/env bash
# Lints the RTL with Verilator, then the C++ with clang-tidy (.clang-tidy). Any finding is an error.
# usage: scripts/lint.sh [rtl | cpp]        default: both
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

lint_rtl() {
  # The waivers come first: Verilator applies them only to files read after them.
  # Each rule that parameters choose is looked at: what is not elaborated is not linted.
  local one='-GGridY=1 -GGridX=1 -GTiles=1 -GCentreRows=5 -GCentrePlaces=6' set core cores sizes=''
  # The microarchitectures, as the package numbers them. Only the first has tiles, multipliers and a readout.
  cores=$(sed -n 's/.* MICROARCHITECTURE_[A-Z]* = \([0-9]*\);.*/\1/p' rtl/silipool_pkg.sv)
  [[ -n $cores ]] || { printf 'lint: rtl/silipool_pkg.sv names no microarchitecture\n' >&2; exit 1; }
  verilator --lint-only -Wall rtl/lint/waivers.vlt -Irtl -F rtl/silipool.f --top-module silipool_axi \
    -GReadoutClasses=10 -GReadoutBanks=5
  for core in $cores; do
    for set in '' '-GDrawPerSynapse=1' '-GClockGates=1 -GBoostRule=1' '-GBoostRule=2' '-GPermanenceBits=1 -GConnectedThreshold=1' \
      '-GPool=2 -GSynapsesPerColumn=40' '-GPool=3 -GRadius=2 -GCentreRows=5 -GCentrePlaces=6' \
      "-GLocal=1 $one" "-GLocal=1 -GBoostRule=1 $one"; do
      # shellcheck disable=SC2086
      verilator --lint-only -Wall rtl/lint/waivers.vlt -Irtl -F rtl/silipool.f --top-module silipool_axi \
        $set "-GMicroarchitecture=$core" $sizes
    done
    sizes='-GTiles=1 -GMultipliers=1'
  done
  printf 'lint: rtl is clean\n'
}

lint_cpp() {
  local build='' candidate
  for candidate in build/dev build/release; do
    if [[ -e $candidate/compile_commands.json ]]; then
      build=$candidate
      break
    fi
  done
  if [[ -z $build ]]; then
    printf 'lint: no compile_commands.json in build/dev or build/release: run scripts/build.sh first\n' >&2
    exit 1
  fi

  local files=() file
  while IFS= read -r -d '' file; do
    files+=("$file")
  done < <(python3 - "$build/compile_commands.json" <<'END'
import json
import sys

with open(sys.argv[1], encoding="utf-8") as commands:
    for name in sorted({entry["file"] for entry in json.load(commands)}):
        sys.stdout.write(name + "\0")
END
  )
  ((${#files[@]} > 0)) || { printf 'lint: %s lists no file\n' "$build" >&2; exit 1; }
  # On its standard error clang-tidy counts what it left out in other people's headers: not of interest.
  if ! printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(nproc)" clang-tidy --quiet -p "$build" \
    2> >(grep -v 'warnings\? generated' >&2); then
    printf 'lint: clang-tidy found something: see above\n' >&2
    exit 1
  fi
  printf 'lint: %d C++ files are clean\n' "${#files[@]}"
}

case "${1-all}" in
  all) lint_rtl; lint_cpp ;;
  rtl) lint_rtl ;;
  cpp) lint_cpp ;;
  *) printf 'usage: scripts/lint.sh [rtl | cpp]\n' >&2; exit 2 ;;
esac
