"""Results of model runs, to the bit, against those in golden/: the arithmetic does not change by accident.

After a change that is meant (of docs/spec.md, or of a configuration), `golden_test.py --regenerate` with
SILIPOOL_BIN set writes them anew.
"""

import json
import os
import pathlib
import sys

from command_line import CONFIGS, ROOT, SilipoolCase, environment, main

GOLDEN = pathlib.Path(__file__).resolve().parent / "golden"
REGENERATE = "--regenerate" in sys.argv
KEYS = ("data", "accuracy", "sdr", "state", "steps", "writes", "flips")


def settings(*values):
    return [argument for value in values for argument in ("--set", value)]


SHORT = ["--train", "1000", "--test", "300", "--no-baselines"]
CASES = {
    "tiny": ["tiny"],
    "tiny_seed": ["tiny", *SHORT, "--seed", "4294967295"],
    "tiny_epochs": ["tiny", *SHORT, "--epochs", "3"],
    "tiny_validate": ["tiny", *SHORT, "--validate", "1000"],
    "tiny_every_step": [
        "tiny",
        *SHORT,
        "--set",
        "learning.rule=every_step",
        "--set",
        "learning.increment_probability=",
        "--set",
        "learning.decrement_probability=",
    ],
    "tiny_draw_per_synapse": ["tiny", *SHORT, "--set", "learning.rule=draw_per_synapse"],
    "tiny_16_bits": [
        "tiny",
        *SHORT,
        "--set",
        "pooler.permanence_bits=16",
        "--set",
        "pooler.connected_threshold=30000",
        "--set",
        "learning.increment=700",
        "--set",
        "learning.decrement=300",
    ],
    "tiny_wrap": ["tiny", *SHORT, "--set", "pooler.wrap=true"],
    "tiny_sample": ["tiny", *SHORT, "--set", "pooler.pool=sample", "--set", "pooler.synapses_per_column=40"],
    "tiny_shared_sample": [
        "tiny",
        *SHORT,
        "--set",
        "pooler.pool=shared_sample",
        "--set",
        "pooler.synapses_per_column=40",
    ],
    "tiny_radius": ["tiny", *SHORT, "--set", "pooler.pool=radius", "--set", "pooler.radius=3"],
    "tiny_no_boosting": ["tiny", *SHORT, "--set", "boosting.rule=none", "--set", "boosting.strength=0"],
    "tiny_two_planes": ["tiny", *SHORT, "--set", "input.encoding=on_off"],
    "tiny_integer": ["tiny", *SHORT, "--seed", "2", "--set", "readout.weight_bits=3"],
    "tiny_counts": ["tiny", *SHORT, "--seed", "3", "--set", "readout.rule=counts"],
    "tiny_nearest": [
        "tiny",
        *SHORT,
        "--seed",
        "4",
        "--set",
        "readout.rule=nearest",
        "--set",
        "readout.neighbours=3",
    ],
    "tiny_reward": ["tiny", *SHORT, *settings("learning.reward=punish")],
    "tiny_shift": ["tiny", *SHORT, "--seed", "5", *settings("readout.shift=1", "readout.rotation=5")],
    "tiny_local": [
        "tiny",
        *SHORT,
        *settings(
            "pooler.inhibition=local",
            "pooler.ties=all",
            "pooler.radius_rule=receptive_field",
            "pooler.overlap_scale=connected_fraction",
            "pooler.stimulus_on=boosted_overlap",
        ),
    ],
    "tiny_local_scan": [
        "tiny",
        *SHORT,
        *settings(
            "pooler.inhibition=local_scan",
            "pooler.radius_rule=mean_distance",
            "pooler.radius_running_maximum=true",
            "pooler.active_columns=",
            "pooler.learning_columns=",
            "pooler.active_density=0.05",
        ),
    ],
    "tiny_gaussian": [
        "tiny",
        *SHORT,
        *settings(
            "pooler.inhibition=local_gaussian",
            "pooler.inhibition_radius=4",
            "boosting.rule=logarithmic",
            "boosting.strength=",
            "boosting.in_inference=false",
        ),
    ],
    "tiny_global": [
        "tiny",
        *SHORT,
        *settings(
            "pooler.inhibition=global",
            "pooler.ties=highest_index",
            "pooler.active_columns=20",
            "boosting.rule=linear",
            "boosting.strength=",
            "boosting.duty=window",
            "boosting.duty_period=100",
            "boosting.update_period=1",
            "boosting.minimum_duty=0.5",
            "bumping.increment=1",
            "bumping.minimum_duty=0.5",
            "learning.minimum_connected=9",
            "learning.trim=2",
        ),
    ],
    "digits": ["digits", "--train", "1500", "--test", "500"],
    "mnist": ["mnist", "--train", "1500", "--test", "500", "--no-baselines"],
    "mnist_binary": ["mnist_binary", *SHORT],
    "mnist_global": ["mnist_global", "--train", "200", "--test", "100", "--no-baselines"],
}


class Golden(SilipoolCase):
    def results(self, name) -> dict:
        config, *options = CASES[name]
        env = environment()
        if config.startswith("mnist"):
            folder = os.environ.get("SILIPOOL_DATA", ROOT / "data")
            if self.silipool("data", "check", folder).status != 0:
                self.skipTest("MNIST is neither in $SILIPOOL_DATA nor in data/")
            env["SILIPOOL_DATA"] = folder
        self.succeeds("run", CONFIGS / f"{config}.toml", *options, "--quiet", "--json", "out.json", env=env)
        found = self.read_json("out.json")
        return {
            "command": " ".join(["run", f"sim/configs/{config}.toml", *options]),
            "results": {key: found[key] for key in KEYS if key in found},
        }

    def hold(self, name):
        path = GOLDEN / f"{name}.json"
        found = self.results(name)
        if REGENERATE:
            path.write_text(json.dumps(found, indent=2) + "\n")
            return
        self.assertTrue(path.exists(), f"{path} is missing: --regenerate writes it")
        # The text of the numbers, so that a difference in the last bit counts.
        self.assertEqual(
            json.loads(path.read_text(), parse_float=str), json.loads(json.dumps(found), parse_float=str)
        )

    def test_the_readout_is_named(self):
        for rule in ("softmax", "counts"):
            few = ["--train", "20", "--test", "10", "--no-baselines", "--set", f"readout.rule={rule}"]
            self.succeeds("run", CONFIGS / "tiny.toml", *few, "--quiet", "--json", "out.json")
            self.assertEqual(self.read_json("out.json")["readout"], {"rule": rule})

    def test_no_file_is_left_over(self):
        if REGENERATE:
            for path in GOLDEN.glob("*.json"):
                if path.stem not in CASES:
                    path.unlink()
        self.assertEqual({path.stem for path in GOLDEN.iterdir()} - set(CASES), set())

    def test_the_cases_differ(self):
        """A case whose option had no effect would guard nothing."""
        if REGENERATE:
            self.skipTest("they are being written")
        digests = {}
        for name in CASES:
            text = json.loads((GOLDEN / f"{name}.json").read_text())
            digests.setdefault(text["results"]["state"]["digest"], []).append(name)
        self.assertEqual([names for names in digests.values() if len(names) > 1], [])


for case in CASES:
    setattr(Golden, f"test_{case}", lambda self, case=case: self.hold(case))


if __name__ == "__main__":
    if REGENERATE:
        sys.argv.remove("--regenerate")
    main()
