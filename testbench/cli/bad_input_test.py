"""Bad usage, configurations, data, records and outputs: one clear message, the right status, nothing lost.

Needs neither Verilator nor a data set.
"""

import gzip
import json
import os
import stat
import subprocess

from command_line import (
    BAD_INPUT,
    CHECK_FAILED,
    CONFIGS,
    MICRO,
    MISSING_TOOL,
    SilipoolCase,
    environment,
    has_rtl,
    idx_images,
    idx_labels,
    main,
    program,
    script,
    tools_without,
)

TINY = CONFIGS / "tiny.toml"


class Usage(SilipoolCase):
    def test_unknown_subcommand(self):
        result = self.silipool("walk")
        self.assertEqual(result.status, BAD_INPUT, result)
        self.assert_one_message(result, "walk")

    def test_no_subcommand(self):
        for arguments in ([], ["config"], ["data"]):
            result = self.silipool(*arguments)
            self.assertEqual(result.status, BAD_INPUT, result)
            self.assert_one_message(result, "subcommand")

    def test_unknown_option(self):
        self.refused(["run", TINY, "--bogus"], "--bogus")

    def test_argument_too_many(self):
        self.refused(["run", TINY, "leftover"], "leftover")

    def test_missing_argument(self):
        for arguments in (["run"], ["verify"], ["config", "check"]):
            self.refused(arguments, "CONFIG")
        self.refused(["replay"], "RUN.json")

    def test_option_without_value(self):
        result = self.silipool("run", TINY, "--json")
        self.assertEqual(result.status, BAD_INPUT, result)
        self.assert_one_message(result, "--json")

    def test_unknown_engine(self):
        self.refused(["run", TINY, "--engine", "steam"], "--engine", "steam", "model", "rtl")
        self.refused(["verify", TINY, "--engine", "steam"], "--engine", "steam", "rtl")

    def test_lockstep_of_the_model_with_itself(self):
        self.refused(["run", TINY, "--lockstep"], "--lockstep", "rtl")

    def test_numbers(self):
        for option, value in (
            ("--train", "many"),
            ("--train", "-5"),
            ("--train", "0"),
            ("--test", "1.5"),
            ("--epochs", "0"),
            ("--epochs", "1001"),
            ("--threads", "0"),
            ("--threads", "x"),
            ("--seed", "4294967296"),
            ("--seed", "-1"),
            ("--validate", "-1"),
            ("--tiles", "0"),
            ("--tiles", "4,5"),
        ):
            with self.subTest(option=option, value=value):
                self.refused(["run", TINY, option, value], option.strip("-"), value.split(",")[-1])
        for option, value in (
            ("--steps", "0"),
            ("--steps", "1e99"),
            ("--digest-every", "0"),
            ("--stall", "often"),
        ):
            with self.subTest(option=option, value=value):
                self.refused(["verify", TINY, option, value], option, value)

    def test_injection(self):
        for text in (
            "permanence",
            "permanence@",
            "permanence@x",
            "permanence@-1",
            "permanence@1.5",
            "@5",
            "7@5",
            "Permanence@5",
            "permanence@5@6",
            "permanence@99999999999999999999999",
        ):
            with self.subTest(text=text):
                self.refused(
                    ["verify", TINY, f"--inject={text}"], "--inject", "KIND@STEP", "overlap", "state"
                )

    def test_set(self):
        for text, words in (
            ("pooler.active_columns", ["KEY=VALUE"]),
            ("=3", ["KEY=VALUE"]),
            ("", ["KEY=VALUE"]),
            ("pooler.actve_columns=3", ["pooler.actve_columns"]),
            ("pooler.active_columns=many", ["pooler.active_columns", "many"]),
            ("pooler.active_columns=0", ["pooler.active_columns", "1"]),
            ("pooler.active_columns=[", ["pooler.active_columns"]),
            ("pooler.active_columns=99", ["pooler.active_columns", "columns that compete"]),
        ):
            with self.subTest(text=text):
                self.refused(["run", TINY, f"--set={text}"], "--set", *words)

    def test_engine_that_was_not_built(self):
        if has_rtl():
            self.skipTest("this silipool has the engine rtl")
        self.refused(["run", TINY, "--engine", "rtl"], "SILIPOOL_WITH_RTL", "verilator", status=MISSING_TOOL)


