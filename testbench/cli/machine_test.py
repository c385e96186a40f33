"""Building a simulation model where something is missing, broken, full, in use or strangely named.

Builds a few of the smallest models with Verilator, each in a cache of its own.
"""

import errno
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time

from command_line import (
    BAD_INPUT,
    CHECK_FAILED,
    CONFIGS,
    DONE,
    INTERRUPTED,
    MICRO,
    MISSING_TOOL,
    NASTY,
    ROOT,
    SilipoolCase,
    environment,
    main,
    program,
    script,
    tools_without,
)

STEPS = ("--steps", "40", "--quiet")


class Machine(SilipoolCase):
    def setUp(self):
        super().setUp()
        self.config = self.write("micro.toml", MICRO)
        self.cache = self.scratch / "cache"

    def assert_no_entry(self):
        """Locks may stay; nothing that could pass for a built model, and no half of one."""
        left = [*self.cache.iterdir()] if self.cache.exists() else []
        self.assertEqual([path.name for path in left if path.suffix != ".lock"], [])

    def with_verilator(self, commands) -> dict:
        """An environment whose Verilator has the true one's version and otherwise does the commands."""
        tools = tools_without(self.scratch / "bin", "verilator")
        version = f'[ "$1" = --version ] && exec {shutil.which("verilator")} --version\n'
        script(tools / "verilator", version + commands)
        return environment(PATH=tools, SILIPOOL_CACHE=self.cache)


