"""The same bytes from one thread and several, from run to run, from every compiler and optimisation.

Fast: the given silipool, and one more built by another compiler without optimisation. Slow: g++ and clang++,
-O0 and -O3, also on MNIST where it is there. Name the class to run one of them.
"""

import json
import os
import shutil
import subprocess

from command_line import CONFIGS, ROOT, SilipoolCase, environment, main

# Enough steps for every part of the arithmetic: refreshes of boosts, decay, the readout, both baselines.
DIGITS = ("run", CONFIGS / "digits.toml", "--train", "700", "--test", "200", "--quiet")
TINY = ("run", CONFIGS / "tiny.toml", "--quiet")
MNIST = ("run", CONFIGS / "mnist.toml", "--train", "3000", "--test", "500", "--quiet")


class Determinism(SilipoolCase):
    def results(self, *arguments, binary=None, data=None) -> str:
        """All of the JSON but the rates and the command, every number as it was written."""
        env = environment(SILIPOOL_DATA=data)
        if binary is None:
            self.succeeds(*arguments, "--json", "out.json", env=env)
        else:
            subprocess.run(
                [binary, *map(os.fspath, arguments), "--json", "out.json"],
                cwd=self.work,
                env=env,
                check=True,
                stdout=subprocess.DEVNULL,
                timeout=1200,
            )
        found = json.loads((self.work / "out.json").read_text(), parse_float=str, parse_int=str)
        self.assertIn("accuracy", found)
        del found["rate"], found["provenance"]
        return json.dumps(found, indent=1)

    def build(self, compiler, level) -> str:
        """silipool with the model alone."""
        folder = self.scratch / f"{compiler}{level}"
        configure = [
            "cmake",
            "-S",
            ROOT,
            "-B",
            folder,
            f"-DCMAKE_CXX_COMPILER={compiler}",
            "-DCMAKE_BUILD_TYPE=Release",
            # NDEBUG as in every release; warnings are other builds' business.
            f"-DCMAKE_CXX_FLAGS_RELEASE={level} -DNDEBUG",
            "-DSILIPOOL_WERROR=OFF",
            "-DSILIPOOL_WITH_RTL=OFF",
            "-DSILIPOOL_WITH_SYSTEMC=OFF",
            "-DSILIPOOL_WITH_TESTS=OFF",
            *(["-G", "Ninja"] if shutil.which("ninja") else []),
        ]
        jobs = str(len(os.sched_getaffinity(0)))
        for command in (configure, ["cmake", "--build", folder, "--target", "silipool", "--parallel", jobs]):
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            self.assertEqual(done.returncode, 0, done.stdout)
        return os.fspath(folder / "bin" / "silipool")


class Fast(Determinism):
    def test_again_and_on_other_numbers_of_threads(self):
        for run in (TINY, DIGITS):
            first = self.results(*run, "--threads", "1")
            for threads in ("1", "2", "7"):
                self.assertEqual(self.results(*run, "--threads", threads), first)

    def test_another_seed_is_another_run(self):
        """So that the comparisons here compare something."""
        self.assertNotEqual(self.results(*DIGITS), self.results(*DIGITS, "--seed", "2"))

    def test_other_compiler_without_optimisation(self):
        compiler = "clang++" if shutil.which("clang++") else "g++"
        binary = self.build(compiler, "-O0")
        short = ("run", CONFIGS / "tiny.toml", "--quiet", "--train", "700", "--test", "200")
        for run in (short, DIGITS):
            self.assertEqual(self.results(*run, binary=binary), self.results(*run))


class Slow(Determinism):
    def test_compilers_and_optimisation(self):
        compilers = [compiler for compiler in ("g++", "clang++") if shutil.which(compiler)]
        self.assertTrue(compilers)
        data = os.environ.get("SILIPOOL_DATA", "")
        runs = [TINY, DIGITS]
        if data and self.silipool("data", "check", data).status == 0:
            runs.append(MNIST)
        expected = [self.results(*run, data=data) for run in runs]
        for compiler in compilers:
            for level in ("-O0", "-O3"):
                binary = self.build(compiler, level)
                for run, wanted in zip(runs, expected):
                    with self.subTest(compiler=compiler, level=level, config=run[1].stem):
                        self.assertEqual(self.results(*run, binary=binary, data=data), wanted)


if __name__ == "__main__":
    main()
