#!/usr/bin/env python3
"""Writes the register map's package, header and page from rtl/registers.toml; --check only compares."""
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTE = "Written by scripts/generate_registers.py from rtl/registers.toml; do not edit."


def load() -> list[dict]:
    registers = tomllib.loads((ROOT / "rtl/registers.toml").read_text())["register"]
    for number, register in enumerate(registers):
        register["offset"] = 4 * number
        register.setdefault("bits", 32)
    return registers


def package(registers: list[dict]) -> str:
    lines = [f"// {NOTE}", "package silipool_registers_pkg;", ""]
    lines += [f"  localparam logic [11:0] {r['name']} = 12'h{r['offset']:03x};" for r in registers]
    return "\n".join(lines + ["", "endpackage", ""])


def header(registers: list[dict]) -> str:
    lines = ["#pragma once", f"// {NOTE}", "#include <cstdint>", "",
             "/// Byte offsets on the AXI4-Lite port (docs/registers.md).",
             "namespace silipool::engine::registers {", ""]
    for r in registers:
        name = "k" + "".join(part.capitalize() for part in r["name"].split("_"))
        lines.append(f"inline constexpr std::uint32_t {name} = 0x{r['offset']:03x};")
    return "\n".join(lines + ["", "}  // namespace silipool::engine::registers", ""])


def page(registers: list[dict]) -> str:
    lines = ["# Registers", "", f"<!-- {NOTE} -->", "",
             "AXI4-Lite, 32-bit words, byte offsets. An access to any other address, a write to a read-only register and a",
             "misaligned access answer SLVERR and change nothing. Runtime parameters may be written while a step runs: they take",
             "effect with the next frame.", "",
             "| offset | name | access | bits | |", "|---|---|---|---|---|"]
    lines += [f"| 0x{r['offset']:03x} | {r['name']} | {r['access']} | {r['bits']} | {r['text']} |" for r in registers]
    return "\n".join(lines + [""])


def main() -> int:
    registers = load()
    outputs = {
        "rtl/silipool_registers_pkg.sv": package(registers),
        "sim/engine/include/silipool/engine/registers.hpp": header(registers),
        "docs/registers.md": page(registers),
    }
    stale = [name for name, text in outputs.items()
             if not (ROOT / name).exists() or (ROOT / name).read_text() != text]
    if "--check" in sys.argv:
        for name in stale:
            print(f"{name}: is not what scripts/generate_registers.py writes")
        return 1 if stale else 0
    for name, text in outputs.items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
