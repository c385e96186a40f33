#!/usr/bin/env python3
"""Writes a plot of a page of silipool report as an SVG file; needs Chromium.

usage: report_figure.py PAGE PLOT OUT.svg [SELECT=VALUE ...]

PLOT is a CSS selector of the plot, such as "#fronts svg" or "#effects .panel:nth-child(2) svg". SELECT=VALUE
chooses first, in the select element of that selector: "#effects select=writes.permanence_per_learn".
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "testbench" / "report"))
import browser  # noqa: E402


def main() -> int:
    if len(sys.argv) < 4:
        print(__doc__, file=sys.stderr)
        return 2
    if not browser.program():
        print("report_figure: there is no chromium: apt-get install chromium", file=sys.stderr)
        return 3
    path, plot, out, *choices = sys.argv[1:]
    with browser.chromium() as page:
        page.open(pathlib.Path(path))
        for choice in choices:
            select, value = choice.rsplit("=", 1)
            page.value(
                f"(() => {{ const s = document.querySelector({json.dumps(select)}); s.value = {json.dumps(value)};"
                " s.dispatchEvent(new Event('change')); if (!s.value) throw new Error('no such choice'); })()"
            )
        pathlib.Path(out).write_text(page.value(f"report.svgText(document.querySelector({json.dumps(plot)}))"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
