"""`run --save` and `--load`: a run that was stopped anywhere ends as if it had not been; what is no state is refused."""

import json
import os

from command_line import (
    BAD_INPUT,
    CONFIGS,
    SilipoolCase,
    idx_images,
    idx_labels,
    main,
)

TINY = CONFIGS / "tiny.toml"


class State(SilipoolCase):
    def setUp(self):
        super().setUp()
        self.write("images", idx_images())
        self.write("labels", idx_labels())
        self.short = ("run", self.idx_config(), "--no-baselines", "--quiet")

    def results(self, *arguments) -> dict:
        """All of the JSON but the rates, and the curve of the steps done in this call, every number as it was written."""
        self.succeeds(*arguments, "--json", "out.json")
        found = json.loads((self.work / "out.json").read_text(), parse_float=str, parse_int=str)
        del found["rate"]
        found["figures"].pop("learning", None)
        return found

    def saved(self, *more):
        self.succeeds(*self.short, "--save", "state", *more)
        return self.work / "state"


class Resume(State):
    def test_a_finished_state_has_the_same_accuracy_and_learns_nothing(self):
        run = ("run", TINY, "--no-baselines", "--quiet")
        expected = self.results(*run, "--save", "state")
        self.assertGreater(float(expected["accuracy"]["test"]), 0.7)
        self.assertEqual(self.results(*run, "--load", "state"), expected)
        self.succeeds(*run, "--load", "state", "--json", "again.json")
        self.assertNotIn("learn_per_s", self.read_json("again.json")["rate"])
        # That the state decides, and not what the configuration would have learned anew.
        other = self.results(*run, "--load", "state", "--seed", "7")
        self.assertEqual(other["state"], expected["state"])
        self.assertEqual(other["sdr"], expected["sdr"])

    def test_interrupted_and_resumed_is_undisturbed(self):
        # Long enough to be interrupted while it learns, wherever that is.
        run = ("run", TINY, "--train", "5001", "--test", "300", "--epochs", "80", "--no-baselines")
        expected = self.results(*run)
        first = self.interrupted(*run, "--save", "state")
        self.assertLess(first["steps"]["learn"], 80 * 5001)
        self.assertNotEqual(first["state"]["digest"], expected["state"]["digest"])
        second = self.interrupted(*run, "--load", "state", "--save", "state")
        self.assertGreater(second["steps"]["learn"], first["steps"]["learn"])
        self.assertEqual(self.results(*run, "--load", "state"), expected)

    def test_more_epochs(self):
        expected = self.results(*self.short, "--epochs", "3")
        self.saved()
        self.assertEqual(self.results(*self.short, "--epochs", "3", "--load", "state"), expected)

    def test_another_learning_rate(self):
        self.saved()
        more = (*self.short, "--epochs", "2", "--set", "learning.increment=3")
        self.assertNotEqual(
            self.results(*more, "--load", "state")["state"], self.results(*more)["state"]
        )

    def test_the_same_data_elsewhere(self):
        self.saved()
        self.write("moved/images", idx_images())
        self.write("moved/labels", idx_labels())
        self.succeeds("run", self.idx_config("moved/images", "moved/labels"), "--quiet", "--load", "state")

    def test_state_file_is_the_same_again(self):
        first = self.saved().read_bytes()
        self.assertEqual(self.saved().read_bytes(), first)


class Refusals(State):
    def load_refused(self, *words, more=()):
        self.refused([*self.short, "--load", "state", *more], *words)

    def test_foreign_files(self):
        for content, words in (
            (b"", ["is empty"]),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ["not a state file"]),
            (TINY.read_bytes(), ["not a state file"]),
            (os.urandom(5000), ["not a state file"]),
        ):
            self.write("state", content)
            self.load_refused("state: ", *words)

    def test_missing_and_folder(self):
        self.load_refused("state: ", "No such file")
        (self.work / "state").mkdir()
        self.load_refused("state: ", "is a directory")

    def test_damaged(self):
        path = self.saved()
        whole = path.read_bytes()
        for size in (7, 20, 100, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:size])
            self.load_refused("state: ", "truncated")
        path.write_bytes(whole + b"\0")
        self.load_refused("state: ", "trailing bytes")
        for at in (100, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
            self.load_refused("state: ", "corrupt", "checksum")
        path.write_bytes(whole[:8] + b"\2" + whole[9:])
        self.load_refused("state: ", "format version 2", "reads 1")

    def test_other_configuration(self):
        self.saved()
        for key, value, was in (
            ("pooler.permanence_bits", "5", "3"),
            ("pooler.connected_threshold", "5", "4"),
            ("pooler.window", "[4, 3]", "[4, 4]"),
            ("input.thresholds", "[81]", "[127]"),
            ("learning.rule", '"draw_per_winner"', '"every_step"'),
        ):
            with self.subTest(key=key):
                message = f"{key} is {was} there and {value} in micro"
                self.load_refused("state: ", message, more=["--set", f"{key}={value}"])

    def test_other_data(self):
        self.saved()
        self.load_refused("from 20 samples", "19 of", more=["--train", "19"])
        self.write("images", idx_images()[:-1] + b"\0")
        self.load_refused("other samples")

    def test_fewer_epochs(self):
        self.saved("--epochs", "3")
        self.load_refused("--epochs 2", "3 passes", "at least 3", more=["--epochs", "2"])

    def test_other_engines(self):
        for engine in (["systemc"], ["rtl", "--no-lockstep"]):
            for option in ("--save", "--load"):
                self.refused([*self.short, "--engine", *engine, option, "state"], option, "model", engine[0])

    def test_tiles(self):
        for option in ("--save", "--load"):
            self.refused([*self.short, "--tiles", "2", option, "state"], option, "--tiles")


class Writing(State):
    def test_what_cannot_be_written_is_said_before_the_work(self):
        (self.work / "folder").mkdir()
        closed = self.work / "closed"
        closed.mkdir()
        closed.chmod(0o555)
        long = ("run", TINY, "--epochs", "1000", "--quiet")
        self.refused([*long, "--save", "nowhere/state"], "nowhere/state", "cannot write", timeout=20)
        self.refused([*long, "--save", "folder"], "folder", "cannot write", timeout=20)
        self.refused([*long, "--save", "closed/s"], "closed/s", "denied", timeout=20, nobody=True)

    def test_full_disk_keeps_the_old_state_and_prints_the_results(self):
        self.saved()
        result = self.on_small_disk(
            "16k",
            "cp state small/state; dd if=/dev/zero of=small/rest 2> /dev/null\n"
            '"$@" --load small/state --save small/state; status=$?\n'
            "cmp state small/state >&2; ls small >&2; exit $status",
            *self.short,
            "--epochs",
            "2",
        )
        self.assertEqual(result.status, BAD_INPUT, result)
        self.assert_one_message(result, "small/state", "No space left on device")
        self.assertEqual(result.err.splitlines()[1:], ["rest", "state"], result)
        self.assertIn("state digest", result.out)

    def test_a_failed_run_saves_nothing(self):
        self.refused([*self.short, "--save", "state", "--set", "pooler.active_columns=99"], "active_columns")


if __name__ == "__main__":
    main()
