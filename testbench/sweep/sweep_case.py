"""What the tests of `silipool sweep` share: a small study, and looks into its store."""

import os
import pathlib
import signal
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))

from command_line import CONFIGS, SilipoolCase, environment, main, program  # noqa: E402,F401

STUDY = """\
name = "study"
base = "{base}"
{root}
[arguments]
train = {train}
test = 20
no-baselines = true
[[axis]]
key = "boosting.strength"
values = [{strengths}]
[[axis]]
key = "pooler.active_columns"
values = [1, 2]
[repeat]
seeds = {seeds}
{more}
"""


class SweepCase(SilipoolCase):
    def study(self, strengths=3, seeds=2, train=20, more="", root="", name="study.toml") -> pathlib.Path:
        """2 x strengths x seeds points of tiny.toml, tens of milliseconds each."""
        text = STUDY.format(
            base=os.path.relpath(CONFIGS / "tiny.toml", self.work),
            strengths=", ".join(str(4 + i) for i in range(strengths)),
            seeds=seeds, train=train, more=more, root=root,
        )
        return self.write(name, text)

    def export(self, store="s.sqlite", kind="csv", **options) -> str:
        return self.succeeds("sweep", store, "--export", kind, **options).out

    def start(self, *arguments, env=None) -> subprocess.Popen:
        child = subprocess.Popen(
            [program(), "sweep", *map(os.fspath, arguments), "--quiet"],
            cwd=self.work, env=env or environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        self.addCleanup(child.stderr.close)
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        return child

    def ask(self, question, store="s.sqlite"):
        connection = sqlite3.connect(self.work / store)
        try:
            return connection.execute(question).fetchall()
        finally:
            connection.close()

    def points_running(self, child: subprocess.Popen) -> list:
        """The processes of its points."""
        try:
            text = pathlib.Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text()
        except OSError:
            return []
        return [int(word) for word in text.split()]

    def assert_whole(self, store="s.sqlite"):
        self.assertEqual(self.ask("PRAGMA integrity_check", store), [("ok",)])
        self.assertEqual(self.ask("PRAGMA foreign_key_check", store), [])


def kill_now(pid: int):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
