#!/usr/bin/env python3
"""Searches settings of a configuration on a held-out part of its training set; the test set is never opened.

usage: scripts/search.py SEARCH.toml [--jobs N] [--silipool PROGRAM] [--results FILE.csv]

Four stages, each a function of the search file and of the results before it:
  random     `random` points of the space (point 0 is `start`, where it is given), with the first of `seeds`
  refine     `refine` points: one of the best `finalists` with two of its dimensions drawn anew
  finalists  the best `finalists` points, with the other seeds
  baseline   the finalists with the settings of [baseline], with all seeds
Every run is a line of the results, appended when it ends. Lines that are there are not run again, so that an
interrupted search goes on where it was. docs/searches/README.md describes the search file.
"""
import argparse
import concurrent.futures
import csv
import json
import math
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
MEASURES = ["accuracy", "writes", "entropy", "config"]
FILE_KEYS = {"config", "validate", "random", "refine", "finalists", "generator", "seeds", "start", "fixed", "limits",
             "baseline", "dimension"}
INTERRUPTED = 130


class Interrupted(Exception):
    """A run was stopped before its end."""


class Dimension:
    """One independent choice: from `values` of a key, from a `range` of a key, or from `choices` of several keys."""

    def __init__(self, name, table):
        self.name, self.table = name, table
        forms = [form for form in ("values", "range", "choices") if form in table]
        if len(forms) != 1 or (forms[0] == "choices") == ("key" in table):
            raise SystemExit(f"dimension.{name}: give key and values, key and range, or choices")
        self.form = forms[0]

    def draw(self, generator):
        """A value as it stands in the results; takes exactly one number from the generator."""
        # random() is the only draw whose results Python promises for ever.
        u = generator.random()
        if self.form != "range":
            options = list(self.table[self.form])
            return label(options[int(u * len(options))])
        low, high = self.table["range"]
        if self.table.get("log", False):
            return label(significant(math.exp(math.log(low) + u * (math.log(high) - math.log(low))), 2))
        return label(significant(low + u * (high - low), 2))

    def settings(self, point):
        if self.form == "choices":
            return self.table["choices"][point[self.name]]
        value = json.loads(point[self.name])
        if "times" in self.table:
            value = significant(value * json.loads(point[self.table["times"]]), 3)
        return {self.table["key"]: value}


class Search:
    """The search file, checked for keys that nobody would read."""

    def __init__(self, path):
        with open(path, "rb") as file:
            table = tomllib.load(file)
        unknown = set(table) - FILE_KEYS
        if unknown:
            raise SystemExit(f"{path}: unknown: {', '.join(sorted(unknown))}; legal: {', '.join(sorted(FILE_KEYS))}")
        self.config = pathlib.Path(path).parent / table["config"]
        self.validate, self.seeds = table["validate"], table["seeds"]
        self.random, self.refine, self.finalists = table["random"], table.get("refine", 0), table["finalists"]
        self.generator = table["generator"]
        self.fixed, self.baseline = table.get("fixed", {}), table.get("baseline", {})
        self.writes_limit = table.get("limits", {}).get("writes", math.inf)
        self.gain_limit = table.get("limits", {}).get("gain", -math.inf)
        self.dimensions = [Dimension(name, entry) for name, entry in table["dimension"].items()]
        self.names = [dimension.name for dimension in self.dimensions]
        self.start = {name: label(value) for name, value in table.get("start", {}).items()}
        if self.start and set(self.start) != set(self.names):
            raise SystemExit(f"{path}: start: give each of {', '.join(self.names)}")

    def settings(self, point):
        merged = dict(self.fixed)
        for dimension in self.dimensions:
            merged |= dimension.settings(point)
        return merged

    def random_points(self):
        generator = random.Random(self.generator)
        points = [{d.name: d.draw(generator) for d in self.dimensions} for _ in range(self.random)]
        if self.start:
            points[0] = self.start
        return points

    def refined_points(self, best):
        # Other numbers than the random points': those would lead back to them.
        generator = random.Random(self.generator + 1)
        points = []
        for index in range(self.refine):
            point = dict(best[index % len(best)])
            first = int(generator.random() * len(self.dimensions))
            other = int(generator.random() * (len(self.dimensions) - 1))
            for place in (first, (first + 1 + other) % len(self.dimensions)):
                point[self.names[place]] = self.dimensions[place].draw(generator)
            points.append(point)
        return points