class Tools(Machine):
    def test_missing(self):
        for tool in ("verilator", "g++", "make"):
            with self.subTest(tool=tool):
                env = environment(
                    PATH=tools_without(self.scratch / f"no {tool}", tool), SILIPOOL_CACHE=self.cache
                )
                self.refused(
                    ["verify", self.config, *STEPS],
                    f"{tool} is not installed",
                    f"apt-get install {tool}",
                    status=MISSING_TOOL,
                    env=env,
                )
                self.refused(
                    ["run", CONFIGS / "tiny.toml", "--engine", "rtl", "--quiet"],
                    f"apt-get install {tool}",
                    status=MISSING_TOOL,
                    env=env,
                )
                self.assert_no_entry()

    def test_verilator_that_does_not_run(self):
        env = environment(PATH=tools_without(self.scratch / "bin", "verilator"), SILIPOOL_CACHE=self.cache)
        script(self.scratch / "bin" / "verilator", "echo Can not locate Verilated.pm; exit 9\n")
        self.refused(
            ["verify", self.config, *STEPS],
            "verilator",
            "Can not locate Verilated.pm",
            status=MISSING_TOOL,
            env=env,
        )
        self.assert_no_entry()

    def test_verilator_that_is_killed(self):
        env = self.with_verilator("kill -9 $$\n")
        self.refused(["verify", self.config, *STEPS], "verilator", "137", status=CHECK_FAILED, env=env)
        self.assert_no_entry()

    def test_interrupted_build(self):
        # Opened by what a signal ends at once; a shell that is just starting something waits for that first.
        reached = self.scratch / "reached"
        os.mkfifo(reached)
        env = self.with_verilator("exec cat ../../reached\n")
        self.assertIsNone(self.snapshot().get("out.json"))
        child = subprocess.Popen(
            [program(), "verify", self.config, *STEPS, "--json", "out.json"],
            cwd=self.work,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while True:
            try:
                writer = os.open(reached, os.O_WRONLY | os.O_NONBLOCK)
                break
            except OSError as error:
                self.assertEqual(error.errno, errno.ENXIO, "nobody reads yet")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        self.addCleanup(os.close, writer)
        os.killpg(child.pid, signal.SIGINT)  # as a terminal does
        out, err = child.communicate(timeout=30)
        self.assertEqual(child.returncode, INTERRUPTED, err)
        self.assertRegex(err, r"\Asilipool: .*interrupted\n\Z")
        self.assertFalse((self.work / "out.json").exists())
        self.assert_no_entry()


class Cache(Machine):
    def test_not_writable(self):
        taken = self.write("taken", "precious")
        for cache in ("/proc/silipool", taken, taken / "inside"):
            with self.subTest(cache=cache):
                self.refused(["verify", self.config, *STEPS], cache, env=environment(SILIPOOL_CACHE=cache))

    def test_closed_folder(self):
        self.cache.mkdir(mode=0o555)
        self.refused(
            ["verify", self.config, *STEPS],
            self.cache,
            "Permission denied",
            nobody=True,
            env=environment(SILIPOOL_CACHE=self.cache, HOME=self.scratch),
        )

    def test_nowhere(self):
        env = environment(SILIPOOL_CACHE=None, XDG_CACHE_HOME=None, HOME=None)
        self.refused(["verify", self.config, *STEPS], "SILIPOOL_CACHE", env=env)

    def full(self, size):
        result = self.on_small_disk(
            size, '"$@"; status=$?; ls small >&2; exit $status', "verify", self.config, *STEPS
        )
        self.assertEqual(result.status, BAD_INPUT, result)
        message, *left = re.split(r"^(?=[^ \n]+\.lock$)", result.err, flags=re.MULTILINE)
        self.assertRegex(message, r"\Asilipool: (.*\n )*.*[Nn]o space left")
        self.assertRegex("".join(left), r"\A[0-9a-f]+\.lock\n\Z", result)

    def test_full_before_the_tools_start(self):
        self.full("64k")

    def test_full_while_the_tools_write(self):
        """At several sizes, so that the disk fills up under several tools."""
        for size in ("256k", "1m", "1200k", "1300k"):
            with self.subTest(size=size):
                self.full(size)

    def test_failure_leaves_nothing_then_two_at_once_build_once(self):
        env = self.with_verilator("echo these are its last words >&2; touch obj.half; exit 1\n")
        self.refused(
            ["verify", self.config, *STEPS],
            "verilator failed with status 1",
            "these are its last words",
            status=CHECK_FAILED,
            env=env,
        )
        self.assert_no_entry()
        # What a process that was killed leaves, and must not be taken for an entry.
        for lock in self.cache.glob("*.lock"):
            half = lock.with_suffix(".building")
            half.mkdir()
            (half / "model.so").write_text("half")
        env = environment(SILIPOOL_CACHE=self.cache)
        command = [program(), "verify", self.config, "--steps", "40"]
        both = [
            subprocess.Popen(
                command, cwd=self.work, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        said = [child.communicate(timeout=300) for child in both]
        for child, (out, err) in zip(both, said):
            self.assertEqual(child.returncode, DONE, err)
            self.assertIn("0 mismatches", out)
        self.assertEqual(sum("building" in err for _, err in said), 1, said)
        entries = [path for path in self.cache.iterdir() if path.is_dir()]
        self.assertEqual(len(entries), 1, entries)
        # A model that went is built again; one that no loader takes is refused by name.
        model = entries[0] / "model.so"
        model.write_bytes(model.read_bytes()[:100])
        self.refused(["verify", self.config, *STEPS], model, "cannot load", status=CHECK_FAILED, env=env)


class Paths(Machine):
    def test_whole_checkout_cache_and_outputs(self):
        """All that a failure and its replay touch, below folders with names that scripts trip over."""
        odd = self.work / NASTY
        (odd / "tree" / "sim" / "verilated").mkdir(parents=True)
        shutil.copytree(ROOT / "rtl", odd / "tree" / "rtl")
        (odd / "tree" / "sim" / "verilated" / "sv").symlink_to(ROOT / "sim" / "verilated" / "sv")
        shutil.copy(self.config, odd / "micro.toml")
        (odd / "tmp").mkdir()
        env = environment(
            SILIPOOL_ROOT=odd / "tree",
            SILIPOOL_CACHE=odd / "cache",
            TMPDIR=odd / "tmp",
            PATH=f"{pathlib.Path(program()).parent}{os.pathsep}{os.environ['PATH']}",
        )
        failed = self.silipool(
            "verify",
            odd / "micro.toml",
            *STEPS,
            "--inject",
            "key@5",
            "--records",
            odd / "records",
            "--json",
            odd / "out.json",
            env=env,
        )
        self.assertEqual(failed.status, CHECK_FAILED, failed)
        first = json.loads((odd / "out.json").read_text())["first_mismatch"]
        self.assertIn(first["replay"], failed.out)
        self.assertEqual(
            pathlib.Path(program()).name, "silipool", "the replay command finds the program by this name"
        )
        replayed = subprocess.run(
            ["sh", "-c", first["replay"]], cwd=self.work, env=env, capture_output=True, text=True
        )
        self.assertEqual(replayed.returncode, CHECK_FAILED, replayed)
        self.assertEqual([path.suffix for path in sorted((odd / "records").iterdir())], [".fst", ".json"])
        self.assertEqual([*(odd / "tmp").iterdir()], [])
        self.assertEqual([*self.scratch.rglob("pwned")], [], "a path was run as a command")
        self.assertEqual(sorted(path.name for path in self.work.iterdir()), sorted([odd.name, "micro.toml"]))

    def test_checkout_that_is_none(self):
        (self.work / "empty").mkdir()
        for root in ("empty", "nowhere"):
            self.refused(
                ["verify", self.config, *STEPS],
                root,
                "silipool.f",
                env=environment(SILIPOOL_ROOT=self.work / root, SILIPOOL_CACHE=self.cache),
            )


if __name__ == "__main__":
    main()
