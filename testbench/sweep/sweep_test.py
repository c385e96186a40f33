"""`silipool sweep` from outside: what is run, kept, refused and survived."""

import csv
import io
import json
import re
import shlex
import shutil
import signal
import time
import unittest

from sweep_case import SweepCase, environment, kill_now, main

NASTY = "it's \"so\" $(touch pwned) `touch pwned` <script>alert(1)</script> '); DROP TABLE points; --"


class Plan(SweepCase):
    def test_a_dry_run_says_how_many_and_how_long_and_leaves_nothing(self):
        study = self.study()
        before = self.snapshot()
        result = self.succeeds("sweep", study, "--dry-run", "--workers", "2")
        self.assertIn("study: 12 points (6 designs, 2 seeds)", result.out)
        self.assertRegex(result.out, r"about \d+ s with 2 at once: \d+\.\d\d s a point \(the first point, measured now\)")
        self.assertEqual(result.out.count("silipool run "), 12)
        self.assertEqual(self.snapshot(), before)

    def test_errors_name_what_is_wrong(self):
        for more, *words in (
            ("[arguments2]", "arguments"),
            ("[method]\nname = \"random\"\npoints = 99999999", "method.points", "1..1000000"),
            ("[[axis]]\nkey = \"pooler.columns_per_hypercolumn\"\nvalues = [0]", "study.toml:", "1..4096"),
            ("[[axis]]\nkey = \"arguments.engine\"\nvalues = [\"fpga\"]", "--engine"),
            ("[[axis]]\nkey = \"arguments.save\"\nvalues = [\"x\"]", "not for a sweep"),
            ("[[axis]]\nkey = \"arguments.no-such\"\nvalues = [1]", "no-such"),
            ("[[axis]]\nkey = \"arguments.engine\"\nvalues = [\"rtl\"]\n[set]\npooler.ties = \"all\"", "pooler.ties"),
        ):
            with self.subTest(more):
                self.refused(["sweep", self.study(more=more)], *words)
        self.refused(["sweep", self.study(root="command = \"replay\""), "--dry-run"], "replay", "estimate")

    def test_halving_goes_on_with_the_best(self):
        more = "[method]\nname = \"halving\"\neta = 2\nrungs = 2\nfirst_budget = 20\n"
        text = self.study(more=more).read_text().replace("train = 20\ntest = 20", "validate = 30")
        self.succeeds("sweep", self.write("h.toml", text), "--store", "s.sqlite", "--quiet")
        rows = list(csv.DictReader(io.StringIO(self.export())))
        self.assertEqual([row["rung"] for row in rows], ["0"] * 12 + ["1"] * 6)
        self.assertEqual({row["arguments.train"] for row in rows[12:]}, {"40"})
        score = {}
        for row in rows[:12]:
            score.setdefault(row["design"], []).append(float(row["accuracy.test [fraction]"]))
        best = sorted(score, key=lambda d: (-sum(score[d]), int(d)))[:3]
        self.assertEqual({row["design"] for row in rows[12:]}, set(best))


