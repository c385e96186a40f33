"""silipool vectors: what it writes agrees with itself in every format, and what is wrong is told."""

import ast
import csv
import json
import struct
import zipfile

from command_line import BAD_INPUT, CONFIGS, DONE, SilipoolCase, idx_images, idx_labels, main

TINY = CONFIGS / "tiny.toml"


def npy(archive, name):
    """Shape and values of an array, without NumPy."""
    data = archive.read(name)
    length = struct.unpack("<H", data[8:10])[0]
    header = ast.literal_eval(data[10 : 10 + length].decode())
    body, width = data[10 + length :], int(header["descr"][2:])
    return header["shape"], struct.unpack(f"<{len(body) // width}{'?BH?I'[width]}", body)


class Vectors(SilipoolCase):
    def vectors(self, *arguments):
        result = self.silipool("vectors", *arguments, "--quiet")
        self.assertEqual(result.status, DONE, result)
        return result

    def rows(self, name):
        return [*csv.DictReader((self.work / name).read_text().splitlines())]

    def test_the_formats_say_the_same(self):
        common = (TINY, "--steps", "40", "--overlaps", "--state-every", "20", "--seed", "5", "--learn", "30")
        for format in ("memh", "csv", "npz"):
            self.vectors(*common, "--format", format, "-o", format)
            manifest = json.loads((self.work / format / "manifest.json").read_text())
            self.assertEqual(manifest["steps"], {"learn": 30, "infer": 10})
            written = sorted(p.name for p in (self.work / format).iterdir())
            self.assertEqual(sorted([*manifest["files"], "manifest.json"]), written)
        columns, inputs, slots = manifest["columns"], manifest["inputs"], manifest["slots"]
        with zipfile.ZipFile(self.work / "npz/vectors.npz") as archive:
            self.assertIsNone(archive.testzip())
            arrays = {name.removesuffix(".npy"): npy(archive, name) for name in archive.namelist()}
        self.assertEqual(arrays["inputs"][0], (40, inputs))
        self.assertEqual(arrays["permanences"][0], (3, columns, slots))
        memh = {p.stem: [int(line, 16) for line in p.read_text().split()] for p in (self.work / "memh").glob("*.memh")}
        rows = self.rows("csv/steps.csv")
        self.assertEqual(len(rows), 40)
        for name, bits in (("input", inputs), ("winners", columns)):
            lines = memh["inputs" if name == "input" else name]
            for step, row in enumerate(rows):
                on = [int(i) for i in row[name].split()]
                self.assertEqual(lines[step], sum(1 << i for i in on))
                array = arrays["inputs" if name == "input" else name][1][step * bits : (step + 1) * bits]
                self.assertEqual([i for i, bit in enumerate(array) if bit], on)
        self.assertGreater(sum(memh["winners"]), 0)
        for name in ("learn", "overlaps", "permanences", "duties", "boosts", "learning_steps"):
            self.assertEqual(memh[name], list(arrays[name][1]), name)
        self.assertEqual(memh["learning_steps"], [0, 20, 30])
        states = self.rows("csv/states.csv")
        self.assertEqual([int(p) for row in states for p in row["permanences"].split()], memh["permanences"])

    def test_the_same_bytes_every_time(self):
        for folder in ("a", "b"):
            random = ("--stimulus", "random", "--density", "0.1")
            self.vectors(TINY, "--steps", "20", "--format", "npz", *random, "-o", folder)
        self.assertEqual((self.work / "a/vectors.npz").read_bytes(), (self.work / "b/vectors.npz").read_bytes())

    def test_data_of_the_training_set(self):
        config = self.idx_config()
        self.write("images", idx_images())
        self.write("labels", idx_labels())
        self.vectors(config, "--stimulus", "data", "--steps", "25", "--format", "csv", "-o", "d")
        rows = self.rows("d/steps.csv")
        self.assertEqual(rows[0]["input"], rows[20]["input"])  # 20 samples
        pixels = idx_images()[16:32]
        self.assertEqual([int(i) for i in rows[0]["input"].split()], [i for i, p in enumerate(pixels) if p > 127])

    def test_wrong_usage(self):
        for arguments, message in (
            (("--learn", "some"), "--learn some: must be all, none, mixed, or a number"),
            (("--format", "beats", "--overlaps"), "--format beats: the streams have neither overlaps nor state"),
            (("--format", "hex"), "--format"),
            (("--density", "1.5"), "--density"),
            (("--steps", "0"), "--steps"),
            (("--out", "file"), "file: cannot make the folder"),
            (("--steps", "1000000000", "--state-every", "1"), "more than 2^31 values"),
        ):
            self.write("file", "")
            result = self.silipool("vectors", TINY, *arguments)
            self.assertEqual(result.status, BAD_INPUT, result)
            self.assertIn(message, result.err)
            self.assertFalse((self.work / "silipool-vectors/manifest.json").exists())


if __name__ == "__main__":
    main()
