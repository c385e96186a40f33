#!/usr/bin/env python3
"""The front of cycles against LUTs, block RAMs and energy, from rows that place_and_route.py has measured.

usage: device_front.py ROWS.json [--target NAME] [--config NAME] [--plot FILE.svg]

A row is on the front if no other is as good in cycles of a learning step, LUTs and block RAMs, and better in one of
them; "energy" stands for one that is there only because, of those that have an energy, none is as good in these and in
the energy of a learning step. Rows of the target "none" have the area of silicon in place of LUTs and block RAMs.
Prints a table, cheapest first; --plot draws LUTs, or area, and energy over cycles, all of them logarithmic, the front
joined, in orange those with clock gates. A point is named by its tiles x banks, S the serial core, g with clock gates,
m7 with 7 multipliers in a tile where that is not one for each column of a hypercolumn.
"""
import argparse
import json
import math
import pathlib
import sys

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 380, 90, 30, 30, 50
BLUE, ORANGE, GREY = "#1f6fb2", "#d9731a", "#333"


def energy(row: dict) -> float | None:
    return row["energy_learn_nj"][1] if "energy_learn_nj" in row else None


def area(row: dict) -> float:
    return row["area_mm2"][1]


def costs(row: dict) -> tuple:
    return (row["cycles_learn"], row["lut"], row["bram"]) if "lut" in row else (row["cycles_learn"], area(row))


def costs_and_energy(row: dict) -> tuple:
    return *costs(row), energy(row)


def beaten(row: dict, rows: list[dict], by) -> bool:
    return any(by(other) != by(row) and all(a <= b for a, b in zip(by(other), by(row), strict=True)) for other in rows)


def on_front(row: dict, rows: list[dict]) -> str:
    if not beaten(row, rows, costs):
        return "yes"
    priced = [other for other in rows if energy(other) is not None]
    return "energy" if row in priced and not beaten(row, priced, costs_and_energy) else ""


def name(row: dict) -> str:
    if row.get("serial"):
        return "S"
    few = f" m{row['multipliers']}" if row["multipliers"] < row["columns_per_hypercolumn"] else ""
    return f"{row['tiles']} x {row['banks']}{few}{' g' if row.get('clock_gates') else ''}"


def table(rows: list[dict]) -> str:
    def silicon(row: dict, step: str) -> str:
        low, nominal, high = row.get(f"energy_{step}_nj", [None] * 3)
        return f"{nominal:.0f} ({low:.0f} .. {high:.0f})" if nominal is not None else "-"

    lines = ["| tiles x banks | LUTs | FFs | block RAMs | DSPs | mm2 | cycles a learning step | an inference | nJ a learning step "
             "| an inference | on the front |", "|" + "---|" * 11]
    for row in rows:
        device = " | ".join(f"{row[kind]:.10g}" if kind in row else "-"
                          for kind in ("lut", "ff", "bram", "dsp"))
        lines.append(f"| {name(row)} | {device} | {f'{area(row):.1f}' if 'area_mm2' in row else '-'} "
                     f"| {row['cycles_learn']:.1f} | {row['cycles_infer']:.1f} | {silicon(row, 'learn')} "
                     f"| {silicon(row, 'infer')} | {on_front(row, rows)} |")
    return "\n".join(lines) + "\n"


class Axis:
    """Logarithmic, from `first` to `last` pixels, wider than the values."""

    def __init__(self, values: list[float], first: float, last: float):
        self.low, self.high = min(values) / 1.5, max(values) * 1.5
        self.first, self.last = first, last

    def at(self, value: float) -> float:
        part = math.log(value / self.low) / math.log(self.high / self.low)
        return self.first + part * (self.last - self.first)

    def ticks(self) -> list[int]:
        all_of = [digit * 10**power for power in range(8) for digit in (1, 2, 5)]
        return [tick for tick in all_of if self.low <= tick <= self.high]


