"""silipool experiment: every experiment on little data, to the same bytes whatever the threads.

Needs neither MNIST nor gnuplot; where gnuplot is, plots are looked at too.
"""

import json
import shutil
import tomllib

from command_line import BAD_INPUT, CONFIGS, SilipoolCase, environment, main, tools_without


class Experiments(SilipoolCase):
    def files(self, folder) -> dict:
        return {p.name: p.read_bytes() for p in sorted((self.work / folder).iterdir())}

    def test_list(self):
        result = self.succeeds("experiment", "--list", "--json", "list.json")
        found = self.read_json("list.json")
        self.assertGreaterEqual(len(found), 20)
        for entry in found:
            self.assertIn(entry["name"], result.out)
            self.assertTrue(entry["publication"])

    def test_each_in_quick(self):
        self.succeeds("experiment", "--list", "--json", "list.json")
        for entry in self.read_json("list.json"):
            name = entry["name"]
            with self.subTest(name):
                run = ("experiment", name, "--quick", "--quiet")
                result = self.succeeds(*run, "--threads", "1", "--out", f"{name}.1", "--json", "all.json")
                self.succeeds(*run, "--threads", "2", "--out", f"{name}.2")
                one = self.files(f"{name}.1")
                self.assertEqual(one, self.files(f"{name}.2"))
                report = json.loads(one["results.json"])
                self.assertEqual(report, self.read_json("all.json"))
                self.assertEqual(report["experiment"], name)
                self.assertTrue(report["quick"])
                self.assertFalse(report["interrupted"])
                self.assertNotIn("agrees", report["verdict"])
                self.assertIn("QUICK", result.out)
                self.assertIn("published: ", result.out)
                for table, rows in report["tables"].items():
                    lines = one[f"{table}.csv"].decode().splitlines()
                    self.assertEqual(len(lines), len(rows) + 1, table)
                    self.assertTrue(rows, table)
                self.assertTrue(report["plots"])
                for plot in report["plots"]:
                    self.assertIn(f"{plot}.gp", one)
                    if shutil.which("gnuplot"):
                        self.assertIn(b"</svg>", one[f"{plot}.svg"])
                self.assertTrue(report["configs"])
                for config in report["configs"]:
                    shown = self.succeeds("config", "check", self.work / f"{name}.1" / f"{config['name']}.toml")
                    self.assertIn(config["name"], shown.out)

    def test_seeds_and_repeats(self):
        run = ("experiment", "novelty", "--quick", "--quiet", "--out", "out")
        self.succeeds(*run, "--seed", "5", "--repeats", "3")
        report = json.loads(self.files("out")["results.json"])
        self.assertEqual((report["seed"], report["repeats"]), (5, 3))
        self.assertEqual(report["tables"]["novelty"][0]["n"], 3)
        first = report["tables"]
        self.succeeds(*run, "--seed", "6", "--repeats", "3")
        self.assertNotEqual(json.loads(self.files("out")["results.json"])["tables"], first)

    def test_its_configuration_runs(self):
        self.succeeds("experiment", "novelty", "--quick", "--quiet", "--out", "out")
        self.succeeds("run", self.work / "out" / "novelty.toml", "--quiet", "--json", "run.json")
        self.assertEqual(self.read_json("run.json")["data"]["train"], 90)

    def test_without_gnuplot(self):
        path = tools_without(self.scratch / "tools", "gnuplot")
        result = self.succeeds("experiment", "novelty", "--quick", "--quiet", "--out", "out", env=environment(PATH=path))
        self.assert_one_message(result, "gnuplot-nox")
        names = set(self.files("out"))
        self.assertLessEqual({"results.json", "novelty.csv", "disjoint.gp"}, names)
        self.assertFalse([n for n in names if n.endswith((".svg", ".log"))])

    def test_refusals(self):
        for arguments, words in (
            (["experiment", "noisy"], ["noisy", "random_sdrs"]),
            (["experiment"], ["NAME", "--list"]),
            (["experiment", "noise", "--repeats", "0"], ["--repeats"]),
            (["experiment", "noise", "--quick", "--full"], ["--full"]),
            (["experiment", "noise", "--seed", "4294967295"], ["--seed"]),
            (["experiment", "noise", "--quick", "--out", "kept.json/out"], ["kept.json/out", "folder"]),
        ):
            self.refused(arguments, *words)

    def test_mnist_that_is_not_there(self):
        result = self.silipool("experiment", "epochs", "--quiet", "--data", "nowhere", "--out", "out",
                               env=environment(SILIPOOL_DATA=None))
        self.assertEqual(result.status, BAD_INPUT, result)
        self.assert_one_message(result, "mnist/train", "nowhere")

    def test_settings_are_those_of_the_shipped_configurations(self):
        self.succeeds("experiment", "epochs", "--quick", "--quiet", "--out", "out")
        for here, shipped in (("hypercolumns", "mnist"), ("global", "mnist_global")):
            found = tomllib.loads(self.files("out")[f"{here}.toml"].decode())
            for table in ("input", "pooler", "learning", "boosting", "readout"):
                for key, value in tomllib.loads((CONFIGS / f"{shipped}.toml").read_text()).get(table, {}).items():
                    self.assertEqual(found[table][key], value, f"{shipped}: {table}.{key}")

    def test_interrupted(self):
        self.interrupted("experiment", "parameters", "--out", "out", "--threads", "1")
        report = json.loads(self.files("out")["results.json"])
        self.assertTrue(report["interrupted"])
        self.assertNotIn("verdict", report)


if __name__ == "__main__":
    main()
