#!/usr/bin/env bash
# From a fresh clone to the main job in one command: installs, builds, then trains and tests the spatial
# pooler on MNIST in the RTL, in lock-step with the reference model. Without MNIST: on the built-in digits.
#
# usage: scripts/run.sh [ARGUMENTS OF silipool run...]        e.g. scripts/run.sh --train 5000 --test 1000
# Runs in the root of the repository: relative paths among the arguments start there.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

# Whether an option is among the arguments, as "--name value" or "--name=value".
given() {
  local name=$1 argument
  shift
  for argument in "$@"; do
    [[ $argument == "$name" || $argument == "$name="* ]] && return 0
  done
  return 1
}

# Whether a folder holds MNIST, packed or not.
holds_mnist() { [[ -e $1/mnist/train-images-idx3-ubyte || -e $1/mnist/train-images-idx3-ubyte.gz ]]; }

scripts/setup.sh
scripts/build.sh release

silipool=build/release/bin/silipool
config=sim/configs/mnist.toml
# With --data the user has said where to look: silipool itself reports what is not there.
if ! given --data "$@" && ! holds_mnist "${SILIPOOL_DATA:-data}" && ! holds_mnist data; then
  config=sim/configs/digits.toml
  {
    printf 'run: MNIST is neither in SILIPOOL_DATA (%s) nor in data/.\n' "${SILIPOOL_DATA:-not set}"
    printf 'run: to get it: %s data fetch mnist\n' "$silipool"
    printf 'run: this run uses the built-in digits instead; its accuracy says nothing about MNIST.\n'
  } >&2
fi

defaults=()
given --engine "$@" || defaults+=(--engine rtl)
command=("$silipool" run "$config" "${defaults[@]}" "$@")
printf 'run:' >&2
printf ' %q' "${command[@]}" >&2
printf '\n' >&2
exec "${command[@]}"
