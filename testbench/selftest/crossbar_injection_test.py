"""The comparison of the crossbar with the model can fail: a fault in a reading, in a write or in a device is caught,
named and reproduced."""

import os
import pathlib
import re
import sys

sys.path.insert(0, os.fspath(pathlib.Path(__file__).resolve().parents[1] / "cli"))

from command_line import BAD_INPUT, CHECK_FAILED, CONFIGS, DONE, SilipoolCase, main

TINY = CONFIGS / "tiny.toml"
# Where a fault of each kind shows first.
PHASES = {"overlap": "OVERLAP", "permanence": "PERMANENCE", "state": "STEP_END"}


class Injection(SilipoolCase):
    def verify(self, *more):
        return self.silipool(
            "verify",
            TINY,
            "--engine",
            "crossbar",
            "--steps",
            "60",
            "--digest-every",
            "1",
            "--quiet",
            "--json",
            "out.json",
            *more,
        )

    def test_without_a_fault_nothing_is_found(self):
        self.assertEqual(self.verify().status, DONE)

    def test_each_kind_is_caught_and_replayed(self):
        for kind, phase in PHASES.items():
            with self.subTest(kind=kind):
                result = self.verify(f"--inject={kind}@20")
                self.assertEqual(result.status, CHECK_FAILED, result)
                found = self.read_json("out.json")
                first = found["first_mismatch"]
                self.assertEqual(first["phase"], phase)
                self.assertEqual(first["step"], found["injected"]["step"])
                self.assertEqual(first.get("oracle"), first.get("model"))
                self.assertNotEqual(first.get("crossbar"), first.get("model"))
                self.assertIn("the crossbar alone differs", result.out)
                self.assertIn(f"a fault of kind {kind} was forced in step {first['step']} and was caught", result.out)
                record = re.search(r"silipool replay '(.+)'", result.out)
                self.assertIsNotNone(record, result)
                again = self.silipool("replay", record[1], "--quiet")
                self.assertEqual(again.status, CHECK_FAILED, again)
                self.assertIn(f"first divergence: step {first['step']}  phase {phase}", again.out)

    def test_other_kinds_are_refused(self):
        self.assertEqual(self.verify("--inject=boost@20").status, BAD_INPUT)


if __name__ == "__main__":
    main()
