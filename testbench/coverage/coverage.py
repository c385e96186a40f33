#!/usr/bin/env python3
"""Line, branch and toggle coverage of the RTL over the co-simulations (docs/coverage.md).

usage: coverage.py --bin FOLDER --work FOLDER [--out FILE.md]
       coverage.py --work FOLDER --judge [--out FILE.md]

Runs SUITES with models that count, merges what they wrote into WORK/raw, and holds every point that was never
reached against waivers.toml. --judge takes the counts that are there. Exit 1: a hole that no waiver explains, or
a waiver that explains no hole any more; both are printed, with the line of the source. WORK/merged.dat is for
`verilator_coverage --annotate` and `--write-info`.
"""
import argparse
import collections
import fnmatch
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
RTL = HERE.parent.parent / "rtl"
# What runs, with what in the environment: the bus and its errors, saves and restores, the readout, every rule in every
# microarchitecture, and the random structures of the fast tier, for longer.
SUITES = (("test_cosim_bus", {}), ("test_cosim_state", {}), ("test_cosim_readout", {}), ("test_cosim_rules", {}),
          ("test_cosim_random", {"SILIPOOL_RANDOM_STEPS": "100"}))
KINDS = ("line", "branch", "toggle", "generate")


class Failure(Exception):
    """What a person must do something about."""


def run_suites(binaries: pathlib.Path, raw: pathlib.Path) -> None:
    shutil.rmtree(raw, ignore_errors=True)
    raw.mkdir(parents=True)
    for name, more in SUITES:
        program = binaries / name
        if not program.exists():
            raise Failure(f"{program} is not there: build it, or name another folder with --bin")
        print(f"{name} ..", file=sys.stderr, flush=True)
        started, before = time.monotonic(), os.times()
        done = subprocess.run([str(program)], env={**os.environ, **more, "SILIPOOL_COVERAGE": str(raw)},
                              text=True, capture_output=True, check=False)
        if done.returncode != 0:
            raise Failure(f"{name} failed:\n{(done.stdout + done.stderr)[-3000:]}")
        now = os.times()
        processor = now.children_user + now.children_system - before.children_user - before.children_system
        print(f"  {time.monotonic() - started:.0f} s, {processor:.0f} s of processor time", file=sys.stderr)


def merge(raw: pathlib.Path, merged: pathlib.Path) -> None:
    """The sums of all counts; a batch at a time, as a command line is not endless."""
    files = sorted(str(path) for path in raw.glob("*.dat"))
    if not files:
        raise Failure(f"{raw} holds no counts: run without --judge first")
    if not shutil.which("verilator_coverage"):
        raise Failure("verilator_coverage is not there: apt-get install verilator")
    merged.unlink(missing_ok=True)
    for at in range(0, len(files), 200):
        before = [str(merged)] if merged.exists() else []
        partial = merged.with_suffix(".part")
        subprocess.run(["verilator_coverage", "--write", str(partial), *before, *files[at:at + 200]], check=True)
        partial.replace(merged)


def sources() -> dict[str, list[str]]:
    names = [*(RTL / "silipool.f").read_text().split(), *(path.name for path in sorted(RTL.glob("*.svh")))]
    return {name: (RTL / name).read_text().splitlines() for name in names}


