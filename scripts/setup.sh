#!/usr/bin/env bash
# Installs what Silipool needs on Debian 12, and nothing else: every package comes from apt, and this
# is the only list. Does nothing, and needs neither root nor the network, if all are there already.
set -euo pipefail

packages=(
  build-essential      # g++, make: the C++ rooms, and the models that Verilator writes
  cmake                # the build
  ninja-build          # the generator of every preset in CMakePresets.json
  pkg-config           # finds SystemC, which ships no CMake package
  libfmt-dev           # model/base: messages and tables
  libcli11-dev         # sim/cli: the command line
  libeigen3-dev        # model/memristor: sparse Cholesky, the cross-check of the array solver
  libtomlplusplus-dev  # model/config: the reader of configurations
  nlohmann-json3-dev   # run records, --json
  libsqlite3-dev       # sim/store: the results of sweeps
  liblinear-dev        # model/readout: the rule "svm"; may be missing
  zlib1g-dev           # model/data: IDX files packed with gzip; model/sp: state files
  libgtest-dev         # testbench: unit tests
  libcadical-dev       # testbench/mutation: proofs; may be missing
  libbenchmark-dev     # testbench/bench, built with SILIPOOL_WITH_BENCHMARKS
  python3              # testbench: the test of the floors; the generator of the registers
  python3-dev          # sim/python: the package; may be missing
  pybind11-dev         # sim/python: the package; may be missing
  python3-venv         # testbench/python: environments with what comes from PyPI; may be missing
  verilator            # sim/verilated: simulates the RTL; scripts/lint.sh
  libsystemc-dev       # sim/systemc: the SystemC and TLM bodies
  yosys                # testbench: Debian's Yosys elaborates the RTL, and makes what is proved of it; sim/flow maps it
  opensta              # sim/flow: timing for silipool estimate; may be missing
  qflow-tech-osu018    # sim/flow: the default cells of silipool estimate; may be missing
  z3                   # testbench/formal: proofs; may be missing
  berkeley-abc         # testbench/formal: proofs; may be missing
  iverilog             # sim/capi: vpi_user.h; testbench/rtl, testbench/boards: golden vectors, VPI; may be missing
  nextpnr-ice40        # scripts/place_and_route.py; may be missing
  fpga-icestorm        # the same: bitstreams, timing
  fpga-icestorm-chipdb # the same: what icetime reads
  clang                # the second compiler: warnings and results must be the same under both
  clang-format         # scripts/format.sh
  clang-tidy           # scripts/lint.sh
  curl                 # silipool data fetch mnist
  gnuplot-nox          # plots of silipool experiment; may be missing
  libjs-d3             # sim/report: the plots of silipool report, put into the page
  chromium             # testbench/report: looks at a page; may be missing
  slurmctld            # testbench/sweep: a scheduler of one node; may be missing, like the three below
  slurmd
  slurm-client
  munge
  ngspice              # testbench: decks of the memristive array; may be missing
  git                  # scripts/format.sh asks it which files are ours
)

usage() {
  cat <<'END'
usage: scripts/setup.sh [--list | --check]
  (nothing)  install the packages that are missing: as root, or through sudo
  --list     print the names of all packages, one a line, and stop
  --check    only report what is missing: exit status 0 if nothing is, 1 otherwise
END
}

# Prints the packages that are not installed, one a line.
missing_packages() {
  local installed package
  # dpkg-query exits with 1 if it does not know one of the names; what it does know is printed anyway.
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${packages[@]}" 2>/dev/null || true)
  for package in "${packages[@]}"; do
    grep -qxF -- "$package installed" <<<"$installed" || printf '%s\n' "$package"
  done
}

run_apt() {
  local as_root=(env DEBIAN_FRONTEND=noninteractive)
  ((EUID == 0)) || as_root=(sudo "${as_root[@]}")
  # A broken source that has nothing to do with us must not stop us: the installation decides.
  "${as_root[@]}" apt-get update || printf 'setup: apt-get update failed; trying with the lists at hand\n' >&2
  "${as_root[@]}" apt-get install -y --no-install-recommends "$@"
}

mode=install
case "${1-}" in
  '') ;;
  --list) printf '%s\n' "${packages[@]}"; exit 0 ;;
  --check) mode=check ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  printf 'setup: this is not a Debian system. Install what corresponds to these packages of Debian 12,\n' >&2
  printf 'setup: then build with "cmake --preset release && cmake --build --preset release":\n' >&2
  printf '  %s\n' "${packages[@]}" >&2
  exit 3
fi

mapfile -t missing < <(missing_packages)
if ((${#missing[@]} == 0)); then
  printf 'setup: all %d packages are installed\n' "${#packages[@]}"
  exit 0
fi
printf 'setup: missing: %s\n' "${missing[*]}"
[[ $mode == install ]] || exit 1

if ((EUID != 0)) && ! command -v sudo >/dev/null; then
  printf 'setup: needs root or sudo. As root: apt-get install %s\n' "${missing[*]}" >&2
  exit 3
fi
# Once more after a pause: a mirror that hiccups, or another apt that held the lock.
if ! run_apt "${missing[@]}"; then
  printf 'setup: apt failed; trying once more in 10 seconds\n' >&2
  sleep 10
  run_apt "${missing[@]}" || { printf 'setup: apt failed twice; its messages are above\n' >&2; exit 3; }
fi
mapfile -t missing < <(missing_packages)
if ((${#missing[@]} > 0)); then
  printf 'setup: apt is done, but still missing: %s\n' "${missing[*]}" >&2
  exit 3
fi
printf 'setup: done, all %d packages are installed\n' "${#packages[@]}"
