#!/usr/bin/env bash
# Configures and builds one preset of CMakePresets.json (default: release) on all cores.
# usage: scripts/build.sh [PRESET [TARGET...]]
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

preset=${1:-release}
targets=()
(($# < 2)) || targets=(--target "${@:2}")
start=$SECONDS

# The configure log is of interest only if it fails.
printf 'build: configuring %s\n' "$preset" >&2
if ! log=$(cmake --preset "$preset" 2>&1); then
  printf '%s\n' "$log" >&2
  printf 'build: configuring %s failed; its messages are above\n' "$preset" >&2
  exit 1
fi

# A terminal gets Ninja's one line of progress; a log gets errors only.
quiet=()
[[ -t 1 ]] || quiet=(-- --quiet)
jobs=$(nproc)
printf 'build: building %s with %d jobs\n' "$preset" "$jobs" >&2
cmake --build --preset "$preset" --parallel "$jobs" "${targets[@]}" "${quiet[@]}"
printf 'build: %s is ready after %d s\n' "$preset" "$((SECONDS - start))" >&2
