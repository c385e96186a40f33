#!/usr/bin/env bash
# From a fresh clone to the tests in one command: installs, builds, then runs the unit and fast tiers.
# A test that needs data which $SILIPOOL_DATA and data/ do not have is skipped, and says so.
# usage: scripts/test.sh [ARGUMENTS OF ctest...]
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

scripts/setup.sh
scripts/build.sh release
printf 'test: ready after %d s; running the tests\n' "$SECONDS" >&2
# ctest comes last, so that its summary and its total time are the last lines.
exec ctest --preset fast --parallel "$(nproc)" --no-tests=error "$@"