def read(merged: pathlib.Path, text: dict[str, list[str]]) -> dict[tuple, int]:
    """Counts by place in the source: (file, kind, line, point). All instances and structures of a module are one:
    a bit that one structure ties off is reached if another moves it; and so are all words of a memory. Point:
    column and arm of a line or branch, (signal, bit) of a toggle. What is not in rtl/ does not count."""
    counts: dict[tuple, int] = collections.defaultdict(int)
    scopes = set()
    for record in merged.read_text(errors="replace").splitlines():
        if not record.startswith("C '"):
            continue
        key, count = record[3:].rsplit("' ", 1)
        field = dict(part.split("\x02", 1) for part in key.split("\x01")[1:])
        if field["f"] not in text:
            continue
        kind = field["page"].split("/")[0].removeprefix("v_")
        scopes.update(re.findall(r"\bgen_\w+", field["h"] + " " + field["o"]))
        if kind == "toggle":
            signal, *bits = re.split(r"\[(\d+)\]$", re.sub(r"(gen_\w+)\[\d+\]", r"\1", field["o"]))
            point = (re.sub(r"\[\d+\]$", "", signal), int(bits[0]) if bits else None)
        else:
            point = (int(field["n"]), field["o"])
        counts[field["f"], kind, int(field["l"]), point] += int(count)
    # A block that no structure elaborates has no points at all, nor has anything its label in its name.
    elaborated: dict[str, set] = collections.defaultdict(set)
    for name, _, line, _ in list(counts):
        elaborated[name].add(line)
    for name, lines in text.items():
        for number, line in enumerate(lines, 1):
            for label in re.findall(r"begin : (gen_\w+)", line):
                inside = range(number + 1, block_end(lines, number))
                counts[name, "generate", number, (label,)] += label in scopes or any(n in elaborated[name] for n in inside)
    return counts


def block_end(lines: list[str], number: int) -> int:
    """Of the block that begins in a line: the first `end` after it that stands as far left."""
    left = len(lines[number - 1]) - len(lines[number - 1].lstrip())
    after = range(number + 1, len(lines) + 1)
    return next(n for n in after if re.match(rf" {{{left}}}end\b", lines[n - 1]))


def ranges(bits: list) -> str:
    """[7, 6, 5, 2] as 7:5, 2."""
    if bits == [None]:
        return ""
    out: list[list[int]] = []
    for bit in sorted(bits, reverse=True):
        if out and out[-1][1] == bit + 1:
            out[-1][1] = bit
        else:
            out.append([bit, bit])
    return ", ".join(f"{a}:{b}" if a != b else str(a) for a, b in out)


class Waiver:
    """A table of waivers.toml; see its head."""

    def __init__(self, table: dict, text: dict[str, list[str]]):
        known = {"file", "kind", "at", "until", "arm", "signal", "reason"}
        self.table = table
        self.files = {name for name in text for one in table.get("file", "").split() if fnmatch.fnmatchcase(name, one)}
        if not table.get("reason") or not set(table) <= known or not self.files or not {"at", "signal"} & set(table):
            raise Failure(f"waivers.toml: a waiver has files of rtl/, a reason, at or signal, and of {sorted(known)}: "
                          f"{table}")
        self.used = False
        self.lines = None
        if "at" in table:
            self.lines = set()
            for name in self.files:
                lines = [line.strip() for line in text[name]]
                first = [n for n, line in enumerate(lines, 1) if line.startswith(table["at"])]
                if "until" in table:
                    first = [n for a in first for n in range(a, self.end(lines, a, table["until"]) + 1)]
                if not first:
                    raise Failure(f"waivers.toml: {name} has no line {table['at']!r}")
                self.lines |= {(name, n) for n in first}
        # By what is written: (pattern, bits); without bits all of them.
        self.signals = {}
        for one in table.get("signal", "").split():
            pattern, _, bits = one.partition("[")
            pairs = [part.split(":") for part in bits.rstrip("]").split(",")] if bits else []
            self.signals[one] = pattern, {b for pair in pairs for b in range(int(pair[-1]), int(pair[0]) + 1)}
        self.signals_used = set()

    @staticmethod
    def end(lines: list[str], first: int, until: str) -> int:
        for number in range(first, len(lines) + 1):
            if lines[number - 1].startswith(until):
                return number
        raise Failure(f"waivers.toml: no line {until!r} after line {first}")

    def explains(self, hole: tuple) -> bool:
        name, kind, line, point = hole
        table = self.table
        if name not in self.files or (self.lines is not None and (name, line) not in self.lines):
            return False
        if "kind" in table and kind not in table["kind"].split():
            return False
        if self.signals:
            of = {one for one, (pattern, bits) in self.signals.items() if kind == "toggle"
                  and fnmatch.fnmatchcase(point[0], pattern) and (not bits or point[1] in bits)}
            self.signals_used |= of
            found = bool(of)
        else:
            found = kind == "toggle" or "arm" not in table or point[-1] in table["arm"].split()
        self.used |= found
        return found

    def stale(self) -> list[str]:
        """What of it explains no hole: nothing, or these signals."""
        if not self.used:
            return [str(self.table)]
        return [f"{self.table['file']}: {one}" for one in self.signals if one not in self.signals_used]


