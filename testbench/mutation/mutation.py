#!/usr/bin/env python3
"""Mutants of the synthesised cores against the reference model (docs/mutation.md).

Yosys makes gates of the core of each structure in structures/, chooses mutants in them, and puts all of them
into one netlist with a port that selects one; `mutants` (mutants.cpp) verilates it and runs trials. What a run
has done stands in the folder --work and is not done again. Exit 1 where fewer than --least of the mutants are
noticed or proved to be no change.
"""
import argparse
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
RTL = HERE.parent.parent / "rtl"
# What stands between the streams; the bus side has proofs of its own (testbench/formal).
CORE = "*silipool_core *silipool_serial"
SELECT_BITS = 13


def tool(command, folder, **options):
    done = subprocess.run(command, cwd=folder, text=True, capture_output=True, **options)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed in {folder}:\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


def yosys(folder, name, lines):
    (folder / name).write_text("\n".join(lines) + "\n")
    tool(["yosys", "-q", "-l", name + ".log", name], folder)


def synthesise(structure, mutants, folder):
    """The netlist of a structure, the gates and registers of its core marked: core.il."""
    sources = sorted([*RTL.glob("*.sv"), *RTL.glob("*.svh"), *RTL.glob("*.v"), RTL / "silipool.f", structure])
    made_from = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest() + "\n"
    if folder.exists() and (folder / "sources").read_text() != made_from:
        sys.exit(f"{folder} holds mutants of other sources: choose another folder with --work, or remove it")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources").write_text(made_from)
    if (folder / "core.il").exists():
        return
    for source in sources:
        (folder / source.name).write_bytes(source.read_bytes())
    tool([mutants, "instance", str(structure), "silipool_instance.sv"], folder)
    files = (RTL / "silipool.f").read_text().split()
    yosys(folder, "synthesise.ys", [
        f"read_verilog -sv -defer -I. {' '.join(files)} silipool_instance.sv",
        "hierarchy -check -top silipool_instance",
        "proc",
        f"setattr -mod -set keep_hierarchy 1 {CORE}",
        "flatten", "opt_expr", "opt_clean", "check -assert",
        "opt -full", "wreduce", "peepopt", "memory_dff", "memory_collect", "opt -full", "opt_clean -purge",
        "setundef -undriven -zero",
        # Down to gates, in the core alone.
        f"select {CORE}",
        "opt", "techmap", "opt -fast", "abc -fast -g AND,NAND,OR,NOR,ANDNOT,ORNOT,XOR,XNOR,MUX", "opt_clean", "setattr -set mutable 1",
        "select -clear",
        f"setattr -mod -unset keep_hierarchy {CORE}",
        "flatten", "opt_clean -purge",
        "write_rtlil whole.il"])
    (folder / "whole.il").rename(folder / "core.il")


def fields_of(line):
    return {key: value for key, value in re.findall(r"-(mode|cell|port|portbit|ctrlbit|wire|wirebit|src) (\S+)", line)
            if key != "src"} | {"src": re.findall(r"-src (silipool_(?!instance|top|core|axi)\S+)", line)[:1]}


def choose(folder, count):
    """Mutants as Yosys' own commands, numbered from 1. Memories are left out, which Yosys cannot mutate, and
    clock pins, where a mutant is another clock and no other logic."""
    listed = folder / "mutants.ys"
    if not listed.exists():
        yosys(folder, "choose.ys", ["read_rtlil core.il",
                                    f"mutate -list {count} -seed 1 -ctrl mutation {SELECT_BITS} 1 -o chosen.ys "
                                    "a:mutable=1 t:$mem* %d"])
        lines = [line for line in (folder / "chosen.ys").read_text().splitlines() if not re.search(" -port (C|CLK) ", line)]
        numbered = [re.sub(r"-ctrl mutation \d+ \d+", f"-ctrl mutation {SELECT_BITS} {i}", line)
                    for i, line in enumerate(lines, 1)]
        listed.write_text("\n".join(numbered) + "\n")
    return listed.read_text().splitlines()


