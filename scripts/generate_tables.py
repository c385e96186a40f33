#!/usr/bin/env python3
"""Writes the tables of docs/spec.md section 6.6: 2^(f / 256), f = 0..255, for the RTL and for the model, and
log2(1 + m / 256), m = 0..255, for both, each rounded half up to 12 bits. Integers only: the tables are
the same on every machine.

usage: scripts/generate_tables.py [--check]        --check: compare the files instead of writing them
"""
import argparse
import math
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SVH = ROOT / "rtl" / "silipool_boost_rom.svh"
INC = ROOT / "model" / "sp" / "include" / "silipool" / "sp" / "boost_table.inc"
LOG_SVH = ROOT / "rtl" / "silipool_log_rom.svh"
LOG = ROOT / "model" / "config" / "src" / "log2_table.inc"


def entry(f):
    """floor(2^(f/256) 2^12 + 1/2)."""
    # floor(sqrt(floor(x))) = floor(sqrt(x)), so eight integer square roots are one exact 256th root.
    root = 1 << (13 * 256 + f)
    for _ in range(8):
        root = math.isqrt(root)
    # root = floor(2 x) for the x to be rounded, and floor(x + 1/2) = floor((floor(2 x) + 1) / 2).
    return (root + 1) // 2


def log_entry(m):
    """floor(log2(1 + m/256) 2^12 + 1/2)."""
    # floor(log2(x)) of an integer x is its length less 1; x = (256 + m)^8192 has log2(1 + m/256) 2^13 and 2^16 more.
    doubled = ((256 + m) ** 8192).bit_length() - 1 - 8 * 8192
    return (doubled + 1) // 2


def lines(words, per_line):
    rows = [words[i:i + per_line] for i in range(0, len(words), per_line)]
    return ",\n".join("  " + ", ".join(row) for row in rows)


def rom(comment, name, bits, table):
    return (
        f"// {comment}\n"
        f"// Entry f is {name}[f * {bits} +: {bits}]; the list below runs from f = 255 down to 0.\n"
        "// Made by scripts/generate_tables.py; do not edit.\n"
        f"localparam logic [256*{bits}-1:0] {name} = {{\n"
        + lines([f"{bits}'d{value}" for value in reversed(table)], 8) + "\n"
        "};\n"
    )


def svh(table):
    return rom("2^(f / 256) rounded half up to 12 bits, f = 0..255: LUT of docs/spec.md section 6.6.",
               "SILIPOOL_BOOST_ROM", 13, table)


def log_svh(table):
    return rom("log2(1 + f / 256) rounded half up to 12 bits, f = 0..255: LOG of docs/spec.md section 6.6.",
               "SILIPOOL_LOG_ROM", 12, table)


def inc(table):
    return (
        "// 2^(f / 256) rounded half up to 12 bits, f = 0..255: LUT of docs/spec.md section 6.6.\n"
        "// Made by scripts/generate_tables.py; do not edit.\n"
        + lines([str(value) for value in table], 16) + "\n"
    )


def log_inc(table):
    return (
        "// log2(1 + m / 256) rounded half up to 12 bits, m = 0..255: LOG of docs/spec.md section 6.6.\n"
        "// Made by scripts/generate_tables.py; do not edit.\n"
        + lines([str(value) for value in table], 16) + "\n"
    )


def main():
    parser = argparse.ArgumentParser(description="Makes the tables of docs/spec.md section 6.6.")
    parser.add_argument("--check", action="store_true",
                        help="write nothing; exit 1 if a file is not what would be written")
    check = parser.parse_args().check

    table = [entry(f) for f in range(256)]
    log_table = [log_entry(m) for m in range(256)]
    stale = 0
    for path, text in ((SVH, svh(table)), (INC, inc(table)),
                       (LOG_SVH, log_svh(log_table)), (LOG, log_inc(log_table))):
        if not check:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.is_file() or path.read_bytes() != text.encode():
            print(f"generate_tables: {path.relative_to(ROOT)} is not up to date; "
                  "run scripts/generate_tables.py", file=sys.stderr)
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())