def judged(counts: dict[tuple, int], waivers: list[Waiver]) -> tuple[dict, list[tuple]]:
    """Sums by file and kind: points, reached, explained; and the holes that nothing explains."""
    sums: dict[tuple, list[int]] = collections.defaultdict(lambda: [0, 0, 0])
    open_holes = []
    for place, count in sorted(counts.items(), key=lambda item: str(item[0])):
        row = sums[place[:2]]
        row[0] += 1
        if count:
            row[1] += 1
            continue
        if any([waiver.explains(place) for waiver in waivers]):  # each, for those that are stale
            row[2] += 1
        else:
            open_holes.append(place)
    return sums, open_holes


def table(sums: dict) -> str:
    def cell(row: list[int]) -> str:
        return f"{row[1]} of {row[0]}" + (f", {row[2]} explained" if row[2] else "") if row[0] else "-"

    names = sorted({name for name, _ in sums})
    lines = ["| file | lines | branches | bits that toggle | generate blocks |", "|---|---|---|---|---|"]
    for name in names:
        lines.append(f"| `{name}` | " + " | ".join(cell(sums.get((name, kind), [0, 0, 0])) for kind in KINDS) + " |")
    totals = []
    for kind in KINDS:
        total = [sum(row[i] for (_, k), row in sums.items() if k == kind) for i in range(3)]
        totals.append(f"{cell(total)}: {100 * total[1] / max(1, total[0]):.2f} %")
    return "\n".join([*lines, "| **all** | " + " | ".join(totals) + " |"]) + "\n"


def told(holes: list[tuple], text: dict[str, list[str]]) -> list[str]:
    """A line for each line of the source and kind, in the order of the source."""
    grouped: dict[tuple, list] = collections.defaultdict(list)
    for name, kind, line, point in holes:
        what = point[0] if kind == "toggle" else None
        grouped[name, line, kind, what].append(point[-1])
    out = []
    for (name, line, kind, what), points in sorted(grouped.items(), key=lambda item: str(item[0][0]) + f"{item[0][1]:6}"):
        detail = f"{what} {ranges(points)}".strip() if kind == "toggle" else ", ".join(sorted(set(points)))
        out.append(f"{name}:{line}: {kind}: {detail}: {text[name][line - 1].strip()}")
    return out


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__, add_help=True)
    parser.add_argument("--bin", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--judge", action="store_true")
    parser.add_argument("--out", type=pathlib.Path)
    args = parser.parse_args()
    work = args.work.resolve()
    try:
        if not args.judge:
            if not args.bin:
                raise Failure("--bin FOLDER: where the tests are, such as build/release/bin")
            run_suites(args.bin.resolve(), work / "raw")
        merge(work / "raw", work / "merged.dat")
        text = sources()
        waivers = [Waiver(one, text) for one in tomllib.loads((HERE / "waivers.toml").read_text())["waiver"]]
        sums, holes = judged(read(work / "merged.dat", text), waivers)
        print(table(sums), end="")
        if args.out:
            args.out.write_text(table(sums))
        stale = [one for waiver in waivers for one in waiver.stale()]
        for line in told(holes, text):
            print(f"HOLE {line}")
        for one in stale:
            print(f"STALE {one}: explains no hole any more; take it out")
        return 1 if holes or stale else 0
    except (Failure, tomllib.TOMLDecodeError) as failure:
        print(f"coverage: {failure}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