class Configuration(SilipoolCase):
    def refused_config(self, path, *words):
        for command in (
            ["config", "check"],
            ["config", "show"],
            ["config", "rtl"],
            ["run"],
            ["verify"],
            ["data", "candidates"],
        ):
            with self.subTest(command=command):
                self.refused([*command, path], *words)

    def refused_text(self, old, new, *words):
        self.assertIn(old, MICRO)
        path = self.write("broken.toml", MICRO.replace(old, new))
        self.refused_config(path, path, *words)

    def test_the_text_that_is_broken_below_is_legal(self):
        self.succeeds("config", "check", self.write("micro.toml", MICRO))

    def test_unknown_key(self):
        self.refused_text(
            "active_columns = 2", "active_columns = 2\nactive_colums = 2", ":8:", "pooler.active_colums"
        )

    def test_unknown_table(self):
        self.refused_text("[learning]", "[learnin]", "learnin")

    def test_missing_key(self):
        self.refused_text("active_columns = 2\n", "", "pooler.active_columns")

    def test_wrong_type(self):
        self.refused_text(
            "active_columns = 2", 'active_columns = "two"', ":7:", "pooler.active_columns", "two"
        )

    def test_fraction_for_a_whole_number(self):
        self.refused_text(
            "permanence_bits = 3", "permanence_bits = 3.5", ":6:", "pooler.permanence_bits", "3.5"
        )

    def test_out_of_range(self):
        self.refused_text(
            "permanence_bits = 3", "permanence_bits = 17", ":6:", "pooler.permanence_bits", "17", "1..16"
        )

    def test_not_a_number(self):
        for value in ("nan", "inf", "-0.1", "1.5"):
            with self.subTest(value=value):
                self.refused_text(
                    "active_columns = 2",
                    f"active_columns = 2\ninitially_connected = {value}",
                    "pooler.initially_connected",
                    "0..1",
                )

    def test_sizes_that_contradict(self):
        self.refused_text(
            "active_columns = 2", "active_columns = 5", "pooler.active_columns", "columns that compete"
        )
        self.refused_text(
            "active_columns = 2", "active_columns = 2\nhypercolumns = [2, 2]", "pooler.hypercolumns"
        )
        self.refused_text(
            "active_columns = 2", "active_columns = 2\nwrap = true\nwindow = [13]", "pooler.window", "12"
        )

    def test_key_without_meaning(self):
        self.refused_text("active_columns = 2", "active_columns = 2\nradius = 2", "pooler.radius")

    def test_syntax(self):
        for new in (
            "shape = [12",
            "shape = ",
            "shape [12]",
            'shape = "12',
            "shape = [12]\nshape = [12]",
            "= 3",
        ):
            with self.subTest(new=new):
                self.refused_text("shape = [12]", new, "broken.toml:")

    def test_cut_off(self):
        text = TINY.read_text()
        path = self.write("cut.toml", text[: text.index("columns_per_hypercolumn") + 10])
        self.refused_config(path, path)

    def test_not_text(self):
        for content in (b"", b"\0" * 64, bytes(range(256)), b"\xff\xfen\0a\0", os.urandom(512), idx_images()):
            path = self.write("garbage.toml", content)
            self.refused_config(path, path)

    def test_missing(self):
        self.refused_config("nowhere.toml", "nowhere.toml", "No such file")

    def test_folder(self):
        self.refused_config(self.work, self.work, "directory")

    def test_name_that_is_too_long(self):
        self.refused_config("n" * 5000, "File name too long")

    def test_unreadable(self):
        path = self.write("secret.toml", MICRO)
        path.chmod(0)
        for command in (["config", "check"], ["run"], ["verify"]):
            self.refused([*command, path], path, "Permission denied", nobody=True)


