"""An installation of the build under test in a temporary prefix, moved once: nothing in it can know where it was."""

import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, os.fspath(pathlib.Path(__file__).resolve().parents[1] / "cli"))

from command_line import SilipoolCase, environment

BUILD = pathlib.Path(os.environ.get("SILIPOOL_BUILD", ""))
CMAKE = os.environ.get("SILIPOOL_CMAKE", "cmake")


class InstalledCase(SilipoolCase):
    """`self.prefix` is the installation; the tests only read it."""

    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="silipool-install-"))
        cls.place = pathlib.Path(folder).resolve()
        said = subprocess.run(
            [CMAKE, "--install", BUILD, "--prefix", cls.place / "first"], capture_output=True, text=True, check=False
        )
        if said.returncode != 0:
            raise AssertionError(said.stdout + said.stderr)
        cls.prefix = cls.place / "a moved prefix"
        (cls.place / "first").rename(cls.prefix)

    def run_tool(self, *command, cwd=None, env=None, timeout=300, check=True):
        done = subprocess.run(
            [*map(os.fspath, command)], cwd=cwd or self.work, env=env or environment(), timeout=timeout,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if check:
            self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
        return done
