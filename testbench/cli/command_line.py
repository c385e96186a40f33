"""What the black-box tests of `silipool` share: running it, and what every refusal must look like.

The program under test is $SILIPOOL_BIN. A test works in a temporary folder of its own and in an environment
without the SILIPOOL_* variables of whoever runs it, except for the cache of built models.
"""

import json
import os
import pathlib
import pty
import re
import select
import shlex
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONFIGS = ROOT / "sim" / "configs"

DONE, CHECK_FAILED, BAD_INPUT, MISSING_TOOL, NOT_CAUGHT, INTERRUPTED = 0, 1, 2, 3, 4, 130

# Legal in a file name, and each of them once broke a script somewhere.
NASTY = 'a b  it\'s "so" $(touch pwned) `touch pwned` ;&|*?\\ -x\nline #1'

MICRO = """\
name = "micro"
[input]
shape = [12]
[pooler]
columns_per_hypercolumn = 4
permanence_bits = 3
active_columns = 2
[learning]
rule = "every_step"
"""


def program() -> str:
    path = os.environ.get("SILIPOOL_BIN", "")
    if not path:
        sys.exit("SILIPOOL_BIN must name the silipool to test")
    return os.path.abspath(path)


def has_rtl() -> bool:
    return os.environ.get("SILIPOOL_HAS_RTL", "ON") == "ON"


