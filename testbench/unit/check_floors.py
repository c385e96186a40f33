#!/usr/bin/env python3
"""Holds the house of docs/architecture.md: what a file may include and link, and what it must not call.

usage: check_floors.py ROOT          checks model/, sim/ and rtl/ below ROOT; prints "file:line: reason" for
                                     each violation; exit status 1 if there are any, or too few files
       check_floors.py --selftest    breaks every rule once in a temporary tree and asserts that it is noticed

testbench/ is free: a test may look at anything.
"""

import argparse
import contextlib
import io
import posixpath
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

# --- The rules ---

# From the ground up: the folder of the floor, and its rooms. A room sees its own floor and those below.
FLOORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("model", ("base", "config")),
    ("model", ("sp", "oracle", "variants", "readout", "metrics", "memristor", "cost", "liberty", "data")),
    ("sim", ("engine",)),
    ("sim", ("model", "verilated", "systemc", "dut", "crossbar", "flow")),
    ("sim", ("experiments", "estimate", "vectors", "store", "sweep", "report")),
    ("sim", ("cli", "capi", "python")),
)

# The exceptions: rooms that see nothing of their own floor but what is listed.
NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "base": (),
    "config": ("base",),
    # The oracle is worth what it does not share with the model.
    "oracle": (),
    "variants": ("oracle",),
    # Engines do not know each other: they meet through silipool::engine.
    "model": (),
    "verilated": (),
    "systemc": (),
    "dut": (),
    "crossbar": (),
    "flow": (),
}

# Other people's headers that only one room may include.
CONTAINED: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("Eigen", "memristor", re.compile(r"(eigen3/)?(unsupported/)?Eigen/")),
    ("Verilator", "verilated", re.compile(r"(.*/)?(verilated\w*\.h|svdpi\.h)$")),
    ("SystemC", "systemc", re.compile(r"(systemc|tlm)(\.h)?$|(sysc|tlm_core|tlm_utils|systemc|tlm)/")),
    ("toml++", "config", re.compile(r"toml\+\+/|toml\.hpp$")),
    ("LIBLINEAR", "readout", re.compile(r"(liblinear/)?linear\.h$")),
    ("VPI", "capi", re.compile(r"(.*/)?(vpi_user|sv_vpi_user)\.h$")),
    ("CLI11", "cli", re.compile(r"CLI/|CLI11\.hpp$")),
    ("SQLite", "store", re.compile(r"sqlite3(ext)?\.h$")),
    ("pybind11", "python", re.compile(r"pybind11/|Python\.h$")),
)

# Randomness and time that would make results depend on the library, the machine or the day.
STANDARD_DISTRIBUTIONS = (
    "uniform_int|uniform_real|bernoulli|binomial|negative_binomial|geometric|poisson|exponential|gamma|"
    "weibull|extreme_value|normal|lognormal|chi_squared|cauchy|fisher_f|student_t|discrete|"
    "piecewise_constant|piecewise_linear"
)
BANNED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("rand()", re.compile(r"\brand\s*\(")),
    ("srand", re.compile(r"\bsrand\b")),
    ("std::random_device", re.compile(r"\brandom_device\b")),
    ("std::mt19937", re.compile(r"\bmt19937(_64)?\b")),
    ("std::shuffle", re.compile(r"\bstd\s*::\s*(ranges\s*::\s*)?shuffle\b")),
    ("a distribution of <random>", re.compile(rf"\b({STANDARD_DISTRIBUTIONS})_distribution\b")),
    ("__DATE__", re.compile(r"\b__DATE__\b")),
    ("__TIME__", re.compile(r"\b__TIME(STAMP)?__\b")),
)
BANNED_ADVICE = "use silipool::base::Stream or the hash of docs/spec.md, for the same bytes in every run"