class Panel:
    """What a value costs over cycles, its upper edge at `above` pixels."""

    def __init__(self, rows: list[dict], all_rows: list[dict], title: str, value, above: float, x: Axis):
        self.rows, self.all_rows, self.title, self.value, self.x = rows, all_rows, title, value, x
        self.top, self.bottom = above + TOP, above + HEIGHT - BOTTOM
        self.y = Axis([value(row) for row in rows], self.bottom, self.top)
        self.out: list[str] = []

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.out.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#e4e4e4"/>')

    def text(self, at_x: float, at_y: float, said: str, anchor: str = "middle") -> None:
        self.out.append(f'<text x="{at_x:.1f}" y="{at_y:.1f}" text-anchor="{anchor}" fill="{GREY}">{said}</text>')

    def point(self, row: dict) -> tuple[float, float]:
        return self.x.at(row["cycles_learn"]), self.y.at(self.value(row))

    def write_names(self, named: list[dict], shown: list[dict]) -> None:
        """Each where it covers neither a point nor a name, as near as can be; a line leads to one that is far."""
        taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in map(self.point, shown)]
        for row in named:
            x, y = self.point(row)
            wide = 6.8 * len(name(row))
            places = [(x + side * (8 + 14 * (far > 1)) - (wide if side < 0 else 0), y + 4 + up * 14 * far)
                      for far in (1, 2, 3, 4, 5) for up in (-1, 1, 0) for side in (1, -1) if up or far == 1]
            boxes = [(left, base - 10, left + wide, base + 3) for left, base in places]
            free = [box for box in boxes if box[0] > LEFT and box[2] < WIDTH and self.top < box[1] and box[3] < self.bottom
                    and not any(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
                                for other in taken)]
            box = (free or boxes)[0]
            taken.append(box)
            if boxes.index(box) >= 6:
                end = box[0] if box[0] > x else box[2]
                self.out.append(f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{end:.1f}" y2="{box[1] + 7:.1f}" stroke="#aaa"/>')
            self.text(box[0], box[3] - 3, name(row), "start")

    def draw(self) -> list[str]:
        for tick in self.x.ticks():
            self.line(self.x.at(tick), self.top, self.x.at(tick), self.bottom)
            self.text(self.x.at(tick), self.bottom + 16, f"{tick}")
        for tick in self.y.ticks():
            self.line(LEFT, self.y.at(tick), WIDTH - RIGHT, self.y.at(tick))
            self.text(LEFT - 6, self.y.at(tick) + 4, f"{tick}", "end")
        self.text((LEFT + WIDTH - RIGHT) / 2, self.bottom + 36, "cycles a learning step")
        self.text(LEFT, self.top - 10, self.title, "start")
        # Joined is the front of this value alone: what another cost puts on the front stands beside the line.
        best = sorted(self.rows, key=lambda row: (row["cycles_learn"], self.value(row)))
        joined = [row for n, row in enumerate(best) if all(self.value(row) < self.value(before) for before in best[:n])]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self.point, joined))
        self.out.append(f'<polyline points="{points}" fill="none" stroke="{BLUE}" stroke-width="1.5"/>')
        named = [row for row in best if not row.get("clock_gates")]
        # Those with clock gates stand straight above or below the same without, which has the name.
        for row in [*(row for row in best if row not in named), *named]:
            x, y = self.point(row)
            colour = BLUE if row in named else ORANGE
            filled = colour if on_front(row, self.all_rows) else "white"
            self.out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{filled}" stroke="{colour}"/>')
        self.write_names(named, best)
        return self.out


def plot(rows: list[dict]) -> str:
    x = Axis([row["cycles_learn"] for row in rows], LEFT, WIDTH - RIGHT)
    size, title = (lambda row: row["lut"], "LUTs") if "lut" in rows[0] else (area, "area of silicon, mm2")
    panels = [Panel(rows, rows, title, size, 0, x)]
    if priced := [row for row in rows if energy(row) is not None]:
        panels.append(Panel(priced, rows, "energy of a learning step, nJ", energy, HEIGHT, x))
    height = HEIGHT * len(panels)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
           'font-family="sans-serif" font-size="12">', '<rect width="100%" height="100%" fill="white"/>']
    return "\n".join([*out, *(mark for panel in panels for mark in panel.draw()), "</svg>"]) + "\n"


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
                and ("lut" in row or "area_mm2" in row) and not row["readout_classes"]]
    except (OSError, json.JSONDecodeError) as error:
        print(f"device_front: {args.rows}: {error}", file=sys.stderr)
        return 2
    if not rows:
        print(f"device_front: {args.rows} has no row of {args.config} on {args.target} with cycles (--cycles of "
              "place_and_route.py)", file=sys.stderr)
        return 2
    rows.sort(key=lambda row: costs(row)[1:])
    print(table(rows), end="")
    if args.plot:
        args.plot.write_text(plot(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
