#!/usr/bin/env python3
"""Proves what a harness asserts of RTL, with Yosys and z3 or abc: usage prove.py SOURCE_DIR HARNESS.

The harness says in comments what is to be done:
  // sources: FILE...     of rtl/, or beside the harness
  // bounded: N           no assertion fails in N steps from reset
  // proved by: abc       not by z3; without `bounded`, no assertion ever fails, and `cover` needs no number
  // induction: N         and none ever does: N steps without a failure allow none in the next
  // cover: N             every cover statement is reached in N steps
  // bug: FILE: OLD => NEW    in a copy of FILE, OLD is replaced; then an assertion must fail in `bounded` steps
"""
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
SECONDS = 900  # of one call of the solver


def directives(harness: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in harness.read_text().splitlines():
        if line.startswith("// ") and ": " in line:
            key, value = line[3:].split(": ", 1)
            found.setdefault(key, []).append(value.strip())
    return found


def run(folder: Path, *command: str) -> tuple[int, str]:
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=SECONDS, check=False)
    return done.returncode, done.stdout


class Proof:
    def __init__(self, source: Path, harness: Path, work: Path):
        self.harness, self.work = harness, work
        self.said = directives(harness)
        self.files = self.said["sources"][0].split() + [harness.name]
        for name in self.files:
            here = harness.parent / name
            shutil.copy(here if here.exists() else source / "rtl" / name, work)
        for name in (source / "rtl").glob("*.svh"):
            shutil.copy(name, work)

    def model(self) -> None:
        status, text = run(self.work, "yosys", "-q", "-p",
                           f"read_verilog -sv -formal -I. {' '.join(self.files)}; prep -top formal; flatten; memory -nomap; "
                           "opt -fast; async2sync; dffunmap; opt_clean; write_smt2 -wires formal.smt2")
        if status != 0:
            sys.exit(f"{self.harness.name}: Yosys refuses it:\n{text}")

    def solve(self, *options: str) -> tuple[bool, str]:
        status, text = run(self.work, "yosys-smtbmc", "-s", "z3", *options, "formal.smt2")
        if "Status: passed" not in text and "Status: PASSED" not in text and "Status: failed" not in text \
                and "Status: FAILED" not in text:
            sys.exit(f"{self.harness.name}: the solver came to no end:\n{text[-2000:]}")
        return status == 0, text

    def reach(self) -> bool:
        """Whether some assertion can fail, by abc."""
        status, text = run(self.work, "yosys", "-q", "-p",
                           f"read_verilog -sv -formal -I. {' '.join(self.files)}; prep -top formal; delete t:$cover; flatten; "
                           "memory; opt -full; async2sync; dffunmap; delete -output; opt_clean; "
                           "setundef -undriven -anyseq; techmap; dffunmap; abc -g AND -fast; opt_clean; "
                           "write_aiger -I -B -zinit formal.aig")
        if status != 0:
            sys.exit(f"{self.harness.name}: Yosys refuses it:\n{text}")
        steps = self.said.get("bounded")
        engine = f"bmc3 -F {steps[0]}" if steps else f"pdr -T {SECONDS - 60}"
        _, text = run(self.work, "berkeley-abc", "-c", f"read_aiger formal.aig; fold; strash; dc2; {engine}")
        if "Property proved." in text or (steps and f"No output asserted in {steps[0]} frames" in text):
            return False
        if "was asserted in frame" in text:
            return True
        sys.exit(f"{self.harness.name}: abc came to no end:\n{text[-2000:]}")

    def demand(self, what: str, good: bool, text: str = "") -> None:
        if not good:
            sys.exit(f"{self.harness.name}: {what}: fails\n{text[-3000:]}")
        print(f"{self.harness.stem}: {what}: holds", flush=True)

    def with_bugs(self, fails) -> None:
        for bug in self.said["bug"]:
            name, change = bug.split(": ", 1)
            old, new = change.split(" => ", 1)
            text = (self.work / name).read_text()
            if text.count(old) != 1:
                sys.exit(f"{self.harness.name}: bug: {name} has {text.count(old)} times: {old}")
            (self.work / name).write_text(text.replace(old, new))
            if not fails():
                sys.exit(f"{self.harness.name}: a bug is not caught: {bug}")
            (self.work / name).write_text(text)
            print(f"{self.harness.stem}: caught: {old} => {new}", flush=True)

    def by_z3(self) -> None:
        self.model()
        depth = self.said["bounded"][0]
        self.demand(f"no assertion fails in {depth} steps", *self.solve("--presat", "-t", depth))
        for steps in self.said.get("induction", []):
            self.demand(f"induction over {steps} steps", *self.solve("-i", "-t", steps))
        for steps in self.said["cover"]:
            self.demand(f"every cover statement is reached in {steps} steps", *self.solve("-c", "-t", steps))

        def fails() -> bool:
            self.model()
            good, said = self.solve("-t", depth)
            return not good and "Assert failed" in said
        self.with_bugs(fails)

    def by_abc(self) -> None:
        steps = self.said.get("bounded")
        self.demand(f"no assertion fails in {steps[0]} steps" if steps else "no assertion ever fails", not self.reach())
        # A cover statement is reached where the assertion of its contrary fails.
        text = (self.work / self.harness.name).read_text()
        covers = re.findall(r"(\w+): cover\((.*)\);", text)
        if not covers:
            sys.exit(f"{self.harness.name}: no cover statement")
        for name, what in covers:
            asked = text.replace(": assert(", ": cover(").replace(f"{name}: cover({what})", f"{name}: assert(!({what}))")
            (self.work / self.harness.name).write_text(asked)
            self.demand(f"cover {name} is reached", self.reach())
        (self.work / self.harness.name).write_text(text)
        self.with_bugs(self.reach)

    def all(self) -> None:
        if self.said.get("proved by") == ["abc"]:
            self.by_abc()
        else:
            self.by_z3()


def main() -> int:
    for tool, package in (("yosys", "yosys"), ("z3", "z3"), ("berkeley-abc", "berkeley-abc")):
        if shutil.which(tool) is None:
            print(f"{tool} is not installed: apt-get install {package}")
            return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        Proof(Path(sys.argv[1]), Path(sys.argv[2]), Path(folder)).all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
