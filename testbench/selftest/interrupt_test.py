"""Ctrl-C ends long work in good order: status 130, and what was finished is written out."""

import json
import os
import pathlib
import pty
import select
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.fspath(pathlib.Path(__file__).resolve().parents[1] / "cli"))

from command_line import CONFIGS, INTERRUPTED, SilipoolCase, environment, main, program

BINARY = pathlib.Path(__file__).resolve().parent / "binary.toml"
LONG = "1000000000"


class Interrupt(SilipoolCase):
    def interrupted(self, *arguments, number=signal.SIGINT) -> dict:
        """Starts silipool on a terminal, waits for the progress bar, interrupts; returns the JSON."""
        ours, theirs = pty.openpty()
        child = subprocess.Popen(
            [program(), *map(os.fspath, arguments), "--json", "out.json"],
            cwd=self.work,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=theirs,
        )
        self.addCleanup(child.stdout.close)
        self.addCleanup(child.kill)
        os.close(theirs)
        self.addCleanup(os.close, ours)
        shown = b""
        deadline = time.monotonic() + 300
        while b"s left" not in shown:
            self.assertLess(time.monotonic(), deadline, shown)
            self.assertIsNone(child.poll(), shown)
            if select.select([ours], [], [], 0.2)[0]:
                shown += os.read(ours, 65536)
        child.send_signal(number)
        out, _ = child.communicate(timeout=60)
        self.assertEqual(child.returncode, INTERRUPTED, out)
        found = json.loads((self.work / "out.json").read_text())
        [found] = found if isinstance(found, list) else [found]
        self.assertTrue(found["interrupted"])
        self.assertGreater(sum(found["steps"].values()), 0)
        return found

    def test_verify(self):
        for more in ((), ("--stall", "both")):
            found = self.interrupted("verify", BINARY, "--steps", LONG, *more)
            self.assertEqual(found["lockstep"]["mismatches"], 0)
            self.assertGreater(found["lockstep"]["events"], 0)

    def test_verify_with_a_fault_that_had_no_occasion_yet(self):
        found = self.interrupted("verify", BINARY, "--steps", LONG, "--inject", "key@999999999")
        self.assertNotIn("injected", found)

    def test_run_of_the_model(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            found = self.interrupted("run", CONFIGS / "tiny.toml", "--epochs", "1000", number=number)
            # What was not finished is absent, not zero.
            self.assertNotIn("accuracy", found)
            self.assertIn("digest", found["state"])

    def test_run_in_lockstep(self):
        found = self.interrupted("run", BINARY, "--engine", "rtl", "--epochs", "1000")
        self.assertEqual(found["lockstep"]["mismatches"], 0)

    def test_run_on_several_numbers_of_tiles(self):
        self.interrupted("run", CONFIGS / "tiny.toml", "--epochs", "1000", "--tiles", "4,2")


if __name__ == "__main__":
    main()
