#!/usr/bin/env python3
"""scripts/place_and_route.py and scripts/device_front.py, with tools that only say what real ones would."""
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Cells of a tile and of what is around it; every call is a line of calls.txt beside it.
YOSYS = """#!/bin/sh
[ "$1" = -V ] && { echo 'Yosys 0.23'; exit; }
[ -n "$KILLED" ] && kill -9 $$
echo synthesis >> "$(dirname "$0")/calls.txt"
cat > stat.txt <<END
=== design hierarchy ===
   Number of cells:                 60
     FDRE                           20
     LUT6                           30
     RAMB18E1                        3
     DSP48E1                         7
END
"""
SILIPOOL = """#!/bin/sh
here="$(dirname "$0")"
all="$*"
while [ $# -gt 0 ]; do
  case "$1" in --out) out="$2";; --json) json="$2";; rtl.tiles=*) tiles="${1#*=}";; esac
  shift
done
case "$all" in
  "config rtl "*) cat > "$out" <<END
    .GridY(6),
    .GridX(6),
    .Columns(28),
    .Slots(225),
    .Tiles($tiles),
    .Banks(4),
    .Multipliers(7),
    .PermanenceBits(4),
    .Microarchitecture(0),
    .ClockGates(0)
END
  ;;
  run*) echo cycles >> "$here/calls.txt"
    echo '{"cycles": {"learn": {"mean": 20.5}, "infer": {"mean": 10}}, "lockstep": {"mismatches": '$MISMATCHES'}}' > "$json";;
  estimate*) [ -n "$REFUSED" ] && { echo "silipool: x: the fit osu018 does not hold" >&2; exit 1; }
    echo '{"estimate": {"notes": ["a note"], "area_m2": {"all": {"low": 1e-6, "nominal": 2e-6, "high": 3e-6}},
      "idle_cycle_j": {"low": 1e-9, "nominal": 2e-9, "high": 3e-9},
      "learn": {"cycles": 2150, "steps": 100, "energy_j": {"low": 4e-8, "nominal": 5e-8, "high": 6e-8}},
      "infer": {"cycles": 1000, "steps": 100, "energy_j": {"low": 1e-8, "nominal": 2e-8, "high": 3e-8}}}}' > "$json";;
esac
"""


def script(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / f"scripts/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class PlaceAndRoute(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        for name, text in (("yosys", YOSYS), ("silipool", SILIPOOL)):
            (self.folder / name).write_text(text)
            (self.folder / name).chmod(0o755)
        (self.folder / "some.toml").write_text("[data]\n")

    def call(self, *words: str, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-B", ROOT / "scripts/place_and_route.py", "--target", "xc7", "--out", self.folder / "rows",
             *words, self.folder / "some.toml"], capture_output=True, text=True, check=False,
            env=os.environ | {"PATH": f"{self.folder}:{os.environ['PATH']}", "MISMATCHES": "0"} | environment)

    def rows(self) -> list[dict]:
        return json.loads((self.folder / "rows.json").read_text())

    def calls(self) -> list[str]:
        return (self.folder / "calls.txt").read_text().split()

    def test_a_row_for_each_value_and_none_measured_twice(self):
        done = self.call("--vary", "rtl.tiles=36,1", "--label", "plain")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([(row["label"], row["tiles"]) for row in self.rows()],
                         [("plain tiles 36", 36), ("plain tiles 1", 1)])
        self.assertEqual([self.rows()[0][kind] for kind in ("lut", "ff", "bram", "dsp")], [30, 20, 1.5, 7])
        self.assertEqual([self.rows()[0][key] for key in ("multipliers", "columns_per_hypercolumn")], [7, 28])
        self.assertEqual(self.calls(), ["synthesis"] * 2)
        done = self.call("--vary", "rtl.tiles=36,1,6", "--label", "plain", "--cycles", "100,50")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.calls(), ["synthesis"] * 2 + ["cycles"] * 3 + ["synthesis"])
        self.assertEqual([row["cycles_learn"] for row in self.rows()], [20.5] * 3)
        # What the RTL has measured stands for what its model would. Other samples are another measurement, and so is
        # another way of synthesis.
        self.call("--vary", "rtl.tiles=1", "--label", "plain", "--cycles", "100,50", "--engine", "tlm")
        self.assertEqual(len(self.calls()), 6)
        self.call("--vary", "rtl.tiles=1", "--label", "plain", "--cycles", "100,60")
        self.call("--vary", "rtl.tiles=1", "--label", "plain", "--flat")
        self.assertEqual(self.calls()[-2:], ["cycles", "synthesis"])
        # Without a device nothing is synthesised.
        done = self.call("--vary", "rtl.tiles=1", "--cycles", "100,60", "--target", "none")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.calls()[-2:], ["synthesis", "cycles"])
        self.assertNotIn("lut", self.rows()[-1])

    def test_energy_is_of_the_cycles_that_were_measured(self):
        done = self.call("--set", "rtl.tiles=36", "--cycles", "100,50", "--energy")
        self.assertEqual(done.returncode, 0, done.stderr)
        row = self.rows()[0]
        self.assertEqual(row["energy_learn_nj"], [39, 48, 57])  # 21.5 cycles there, 20.5 here
        self.assertEqual(row["energy_infer_nj"], [10, 20, 30])
        self.assertEqual(row["area_mm2"], [1, 2, 3])
        self.assertIn("a note", (self.folder / "rows.md").read_text())
        done = self.call("--set", "rtl.tiles=36", "--cycles", "100,50", "--energy", REFUSED="yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("energy_learn_nj", self.rows()[0])
        self.assertIn("does not hold", (self.folder / "rows.md").read_text())

    def test_refuses_what_makes_no_sense(self):
        for words, says in ((("--vary", "rtl.tiles"), "must be a key and its values"),
                            (("--vary", "rtl.tiles=1,,2"), "must be a key and its values"),
                            (("--energy",), "--cycles"), (("--cycles", "5"), "two numbers")):
            done = self.call("--set", "rtl.tiles=1", *words)
            self.assertEqual(done.returncode, 2)
            self.assertIn(says, done.stderr)
        done = self.call("--set", "rtl.tiles=1", "--cycles", "100,50", MISMATCHES="1")
        self.assertEqual(done.returncode, 2)
        self.assertIn("differ", done.stderr)

    def test_a_tool_that_is_killed_ends_in_one_line(self):
        done = self.call("--set", "rtl.tiles=1", KILLED="yes")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr.splitlines()[-1], "place_and_route: Yosys: ended by signal 9")


