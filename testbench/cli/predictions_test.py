"""`run --predictions`: a line for each test sample, of which as many are right as the accuracy says."""

import csv

from command_line import CONFIGS, SilipoolCase, main

TINY = CONFIGS / "tiny.toml"


class Predictions(SilipoolCase):
    def test_they_make_up_the_accuracy(self):
        run = ("run", TINY, "--train", "300", "--test", "200", "--no-baselines", "--quiet")
        self.succeeds(*run, "--predictions", "p.csv", "--json", "out.json")
        with open(self.work / "p.csv", encoding="ascii") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([int(r["sample"]) for r in rows], list(range(200)))
        right = sum(r["label"] == r["prediction"] for r in rows)
        self.assertEqual(right / 200, self.read_json("out.json")["accuracy"]["test"])
        self.assertTrue(0 < right < 200, right)

    def test_what_cannot_be_written_is_said_before_the_work(self):
        long = ("run", TINY, "--epochs", "1000", "--quiet")
        self.refused([*long, "--predictions", "nowhere/p.csv"], "nowhere/p.csv", "cannot write", timeout=20)


if __name__ == "__main__":
    main()