class Data(SilipoolCase):
    def refused_pair(self, images, labels, *words, shape="[4, 4]"):
        self.write("images", images)
        self.write("labels", labels)
        config = self.idx_config(shape=shape)
        self.refused(["run", config, "--quiet"], *words)

    def test_the_files_that_are_broken_below_are_legal(self):
        for pack in (bytes, gzip.compress):
            self.write("images", pack(idx_images()))
            self.write("labels", pack(idx_labels()))
            self.succeeds("run", self.idx_config(), "--quiet")

    def test_truncated(self):
        for size in (0, 3, 4, 10, 16, 17, 335):
            with self.subTest(size=size):
                self.refused_pair(idx_images()[:size], idx_labels(), "images: ", "truncated")
        for size in (0, 5, 8, 27):
            with self.subTest(size=size):
                self.refused_pair(idx_images(), idx_labels()[:size], "labels: ", "truncated")

    def test_truncated_gz(self):
        packed = gzip.compress(idx_images(), mtime=0)
        for size in (12, 40, len(packed) - 8, len(packed) - 1):
            with self.subTest(size=size):
                self.refused_pair(packed[:size], idx_labels(), "images: ", "truncated")

    def test_damaged_gz(self):
        packed = bytearray(gzip.compress(idx_images(), mtime=0))
        packed[-6] ^= 1  # of the checksum
        self.refused_pair(bytes(packed), idx_labels(), "images: ", "corrupt")

    def test_mislabelled(self):
        self.refused_pair(idx_labels(), idx_labels(), "images: ", "mislabelled")
        self.refused_pair(idx_images(), idx_images(), "labels: ", "mislabelled")

    def test_wrong_magic(self):
        self.refused_pair(idx_images(magic=0x00000D03), idx_labels(), "images: ", "0x00000d03")
        self.refused_pair(idx_images(), b"P5 4 4 255 whatever", "labels: ", "magic")

    def test_counts_that_differ(self):
        self.refused_pair(idx_images(20), idx_labels(19), "20 images", "19 labels")

    def test_no_items(self):
        self.refused_pair(idx_images(0), idx_labels(0), "0 items")

    def test_trailing_bytes(self):
        self.refused_pair(idx_images() + b"x", idx_labels(), "images: ", "trailing")

    def test_header_that_promises_too_much(self):
        self.refused_pair(
            idx_images()[:4] + b"\xff" * 4 + idx_images()[8:], idx_labels(), "images: ", "truncated"
        )

    def test_other_shape(self):
        self.refused_pair(idx_images(), idx_labels(), "input.shape", "4 x 4", "5 x 4", shape="[5, 4]")

    def test_missing(self):
        config = self.idx_config()
        self.refused(["run", config], "images", "No such file")
        self.write("images", idx_images())
        self.refused(["run", config], "labels", "No such file")
        (self.work / "labels").mkdir()
        self.refused(["run", config], "labels", "directory")

    def test_more_than_there_is(self):
        self.refused(["run", TINY, "--train", "10001"], "--train 10001", "digits/train", "10000")
        self.refused(["run", TINY, "--test", "2001"], "--test 2001", "digits/test", "2000")
        self.refused(["run", TINY, "--validate", "10000"], "--validate 10000", "digits/train", "10000")
        self.refused(["run", TINY, "--validate", "9000", "--train", "1001"], "--train 1001", "1000")

    def test_missing_mnist_says_how_to_get_it(self):
        (self.work / "elsewhere").mkdir()
        for arguments in (
            ["run", CONFIGS / "mnist.toml"],
            ["data", "show", "mnist/train"],
            ["data", "candidates", CONFIGS / "mnist.toml"],
        ):
            self.refused(
                [*arguments, "--data", "elsewhere"],
                "mnist/train",
                "elsewhere",
                "silipool data fetch mnist",
                "--data DIR",
            )

    def test_show(self):
        self.refused(["data", "show", "letters"], "letters", "mnist/train", "digits/test")
        self.refused(["data", "show", "digits/test", "--index", "2000"], "--index 2000", "0..1999")

    def test_files_of_ones_own(self):
        text = MICRO.replace("[pooler]", '[data]\ntrain = "a.csv"\ntest = "b.sdr"\n[pooler]')
        config = self.write("own.toml", text)
        self.write("a.csv", "".join(f"{i % 2},{'255,0,0,' * 4}".rstrip(",") + "\n" for i in range(20)))
        self.write("b.sdr", "0: 0 3 6\n1: 1 2\n")
        first = ["--set", "data.label_column=first"]
        self.succeeds("run", config, "--quiet", "--json", "a.json", *first)
        self.assertEqual(self.read_json("a.json")["data"], {
            "name": str(config.parent / "a.csv"), "train": 20, "test": 2, "test_name": str(config.parent / "b.sdr")
        })
        self.succeeds("run", config, "--quiet", *first, "--set", "input.encoding=quantile", "--set", "input.levels=2")
        self.succeeds("run", config, "--quiet", *first, "--set", "input.encoding=none")
        self.write("a.csv", "0,1,2\n")
        self.refused(["run", config, "--quiet", *first], "input.shape", "1 x 12", "1 x 2")
        self.write("a.csv", "0" + ",1" * 12 + "\n0" + ",1" * 11 + ",x\n")
        self.refused(["run", config, "--quiet", *first], "a.csv:2: field 13", '"x"')
        for command in ("check", "show"):
            self.refused(["data", command, "a.csv", "--label-column", "first"], "a.csv:2: field 13", '"x"')
            self.refused(["data", command, "a.csv", "--range", "3,3"], "--range", "below")
        self.refused(["data", "show", "digits/train", "b.sdr"], "digits/train", "labels")

    def test_check_of_files(self):
        self.write("x.npy", b"\x93NUMPY\x01\x00")
        self.write("x.npz", b"PK\x03\x04")
        self.write("x", idx_images()[:-1])
        for name, word in (("x.npy", "truncated"), ("x.npz", "zip archive"), ("x", "truncated")):
            self.refused(["data", "check", name], name, word)
        self.write("x", idx_images())
        self.write("y", idx_labels())
        for name, count in (("x", 4), ("y", None)):
            self.succeeds("data", "check", name, "--json", "check.json")
            self.assertEqual(self.read_json("check.json")["samples"], 20)
            self.assertEqual(self.read_json("check.json").get("width"), count)
        self.assertIn("#", self.succeeds("data", "show", "x", "y", "--index", "3").out)

    def test_check(self):
        self.refused(["data", "check", "nowhere"], "nowhere", "no such file or folder")
        (self.work / "mnist").mkdir()
        self.write("mnist/train-labels-idx1-ubyte", idx_labels()[:-1])
        self.write("mnist/t10k-images-idx3-ubyte.gz", gzip.compress(idx_images())[:-9])
        result = self.silipool("data", "check", ".", "--json", "check.json")
        self.assertEqual(result.status, CHECK_FAILED, result)
        self.assertEqual(len(result.out.splitlines()), 4, result)
        self.assertFalse(any(entry["matches"] for entry in self.read_json("check.json")))

    def test_fetch_without_curl(self):
        path = tools_without(self.scratch / "bin", "curl")
        result = self.silipool("data", "fetch", "mnist", "--to", "data", env=environment(PATH=path))
        self.assertEqual(result.status, MISSING_TOOL, result)
        self.assert_one_message(
            self.silipool("data", "fetch", "mnist", "--quiet", env=environment(PATH=path)),
            "curl is not installed",
            "apt-get install curl",
        )

    def test_fetch_into_a_file(self):
        self.write("taken", "precious")
        self.refused(["data", "fetch", "mnist", "--quiet", "--to", "taken"], "taken")

    def test_fetch_that_fails_or_brings_something_else_keeps_what_was_there(self):
        path = tools_without(self.scratch / "bin", "curl")
        kept = self.write("data/mnist/train-images-idx3-ubyte.gz", "precious")
        # Both leave half a file; the second calls it a success.
        half = 'while [ "$1" != --output ]; do shift; done; echo rubbish > "$2"; '
        for ending, status in (("exit 22", BAD_INPUT), ("exit 0", CHECK_FAILED)):
            with self.subTest(ending=ending):
                script(path / "curl", half + ending + "\n")
                result = self.silipool(
                    "data", "fetch", "mnist", "--quiet", "--json", "new.json", env=environment(PATH=path)
                )
                self.assertEqual(result.status, status, result)
                self.assertEqual(kept.read_text(), "precious", result)
                self.assertEqual(
                    [p.name for p in kept.parent.iterdir() if p.name.endswith(".part")], [], result
                )