CPP = frozenset({".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".ipp", ".inl"})
VERILOG = frozenset({".v", ".vh", ".sv", ".svh"})

# A test that found nothing to check has not passed. The tree has had more files than this from the start.
MIN_FILES = 40

# --- The check ---

FLOOR_OF = {room: floor for floor, (_, rooms) in enumerate(FLOORS) for room in rooms}
FOLDER_OF = {room: folder for folder, rooms in FLOORS for room in rooms}

# Literals come first, so that a comment mark within one is left alone.
CPP_TOKEN = re.compile(
    r"""R"(?P<raw>[^\s()\\]{0,16})\(.*?\)(?P=raw)" | "(?:\\.|[^"\\\n])*" | '(?:\\.[^'\n]*|[^'\\\n])'"""
    r"""| (?P<comment> //(?:\\\n|[^\n])* | /\*.*?\*/ )""",
    re.DOTALL | re.VERBOSE,
)
CMAKE_TOKEN = re.compile(
    r"""\[(?P<raw>=*)\[.*?\](?P=raw)\] | "(?:\\.|[^"\\])*" """
    r"""| (?P<comment> \#\[(?P<long>=*)\[.*?\](?P=long)\] | \#[^\n]* )""",
    re.DOTALL | re.VERBOSE,
)
INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*(?P<open>[<\"])(?P<target>[^>\"\n]+)[>\"]", re.MULTILINE)
DPI = re.compile(r'\b(import|export)\s+"DPI(-C)?"')
LINK = re.compile(r"\b(silipool_add_room|target_link_libraries)\s*\((?P<arguments>[^)]*)\)", re.IGNORECASE)
LINKED_ROOM = re.compile(r"\bsilipool(?P<separator>::|_)(?P<name>\w+)")


@dataclass(frozen=True, order=True)
class Violation:
    path: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


def without_comments(text: str, token: re.Pattern[str]) -> str:
    """The text with comments blanked, line breaks kept, so that offsets still give line numbers."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0]) if match["comment"] is not None else match[0]

    return token.sub(blank, text)


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def why_not(user: str, used: str) -> str | None:
    """Why the room `user` may not see the room `used`; None if it may."""
    if used not in FLOOR_OF:
        return f"there is no room '{used}' (the rooms are listed in FLOORS of check_floors.py)"
    if used == user or FLOOR_OF[used] < FLOOR_OF[user]:
        return None
    if FLOOR_OF[used] > FLOOR_OF[user]:
        return f"'{user}' is on floor F{FLOOR_OF[user]} and must not see '{used}' on F{FLOOR_OF[used]}"
    allowed = NEIGHBOURS.get(user)
    if allowed is None or used in allowed:
        return None
    return f"'{user}' must not see its neighbour '{used}' on F{FLOOR_OF[user]}"


def leaves_its_room(path: PurePosixPath, target: str) -> bool:
    """Whether an include relative to the file at `path` would reach another room behind these rules' back."""
    reached = PurePosixPath(posixpath.normpath(path.parent / target))
    return reached.parts[:2] != path.parts[:2]


def includes(path: PurePosixPath, room: str, code: str) -> Iterator[tuple[int, str]]:
    """Offset and reason of each include that the house forbids."""
    for match in INCLUDE.finditer(code):
        target = match["target"].strip()
        if target.startswith("silipool/"):
            reason = why_not(room, target.split("/")[1])
            if reason:
                yield match.start("target"), reason
        elif match["open"] == '"' and leaves_its_room(path, target):
            yield match.start("target"), f'"{target}" leaves the room: write <silipool/room/...>'
        for library, owner, header in CONTAINED:
            if room != owner and header.match(target):
                yield match.start("target"), f"only '{owner}' may include {library} (<{target}>)"


def links(room: str, code: str) -> Iterator[tuple[int, str]]:
    """Offset and reason of each link in a CMake file that the house forbids."""
    for command in LINK.finditer(code):
        for match in LINKED_ROOM.finditer(code, *command.span("arguments")):
            # silipool_x is the target behind silipool::x, unless it is no room at all (silipool_options).
            if match["separator"] == "_" and match["name"] not in FLOOR_OF:
                continue
            reason = why_not(room, match["name"])
            if reason:
                yield match.start(), reason


def check_cpp(path: PurePosixPath, room: str, text: str) -> Iterator[Violation]:
    code = without_comments(text, CPP_TOKEN)
    for offset, reason in includes(path, room, code):
        yield Violation(str(path), line_of(code, offset), reason)
    for name, pattern in BANNED:
        for match in pattern.finditer(code):
            yield Violation(str(path), line_of(code, match.start()), f"{name} is banned: {BANNED_ADVICE}")


def check_cmake(path: PurePosixPath, room: str, text: str) -> Iterator[Violation]:
    code = without_comments(text, CMAKE_TOKEN)
    for offset, reason in links(room, code):
        yield Violation(str(path), line_of(code, offset), reason)


def check_verilog(path: PurePosixPath, text: str) -> Iterator[Violation]:
    code = without_comments(text, CPP_TOKEN)
    for match in DPI.finditer(code):
        yield Violation(str(path), line_of(code, match.start()), "rtl/ must not depend on C++: no DPI")


def check_file(root: Path, path: PurePosixPath) -> list[Violation] | None:
    """The violations of one file; None if there is nothing in such a file to check."""
    is_cpp, is_verilog = path.suffix in CPP, path.suffix in VERILOG
    is_cmake = path.name == "CMakeLists.txt" or path.suffix == ".cmake"
    if not (is_cpp or is_verilog or is_cmake):
        return None
    text = (root / path).read_text(encoding="utf-8")
    if path.parts[0] == "rtl":
        if is_cpp:
            # The driver is C for other machines, and includes nothing of the house.
            if path.parts[1] == "driver" and path.suffix in (".c", ".h") and "<silipool/" not in text:
                return []
            return [Violation(str(path), 1, "rtl/ contains no C++")]
        return list(check_verilog(path, text)) if is_verilog else None
    if is_verilog:
        return None
    if len(path.parts) == 2 and is_cmake:
        # model/CMakeLists.txt and sim/CMakeLists.txt stand in no room; they may only list the rooms.
        return [
            Violation(str(path), line_of(text, match.start()), "only a room may link, in its own folder")
            for match in LINK.finditer(without_comments(text, CMAKE_TOKEN))
        ]
    folder, room = path.parts[0], path.parts[1]
    if FOLDER_OF.get(room) != folder:
        return [Violation(str(path), 1, f"{folder}/{room} is no room (FLOORS of check_floors.py)")]
    return list((check_cpp if is_cpp else check_cmake)(path, room, text))


def check_tree(root: Path) -> tuple[int, list[Violation]]:
    """How many files were checked, and all violations in order."""
    checked, violations = 0, []
    for folder in ("model", "sim", "rtl"):
        for file in sorted((root / folder).rglob("*")):
            if file.is_file():
                found = check_file(root, PurePosixPath(file.relative_to(root)))
                if found is not None:
                    checked += 1
                    violations += found
    return checked, sorted(violations)


def run(root: Path, min_files: int) -> int:
    checked, violations = check_tree(root)
    for violation in violations:
        print(violation)
    print(f"floors: {checked} files, {len(violations)} violations")
    if checked < min_files:
        print(f"floors: at least {min_files} files were expected below {root}: is this the right folder?")
        return 1
    return 1 if violations else 0


# --- The check of the check ---

# A house in which everything is allowed, with the comments and literals that a careless reader trips over.
CLEAN: dict[str, str] = {
    "model/CMakeLists.txt": "add_subdirectory(base)\nadd_subdirectory(sp)\n",
    "model/base/CMakeLists.txt": "silipool_add_room(base SOURCES src/a.cpp PUBLIC fmt::fmt)\n",
    "model/base/src/a.cpp": '#include <silipool/base/a.hpp>\n// rand()\nauto s = "//"; /* srand */\n',
    "model/base/include/silipool/base/a.hpp": "int operand(int);\nint shuffle_distribution();\n",
    "model/config/src/a.cpp": "#include <toml++/toml.h>\n#include <silipool/base/a.hpp>\n",
    "model/sp/CMakeLists.txt": "silipool_add_room(sp PUBLIC silipool::base # silipool::cli\n)\n",
    "model/sp/src/a.cpp": "#include <silipool/data/a.hpp>\n/*\n#include <silipool/cli/a.hpp>\n*/\n",
    "model/sp/src/sub/a.cpp": '#include "../local.hpp"\n',
    "model/readout/src/a.cpp": "#include <linear.h>\n",
    "model/memristor/src/a.cpp": "#include <Eigen/Sparse>\n#include <silipool/sp/a.hpp>\n",
    "sim/engine/src/a.cpp": '#include <silipool/sp/a.hpp>\n#include "local.hpp"\n#include "sub/local.hpp"\n',
    "sim/model/src/a.cpp": "#include <silipool/engine/a.hpp>\n#include <silipool/model/a.hpp>\n",
    "sim/verilated/src/a.cpp": '#include "verilated.h"\n#include <silipool/engine/a.hpp>\n',
    "sim/systemc/src/a.cpp": "#include <systemc>\n#include <tlm>\n#include <silipool/systemc/a.hpp>\n",
    "sim/sweep/src/a.cpp": "#include <silipool/verilated/a.hpp>\n#include <silipool/report/a.hpp>\n",
    "sim/cli/src/a.cpp": "#include <CLI/CLI.hpp>\n#include <silipool/flow/a.hpp>\n",
    "sim/cli/src/b.hpp": "#include <silipool/capi/a.h>\nint n = 1'000; // rand()\n",
    "sim/cli/CMakeLists.txt": "target_link_libraries(silipool PRIVATE silipool_options silipool::cli)\n",
    "rtl/silipool_tile.sv": '// import "DPI-C" function void f();\nmodule silipool_tile; endmodule\n',
}

# Each adds one file to that house: path, content, the line and a part of the reason that must be printed.
BROKEN: tuple[tuple[str, str, int, str], ...] = (
    # floors, by include
    ("model/base/src/b.cpp", "\n#include <silipool/config/a.hpp>\n", 2, "neighbour 'config'"),
    ("model/config/src/b.cpp", "#include <silipool/sp/a.hpp>\n", 1, "F0 and must not see 'sp' on F1"),
    ("model/sp/src/b.cpp", "#include <silipool/engine/a.hpp>\n", 1, "F1 and must not see 'engine' on F2"),
    ("model/sp/src/c.cpp", '#include "silipool/cli/a.hpp"\n', 1, "must not see 'cli' on F5"),
    ("model/sp/src/d.cpp", '#include "../../../sim/cli/src/a.hpp"\n', 1, "leaves the room"),
    ("model/sp/src/e.cpp", 'auto u = "//"; /* c\n*/\n # include <silipool/flow/a.hpp>\n', 3, "'flow' on F3"),
    ("sim/engine/src/b.cpp", "#include <silipool/model/a.hpp>\n", 1, "F2 and must not see 'model' on F3"),
    ("sim/systemc/src/b.cpp", "#include <silipool/verilated/a.hpp>\n", 1, "neighbour 'verilated'"),
    ("sim/crossbar/src/b.cpp", "#include <silipool/flow/a.hpp>\n", 1, "neighbour 'flow'"),
    ("sim/report/src/b.cpp", "#include <silipool/cli/a.hpp>\n", 1, "F4 and must not see 'cli' on F5"),
    ("sim/cli/src/b.cpp", "#include <silipool/attic/a.hpp>\n", 1, "no room 'attic'"),
    ("sim/attic/src/b.cpp", "int x;\n", 1, "sim/attic is no room"),
    ("model/engine/b.hpp", "int x;\n", 1, "model/engine is no room"),
    # floors, by link
    ("model/data/CMakeLists.txt", "silipool_add_room(data\n PUBLIC silipool::engine)\n", 2, "'engine' on F2"),
    ("model/cost/CMakeLists.txt", "target_link_libraries(x PRIVATE silipool_cli)\n", 1, "'cli' on F5"),
    ("sim/flow/CMakeLists.txt", "silipool_add_room(flow\nPUBLIC silipool::model)\n", 2, "neighbour 'model'"),
    ("sim/capi/CMakeLists.txt", "target_link_libraries(x PUBLIC silipool::attic)\n", 1, "no room 'attic'"),
    ("sim/CMakeLists.txt", "target_link_libraries(x PUBLIC silipool::engine)\n", 1, "only a room may link"),
    # other people's headers
    ("model/sp/src/f.cpp", "#include <Eigen/Dense>\n", 1, "may include Eigen"),
    ("model/sp/src/g.cpp", "#include <eigen3/Eigen/Dense>\n", 1, "may include Eigen"),
    ("sim/model/src/b.cpp", '#include "verilated.h"\n', 1, "may include Verilator"),
    ("sim/model/src/c.cpp", "#include <verilated_fst_c.h>\n", 1, "may include Verilator"),
    ("sim/capi/src/b.cpp", '#include "svdpi.h"\n', 1, "may include Verilator"),
    ("sim/engine/src/c.cpp", "#include <systemc>\n", 1, "may include SystemC"),
    ("sim/engine/src/d.cpp", "#include <tlm_utils/simple_initiator_socket.h>\n", 1, "may include SystemC"),
    ("sim/cli/src/c.cpp", "#include <toml++/toml.h>\n", 1, "may include toml++"),
    ("sim/model/src/d.cpp", "#include <vpi_user.h>\n", 1, "may include VPI"),
    ("model/config/src/c.cpp", "#include <CLI/CLI.hpp>\n", 1, "may include CLI11"),
    ("model/data/src/c.cpp", "#include <linear.h>\n", 1, "may include LIBLINEAR"),
    ("sim/sweep/src/e.cpp", "#include <sqlite3.h>\n", 1, "may include SQLite"),
    ("sim/cli/src/f.cpp", "#include <pybind11/stl.h>\n", 1, "may include pybind11"),
    # randomness and time
    ("model/data/a.cpp", "int x = rand();\n", 1, "rand() is banned"),
    ("model/data/b.cpp", "void f() { std::srand(1); }\n", 1, "srand is banned"),
    ("model/data/c.cpp", "\n\nstd::random_device d;\n", 3, "std::random_device is banned"),
    ("sim/sweep/src/b.cpp", "std::mt19937_64 g;\n", 1, "std::mt19937 is banned"),
    ("sim/sweep/src/c.cpp", "std::shuffle(a, b, g);\n", 1, "std::shuffle is banned"),
    ("sim/sweep/src/d.cpp", "std::ranges::shuffle(a, g);\n", 1, "std::shuffle is banned"),
    ("model/metrics/a.hpp", "std::normal_distribution<double> n;\n", 1, "distribution of <random> is banned"),
    ("sim/cli/src/d.cpp", "const char* d = __DATE__;\n", 1, "__DATE__ is banned"),
    ("sim/cli/src/e.cpp", "const char* t = __TIME__;\n", 1, "__TIME__ is banned"),
    # rtl/
    ("rtl/dpi.cpp", "int x;\n", 1, "contains no C++"),
    ("rtl/driver/a.cpp", "int x;\n", 1, "contains no C++"),
    ("rtl/driver/a.c", "#include <silipool/base/sdr.hpp>\n", 1, "contains no C++"),
    ("rtl/a.sv", 'module a;\n  import "DPI-C" function void f();\nendmodule\n', 2, "no DPI"),
)


def write_tree(root: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def selftest() -> int:
    failures = []

    def expect(what: str, held: bool, got: object) -> None:
        if not held:
            failures.append(f"{what}: got {got}")

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_tree(root, CLEAN)
        checked, found = check_tree(root)
        expect("a clean house passes", not found, [str(v) for v in found])
        expect("every file of it is read", checked == len(CLEAN), checked)
        for name, content, line, reason in BROKEN:
            write_tree(root, {name: content})
            _, found = check_tree(root)
            (root / name).unlink()
            caught = [(v.path, v.line, reason in v.reason) for v in found] == [(name, line, True)]
            expect(f"{name}:{line}: ... {reason}", caught, [str(v) for v in found])
        write_tree(root, {BROKEN[0][0]: BROKEN[0][1]})
        with contextlib.redirect_stdout(io.StringIO()):
            broken = run(root, 1)
            (root / BROKEN[0][0]).unlink()
            clean, few = run(root, len(CLEAN)), run(root, len(CLEAN) + 1)
        expect("a violation, none, and too few files give the exit status", (broken, clean, few) == (1, 0, 1),
               (broken, clean, few))

    for failure in failures:
        print(f"selftest: {failure}")
    print(f"selftest: {len(BROKEN)} ways to break a rule, {len(failures)} failures")
    return 1 if failures else 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Holds the include and link floors of the house.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("root", nargs="?", type=Path, help="the root of the repository")
    what.add_argument("--selftest", action="store_true", help="break every rule once and see it noticed")
    arguments = parser.parse_args()
    return selftest() if arguments.selftest else run(arguments.root, MIN_FILES)


if __name__ == "__main__":
    sys.exit(main())
