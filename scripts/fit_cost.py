#!/usr/bin/env python3
"""fits the coefficients of `silipool estimate --fast` to gate-level runs, and measures them on others.

    scripts/fit_cost.py SILIPOOL FOLDER [--only NAME...]

runs `SILIPOOL estimate` on every configuration of the lists below (results stay in FOLDER: a run that was
interrupted goes on), fits, writes sim/estimate/fits/osu018.toml, runs `estimate --fast` on all of them
and prints and writes how far it is from the gates where it was not fitted. docs/estimate.md has the table.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "sim/estimate/fits/osu018.toml"
FRAMES, WARM_UP = 24, 12
SHARED = ("overlap", "inhibit", "learn", "duty", "tile", "tile_state")  # what all else is in is "rest"


def shape(name, side, grid, columns, window, bits, tiles, banks, lanes, multipliers, rule="winner", gates=False,
          active=2, boost=4):
    """One configuration: inputs, hypercolumns and windows are squares, or of one row where `grid` is a pair."""
    return dict(name=name, side=side, grid=grid if isinstance(grid, tuple) else (grid, grid), columns=columns,
                window=window, bits=bits, tiles=tiles, banks=banks, lanes=lanes, multipliers=multipliers, rule=rule,
                gates=gates, active=active, boost=boost)


# Few and many of what each law counts, with and without clock gates.
FITTED = [
    shape("f01", 8, 1, 4, 3, 3, 1, 1, 3, 1),
    shape("f03", 16, (1, 2), 16, 7, 4, 1, 4, 10, 4, active=4),
    shape("f04", 8, 2, 8, 5, 1, 2, 1, 5, 8, rule="synapse"),
    shape("f05", 12, 2, 8, 5, 4, 2, 2, 5, 2, gates=True),
    shape("f06", 12, (1, 3), 6, 7, 3, 3, 1, 3, 2, rule="synapse", gates=True),
    shape("f07", 10, 2, 5, 5, 2, 2, 1, 5, 5, gates=True, active=3),
    shape("f08", 15, 1, 28, 15, 4, 1, 4, 15, 28, gates=True, active=2),  # a tile as large as those of mnist.toml
]
# Others; the laws were made before any of them was run.
HELD_OUT = [
    dict(name="tiny", file=ROOT / "sim/configs/tiny.toml"),
    shape("h01", 14, 2, 6, 6, 3, 2, 1, 6, 3),
    shape("h02", 20, (1, 2), 12, 5, 4, 2, 2, 5, 6, active=3),
    shape("h03", 12, 2, 4, 7, 2, 4, 2, 7, 4, rule="every"),
    shape("h04", 10, (1, 3), 9, 6, 4, 1, 2, 9, 3, active=3),
    shape("h05", 24, 1, 10, 8, 5, 1, 4, 8, 5),
    shape("h06", 10, 1, 8, 5, 1, 1, 1, 5, 2, rule="synapse"),
    shape("h07", 14, 2, 6, 6, 3, 2, 1, 6, 3, gates=True),
    shape("h08", 16, (1, 2), 14, 5, 4, 2, 2, 5, 7, gates=True, active=4),
    shape("h09", 12, 2, 5, 7, 4, 2, 1, 10, 5, gates=True, boost=16),
    shape("h10", 10, (1, 3), 7, 4, 2, 3, 1, 4, 1, rule="synapse", gates=True),
    shape("h11", 8, 1, 24, 5, 2, 1, 1, 8, 3, rule="synapse", gates=True, active=4),
    shape("h12", 12, (1, 3), 5, 9, 4, 3, 2, 6, 5, gates=True),
]


def toml(c, bits_file):
    rules = {"winner": 'rule = "draw_per_winner"\nincrement_probability = 0.2\ndecrement_probability = 0.1\n',
             "synapse": 'rule = "draw_per_synapse"\nincrement_probability = 0.05\ndecrement_probability = 0.02\n',
             "every": 'rule = "every_step"\n'}
    top = 1 << c["bits"]
    return (f'name = "{c["name"]}"\n[input]\nshape = [{c["side"]}, {c["side"]}]\nencoding = "none"\n'
            f'[data]\ntrain = "{bits_file}"\ntest = "{bits_file}"\n'
            f'[pooler]\nhypercolumns = [{c["grid"][0]}, {c["grid"][1]}]\ncolumns_per_hypercolumn = {c["columns"]}\n'
            f'window = [{c["window"]}, {c["window"]}]\npermanence_bits = {c["bits"]}\nconnected_threshold = {top // 2}\n'
            f'active_columns = {c["active"]}\nlearning_columns = 1\n[learning]\n{rules[c["rule"]]}'
            f'[boosting]\nrule = "exponential"\nstrength = {c["boost"]}\nduty_period = 100\nupdate_period = 8\n'
            f'[rtl]\ntiles = {c["tiles"]}\nbanks = {c["banks"]}\nlanes = {c["lanes"]}\n'
            f'multipliers = {c["multipliers"]}\nclock_gates = {str(c["gates"]).lower()}\n')


def patterns(side):
    """Strokes: walks of a pen one wide, about a fifth of the inputs on, from a fixed generator."""
    state, lines = 12345, []

    def draw(below):
        nonlocal state
        state = (state * 1103515245 + 12345) % (1 << 31)
        return (state >> 16) % below

    for sample in range(FRAMES * 2 + WARM_UP):
        on, y, x = set(), draw(side), draw(side)
        while len(on) < side * side // 5:
            on.add((y, x))
            if draw(4) == 0:
                y, x = draw(side), draw(side)
            elif draw(2) == 0:
                y = max(0, min(side - 1, y + 1 - 2 * draw(2)))
            else:
                x = max(0, min(side - 1, x + 1 - 2 * draw(2)))
        bits = "".join("1" if (i // side, i % side) in on else "0" for i in range(side * side))
        lines.append(f"{sample % 10}: {bits}\n")
    return "".join(lines)


def estimate(silipool, folder, c, *options):
    """The estimate of a configuration, from its file where it is there."""
    config = c.get("file", folder / f"{c['name']}.toml")
    if "file" not in c:
        bits = folder / f"strokes{c['side']}.bits"
        if not bits.exists():
            bits.write_text(patterns(c["side"]))
        config.write_text(toml(c, bits.name))
    kind = "fast" if "--fast" in options else "gates"
    result = folder / f"{c['name']}.{kind}.json"
    if kind == "fast" or not result.exists():
        run = subprocess.run([silipool, "estimate", config, "--quiet", "--frames", str(FRAMES), "--warm-up",
                              str(WARM_UP), "--out", folder / f"{c['name']}-{kind}", "--json", result, *options],
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if run.returncode != 0:
            sys.exit(f"fit_cost: {c['name']}: {run.stderr}")
    return json.loads(result.read_text())["estimate"]


def least_squares(rows, wanted, weights):
    """Coefficients of 0 or more that make sum(weight^2 (row . c - wanted)^2) least: one after the other, until
    nothing changes."""
    names = sorted({name for row in rows for name in row})
    scale = {n: max(w * r.get(n, 0) for r, w in zip(rows, weights)) or 1.0 for n in names}
    a = [[w * r.get(n, 0) / scale[n] for n in names] for r, w in zip(rows, weights)]
    b = [w * y for y, w in zip(wanted, weights)]
    gram = [[sum(x[i] * x[j] for x in a) for j in range(len(names))] for i in range(len(names))]
    right = [sum(x[i] * y for x, y in zip(a, b)) for i in range(len(names))]
    c = [0.0] * len(names)
    for _ in range(200000):
        change = 0.0
        for i in range(len(names)):
            if gram[i][i] == 0:
                continue
            new = max(0.0, c[i] + (right[i] - sum(g * v for g, v in zip(gram[i], c))) / gram[i][i])
            change = max(change, abs(new - c[i]))
            c[i] = new
        if change < 1e-12:
            break
    return {n: v / scale[n] for n, v in zip(names, c)}


def unit_of(part):
    return part if part in SHARED else "rest"


def is_clock(name):
    return name.endswith("cycles")  # as UnitCount::clock


def logic_energy(step, clock=None):
    """By unit: what gates took, memories not counted, only the clock's or all but the clock's; low, nominal, high."""
    sums = {}
    for part, causes in step["parts_causes_j"].items():
        for cause, energy in causes.items():
            if cause != "memory" and clock in (None, cause == "clock"):
                mine = sums.setdefault(unit_of(part), [0.0, 0.0, 0.0])
                for i, key in enumerate(("low", "nominal", "high")):
                    mine[i] += energy[key]
    return sums


def logic_area(e):
    sums = {}
    for part in e["parts"]:
        if not part["memory"]:
            unit = unit_of(part["part"])
            sums[unit] = sums.get(unit, 0.0) + part["area_m2"]["nominal"]
    return sums


def fit_all(runs):
    """Coefficients by unit, and the spread of gates over fit."""
    units = list(runs[0]["counts"]["learn"])
    energy, area = {}, {}
    for unit in units:
        energy[unit] = {}
        for clock in (True, False):
            rows, wanted, weights = [], [], []
            for e in runs:
                for kind in ("learn", "infer"):
                    steps = e[kind]["steps"]
                    rows.append({n: v / steps for n, v in e["counts"][kind][unit].items() if is_clock(n) == clock})
                    wanted.append(logic_energy(e[kind], clock).get(unit, (0, 0, 0))[1])
                    weights.append(1 / sum(p[1] for p in logic_energy(e[kind]).values()))
            energy[unit] |= least_squares(rows, wanted, weights)
        areas = [logic_area(e) for e in runs]
        area[unit] = least_squares([e["counts"]["structure"][unit] for e in runs], [a.get(unit, 0) for a in areas],
                                   [1 / sum(a.values()) for a in areas])
    spread = [], []
    area_spread = []
    for e in runs:
        for kind in ("learn", "infer"):
            fitted = sum(c * e["counts"][kind][u][n] for u in units for n, c in energy[u].items()) / e[kind]["steps"]
            gates = [sum(p[i] for p in logic_energy(e[kind]).values()) for i in range(3)]
            spread[0].append(gates[0] / fitted)
            spread[1].append(gates[2] / fitted)
        fitted = sum(c * e["counts"]["structure"][u][n] for u in units for n, c in area[u].items())
        area_spread.append(sum(logic_area(e).values()) / fitted)
    return (energy, (min(1.0, *spread[0]), max(1.0, *spread[1])), area,
            (min(1.0, *area_spread), max(1.0, *area_spread)))


def span(value):
    """From the least to the greatest of what was fitted."""
    values = [value(c) for c in FITTED]
    return f"{min(values)} to {max(values)}"


def write_table(fit, runs, errors, held_out):
    energy, (low, high), area, (area_low, area_high) = fit
    fmax = sorted(e["fmax_hz"]["nominal"] for e in runs)
    leak = sorted(e["logic_leakage_w"]["nominal"] / e["area_m2"]["logic"]["nominal"] for e in runs)
    text = [
        "# Coefficients of `silipool estimate --fast` (docs/estimate.md), written by scripts/fit_cost.py. low and high: the least and",
        "# the greatest ratio of gates (without wires; with those of the larger library) to fit among the configurations that were fitted.",
        'name = "osu018"', f'node = "{runs[0]["node"]}"',
        f'source = "fitted on gate-level runs of {len(FITTED)} configurations of {span(lambda c: c["window"] ** 2)} slots, '
        f'{span(lambda c: c["columns"])} columns, {span(lambda c: c["tiles"])} tiles and {span(lambda c: c["side"] ** 2)} '
        'inputs in OSU018, scripts/fit_cost.py"',
        "feature_m = 180e-9", "supply_v = 1.8", "registers_below = 512",
        f"held_out = {held_out}"]
    text += [f"{name} = {value:.4f}" for name, value in errors.items()]
    for name, values in (("fmax_hz", fmax), ("leakage_w_per_m2", leak)):
        middle = statistics.median(values)
        text += [f"{name}_low = {values[0]:.6g}", f"{name}_nominal = {middle:.6g}", f"{name}_high = {values[-1]:.6g}"]
    for kind, table, unit, scale, a, b in (("energy", energy, "fJ", 1e15, low, high),
                                           ("area", area, "um2", 1e12, area_low, area_high)):
        for part, coefficients in table.items():
            for name, value in coefficients.items():
                text += ["", f"[{kind}.{part}.{name}]", f"low = {value * a * scale:.6g}",
                         f"nominal = {value * scale:.6g}", f"high = {value * b * scale:.6g}", f'unit = "{unit}"']
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text("\n".join(text) + "\n")


def ratios(fast, gates):
    def area(e):
        return sum(logic_area(e).values())

    steps = [sum(c["nominal"] for c in fast[k]["causes_j"].values()) /
             sum(c["nominal"] for c in gates[k]["causes_j"].values()) for k in ("learn", "infer")]
    return dict(learn_error=steps[0], infer_error=steps[1], area_error=area(fast) / area(gates),
                leakage_error=fast["leakage_w"]["nominal"] / gates["leakage_w"]["nominal"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("silipool")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--only", nargs="*", help="run these as gates, and fit nothing")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    gates = {}
    for c in FITTED + HELD_OUT:
        if options.only is None or c["name"] in options.only:
            print(f"fit_cost: {c['name']} as gates", file=sys.stderr)
            gates[c["name"]] = estimate(options.silipool, options.folder, c)
    if options.only is not None:
        return
    runs = [gates[c["name"]] for c in FITTED]
    fit = fit_all(runs)
    errors = dict.fromkeys(("learn_error", "infer_error", "area_error", "leakage_error"), 0.0)
    write_table(fit, runs, errors, len(HELD_OUT))
    print("| | learning, nJ | fit / gates | inference, nJ | fit / gates | area of logic, mm2 | fit / gates | leakage, fit / gates |")
    print("|---|---|---|---|---|---|---|---|")
    for c in FITTED + HELD_OUT:
        g = gates[c["name"]]
        r = ratios(estimate(options.silipool, options.folder, c, "--fast"), g)
        if c in HELD_OUT:
            errors = {k: max(errors[k], abs(r[k] - 1)) for k in errors}
        learn, infer = (sum(v["nominal"] for v in g[k]["causes_j"].values()) * 1e9 for k in ("learn", "infer"))
        print(f"| {c['name']} | {learn:.4g} | {r['learn_error']:.3f} | {infer:.4g} | {r['infer_error']:.3f} | "
              f"{sum(logic_area(g).values()) * 1e6:.4g} | {r['area_error']:.3f} | {r['leakage_error']:.3f} |")
    write_table(fit, runs, errors, len(HELD_OUT))
    print("worst of those that were not fitted: " + ", ".join(f"{k} {100 * v:.1f} %" for k, v in errors.items()))


if __name__ == "__main__":
    main()
