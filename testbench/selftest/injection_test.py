"""The checkers can fail: a fault forced into the RTL is caught, named and reproduced, for every kind.

Builds models of two small configurations with Verilator: two of each, with and without waves.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, os.fspath(pathlib.Path(__file__).resolve().parents[1] / "cli"))

from command_line import (
    BAD_INPUT,
    CHECK_FAILED,
    CONFIGS,
    NOT_CAUGHT,
    SilipoolCase,
    environment,
    main,
    program,
)

CONFIGURATIONS = (CONFIGS / "tiny.toml", pathlib.Path(__file__).resolve().parent / "binary.toml")

READOUT = pathlib.Path(__file__).resolve().parents[1] / "rtl" / "readout.toml"

# Where a fault of each kind shows first. A permanence of one bit that is read wrongly and then learned may
# come out right: what is wrong then is the connection, which stays.
PHASES = {
    "overlap": ["OVERLAP"],
    "key": ["KEY"],
    "winner": ["WINNER"],
    "permanence": ["PERMANENCE", "STEP_END"],
    "duty": ["DUTY"],
    "boost": ["BOOST"],
    "state": ["STEP_END"],
}
OF_A_SYNAPSE = ("permanence", "state")
EACH_STEP = ("--digest-every", "1")

# Every microarchitecture that the package names, with what one needs that has no tiles.
PACKAGE = pathlib.Path(__file__).resolve().parents[2] / "rtl" / "silipool_pkg.sv"
CORES = [name.lower() for name in re.findall(r"MICROARCHITECTURE_([A-Z]+) =", PACKAGE.read_text())]


def in_core(core) -> tuple:
    sets = [f"rtl.microarchitecture={core}"]
    if core != "tiled":
        sets += ["rtl.tiles=1", "rtl.banks=1", "rtl.multipliers=1"]
    return tuple(word for key in sets for word in ("--set", key))


REPORT = re.compile(
    r"""^MISMATCH  config=\S+  engine=rtl  seed=1  stall=\S+  inject=(?P<inject>\S+)
  first divergence: step (?P<step>\d+)  phase (?P<phase>\w+)  (?P<what>[\w ]+)
    column (?P<column>\d+) \(column \d+ of hypercolumn \d+\)(?:  synapse (?P<synapse>\d+))?  cycle (?P<cycle>.+)
    signal (?P<signal>\S+)
    rtl = (?P<rtl>.+)   model = (?P<model>.+)   oracle = (?P<oracle>.+)   -> the RTL alone differs
  replay, with waves: (?P<replay>silipool replay .+)$""",
    re.MULTILINE,
)


def number(text):
    """Of `none`, or of `0x1f (31)`."""
    if text == "none":
        return None
    hexadecimal, decimal = text.split()
    assert int(hexadecimal, 16) == int(decimal.strip("()")), text
    return int(hexadecimal, 16)


class Injection(SilipoolCase):
    def verify(self, config, injection, *more, steps=300):
        return self.silipool(
            "verify",
            config,
            f"--inject={injection}",
            "--steps",
            str(steps),
            "--quiet",
            "--json",
            "out.json",
            *more,
            timeout=600,
        )

    def caught(self, config, kind, step, *more) -> dict:
        """Injects, and holds the report to the JSON and both to what was asked for; returns the mismatch."""
        result = self.verify(config, f"{kind}@{step}", *more)
        self.assertEqual(result.status, CHECK_FAILED, result)
        self.assertEqual(result.err, "", result)
        reports = [*REPORT.finditer(result.out)]
        self.assertEqual(len(reports), 1, result)
        text = reports[0].groupdict()
        found = self.read_json("out.json")
        first = found["first_mismatch"]
        self.assertEqual(found["injected"]["kind"], kind, result)
        self.assertEqual(found["lockstep"]["mismatches"], 1, result)
        self.assertGreaterEqual(found["injected"]["step"], step, result)
        self.assertEqual(text["inject"], f"{kind}@{step}", result)
        self.assertIn(
            first["phase"],
            PHASES[kind] if more[:2] == EACH_STEP else PHASES["permanence"] + PHASES[kind],
            result,
        )
        # Where not every step has a digest, wrong state shows in the next that has one at the latest.
        latest = found["injected"]["step"] + (0 if more[:2] == EACH_STEP else 8)
        self.assertIn(first["step"], range(found["injected"]["step"], latest + 1), result)
        self.assertEqual("synapse" in first, kind in OF_A_SYNAPSE, result)
        for key in ("step", "column", "synapse", "cycle"):
            self.assertEqual(None if text[key] is None else int(text[key]), first.get(key), result)
        for key in ("rtl", "model"):
            self.assertEqual(number(text[key]), first.get(key), result)
        self.assertNotEqual(first.get("rtl"), first.get("model"), result)
        self.assertEqual(first.get("oracle"), first.get("model"), result)
        for key in ("phase", "what", "replay"):
            self.assertEqual(text[key], first[key], result)
        self.assertTrue(text["signal"].endswith(first["signal"]), result)
        self.assertIn(
            f"a fault of kind {kind} was forced in step {found['injected']['step']} and was caught",
            result.out,
        )
        return first

    def replayed(self, first):
        """Runs the replay command as it was printed, from where the failure was seen."""
        self.assertEqual(
            pathlib.Path(program()).name, "silipool", "the replay command finds the program by this name"
        )
        folder = os.path.dirname(program())
        done = subprocess.run(
            ["sh", "-c", first["replay"]],
            cwd=self.work,
            capture_output=True,
            text=True,
            timeout=600,
            env=environment(PATH=f"{folder}{os.pathsep}{os.environ['PATH']}"),
        )
        self.assertEqual(done.returncode, CHECK_FAILED, done)
        text = REPORT.search(done.stdout)
        self.assertIsNotNone(text, done)
        for key in ("step", "column", "synapse", "cycle"):
            self.assertEqual(None if text[key] is None else int(text[key]), first.get(key), done)
        for key in ("rtl", "model"):
            self.assertEqual(number(text[key]), first.get(key), done)
        for key in ("phase", "what", "replay"):
            self.assertEqual(text[key], first[key], done)
        waves = [*(self.work / "silipool-runs").glob("*.fst")]
        self.assertEqual(len(waves), 1, done)
        self.assertIn(waves[0].name, done.stdout)
        content = waves[0].read_bytes()
        self.assertGreater(len(content), 100)
        self.assertEqual(content[0], 0, "an FST file begins with its header block")

    def test_every_kind_is_caught(self):
        for config in CONFIGURATIONS:
            for kind in PHASES:
                with self.subTest(config=config.stem, kind=kind):
                    self.caught(config, kind, 20, *EACH_STEP)

    def test_every_kind_is_caught_with_stalls(self):
        for core in CORES:
            for kind in PHASES:
                with self.subTest(core=core, kind=kind):
                    self.caught(CONFIGURATIONS[1], kind, 37, *EACH_STEP, "--stall", "both", *in_core(core))

    def test_replay_reproduces_with_waves(self):
        # The first step of all: its window of waves begins before the first frame does.
        for config, kind, step in (
            (CONFIGURATIONS[0], "permanence", 60),
            (CONFIGURATIONS[1], "state", 33),
            (CONFIGURATIONS[1], "winner", 0),
        ):
            with self.subTest(config=config.stem, kind=kind):
                for old in self.work.glob("silipool-runs/*"):
                    old.unlink()
                self.replayed(self.caught(config, kind, step))

    def test_replay_of_a_run_on_a_data_set(self):
        """A record of `run`, with a fault put into it by hand: no option puts one into a run."""
        self.caught(CONFIGURATIONS[1], "duty", 5)
        [path] = (self.work / "silipool-runs").glob("*.json")
        record = json.loads(path.read_text())
        del record["plan"]["steps"]
        record["plan"].update(command="run", train=30, test=10, validate=0, epochs=1, data="")
        path.write_text(json.dumps(record))
        result = self.silipool("replay", path, "--quiet", "--json", "out.json")
        self.assertEqual(result.status, CHECK_FAILED, result)
        first = self.read_json("out.json")["first_mismatch"]
        self.assertEqual((first["step"], first["phase"]), (5, "DUTY"), result)
        self.assertEqual(first.get("oracle"), first.get("model"), result)

    def test_a_wrong_class_is_caught_and_replayed(self):
        """Of a block with a readout; it concerns no column."""
        result = self.verify(READOUT, "class@20", *EACH_STEP)
        self.assertEqual(result.status, CHECK_FAILED, result)
        found = self.read_json("out.json")
        first = found["first_mismatch"]
        self.assertEqual(first["phase"], "CLASS")
        self.assertEqual(first["step"], found["injected"]["step"])
        self.assertEqual(first["oracle"], first["model"])
        self.assertNotEqual(first["rtl"], first["model"])
        self.assertNotIn("column", first)
        self.assertIn("the RTL alone differs", result.out)
        record = re.search(r"silipool replay '(.+)'", result.out)
        self.assertIsNotNone(record, result)
        again = self.silipool("replay", record[1], "--quiet", timeout=600)
        self.assertEqual(again.status, CHECK_FAILED, again)
        self.assertIn(f"first divergence: step {first['step']}  phase CLASS", again.out)

    def test_without_a_fault_nothing_is_found(self):
        for config, core in ((config, core) for config in CONFIGURATIONS for core in CORES):
            with self.subTest(config=config.stem, core=core):
                result = self.succeeds(
                    "verify", config, *in_core(core), "--steps", "300", "--quiet", "--json", "out.json", timeout=600
                )
                self.assertNotIn("MISMATCH", result.out)
                found = self.read_json("out.json")
                self.assertEqual(found["lockstep"]["mismatches"], 0)
                self.assertGreater(found["lockstep"]["events"], 10000)
                self.assertGreater(found["lockstep"]["state_words"], 10000)
                self.assertEqual(sum(found["steps"].values()), 300)
                self.assertNotIn("first_mismatch", found)
                self.assertNotIn("injected", found)
                self.assertFalse((self.work / "silipool-runs").exists())

    def test_fault_without_an_occasion(self):
        for injection, more in (
            ("boost@5", ("--set", "boosting.update_period=200")),
            ("key@300", ()),
            ("state@1000000", ()),
            ("duty@0", ("--set", "pooler.stimulus_threshold=4096")),
        ):
            with self.subTest(injection=injection):
                result = self.verify(CONFIGURATIONS[1], injection, *more, steps=100)
                self.assertEqual(result.status, NOT_CAUGHT, result)
                self.assertIn("nothing was injected", result.out)
                found = self.read_json("out.json")
                self.assertEqual(found["lockstep"]["mismatches"], 0, result)
                self.assertNotIn("injected", found)
                self.assertFalse((self.work / "silipool-runs").exists())

    def test_failed_record_is_not_a_caught_fault(self):
        (self.work / "taken").write_text("precious")
        result = self.verify(CONFIGURATIONS[1], "key@20", "--records", "taken")
        self.assertEqual(result.status, BAD_INPUT, result)
        self.assert_one_message(result, "taken")
        self.assertEqual((self.work / "taken").read_text(), "precious")


if __name__ == "__main__":
    main()