class Records(SilipoolCase):
    """What `replay` says of a file that is not the record of a failure."""

    def record(self) -> dict:
        return {
            "silipool": "0.1.0",
            "plan": {
                "command": "verify",
                "config_file": "micro.toml",
                "config": MICRO,
                "engine": "rtl",
                "lockstep": True,
                "digest_every": 8,
                "steps": 10,
                "stall": "none",
                "inject": "key@5",
            },
            "first_mismatch": {"step": 5, "phase": "KEY", "column": 1, "cycle": 100},
        }

    def refused_record(self, content, *words):
        path = self.write(
            "record.json", content if isinstance(content, (bytes, str)) else json.dumps(content)
        )
        self.refused(["replay", path], path, *words)

    def test_not_json(self):
        for content in (b"", b"{", b"\xff\xfe\0", os.urandom(200), b"[" * 100000, MICRO.encode()):
            self.refused_record(content, "not a run record")

    def test_truncated(self):
        text = json.dumps(self.record())
        for size in range(1, len(text), 37):
            self.refused_record(text[:size], "not a run record")

    def test_other_json(self):
        for value in ([], {}, 3, None, "plan", {"plan": 3}, {"plan": {}}):
            self.refused_record(value, "not a run record")

    def test_results_of_a_run(self):
        self.succeeds("run", TINY, "--train", "20", "--test", "10", "--quiet", "--json", "results.json")
        self.refused(["replay", "results.json"], "results.json", "not a run record")

    def test_missing_and_folder(self):
        self.refused(["replay", "nowhere.json"], "nowhere.json", "No such file")
        self.refused(["replay", self.work], self.work, "directory")

    def test_each_part_missing_or_of_another_type(self):
        for part in self.record()["plan"]:
            if part == "inject":
                continue
            with self.subTest(part=part):
                record = self.record()
                del record["plan"][part]
                self.refused_record(record, part)
                record["plan"][part] = [None]
                self.refused_record(record, part)
        record = self.record()
        del record["first_mismatch"]
        self.refused_record(record, "first_mismatch")

    def test_values_that_no_run_has(self):
        for part, value in (
            ("command", "sweep"),
            ("engine", "steam"),
            ("stall", "often"),
            ("inject", "key@x"),
            ("digest_every", 0),
            ("steps", 0),
            ("steps", -5),
            ("steps", 1.5),
            ("lockstep", False),
        ):
            with self.subTest(part=part, value=value):
                record = self.record()
                record["plan"][part] = value
                self.refused_record(record)

    def test_configuration_that_is_not_legal(self):
        record = self.record()
        record["plan"]["config"] = MICRO.replace("active_columns = 2", "active_columns = 5")
        self.refused_record(record, "pooler.active_columns")