class Front(unittest.TestCase):
    @staticmethod
    def row(cycles: float, lut: int, bram: float, energy: float | None = None, **more) -> dict:
        row = {"config": "mnist", "target": "xc7", "tiles": 1, "banks": 1, "columns_per_hypercolumn": 28,
               "multipliers": 28, "readout_classes": 0, "cycles_learn": cycles, "cycles_infer": cycles,
               "lut": lut, "ff": 1, "bram": bram, "dsp": 0} | more
        return row | ({"energy_learn_nj": [energy / 2, energy, 2 * energy],
                       "energy_infer_nj": [energy / 2, energy, 2 * energy]} if energy else {})

    def test_marks_what_nothing_beats(self):
        front = script("device_front")
        rows = [self.row(10, 100, 5, 50), self.row(20, 100, 5, 40), self.row(20, 90, 5, 60), self.row(30, 95, 4),
                self.row(30, 95, 6), self.row(25, 120, 6, 55)]
        self.assertEqual([front.on_front(row, rows) for row in rows], ["yes", "energy", "yes", "yes", "", ""])
        for row in rows:  # in silicon: no block RAMs, which put the fourth there
            row["area_mm2"] = [0, row.pop("lut") / 10, 99]
        self.assertEqual([front.on_front(row, rows) for row in rows], ["yes", "energy", "yes", "", "", ""])
        rows = [self.row(10, 100, 5, 50)]
        self.assertEqual(front.on_front(self.row(10, 100, 5, 50), [*rows, self.row(10, 100, 5, 50)]), "yes")

    def test_draws_every_row_in_both_panels(self):
        with tempfile.TemporaryDirectory() as folder:
            rows = [self.row(26.7, 900000, 90, 1100, tiles=36, banks=4),
                    self.row(409.2, 60000, 20, 1300, banks=4, multipliers=7),
                    self.row(1440, 30000, 10, serial=True), self.row(300, 70000, 20, 900, clock_gates=True),
                    self.row(50, 1, 1, 1, readout_classes=10)]
            store, drawn = Path(folder) / "rows.json", Path(folder) / "front.svg"
            store.write_text(json.dumps(rows))
            done = subprocess.run([sys.executable, "-B", ROOT / "scripts/device_front.py", store, "--plot", drawn],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(len(done.stdout.splitlines()), 2 + 4)  # one with a readout is of another block
            svg = drawn.read_text()
            self.assertEqual(len(re.findall("<circle", svg)), 4 + 3)
            for name, panels in (("36 x 4", 2), ("1 x 4 m7", 2), ("S", 1), ("1 x 1 g", 0)):
                self.assertEqual(svg.count(f">{name}<"), panels)
            self.assertEqual(svg.count(f'stroke="{script("device_front").ORANGE}"'), 2)
            width, height = (int(re.search(f'{side}="(\\d+)"', svg)[1]) for side in ("width", "height"))
            for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg):
                self.assertTrue(0 < float(x) < width and 0 < float(y) < height)

    def test_names_of_neighbours_cover_nothing(self):
        front = script("device_front")
        near = [self.row(26 + n / 2, 900 - 9 * n, 90, 1100 + 9 * n, tiles=10 + n) for n in range(6)]
        rows = [*near, self.row(400, 90, 9, 300)]
        svg = front.plot(rows)
        points = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)]
        names = [(float(x), float(y), 6 * len(said)) for x, y, said in
                 re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>(\d+ x 1)<', svg)]
        self.assertEqual(len(names), 2 * len(rows))
        for n, (x, y, wide) in enumerate(names):
            self.assertFalse([p for p in points if x - 4 < p[0] < x + wide + 4 and y - 12 < p[1] < y + 4])
            self.assertFalse([o for o in names[:n] if x < o[0] + o[2] and o[0] < x + wide and abs(y - o[1]) < 12])


if __name__ == "__main__":
    unittest.main()