class Store(SweepCase):
    def test_nothing_is_run_twice_and_workers_change_nothing(self):
        study = self.study()
        self.succeeds("sweep", study, "--store", "s.sqlite", "--workers", "1", "--quiet")
        self.succeeds("sweep", study, "--store", "two.sqlite", "--workers", "2", "--quiet")
        self.assertEqual(self.export(), self.export("two.sqlite"))
        again = self.succeeds("sweep", study, "--store", "s.sqlite", "--json", "again.json")
        self.assertIn("12 done and 0 failed before", again.out)
        self.assertEqual(self.read_json("again.json")["now"]["done"], 0)
        # A wider study runs only what is new, and a store needs no TOML.
        self.study(strengths=4)
        self.succeeds("sweep", study, "--store", "s.sqlite", "--json", "again.json", "--quiet")
        self.assertEqual(self.read_json("again.json")["now"]["done"], 4)
        study.unlink()
        self.assertIn("16 done", self.succeeds("sweep", "s.sqlite").out)
        # The point alone gives what the store has.
        line = json.loads(self.export(kind="json"))["points"][7]
        words = shlex.split(line["reproduce"])
        self.assertEqual(words[0], "silipool")
        self.succeeds(*words[1:], "--json", "point.json")
        self.assertEqual(self.read_json("point.json")["state"]["digest"], line["metrics"]["state.digest"])

    def test_two_sweeps_share_a_store(self):
        study = self.study(strengths=5, train=300)
        self.succeeds("sweep", study, "--store", "calm.sqlite", "--quiet")
        both = [self.start(study, "--store", "s.sqlite", "--workers", "1") for _ in range(2)]
        for child in both:
            self.assertEqual(child.wait(timeout=300), 0, child.stderr.read())
        self.assertEqual(self.ask("SELECT count(*), sum(attempts), count(DISTINCT owner) FROM points"), [(20, 20, 2)])
        self.assertEqual(self.export(), self.export("calm.sqlite"))

    def test_what_fails_is_kept_and_the_rest_goes_on(self):
        # No file of data: found out by the points themselves.
        study = self.study(strengths=1, more='[[axis]]\nkey = "data.test"\nvalues = ["digits/test", "mnist/test"]')
        result = self.silipool("sweep", study, "--store", "s.sqlite", "--quiet")
        self.assertEqual(result.status, 1, result)
        self.assertIn("4 done, 4 failed", result.out)
        for reason, log in self.ask("SELECT reason, log FROM failures"):
            self.assertEqual(reason, "exit status 2")
            self.assertIn("mnist", log)
        self.assertIn("4 done, 4 failed", self.silipool("sweep", "s.sqlite").out)
        self.assertEqual(self.ask("SELECT max(attempts) FROM points"), [(1,)])
        self.silipool("sweep", "s.sqlite", "--retry-failed", "--quiet")
        self.assertEqual(self.ask("SELECT max(attempts), count(*) FROM points WHERE status = 'failed'"), [(2, 4)])

    def test_what_takes_too_long_or_too_much_is_ended(self):
        slow = self.study(strengths=1, seeds=1, more="[limits]\nseconds = 0.05").read_text().replace("train = 20", "train = 2000\nepochs = 1000")
        self.assertEqual(self.silipool("sweep", self.write("slow.toml", slow), "--store", "s.sqlite", "--quiet").status, 1)
        for status, reason in self.ask("SELECT exit_status, reason FROM failures"):
            self.assertEqual(status, 128 + signal.SIGKILL)
            self.assertIn("limits.seconds = 0.05", reason)
        big = self.study(strengths=1, seeds=1, more="[limits]\nmemory_mb = 16\n[set]\npooler.columns_per_hypercolumn = 4096").read_text()
        self.silipool("sweep", self.write("big.toml", big), "--store", "big.sqlite", "--quiet")
        logs = self.ask("SELECT log FROM failures", "big.sqlite")
        self.assertEqual(len(logs), 2)
        for (log,) in logs:
            self.assertRegex(log, "out of memory|bad_alloc|cannot allocate")

    def test_a_point_that_is_killed_is_tried_again(self):
        child = self.start(self.study(strengths=1, seeds=1, train=2000), "--store", "s.sqlite", "--workers", "1")
        deadline = time.monotonic() + 60
        while not (points := self.points_running(child)):
            self.assertLess(time.monotonic(), deadline)
        kill_now(points[0])
        self.assertEqual(child.wait(timeout=120), 0)
        self.assertEqual(self.ask("SELECT sum(attempts), min(status) FROM points"), [(3, "done")])
        self.assertEqual(self.ask("SELECT reason FROM failures"), [("it was killed by signal 9",)])

    def test_ctrl_c_ends_in_good_order(self):
        stopped = self.interrupted("sweep", self.study(strengths=20, train=3000), "--store", "s.sqlite")
        self.assertTrue(stopped["interrupted"])
        self.assertEqual(self.ask("SELECT count(*) FROM points WHERE status = 'running'"), [(0,)])
        self.assertGreater(stopped["points"]["waiting"], 0)

    def test_a_full_disk_leaves_a_store_that_goes_on(self):
        study = self.study(strengths=4)
        self.succeeds("sweep", study, "--store", "calm.sqlite", "--quiet")
        commands = ('"$1" sweep study.toml --store small/s.sqlite --quiet; echo status $?\n'
                    'mount -o remount,size=20m small && "$1" sweep small/s.sqlite --quiet; echo status $?\n'
                    'cp small/s.sqlite* .')
        result = self.on_small_disk("220k", commands)
        self.assertIn("full", result.err)
        self.assertEqual(re.findall(r"status (\d+)", result.out), ["2", "0"], result)
        self.assert_whole()
        self.assertEqual(self.export(), self.export("calm.sqlite"))

    def test_other_code_is_refused_and_kept_apart(self):
        study = self.study(strengths=1, seeds=1)
        self.succeeds("sweep", study, "--store", "s.sqlite", "--quiet")
        first = self.export()
        # Another cost table, another code version: the tables are part of it.
        shutil.copytree(self.repository() / "model/cost/tables", self.work / "tables")
        with open(next((self.work / "tables").glob("*.toml")), "a") as table:
            table.write("# changed\n")
        other = environment(SILIPOOL_COST_TABLES=self.work / "tables")
        result = self.silipool("sweep", study, "--store", "s.sqlite", env=other)
        self.assertEqual(result.status, 2)
        self.assert_one_message(result, "--accept-code-version")
        self.succeeds("sweep", study, "--store", "s.sqlite", "--accept-code-version", "--quiet", env=other)
        self.assertEqual(self.ask("SELECT count(*), count(DISTINCT code_version) FROM points"), [(4, 2)])
        version = self.ask("SELECT version FROM code_versions ORDER BY first_used")[0][0]
        self.assertEqual(self.succeeds("sweep", "s.sqlite", "--export", "csv", "--code-version", version).out, first)

    @staticmethod
    def repository():
        from command_line import ROOT
        return ROOT


