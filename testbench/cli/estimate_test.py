"""silipool estimate: `Gates`, every stage of --target asic on the smallest design and its reports; `Quick`, what can go wrong
before anything is mapped, and --fast."""

import json
import os
import pathlib
import re
import shutil
import sys

from command_line import DONE, MICRO, MISSING_TOOL, SilipoolCase, environment, main, tools_without

TINY = pathlib.Path(__file__).resolve().parents[2] / "sim/configs/tiny.toml"
OSU018 = pathlib.Path("/usr/share/qflow/tech/osu018/osu018_stdcells.lib")


class Gates(SilipoolCase):
    def setUp(self):
        super().setUp()
        if not OSU018.exists() or not shutil.which("yosys") or not shutil.which("sta"):
            self.skipTest("needs yosys, opensta and qflow-tech-osu018")
        bits = "".join(f"{i % 3}: {i * 2741 % 4096:012b}\n" for i in range(1, 41))
        self.write("micro.bits", bits)
        text = MICRO.replace("[pooler]", '[data]\ntrain = "micro.bits"\ntest = "micro.bits"\n[pooler]')
        text = text.replace("shape = [12]", 'shape = [12]\nencoding = "none"')
        self.config = self.write("micro.toml", text)

    def test_every_figure_has_its_report(self):
        run = self.silipool("estimate", self.config, "--quiet", "--frames", "5", "--warm-up", "5", "--explain",
                            "--out", "e", "--json", "e.json")
        self.assertEqual(run.status, DONE, run)
        result = json.loads((self.work / "e.json").read_text())["estimate"]
        for report in result["reports"]:
            self.assertTrue((self.work / report["file"]).stat().st_size > 0, report)
        for what in (result["fmax_hz"], result["learn"]["energy_j"], result["infer"]["energy_j"],
                     result["area_m2"]["all"]):
            self.assertGreater(what["low"], 0)
            self.assertLessEqual(what["low"], what["nominal"])
            self.assertLessEqual(what["nominal"], what["high"])
        causes = result["learn"]["causes_j"]
        self.assertLessEqual({"switching", "internal", "clock"}, set(causes))
        parts = result["learn"]["parts_j"]
        self.assertAlmostEqual(sum(c["nominal"] for c in causes.values()) / sum(p["nominal"] for p in parts.values()), 1)
        # Yosys adds up areas by itself.
        stat = (self.work / "e/asic/stat.txt").read_text()
        logic = float(re.findall(r"Chip area for top module.*: ([0-9.]+)", stat)[-1])
        self.assertAlmostEqual(result["area_m2"]["logic"]["nominal"] * 1e12 / logic, 1, places=5)
        # OpenSTA adds up switching and leakage at one activity by itself: within 5 %.
        note = next(n for n in result["notes"] if n.startswith("cross-check"))
        ours, theirs, leak, their_leak = map(float, re.findall(r"([0-9.]+(?:e[-+]\d+)?) [mu]W", note))
        self.assertLess(abs(ours / theirs - 1), 0.05, note)
        self.assertLess(abs(leak / their_leak - 1), 0.05, note)
        self.assertIn("; osu018_stdcells]", run.out)
        again = self.silipool("estimate", self.config, "--quiet", "--frames", "5", "--warm-up", "5", "--out", "e2",
                              "--json", "e2.json")
        self.assertEqual(again.status, DONE, again)
        second = json.loads((self.work / "e2.json").read_text())["estimate"]
        for figure in ("learn", "infer", "fmax_hz", "area_m2"):
            self.assertEqual(second[figure], result[figure])


