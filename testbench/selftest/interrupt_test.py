"""Ctrl-C ends long work in good order: status 130, and what was finished is written out."""

import os
import pathlib
import signal
import sys

sys.path.insert(0, os.fspath(pathlib.Path(__file__).resolve().parents[1] / "cli"))

from command_line import CONFIGS, SilipoolCase, main

BINARY = pathlib.Path(__file__).resolve().parent / "binary.toml"
LONG = "1000000000"


class Interrupt(SilipoolCase):
    def stopped(self, *arguments, number=signal.SIGINT) -> dict:
        """What an interrupted run has written: some steps, and that it was interrupted."""
        found = self.interrupted(*arguments, number=number)
        [found] = found if isinstance(found, list) else [found]
        self.assertTrue(found["interrupted"])
        self.assertGreater(sum(found["steps"].values()), 0)
        return found

    def test_verify(self):
        for more in ((), ("--stall", "both")):
            found = self.stopped("verify", BINARY, "--steps", LONG, *more)
            self.assertEqual(found["lockstep"]["mismatches"], 0)
            self.assertGreater(found["lockstep"]["events"], 0)

    def test_verify_with_a_fault_that_had_no_occasion_yet(self):
        found = self.stopped("verify", BINARY, "--steps", LONG, "--inject", "key@999999999")
        self.assertNotIn("injected", found)

    def test_run_of_the_model(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            found = self.stopped("run", CONFIGS / "tiny.toml", "--epochs", "1000", number=number)
            # What was not finished is absent, not zero.
            self.assertNotIn("accuracy", found)
            self.assertIn("digest", found["state"])

    def test_run_in_lockstep(self):
        found = self.stopped("run", BINARY, "--engine", "rtl", "--epochs", "1000")
        self.assertEqual(found["lockstep"]["mismatches"], 0)

    def test_run_on_several_numbers_of_tiles(self):
        self.stopped("run", CONFIGS / "tiny.toml", "--epochs", "1000", "--tiles", "4,2")


if __name__ == "__main__":
    main()
