"""`silipool report` in a real browser: what the page shows, what hover and click do, and that nothing is loaded
and nothing of the data becomes part of the page. Skipped where there is no Chromium or no libjs-d3."""

import json
import os
import pathlib
import sqlite3
import sys
import time
import unittest
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import browser  # noqa: E402
from command_line import BAD_INPUT, CHECK_FAILED, CONFIGS, SilipoolCase, main  # noqa: E402

HOSTILE = "</script><script>window.pwned=1</script><img src=x onerror='window.pwned=1'>\n$(touch pwned) \"'&amp;"
HAS_LIBRARY = os.path.exists("/usr/share/javascript/d3/d3.min.js")

STUDY = f"""\
name = "page"
base = "{CONFIGS / "digits.toml"}"
[arguments]
test = 100
[[axis]]
key = "pooler.permanence_bits"
values = [4, 5]
[[axis]]
key = "arguments.train"
values = [100, 200]
[repeat]
seeds = 2
"""


@unittest.skipUnless(browser.program(), "no chromium: apt-get install chromium")
@unittest.skipUnless(HAS_LIBRARY, "no libjs-d3: apt-get install libjs-d3")
class Report(SilipoolCase):
    def make_store(self) -> None:
        self.write("page.toml", STUDY)
        self.succeeds("sweep", "page.toml", "--store", "s.sqlite", "--quiet")

    def make_page(self, *arguments) -> pathlib.Path:
        self.succeeds("report", *arguments, "-o", "page.html")
        page = self.work / "page.html"
        self.assertLess(page.stat().st_size, 6e6)
        return page

    def check_nothing_loaded(self, page: browser.Page, path: pathlib.Path) -> None:
        self.assertEqual(set(page.requests) - {"about:blank"}, {path.resolve().as_uri()})
        self.assertEqual(page.errors, [])

    def sections(self, page: browser.Page) -> list:
        return page.value("[...document.querySelectorAll('section')].map(s => s.id)")

    def test_study(self):
        self.make_store()
        path = self.make_page("s.sqlite")
        again = path.read_bytes()
        self.assertEqual(self.make_page("s.sqlite").read_bytes(), again)
        with browser.chromium() as page:
            start = time.monotonic()
            page.open(path)
            self.assertLess(time.monotonic() - start, 10, "3 s on an idle machine")
            self.assertEqual(
                self.sections(page),
                ["run", "headline", "fronts", "effects", "curves", "figures", "provenance"],
            )
            self.assertEqual(page.value("document.querySelectorAll('#fronts .dot').length"), 4)
            self.assertEqual(page.value("document.querySelectorAll('#headline tr.pick').length"), 4)
            self.assertEqual(page.value("document.querySelectorAll('#fronts .front').length"), 1)
            self.assertIn(page.value("document.querySelectorAll('#fronts .dot:not(.off)').length"), range(1, 5))
            self.assertEqual(page.value("document.querySelectorAll('#effects .panel').length"), 2)
            # Hover shows the configuration, the mouse away hides it.
            x, y = page.middle("#fronts .dot")
            page.mouse(x, y)
            shown = page.value("document.getElementById('tip').textContent")
            self.assertIn("permanence_bits = 4", shown)
            self.assertIn("accuracy: ", shown)
            self.assertIn("seeds 1, 2", shown)
            # Click copies the command, which is that of the store.
            page.mouse(x, y, click=True)
            page.wait("document.getElementById('toast').style.display === 'block'")
            toast = page.value("document.getElementById('toast').textContent")
            with sqlite3.connect(self.work / "s.sqlite") as store:
                commands = {row[0] for row in store.execute("SELECT reproduce FROM points")}
            self.assertTrue(toast.startswith("Copied"), toast)
            self.assertIn(toast.split("\n", 1)[1], commands)
            page.mouse(2, 2)
            self.assertEqual(page.value("document.getElementById('tip').style.display"), "none")
            # A plot as a file: well-formed, and with colours of its own.
            svg = page.value("report.svgText(document.querySelector('#fronts svg'))")
            circles = xml.etree.ElementTree.fromstring(svg).findall(".//{http://www.w3.org/2000/svg}circle")
            self.assertEqual(len(circles), 4)
            self.assertTrue(all(c.get("fill").startswith("rgb") for c in circles), svg)
            # Another result on the axes draws anew.
            before = page.value("document.querySelector('#fronts .dot').getAttribute('cx')")
            page.value(
                "(() => { const s = document.querySelectorAll('#fronts select')[1];"
                " s.value = 'sdr.entropy_ratio'; s.dispatchEvent(new Event('change')); })()"
            )
            self.assertNotEqual(page.value("document.querySelector('#fronts .dot').getAttribute('cx')"), before)
            self.check_nothing_loaded(page, path)

    def test_hostile(self):
        self.make_store()
        with sqlite3.connect(self.work / "s.sqlite") as store:
            for change in (
                "UPDATE study SET name = :h, file = :h, text = :h, base = :h, base_text = :h",
                "UPDATE parameters SET value = :h || point WHERE name = 'pooler.permanence_bits'",
                "UPDATE parameters SET name = :h WHERE name = 'pooler.permanence_bits'",
                "UPDATE metrics SET name = :h, unit = :h WHERE name = 'sdr.density'",
                "UPDATE points SET reproduce = :h, config_hash = :h",
                "UPDATE code_versions SET tools = json_object(:h, :h)",
                "UPDATE points SET status = 'failed' WHERE id = (SELECT max(id) FROM points)",
                "INSERT INTO failures (point, attempt, at, reason, exit_status, log)"
                " SELECT max(id), 1, 0, :h, 1, :h FROM points",
                "UPDATE points SET result = json_set(result, '$.figures.receptive_fields[0].label', :h,"
                " '$.first_mismatch', json_object(:h, :h))",
            ):
                store.execute(change, {"h": HOSTILE})
        path = self.make_page("s.sqlite")
        with browser.chromium() as page:
            page.open(path)
            self.assertIn("failures", self.sections(page))
            x, y = page.middle("#fronts .dot")
            page.mouse(x, y, click=True)
            page.wait("document.getElementById('toast').style.display === 'block'")
            self.assertTrue(page.value("document.getElementById('toast').textContent.includes('$(touch pwned)')"))
            self.assertEqual(page.value("document.querySelector('h1').textContent"), HOSTILE)
            self.assertIsNone(page.value("window.pwned"))
            self.assertEqual(page.value("document.querySelectorAll('img').length"), 0)
            self.assertEqual(page.value("document.scripts.length"), 3)
            self.check_nothing_loaded(page, path)

    def test_policy_forbids_loading(self):
        """Were something to load all the same, the page's own policy would stop it, and be seen here."""
        path = self.make_page(self.run_json())
        with browser.chromium() as page:
            page.open(path)
            page.value("fetch('http://127.0.0.1:9/').catch(() => 0)")
            page.value("void (document.body.appendChild(new Image()).src = 'http://127.0.0.1:9/x.png')")
            page.wait("document.body.dataset.ready")
            self.assertTrue(any("Content Security Policy" in e for e in page.errors), page.errors)

    def run_json(self) -> str:
        self.succeeds(
            "run", CONFIGS / "digits.toml", "--train", "200", "--test", "100", "--quiet", "--no-baselines",
            "--json", "r.json",
        )  # fmt: skip
        return "r.json"

    def test_result(self):
        path = self.make_page(self.run_json())
        result = json.loads((self.work / "r.json").read_text())
        with browser.chromium() as page:
            page.open(path)
            self.assertEqual(self.sections(page), ["run", "headline", "figures", "provenance"])
            accuracy = f"{100 * result['accuracy']['test']:.2f} %"
            self.assertIn(accuracy, page.value("document.getElementById('headline').textContent"))
            self.assertIn(result["config"]["hash"], page.value("document.getElementById('provenance').textContent"))
            command = result["provenance"]["command"]
            self.assertRegex(command, "^silipool run .*digits.toml'? --train=200 --test=100 --no-baselines$")
            self.assertIn(command, page.value("document.getElementById('run').textContent"))
            self.assertIn(
                result["provenance"]["code_version"],
                page.value("document.getElementById('provenance').textContent"),
            )
            self.assertEqual(page.value("document.querySelectorAll('#figures rect').length >= 100"), True)
            # A receptive field has more than one colour, and tells the permanence under the mouse.
            colours = page.value(
                "(() => { const c = document.querySelector('#figures canvas');"
                " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; const s = new Set();"
                " for (let i = 0; i < d.length; i += 4) s.add(d[i] + ',' + d[i + 1]); return s.size; })()"
            )
            self.assertGreater(colours, 3)
            page.mouse(*page.middle("#figures canvas"))
            self.assertRegex(page.value("document.getElementById('tip').textContent"), "permanence|no synapse")
            self.check_nothing_loaded(page, path)

    def test_what_a_checker_found(self):
        result = self.silipool(
            "verify", CONFIGS / "tiny.toml", "--steps", "60", "--inject", "permanence@50", "--json", "v.json",
            "--engine", "crossbar", timeout=300,
        )  # fmt: skip
        self.assertEqual(result.status, CHECK_FAILED, result)
        found = json.loads((self.work / "v.json").read_text())
        path = self.make_page("v.json")
        with browser.chromium() as page:
            page.open(path)
            self.assertEqual(self.sections(page), ["run", "headline", "figures", "provenance"])
            shown = page.value("document.getElementById('figures').textContent")
            for name, value in found["first_mismatch"].items():
                self.assertIn(f"first_mismatch.{name}", shown)
                self.assertIn(str(value), shown)
            self.assertIn("permanence@50", page.value("document.getElementById('run').textContent"))
            self.check_nothing_loaded(page, path)

    def test_refuses_what_is_no_result(self):
        self.write("x.json", "{}")
        result = self.silipool("report", "x.json")
        self.assertEqual(result.status, BAD_INPUT, result)
        self.assertIn("x.json", result.err)
        self.assertFalse((self.work / "report.html").exists())


if __name__ == "__main__":
    main()