def cell(kind, name, parameters, ports):
    lines = [f"  cell {kind} {name}"] + [f"    parameter \\{key} {value}" for key, value in parameters.items()]
    return "\n".join(lines + [f"    connect \\{port} {signal}" for port, signal in ports.items()] + ["  end"])


def insert(design, lines):
    """What `mutate` does with each of the lines, for gates, all at once: by itself it takes minutes. At a port of
    a gate stands a multiplexer of the signal and of its mutant."""
    wanted = {}
    for number, line in enumerate(lines, 1):
        field = dict(re.findall(r"-(mode|cell|port|portbit) (\S+)", line))
        if field["portbit"] != "0" or field["mode"] not in ("inv", "const0", "const1"):
            sys.exit(f"no mutant of a gate: {line}")
        wanted.setdefault((field["cell"], "\\" + field["port"]), []).append((number, field["mode"]))
    wires, cells, out, at = [], [], [], None
    ports = sum(1 for line in design if re.match(r"  wire .*\b(input|output) \d+", line))
    for line in design:
        words = line.split(maxsplit=2)
        if line.startswith("  cell "):
            at = words[2]
        elif line.startswith("    connect ") and (at, words[1]) in wanted:
            mutants = wanted.pop((at, words[1]))
            names = [f"\\mutant_{number}" for number, _ in mutants]
            driven = words[1] in ("\\Y", "\\Q")
            ends = [f"\\mutated_{mutants[0][0]}", *names[:-1], words[2]] if driven else [words[2], *names]
            for (number, mode), name, a, y in zip(mutants, names, ends, ends[1:]):
                b = {"const0": "1'0", "const1": "1'1", "inv": f"\\inverted_{number}"}[mode]
                wires += [name, f"\\chosen_{number}"] + ([b] if mode == "inv" else [])
                cells.append(cell("$eq", f"$choose_{number}",
                                  {"A_SIGNED": 0, "A_WIDTH": SELECT_BITS, "B_SIGNED": 0, "B_WIDTH": SELECT_BITS, "Y_WIDTH": 1},
                                  {"A": "\\mutation", "B": f"{SELECT_BITS}'{number:0{SELECT_BITS}b}", "Y": f"\\chosen_{number}"}))
                if mode == "inv":
                    cells.append(cell("$not", f"$invert_{number}", {"A_SIGNED": 0, "A_WIDTH": 1, "Y_WIDTH": 1}, {"A": a, "Y": b}))
                cells.append(cell("$mux", f"$mutate_{number}", {"WIDTH": 1}, {"A": a, "B": b, "S": f"\\chosen_{number}", "Y": y}))
            if driven:
                wires.append(ends[0])
            line = f"    connect {words[1]} {ends[0] if driven else ends[-1]}"
        out.append(line)
    if wanted:
        sys.exit(f"the netlist has no {next(iter(wanted))}")
    first = next(i for i, line in enumerate(out) if line.startswith("module ")) + 1
    last = max(i for i, line in enumerate(out) if line == "end")
    return (out[:first] + [f"  wire width {SELECT_BITS} input {ports + 1} \\mutation"] + [f"  wire {name}" for name in wires] +
            out[first:last] + cells + out[last:])


def put_in(folder):
    """All mutants in one netlist: silipool_mutants.v. The choice comes out of a register, so that the simulator
    need not look at it in every evaluation."""
    out = folder / "silipool_mutants.v"
    if out.exists():
        return out
    lines = (folder / "mutants.ys").read_text().splitlines()
    design = insert((folder / "core.il").read_text().splitlines(), lines)
    (folder / "mutants.il").write_text("\n".join(design) + "\n")
    yosys(folder, "put_in.ys", ["read_rtlil mutants.il", "opt_clean", "write_verilog -noattr netlist.v"])
    # A selection of two at once is no error before reset, and a mutant may well make one.
    text = (folder / "netlist.v").read_text().replace(" // synopsys parallel_case", "")
    ports = re.split(r"[,\s]+", re.search(r"module silipool_instance\((.*?)\);", text, re.S).group(1))
    body = text[text.index("module silipool_instance("):]
    declared = {name: (direction, width or "") for direction, width, name in
                re.findall(r"^  (input|output) (\[\d+:\d+\] )?(\w+);$", body, re.M) if name in ports}
    wrapper = "module silipool_mutants(\n" + ",\n".join(
        f"  {declared[p][0]} wire {declared[p][1]}{p}" for p in ports) + "\n);\n"
    wrapper += f"  reg [{SELECT_BITS - 1}:0] chosen;\n  always @(posedge aclk) chosen <= mutation;\n"
    wrapper += "  silipool_instance u_instance (" + ", ".join(
        f".{p}({'chosen' if p == 'mutation' else p})" for p in ports) + ");\nendmodule\n"
    out.write_text(text + wrapper)
    return out