def environment(**changes) -> dict:
    """The caller's, without what would change results; a change to None takes a variable away."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("SILIPOOL_") or k == "SILIPOOL_CACHE"}
    env["LC_ALL"] = "C.UTF-8"
    for name, value in changes.items():
        if value is None:
            env.pop(name, None)
        else:
            env[name] = os.fspath(value)
    return env


def idx_images(count=20, height=4, width=4, magic=0x803) -> bytes:
    pixels = bytes((7 * i + i // 5) % 256 for i in range(count * height * width))
    return struct.pack(">IIII", magic, count, height, width) + pixels


def idx_labels(count=20, magic=0x801) -> bytes:
    return struct.pack(">II", magic, count) + bytes(i % 3 for i in range(count))


def tools_without(folder: pathlib.Path, *missing: str) -> pathlib.Path:
    """A folder that as PATH offers every program of the present PATH but the missing ones."""
    folder.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        if not os.path.isdir(place):
            continue
        for name in os.listdir(place):
            link = folder / name
            if name not in missing and not os.path.lexists(link):
                link.symlink_to(os.path.join(place, name))
    return folder


def script(path: pathlib.Path, text: str) -> pathlib.Path:
    if os.path.lexists(path):
        path.unlink()  # a link to the real tool: never write through it
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(0o755)
    return path


class Result:
    def __init__(self, command, status, out, err):
        self.command, self.status, self.out, self.err = command, status, out, err

    def __str__(self):
        words = " ".join(shlex.quote(os.fsdecode(word)) for word in self.command)
        return f"{words}\nexit status {self.status}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class SilipoolCase(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="silipool-cli-")
        self.addCleanup(scratch.cleanup)
        self.scratch = pathlib.Path(scratch.name).resolve()
        self.work = self.scratch / "work"  # where silipool is started; what it leaves here is looked at
        self.work.mkdir()

    def write(self, name, content) -> pathlib.Path:
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content)
        return path

    def idx_config(self, images="images", labels="labels", shape="[4, 4]") -> pathlib.Path:
        """A configuration with its own data set of two IDX files beside it."""
        pair = json.dumps([images, labels])
        text = MICRO.replace("[12]", shape).replace(
            "[pooler]", f"[data]\ntrain = {pair}\ntest = {pair}\n[pooler]"
        )
        return self.write("idx.toml", text)

    def silipool(self, *arguments, env=None, cwd=None, timeout=300, nobody=False) -> Result:
        """`nobody`: as a user whom permissions bind, also where root runs the tests."""
        command = [program(), *map(os.fspath, arguments)]
        user = {}
        if nobody and os.geteuid() == 0:
            user = {"user": 65534, "group": 65534, "extra_groups": []}
            self.scratch.chmod(0o755)
        try:
            done = subprocess.run(
                command,
                cwd=cwd or self.work,
                env=env or environment(),
                timeout=timeout,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                **user,
            )
        except PermissionError as error:
            self.skipTest(f"this machine does not let root run a program of its own as nobody: {error}")
        return Result(
            command,
            done.returncode,
            done.stdout.decode(errors="replace"),
            done.stderr.decode(errors="replace"),
        )

    def succeeds(self, *arguments, **options) -> Result:
        result = self.silipool(*arguments, **options)
        self.assertEqual(result.status, DONE, result)
        return result

    def snapshot(self) -> dict:
        """Every file of the working folder, with its content."""
        found = {}
        for path in sorted(self.work.rglob("*")):
            name = os.fspath(path.relative_to(self.work))
            regular = path.is_file() and not path.is_symlink() and os.access(path, os.R_OK)
            found[name] = (oct(path.lstat().st_mode), path.read_bytes() if regular else None)
        return found

    def assert_one_message(self, result: Result, *words):
        """One message of silipool for a person, naming each of `words`, and nothing of the machinery."""
        self.assertRegex(result.err, r"\Asilipool: \S", result)
        self.assertEqual(len(re.findall(r"^silipool: ", result.err, re.MULTILINE)), 1, result)
        self.assertNotRegex(
            result.err,
            r"json\.exception|filesystem error|std::|basic_|terminate called"
            r"|Aborted|Assertion|core dumped|Traceback",
            result,
        )
        for word in words:
            self.assertIn(os.fspath(word), result.err, result)

    def refused(self, arguments, *words, status=BAD_INPUT, **options):
        """Ends with the status and one message naming `words`; files stay as they were, with --json too."""
        self.write("kept.json", "precious")
        before = self.snapshot()
        for more in ([], ["--json", "new.json"], ["--json", "kept.json"]):
            result = self.silipool(*arguments, *more, **options)
            self.assertEqual(result.status, status, result)
            self.assert_one_message(result, *words)
            self.assertEqual(self.snapshot(), before, result)

    def on_small_disk(self, size, commands, *arguments) -> Result:
        """Shell commands, run where the folder small/ is a file system of that size."""
        (self.work / "small").mkdir(exist_ok=True)
        inside = f"mount -t tmpfs -o size={size} tmpfs small || exit 77\n{commands}\n"
        unshare = (
            ["unshare", "--mount"]
            if os.geteuid() == 0
            else ["unshare", "--user", "--map-root-user", "--mount"]
        )
        command = [*unshare, "sh", "-c", inside, "sh", program(), *map(os.fspath, arguments)]
        try:
            done = subprocess.run(
                command,
                cwd=self.work,
                capture_output=True,
                text=True,
                env=environment(SILIPOOL_CACHE=self.work / "small"),
            )
        except FileNotFoundError:
            self.skipTest("no unshare")
        if done.returncode == 77 or done.stderr.startswith("unshare:"):
            self.skipTest(f"no file system may be mounted here: {done.stderr}")
        return Result(command, done.returncode, done.stdout, done.stderr)

    def interrupted(self, *arguments, number=signal.SIGINT):
        """Starts silipool on a terminal, waits for its progress bar, interrupts it; returns its JSON."""
        ours, theirs = pty.openpty()
        child = subprocess.Popen(
            [program(), *map(os.fspath, arguments), "--json", "stopped.json"],
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
        return self.read_json("stopped.json")

    def read_json(self, name):
        return json.loads((self.work / name).read_text())


def main():
    """unittest.main, except that a run without tests is a failure."""
    program()
    run = unittest.main(exit=False)
    if run.result.testsRun == 0:
        sys.exit("no tests were run")
    sys.exit(not run.result.wasSuccessful())
