#!/usr/bin/env bash
# Formats all C++ in place (.clang-format), or with --check only reports what it would change.
# usage: scripts/format.sh [--check]
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

case "${1-}" in
  '') mode=(-i) ;;
  --check) mode=(--dry-run --Werror) ;;
  *) printf 'usage: scripts/format.sh [--check]\n' >&2; exit 2 ;;
esac

# New files count as well, ignored ones do not; git still lists a file that was deleted a moment ago.
files=()
while IFS= read -r -d '' file; do
  [[ ! -e $file ]] || files+=("$file")
done < <(git ls-files -z --cached --others --exclude-standard -- '*.cpp' '*.hpp' '*.h')
((${#files[@]} > 0)) || { printf 'format: found no C++ file\n' >&2; exit 1; }

printf '%s\0' "${files[@]}" | xargs -0 clang-format --style=file "${mode[@]}"
printf 'format: %d files\n' "${#files[@]}"
