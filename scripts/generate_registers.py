#!/usr/bin/env python3
"""Writes the register map's package, headers and page from rtl/registers.toml; --check only compares."""
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTE = "Written by scripts/generate_registers.py from rtl/registers.toml; do not edit."


def load() -> tuple[int, list[dict]]:
    """The version, major << 16 | minor, and the registers."""
    source = tomllib.loads((ROOT / "rtl/registers.toml").read_text())
    registers = source["register"]
    for number, register in enumerate(registers):
        register["offset"] = 4 * number
        register.setdefault("bits", 32)
    return source["version"][0] << 16 | source["version"][1], registers


def package(version: int, registers: list[dict]) -> str:
    lines = [f"// {NOTE}", "package silipool_registers_pkg;", "",
             f"  localparam logic [31:0] MAP_VERSION = 32'h{version:08x};"]
    lines += [f"  localparam logic [11:0] {r['name']} = 12'h{r['offset']:03x};" for r in registers]
    return "\n".join(lines + ["", "endpackage", ""])


def header(version: int, registers: list[dict]) -> str:
    lines = ["#pragma once", f"// {NOTE}", "#include <cstdint>", "",
             "/// Byte offsets on the AXI4-Lite port (docs/registers.md).",
             "namespace silipool::engine::registers {", "",
             f"inline constexpr std::uint32_t kMapVersion = 0x{version:08x};  ///< what VERSION reads"]
    for r in registers:
        name = "k" + "".join(part.capitalize() for part in r["name"].split("_"))
        lines.append(f"inline constexpr std::uint32_t {name} = 0x{r['offset']:03x};")
    return "\n".join(lines + ["", "}  // namespace silipool::engine::registers", ""])


def driver_header(version: int, registers: list[dict]) -> str:
    lines = [f"/* {NOTE} */", "/* Byte offsets on the AXI4-Lite port (docs/registers.md). */",
             "#ifndef SILIPOOL_REGISTERS_H", "#define SILIPOOL_REGISTERS_H", "",
             f"#define SILIPOOL_MAP_VERSION 0x{version:08x}u /* what VERSION reads */"]
    lines += [f"#define SILIPOOL_{r['name']} 0x{r['offset']:03x}u" for r in registers]
    return "\n".join(lines + ["", "#endif", ""])


def page(version: int, registers: list[dict]) -> str:
    lines = ["# Registers", "", f"<!-- {NOTE} -->", "",
             f"Version {version >> 16}.{version & 0xffff} of the map. AXI4-Lite, 32-bit words, byte offsets. An access to any other",
             "address, a write to a read-only register or of less than a word, and a misaligned access answer SLVERR and change",
             "nothing. Runtime parameters and formats may be written at any time. A step works with the parameters that stood",
             "when the step before it ended, or when its frame was begun at rest; formats hold from the next frame on. Several",
             "parameters change between the same two frames if MODE pauses the block meanwhile. `docs/integration.md` has the",
             "order in which all this is used.", "",
             "| offset | name | access | bits | |", "|---|---|---|---|---|"]
    lines += [f"| 0x{r['offset']:03x} | {r['name']} | {r['access']} | {r['bits']} | {r['text']} |" for r in registers]
    return "\n".join(lines + [""])


def main() -> int:
    version, registers = load()
    outputs = {
        "rtl/silipool_registers_pkg.sv": package(version, registers),
        "sim/engine/include/silipool/engine/registers.hpp": header(version, registers),
        "rtl/driver/silipool_registers.h": driver_header(version, registers),
        "docs/registers.md": page(version, registers),
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
