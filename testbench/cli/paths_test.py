"""Every legal path works, whatever stands in it."""

import json
import os
import pathlib

from command_line import CONFIGS, MICRO, NASTY, SilipoolCase, environment, idx_images, idx_labels, main


class Paths(SilipoolCase):
    def tearDown(self):
        self.assertEqual([*self.scratch.rglob("pwned")], [], "a path was run as a command")

    def nasty(self, *names) -> pathlib.Path:
        path = self.work.joinpath(NASTY, *names)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def test_configuration_and_json(self):
        config = self.nasty("m " + NASTY + ".toml")
        config.write_text(MICRO)
        out = self.nasty("out " + NASTY + ".json")
        for name in (config, config.relative_to(self.work)):
            self.succeeds("config", "check", name, "--json", out)
            self.assertEqual(json.loads(out.read_text())["config"]["name"], "micro")
        self.assertEqual(sorted(p.name for p in out.parent.iterdir()), sorted([config.name, out.name]))

    def test_working_folder(self):
        config = self.nasty("m.toml")
        config.write_text(MICRO)
        self.succeeds("config", "rtl", "m.toml", "--out", "m.sv", cwd=config.parent)
        self.assertIn("module silipool_instance", (config.parent / "m.sv").read_text())

    def test_data_of_the_configuration(self):
        self.nasty("images").write_bytes(idx_images())
        self.nasty("labels").write_bytes(idx_labels())
        config = self.idx_config(NASTY + "/images", NASTY + "/labels")
        self.succeeds("run", config, "--quiet", "--json", "a.json")
        self.assertEqual(self.read_json("a.json")["data"]["train"], 20)

    def test_data_folder(self):
        for name, content in (
            ("train-images-idx3-ubyte", idx_images(20, 28, 28)),
            ("train-labels-idx1-ubyte", idx_labels()),
            ("t10k-images-idx3-ubyte", idx_images(20, 28, 28)),
            ("t10k-labels-idx1-ubyte", idx_labels()),
        ):
            self.nasty("mnist", name).write_bytes(content)
        folder = self.nasty()
        run = ("run", CONFIGS / "mnist.toml", "--quiet", "--no-baselines", "--json", "a.json")
        for arguments, env in (
            ([*run, "--data", folder], None),
            ([*run, "--data", NASTY], None),
            (run, environment(SILIPOOL_DATA=folder)),
        ):
            self.succeeds(*arguments, env=env)
            self.assertEqual(self.read_json("a.json")["data"]["test"], 20)

    def test_bytes_that_are_not_text(self):
        folder = os.fsdecode(b"\xff\xfe")
        self.write(folder + "/images", idx_images())
        self.write(folder + "/labels", idx_labels())
        config = self.idx_config().rename(self.work / folder / "idx.toml")
        self.succeeds("run", config, "--quiet", "--json", "a.json")
        self.assertEqual(self.read_json("a.json")["data"]["train"], 20)


if __name__ == "__main__":
    main()
