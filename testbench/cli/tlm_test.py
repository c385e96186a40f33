"""Engines tlm and platform from the command line: the model's bytes, the RTL's cycles, the same energy however
it is counted, states of either; and, with Verilator, engine systemc beside them.

Models needs no Verilator; Pins does.
"""

import csv
import unittest

from command_line import BAD_INPUT, CONFIGS, SilipoolCase, has_rtl, main

TINY = CONFIGS / "tiny.toml"
SHORT = ("--train", "300", "--test", "100", "--no-baselines", "--quiet")
SAME = ("accuracy", "state", "sdr", "writes", "flips", "steps")
FORMATS = {
    "bitmaps": [],
    "lists": ["rtl.stream_bits=16", "rtl.frames=sparse", "rtl.winners=indices", "rtl.interface=axi"],
    "bytes": ["rtl.stream_bits=8", "rtl.tiles=16"],
    "classes": ["rtl.readout=true", "readout.weight_bits=4", "readout.classes=10", "rtl.class=beat"],
    "serial": ["rtl.microarchitecture=serial", "rtl.tiles=", "rtl.banks=", "rtl.multipliers="],
    "logarithmic": ["boosting.rule=logarithmic", "boosting.strength="],
}


def settings(values: list[str]) -> list[str]:
    return [argument for value in values for argument in ("--set", value)]


class Tlm(SilipoolCase):
    def run_json(self, *arguments) -> dict:
        self.succeeds("run", TINY, *SHORT, *arguments, "--json", "out.json")
        return self.read_json("out.json")

    def energy(self, found: dict) -> dict[str, float]:
        """Joules of the whole run, by part."""
        steps = found["steps"]
        return {
            part: sum(found["power"][kind][part] * steps[kind] for kind in ("learn", "infer"))
            for part in found["power"]["learn"]
        }


class Models(Tlm):
    def test_it_is_the_model_in_every_format(self):
        for name, values in FORMATS.items():
            for engine in ("tlm", "platform"):
                with self.subTest(format=name, engine=engine):
                    self.succeeds(
                        "verify", TINY, "--engine", engine, "--steps", "150", "--quiet", *settings(values),
                        "--json", "out.json",
                    )
                    found = self.read_json("out.json")
                    self.assertEqual(found["lockstep"]["mismatches"], 0)
                    self.assertGreater(found["lockstep"]["events"], 10000)

    def test_a_run_is_the_model_s(self):
        model = self.run_json()
        for engine in ("tlm", "platform"):
            with self.subTest(engine=engine):
                found = self.run_json("--engine", engine, "--power", "power.csv")
                for key in (*SAME, "energy_j"):
                    self.assertEqual(found[key], model[key])
                # What was metered step by step is what the ledger makes of the sums.
                steps = found["steps"]
                ledger = sum(found["energy_j"][kind]["nominal"] * steps[kind] for kind in ("learn", "infer"))
                self.assertAlmostEqual(sum(self.energy(found).values()) / ledger, 1, places=9)
                self.check_power("power.csv", ledger)

    def check_power(self, file: str, joules: float) -> None:
        with (self.work / file).open(newline="") as text:
            rows = list(csv.DictReader(text))
        parts = [key for key in rows[0] if key.endswith("_w") and not key.startswith("total")]
        self.assertEqual(set(parts), {"overlap_w", "inhibit_w", "learn_w", "duty_w"})
        self.assertGreater(len(rows), 5)
        times = [float(row["time_s"]) for row in rows]
        # Windows of 1000 cycles of 10 ns; the last may be shorter, and is left out.
        total = 0.0
        for row, begin, end in zip(rows, times, times[1:]):
            self.assertAlmostEqual(end - begin, 1e-5, places=12)
            total += float(row["total_w"]) * (end - begin)
            self.assertAlmostEqual(sum(float(row[part]) for part in parts), float(row["total_w"]), delta=1e-7)
            self.assertLessEqual(float(row["total_low_w"]), float(row["total_w"]))
            self.assertLessEqual(float(row["total_w"]), float(row["total_high_w"]))
        last = float(rows[-1]["total_w"]) * 1e-5
        self.assertLessEqual(total, joules * 1.0001)
        self.assertGreaterEqual((total + last) * 1.0001, joules)

    def test_states_are_the_model_s(self):
        whole = self.run_json()
        for first, second in (("tlm", "model"), ("model", "platform"), ("platform", "tlm")):
            with self.subTest(first=first, second=second):
                self.succeeds("run", TINY, "--train", "300", "--test", "100", "--no-baselines", "--quiet",
                              "--engine", first, "--epochs", "1", "--save", "half.state")
                found = self.run_json("--engine", second, "--load", "half.state", "--epochs", "2")
                twice = self.run_json("--epochs", "2")
                self.assertEqual(found["state"], twice["state"])
                self.assertEqual(found["accuracy"], twice["accuracy"])
                self.assertNotEqual(found["state"], whole["state"])

    def test_what_they_cannot_do_is_said(self):
        for arguments, part in (
            (("verify", TINY, "--engine", "tlm", "--stall", "both"), "no handshakes to hold back"),
            (("verify", TINY, "--engine", "platform", "--inject", "state@3"), "no hardware to force a fault into"),
            (("run", TINY, "--engine", "tlm", "--set", "bumping.increment=1"), 'only engine "model" has that'),
            (("run", TINY, "--power", "p.csv"), "does not meter its energy"),
            (("run", TINY, "--engine", "tlm", "--power", "nowhere/p.csv"), "cannot be written"),
        ):
            with self.subTest(part=part):
                result = self.silipool(*arguments)
                self.assertEqual(result.status, BAD_INPUT)
                self.assertIn(part, result.err)


@unittest.skipUnless(has_rtl(), "built without Verilator")
class Pins(Tlm):
    def test_cycles_and_energy_are_the_rtl_s(self):
        rtl = self.run_json("--engine", "systemc", "--power", "pins.csv")
        tlm = self.run_json("--engine", "tlm", "--power", "tlm.csv")
        self.assertEqual(rtl["lockstep"]["mismatches"], 0)
        for key in (*SAME, "cycles"):
            self.assertEqual(tlm[key], rtl[key])
        # Counted at the RTL's memories and units, and by the model: the same.
        pins, model = self.energy(rtl), self.energy(tlm)
        self.assertEqual(set(pins), set(model))
        for part, joules in model.items():
            self.assertAlmostEqual(pins[part] / joules, 1, places=9, msg=part)


if __name__ == "__main__":
    main()