class Quick(SilipoolCase):
    def test_what_can_go_wrong(self):
        if not OSU018.exists():
            self.skipTest("needs qflow-tech-osu018")
        broken = self.write("broken.lib", OSU018.read_text().replace("area : 32;", "area 32;", 1))
        estimate = ("estimate", TINY, "--quiet", "--out", "e")
        self.refused((*estimate, "--liberty", broken), "broken.lib:", "expected ':' or '('")
        self.refused((*estimate, "--liberty", "none.lib"), "none.lib", "no such file")
        self.refused((*estimate, "--sram", os.fspath(OSU018)), "no memory macro")
        without = environment(PATH=tools_without(self.scratch / "bin", "yosys"), SILIPOOL_CACHE=self.scratch / "cache")
        self.refused(estimate, "yosys", status=MISSING_TOOL, env=without)
        self.assertFalse((self.work / "e").exists(), "something half-written")

    def test_fast_has_the_names_of_gates(self):
        run = self.silipool("estimate", TINY, "--fast", "--quiet", "--explain", "--out", "f", "--json", "f.json")
        self.assertEqual(run.status, DONE, run)
        result = self.read_json("f.json")["estimate"]
        self.assertEqual(result["method"], "fast")
        self.assertIn("configurations that were not fitted it was off by at most", run.out)
        for kind in ("learn", "infer"):
            step = result[kind]
            sums = [sum(v["nominal"] for v in step[name].values()) for name in ("causes_j", "parts_j")]
            self.assertAlmostEqual(sums[0] / sums[1], 1)
            self.assertLess(sums[0], step["energy_j"]["nominal"])  # leakage comes to it
            self.assertLessEqual(step["energy_j"]["low"], step["energy_j"]["nominal"])
            self.assertLessEqual(step["energy_j"]["nominal"], step["energy_j"]["high"])
        self.assertGreater(result["learn"]["energy_j"]["nominal"], result["infer"]["energy_j"]["nominal"])
        self.assertGreater(result["area_m2"]["all"]["nominal"], result["area_m2"]["logic"]["nominal"])

    def test_fast_refuses_what_it_was_not_fitted_on(self):
        fast = ("estimate", TINY, "--fast", "--quiet", "--out", "f")
        self.refused((*fast, "--liberty", "cells.lib"), "--fast", "without --liberty")
        self.refused((*fast, "--set", "rtl.microarchitecture=serial", "--set", "rtl.tiles=1", "--set", "rtl.banks=1"),
                     "rtl.microarchitecture", '"tiled" is legal')
        self.refused((*fast, "--clock", "1", "--rate", "1e9"), "--rate", "allows at most")

    def test_published_designs_stand_beside_ours(self):
        run = self.silipool("estimate", "--published", "--explain", "--json", "p.json")
        self.assertEqual(run.status, DONE, run)
        result = self.read_json("p.json")
        self.assertGreaterEqual(result["within_2x"], 3)
        self.assertLess(result["within_2x"], result["recomputed"], "those that miss are shown too")
        for design in result["published"].values():
            for figure in design["figures"]:
                self.assertTrue(figure["reason"] and figure["source"], figure)
        self.assertIn("EXTRAPOLATED", run.out)
        self.refused(("estimate",), "a CONFIG is needed, or --published")

    def test_crossbar_has_arrays_in_place_of_the_overlap_unit(self):
        crossbar = ("estimate", TINY, "--fast", "--quiet", "--set", "crossbar.device=nvsim_rram")
        run = self.silipool(*crossbar, "--target", "crossbar", "--explain", "--out", "c", "--json", "c.json")
        self.assertEqual(run.status, DONE, run)
        result = self.read_json("c.json")["estimate"]
        self.assertIn("array", result["learn"]["parts_j"])
        self.assertNotIn("overlap", result["learn"]["parts_j"])
        self.assertIn("card nvsim_rram; currents solved", run.out)
        asic = self.silipool(*crossbar, "--out", "a", "--json", "a.json")
        self.assertEqual(asic.status, DONE, asic)
        whole = self.read_json("a.json")["estimate"]
        for part in ("inhibit", "learn", "duty"):
            self.assertEqual(result["learn"]["parts_j"][part], whole["learn"]["parts_j"][part])
        self.refused((*crossbar, "--target", "crossbar", "--set", "crossbar.device=none_such", "--out", "d"), "none_such")
        self.assertFalse((self.work / "d").exists(), "something half-written")

    def test_fpga_without_its_tools_is_one_message(self):
        fpga = ("estimate", TINY, "--target", "fpga", "--quiet", "--out", "g")
        path = tools_without(self.scratch / "bin", "yosys", "python3")
        (path / "python3").symlink_to(sys.executable)  # not a launcher that looks for itself on the PATH
        without = environment(PATH=path, SILIPOOL_CACHE=self.scratch / "cache", SILIPOOL_YOWASP="")
        self.refused(fpga, "yosys is not there", "apt-get install yosys", status=MISSING_TOOL, env=without)
        self.assertFalse((self.work / "g").exists(), "something half-written")
        self.refused((*fpga, "--fast"), "without --fast")


if __name__ == "__main__":
    main()