class Results:
    """The CSV: a line for each run, known by role, seed and point."""

    def __init__(self, path, names):
        self.path, self.names = path, names
        self.header = ["role", "seed", *names, *MEASURES]
        self.rows = {}
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._append(self.header)
            return
        text = path.read_text(encoding="utf-8")
        whole = text[:text.rfind("\n") + 1]
        if whole != text:  # killed while it wrote
            path.write_text(whole, encoding="utf-8")
        lines = list(csv.reader(whole.splitlines()))
        if not lines or lines[0] != self.header:
            raise SystemExit(f"{path}: its columns are of another search; expected {','.join(self.header)}")
        for line in lines[1:]:
            row = dict(zip(self.header, line, strict=True))
            self.rows[self.key(row["role"], int(row["seed"]), row)] = row

    def _append(self, line):
        with open(self.path, "a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(line)

    def key(self, role, seed, point):
        return (role, seed, *(point[name] for name in self.names))

    def add(self, role, seed, point, measures):
        row = {"role": role, "seed": str(seed), **point, **measures}
        self.rows[self.key(role, seed, point)] = row
        self._append([row[name] for name in self.header])

    def values(self, role, point, seeds, measure):
        rows = (self.rows.get(self.key(role, seed, point)) for seed in seeds)
        return [float(row[measure]) for row in rows if row]


def label(value):
    """How a value stands in the results; a string (the name of a choice) is itself."""
    return value if isinstance(value, str) else json.dumps(value)


def significant(value, digits):
    return float(f"{value:.{digits}g}")


def run(program, search, point, extra, seed):
    """One run of silipool; its measures as text."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "run.json"
        command = [program, "run", str(search.config), "--validate", str(search.validate), "--no-baselines", "--quiet",
                   "--threads", "1", "--json", str(out), "--seed", str(seed)]
        for key, value in (search.settings(point) | extra).items():
            command += ["--set", f"{key}={value if value == '' else json.dumps(value)}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == INTERRUPTED or done.returncode < 0:
            raise Interrupted
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)}\nended with {done.returncode}: {done.stderr.strip()}")
        result = json.loads(out.read_text(encoding="utf-8"))
    return {"accuracy": f"{result['accuracy']['test']:.4f}", "writes": f"{result['writes']['permanence_per_learn']:.2f}",
            "entropy": f"{result['sdr']['entropy_ratio']:.3f}", "config": result["config"]["hash"]}


def run_all(program, jobs, search, results, role, points, seeds):
    """Runs what the results do not have yet. Returns when all of it has ended; Ctrl-C keeps what has."""
    extra = search.baseline if role == "baseline" else {}
    todo = {results.key(role, seed, p): (p, seed) for p in points for seed in seeds}
    todo = [work for key, work in todo.items() if key not in results.rows]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        futures = {pool.submit(run, program, search, point, extra, seed): (point, seed) for point, seed in todo}
        waiting = set(futures)
        try:
            for future in concurrent.futures.as_completed(futures):
                waiting.discard(future)
                point, seed = futures[future]
                measures = future.result()
                results.add(role, seed, point, measures)
                print(f"{role} {len(futures) - len(waiting)}/{len(futures)}: {measures['accuracy']}, "
                      f"{measures['writes']} writes, seed {seed}: {describe(point)}", flush=True)
        except BaseException:
            for future in futures:
                future.cancel()
            for future in concurrent.futures.wait(waiting).done:
                if not future.cancelled() and future.exception() is None:
                    point, seed = futures[future]
                    results.add(role, seed, point, future.result())
            raise


def describe(point):
    return " ".join(f"{name}={value}" for name, value in point.items())


def best_of(search, results, points, seeds, count):
    """The best points within the limit on writes, by mean accuracy; the earlier one where two are equal."""
    def mean(point, measure):
        return statistics.mean(results.values("learned", point, seeds, measure))
    distinct = list({results.key("", 0, point): point for point in points}.values())
    legal = [point for point in distinct if mean(point, "writes") <= search.writes_limit]
    if not legal:
        raise SystemExit(f"no point has at most {search.writes_limit} writes in a step")
    return sorted(legal, key=lambda point: -mean(point, "accuracy"))[:count]


def report(search, results, finalists):
    chosen = None
    print(f"\nthe finalists, on {search.validate} held-out training samples (means of seeds {search.seeds}):")
    for point in finalists:
        accuracy = results.values("learned", point, search.seeds, "accuracy")
        writes = statistics.mean(results.values("learned", point, search.seeds, "writes"))
        each = ", ".join(f"{100 * value:.2f}" for value in accuracy)
        line = f"  {100 * statistics.mean(accuracy):.2f} % ({each}), {writes:.1f} writes"
        good = True
        if search.baseline:
            gain = statistics.mean(accuracy) - statistics.mean(results.values("baseline", point, search.seeds, "accuracy"))
            line += f", {100 * gain:.2f} above the baseline"
            good = gain >= search.gain_limit
        print(f"{line}{'' if good else ' (too little)'}\n    {describe(point)}")
        if good and chosen is None:
            chosen = point
    if chosen is None:
        raise SystemExit(f"no finalist is {100 * search.gain_limit} points above its baseline")
    print("\nthe best within the limits:")
    for key, value in search.settings(chosen).items():
        print(f"  {key} = {'(left out)' if value == '' else json.dumps(value)}")


def search_all(program, jobs, search, results):
    first = search.seeds[:1]
    points = search.random_points()
    run_all(program, jobs, search, results, "learned", points, first)
    if search.refine:
        refined = search.refined_points(best_of(search, results, points, first, search.finalists))
        run_all(program, jobs, search, results, "learned", refined, first)
        points += refined
    finalists = best_of(search, results, points, first, search.finalists)
    run_all(program, jobs, search, results, "learned", finalists, search.seeds)
    if search.baseline:
        run_all(program, jobs, search, results, "baseline", finalists, search.seeds)
    report(search, results, best_of(search, results, finalists, search.seeds, search.finalists))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("search", help="search file (TOML)")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time (default: 1)")
    parser.add_argument("--silipool", default=str(ROOT / "build/release/bin/silipool"), help="the program")
    parser.add_argument("--results", type=pathlib.Path, help="default: docs/searches/NAME.csv")
    options = parser.parse_args()
    search = Search(options.search)
    name = pathlib.Path(options.search).stem
    results = Results(options.results or ROOT / "docs" / "searches" / f"{name}.csv", search.names)
    try:
        search_all(options.silipool, options.jobs, search, results)
    except (KeyboardInterrupt, Interrupted):
        print(f"interrupted; the runs that ended are in {results.path}", file=sys.stderr)
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