class Outputs(SilipoolCase):
    SHORT = ("run", TINY, "--train", "20", "--test", "10", "--quiet", "--no-baselines")

    def fails_to_write(self, *arguments, **options):
        before = self.snapshot()
        result = self.silipool(*arguments, **options)
        self.assertEqual(result.status, BAD_INPUT, result)
        self.assert_one_message(result, "cannot write")
        self.assertEqual(self.snapshot(), before, result)
        return result

    def test_json_in_no_folder(self):
        for command in (self.SHORT, ("config", "check", TINY), ("data", "list")):
            self.fails_to_write(*command, "--json", "nowhere/a.json")

    def test_json_is_a_folder(self):
        (self.work / "folder").mkdir()
        self.fails_to_write(*self.SHORT, "--json", "folder")

    def test_what_cannot_be_written_is_still_printed(self):
        result = self.fails_to_write(*self.SHORT, "--json", "nowhere/a.json")
        self.assertIn("state digest", result.out)

    def full_device(self):
        """A device that is always full: one of our own, that a program which replaces it may ruin."""
        device = self.work / "full"
        try:
            os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 7))
            with open(device, "wb", buffering=0) as probe:
                probe.write(b"x")
        except PermissionError:
            if os.geteuid() == 0 or not os.path.exists("/dev/full"):
                self.skipTest("this machine lets nobody make a full device")
            if os.path.lexists(device):
                device.unlink()
            device.symlink_to("/dev/full")
        except OSError:
            pass  # it is full
        return device

    def test_json_to_a_full_disk(self):
        self.fails_to_write(*self.SHORT, "--json", self.full_device())
        self.fails_to_write("config", "rtl", TINY, "--out", "full")

    def test_json_on_a_full_file_system(self):
        result = self.on_small_disk(
            "64k",
            "echo precious > small/kept.json; dd if=/dev/zero of=small/rest 2> /dev/null\n"
            '"$@" --json small/kept.json; status=$?\n'
            "ls small >&2; cat small/kept.json >&2; exit $status",
            "config",
            "list",
        )
        self.assertEqual(result.status, BAD_INPUT, result)
        self.assert_one_message(result, "small/kept.json", "No space left on device")
        self.assertEqual(result.err.splitlines()[1:], ["kept.json", "rest", "precious"], result)

    def test_json_through_a_link_keeps_the_link(self):
        target = self.write("target.json", "old")
        (self.work / "link.json").symlink_to("target.json")
        self.succeeds(*self.SHORT, "--json", "link.json")
        self.assertTrue((self.work / "link.json").is_symlink())
        self.assertIn("accuracy", json.loads(target.read_text()))

    def test_json_to_a_pipe(self):
        # What `--json >(jq .)` is: replacing it by a file would leave the reader waiting.
        os.mkfifo(self.work / "pipe")
        reader = subprocess.Popen(["cat", "pipe"], cwd=self.work, stdout=subprocess.PIPE, text=True)
        self.addCleanup(reader.stdout.close)
        self.addCleanup(reader.wait)
        self.addCleanup(reader.kill)
        self.succeeds(*self.SHORT, "--json", "pipe")
        self.assertTrue((self.work / "pipe").is_fifo())
        self.assertIn("accuracy", json.loads(reader.communicate(timeout=20)[0]))

    def test_json_keeps_the_mode_of_a_file(self):
        kept = self.write("private.json", "old")
        kept.chmod(0o600)
        self.succeeds(*self.SHORT, "--json", "private.json")
        self.assertEqual(stat.S_IMODE(kept.stat().st_mode), 0o600)

    def test_json_on_standard_output_comes_last_and_whole(self):
        result = self.succeeds(*self.SHORT, "--json", "-")
        self.assertIn("accuracy", json.loads(result.out[result.out.index("\n{\n") :]))

    def test_full_standard_output(self):
        for command in (
            self.SHORT,
            (*self.SHORT, "--json", "-"),
            ("config", "show", TINY),
            ("config", "list"),
        ):
            with self.subTest(command=command), open("/dev/full", "wb") as full:
                done = subprocess.run(
                    [program(), *map(os.fspath, command)],
                    cwd=self.work,
                    env=environment(),
                    stdout=full,
                    stderr=subprocess.PIPE,
                    text=True,
                )
                self.assertEqual(done.returncode, BAD_INPUT, done)
                self.assertRegex(done.stderr, r"\Asilipool: .*No space left on device\n\Z")

    def test_reader_that_goes_away(self):
        for command in (("config", "show", TINY), ("config", "list"), ("data", "show", "--count", "1000")):
            with self.subTest(command=command):
                line = '"$@" | head -n 1 > /dev/null'
                done = subprocess.run(
                    ["sh", "-c", line, "sh", program(), *map(os.fspath, command)],
                    cwd=self.work,
                    env=environment(),
                    stderr=subprocess.PIPE,
                    text=True,
                )
                self.assertNotRegex(done.stderr, "terminate|Aborted|Segmentation")

    def test_unwritable_folder(self):
        folder = self.work / "closed"
        folder.mkdir()
        folder.chmod(0o555)
        self.fails_to_write("config", "list", "--json", "closed/a.json", nobody=True)
        self.fails_to_write(
            "config", "rtl", self.write("micro.toml", MICRO), "--out", "closed/a.sv", nobody=True
        )


if __name__ == "__main__":
    main()