class Hostile(SweepCase):
    """Texts that a shell, SQL or a page would take for more than texts."""

    def sound(self):
        self.assertEqual([p for p in self.scratch.rglob("pwned*")], [])

    def test_paths_and_values_stay_texts(self):
        folder = f"{NASTY.replace('/', '_')}\nline 2"
        (self.work / folder).mkdir()
        self.write(f"{folder}/images.csv", "\n".join(",".join(["200", "0", "0", "90"] * 4 + [str(i % 2)]) for i in range(20)) + "\n")
        text = f"""\
name = "hostile"
base = "base.toml"
[arguments]
no-baselines = true
[[axis]]
key = "data.test"
values = ["images.csv"]
[[axis]]
key = "boosting.strength"
values = [4, 5]
"""
        self.write(f"{folder}/base.toml", """\
name = "hostile"
[input]
shape = [4, 4]
[data]
train = "images.csv"
test = "images.csv"
[pooler]
columns_per_hypercolumn = 4
permanence_bits = 3
active_columns = 2
[learning]
rule = "every_step"
[boosting]
rule = "exponential"
strength = 4
duty_period = 100
""")
        study = self.write(f"{folder}/{NASTY.replace('/', '_')}.toml", text)
        store = f"{folder}/file:s.sqlite?mode=memory"
        self.succeeds("sweep", study, "--store", store, "--quiet")
        self.assertTrue((self.work / store).is_file())
        self.assertIn("2 done", self.succeeds("sweep", store).out)
        line = json.loads(self.export(store, "json"))["points"][0]["reproduce"]
        import shlex
        words = shlex.split(line)
        self.assertEqual(words[2], f"{self.work}/{folder}/base.toml")
        self.sound()

    def test_values_that_are_no_values_are_refused_briefly(self):
        for value in (json.dumps(NASTY), json.dumps("x" * 10_000_000), '"""\nline\n"""', '"\\u0000"'):
            for key in ("boosting.rule", "data.train", "name", "arguments.engine", "estimate.technology"):
                with self.subTest(key=key, value=value[:40]):
                    study = self.study(strengths=1, seeds=1, more=f'[[axis]]\nkey = "{key}"\nvalues = [{value}]')
                    result = self.silipool("sweep", study, "--dry-run", "--store", "none.sqlite")
                    self.assertEqual(result.status, 2, str(result)[:500])
                    self.assertLess(len(result.err), 4000)
        self.sound()


if __name__ == "__main__":
    main()