def read_results(path):
    results = {}
    if path.exists():
        for line in path.read_text().splitlines():
            number, _, how = line.partition("\t")
            if number.isdigit():
                results[int(number)] = how
    return results


def run(mutants, structure, netlist, numbers, log, first, trials, steps):
    """Appends to `log`, so that an interrupted run goes on where it stood."""
    left = sorted(set(numbers) - set(read_results(log)))
    if left:
        with log.open("a") as out:
            subprocess.run([mutants, "run", str(structure), str(netlist), str(first), str(trials), str(steps)],
                           input=" ".join(map(str, left)), text=True, stdout=out, check=True)
    return read_results(log)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mutants", required=True, help="the program built from mutants.cpp")
    parser.add_argument("--work", type=pathlib.Path, help="where netlists and results stay; absent: a folder that is removed")
    parser.add_argument("--structures", nargs="*", default=sorted(p.stem for p in (HERE / "structures").glob("*.toml")))
    parser.add_argument("--count", type=int, default=3000, help="mutants of a structure")
    parser.add_argument("--trials", type=int, default=6, help="configurations in a round")
    parser.add_argument("--rounds", type=int, default=2, help="each goes over those that survived the one before")
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--report", action="store_true", help="run nothing: say what has been found so far")
    parser.add_argument("--least", type=float, default=0.99)
    parser.add_argument("--out", type=pathlib.Path, help="report as JSON")
    options = parser.parse_args()
    if shutil.which("yosys") is None:
        print("yosys is not installed: apt-get install yosys")
        return 77
    with tempfile.TemporaryDirectory() as scratch:
        options.work = options.work or pathlib.Path(scratch)
        return study(options)


def study(options):
    options.mutants = str(pathlib.Path(options.mutants).resolve())
    report, known, all_of_them = [], 0, 0
    for name in options.structures:
        structure, folder = HERE / "structures" / f"{name}.toml", (options.work / name).resolve()
        synthesise(structure, options.mutants, folder)
        lines = choose(folder, options.count)
        netlist = put_in(folder)
        alive, killed = list(range(1, len(lines) + 1)), 0
        for turn in range(options.rounds):
            log = folder / f"round_{turn}.txt"
            results = read_results(log) if options.report else run(
                options.mutants, structure, netlist, alive, log, turn * options.trials, options.trials, options.steps)
            if turn == 0:  # a report of a run that was interrupted is of those that it came to
                alive = [n for n in alive if n in results]
                made = len(alive)
            survived = [n for n in alive if not results.get(n)]
            killed += len(alive) - len(survived)
            alive = survived
        proofs = read_results(folder / "proved.txt")
        proved = [n for n in alive if n in proofs]
        report.append({"structure": name, "mutants": len(lines), "run": made, "killed": killed, "proved": len(proved),
                       "survivors": [{"mutant": n, **fields_of(lines[n - 1])} for n in alive if n not in proofs]})
        known += killed + len(proved)
        all_of_them += made
        print(f"{name}: {made} of {len(lines)} mutants run, {killed} killed, {len(proved)} proved to be no change, "
              f"{len(alive) - len(proved)} survive")
    if options.out:
        options.out.write_text(json.dumps(report, indent=1) + "\n")
    print(f"{known} of {all_of_them}: {100 * known / all_of_them:.2f} %")
    return 0 if known >= options.least * all_of_them else 1


if __name__ == "__main__":
    sys.exit(main())
