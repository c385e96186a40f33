"""Engine crossbar and `silipool crossbar` from the command line: the model's bytes from ideal devices, the same
bytes from every number of threads, studies, decks.

Crossbar is of the fast tier, Mnist of the slow one; name the class to run one of them.
"""

import json
import os

from command_line import CHECK_FAILED, CONFIGS, SilipoolCase, environment, main

TINY = CONFIGS / "tiny.toml"
SHORT = ("--train", "300", "--test", "100", "--no-baselines", "--quiet")
ONE_BIT = [
    argument
    for setting in (
        "pooler.permanence_bits=1",
        "pooler.connected_threshold=1",
        "learning.rule=draw_per_synapse",
        "learning.increment_probability=0.01",
        "learning.decrement_probability=0.005",
    )
    for argument in ("--set", setting)
]
KINDS = {
    "hybrid": [],
    "analog": ["--set", "crossbar.synapse=analog", "--set", "crossbar.law=linear"],
    "stochastic": ["--set", "crossbar.synapse=stochastic", *ONE_BIT],
}
REAL = [
    argument
    for setting in ("device_variation=0.1", "stuck_off=0.1", "row_ohm=2", "column_ohm=2", "read_noise=0.02")
    for argument in ("--set", f"crossbar.{setting}")
]


class Crossbar(SilipoolCase):
    def run_json(self, *arguments) -> dict:
        self.succeeds("run", TINY, *SHORT, *arguments, "--json", "out.json")
        return self.read_json("out.json")

    def test_ideal_devices_are_the_model(self):
        for kind, settings in KINDS.items():
            with self.subTest(kind=kind):
                found = self.run_json("--engine", "crossbar", "--lockstep", *settings)
                model = self.run_json(*settings)
                self.assertEqual(found["lockstep"]["mismatches"], 0)
                self.assertGreater(found["lockstep"]["state_words"], 0)
                for key in ("accuracy", "state", "sdr", "writes", "flips"):
                    self.assertEqual(found[key], model[key])
                self.assertGreater(found["crossbar"]["learn"]["device_writes"], 0)
                self.assertGreater(found["energy_j"]["learn"]["nominal"], 0)

    def test_threads_change_no_byte(self):
        results = []
        for threads in ("1", "2", "7"):
            found = self.run_json("--engine", "crossbar", *REAL, "--threads", threads)
            del found["rate"]
            results.append(json.dumps(found))
        self.assertEqual(results[0], results[1])
        self.assertEqual(results[0], results[2])
        self.assertNotEqual(json.loads(results[0])["state"], self.run_json()["state"])

    def test_real_devices_are_not_the_model(self):
        result = self.silipool("run", TINY, *SHORT, "--engine", "crossbar", "--lockstep", *REAL)
        self.assertEqual(result.status, CHECK_FAILED, result)
        self.assertIn("the crossbar alone differs", result.out)

    def test_studies_and_decks(self):
        for study in ("fidelity", "accuracy"):
            self.succeeds(
                "crossbar", TINY, "--study", study, "--train", "60", "--test", "20", "--repeats", "2", "--quick",
                "--quiet", "--out", study, "--json", "out.json",
            )
            found = self.read_json("out.json")
            rows = found["tables"][study]
            self.assertEqual(rows[0]["cause"], "ideal")
            if study == "fidelity":
                self.assertEqual(rows[0]["winners_found"], 1)
                self.assertLess(rows[0]["current_error"], 1e-12)  # rounding of sums
                self.assertLess(rows[-1]["winners_found"], 1)
            self.assertTrue((self.work / study / "results.json").exists())
        self.succeeds("crossbar", TINY, "--train", "10", "--test", "10", "--export-spice", "read.cir", "--quiet")
        self.assertIn(".end", (self.work / "read.cir").read_text())


class Mnist(SilipoolCase):
    """All of MNIST on ideal devices, through cells, solver and circuits: minutes."""

    def test_ideal_devices_are_the_model(self):
        data = os.environ.get("SILIPOOL_DATA", "")
        if not data or self.silipool("data", "check", data).status != 0:
            self.skipTest("SILIPOOL_DATA has no MNIST")
        found = {}
        for engine in ("model", "crossbar"):
            self.succeeds(
                "run",
                CONFIGS / "mnist.toml",
                *("--engine", engine, "--no-baselines", "--quiet", "--json", "out.json"),
                env=environment(SILIPOOL_DATA=data),
                timeout=3000,
            )
            found[engine] = self.read_json("out.json")
        for key in ("accuracy", "state", "sdr", "writes", "flips"):
            self.assertEqual(found["crossbar"][key], found["model"][key])


if __name__ == "__main__":
    main()
