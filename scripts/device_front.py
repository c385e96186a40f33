#!/usr/bin/env python3
"""The front of cycles against LUTs and block RAMs, from rows that place_and_route.py has measured.

usage: device_front.py ROWS.json [--target NAME] [--config NAME] [--plot FILE.svg]

A row is on the front if no other is as good in cycles of a learning step, LUTs and block RAMs, and better in one of
them. Prints a table, cheapest first; --plot draws cycles and LUTs, both logarithmic, the front joined.
"""
import argparse
import json
import math
import pathlib
import sys

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 420, 70, 30, 20, 50


def costs(row: dict) -> tuple:
    return row["cycles_learn"], row["lut"], row["bram"]


def on_front(row: dict, rows: list[dict]) -> bool:
    return not any(costs(other) != costs(row) and all(a <= b for a, b in zip(costs(other), costs(row), strict=True))
                   for other in rows)


def table(rows: list[dict]) -> str:
    lines = ["| tiles, banks | LUTs | FFs | block RAMs | DSPs | cycles a learning step | an inference | on the front |",
             "|" + "---|" * 8]
    for row in rows:
        lines.append(f"| {row['tiles']}, {row['banks']} | {row['lut']} | {row['ff']} | {row['bram']:g} | {row['dsp']} "
                     f"| {row['cycles_learn']:.1f} | {row['cycles_infer']:.1f} | {'yes' if on_front(row, rows) else ''} |")
    return "\n".join(lines) + "\n"


class Axis:
    """Logarithmic, from `first` to `last` pixels, a little wider than the values."""

    def __init__(self, values: list[float], first: float, last: float):
        self.low, self.high = min(values) / 1.3, max(values) * 1.3
        self.first, self.last = first, last

    def at(self, value: float) -> float:
        part = math.log(value / self.low) / math.log(self.high / self.low)
        return self.first + part * (self.last - self.first)

    def ticks(self) -> list[int]:
        all_of = [digit * 10**power for power in range(8) for digit in (1, 2, 5)]
        return [tick for tick in all_of if self.low <= tick <= self.high]


def plot(rows: list[dict]) -> str:
    x = Axis([row["cycles_learn"] for row in rows], LEFT, WIDTH - RIGHT)
    y = Axis([row["lut"] for row in rows], HEIGHT - BOTTOM, TOP)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
           'font-family="sans-serif" font-size="12">', '<rect width="100%" height="100%" fill="white"/>']

    def line(x1: float, y1: float, x2: float, y2: float, colour: str) -> None:
        out.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>')

    def text(at_x: float, at_y: float, said: str, anchor: str = "middle") -> None:
        out.append(f'<text x="{at_x:.1f}" y="{at_y:.1f}" text-anchor="{anchor}" fill="#333">{said}</text>')

    for tick in x.ticks():
        line(x.at(tick), TOP, x.at(tick), HEIGHT - BOTTOM, "#e4e4e4")
        text(x.at(tick), HEIGHT - BOTTOM + 16, f"{tick}")
    for tick in y.ticks():
        line(LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick), "#e4e4e4")
        text(LEFT - 6, y.at(tick) + 4, f"{tick}", "end")
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, "cycles a learning step")
    text(LEFT, TOP - 6, "LUTs", "end")
    front = sorted((row for row in rows if on_front(row, rows)), key=costs)
    # Of LUTs alone: what only its block RAMs put on the front stands beside the line.
    joined = [row for n, row in enumerate(front) if all(row["lut"] < before["lut"] for before in front[:n])]
    points = " ".join(f"{x.at(row['cycles_learn']):.1f},{y.at(row['lut']):.1f}" for row in joined)
    out.append(f'<polyline points="{points}" fill="none" stroke="#1f6fb2" stroke-width="1.5"/>')
    for row in rows:
        filled = "#1f6fb2" if row in front else "white"
        out.append(f'<circle cx="{x.at(row["cycles_learn"]):.1f}" cy="{y.at(row["lut"]):.1f}" r="4.5" fill="{filled}" '
                   'stroke="#1f6fb2"/>')
        text(x.at(row["cycles_learn"]) + 8, y.at(row["lut"]) - 6, f"{row['tiles']}, {row['banks']}", "start")
    return "\n".join([*out, "</svg>"]) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__, add_help=True)
    parser.add_argument("rows", type=pathlib.Path)
    parser.add_argument("--target", default="xc7")
    parser.add_argument("--config", default="mnist")
    parser.add_argument("--plot", type=pathlib.Path)
    args = parser.parse_args()
    try:
        rows = [row for row in json.loads(args.rows.read_text())
                if row["target"] == args.target and row["config"] == args.config and "cycles_learn" in row
                and not row["readout_classes"]]
    except (OSError, json.JSONDecodeError) as error:
        print(f"device_front: {args.rows}: {error}", file=sys.stderr)
        return 2
    if not rows:
        print(f"device_front: {args.rows} has no row of {args.config} on {args.target} with cycles (--cycles of "
              "place_and_route.py)", file=sys.stderr)
        return 2
    rows.sort(key=lambda row: (row["lut"], row["cycles_learn"]))
    print(table(rows), end="")
    if args.plot:
        args.plot.write_text(plot(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
