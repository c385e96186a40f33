#!/usr/bin/env python3
"""Mutants of the synthesised cores against the reference model (docs/mutation.md).

Yosys makes a netlist of each structure in structures/, chooses mutants of the core in it, and puts all of them
into one netlist with a port that selects one; `mutants` (mutants.cpp) verilates it and runs trials. What a run
has done stands in the folder --work and is not done again. Exit 1 where fewer than --least of the mutants are
noticed or proved to be no change.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
RTL = HERE.parent.parent / "rtl"
# Modules of what stands between the streams; the bus side has proofs of its own (testbench/formal).
CORE = ["silipool_core", "silipool_tile", "silipool_overlap", "silipool_inhibit", "silipool_learn", "silipool_duty",
        "silipool_window", "silipool_ram", "silipool_counter", "silipool_serial"]
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
    """The netlist of a structure, cells of its core marked: core.il."""
    if (folder / "core.il").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for source in [*RTL.glob("*.sv"), *RTL.glob("*.svh"), *RTL.glob("*.v")]:
        (folder / source.name).write_bytes(source.read_bytes())
    tool([mutants, "instance", str(structure), "silipool_instance.sv"], folder)
    files = (RTL / "silipool.f").read_text().split()
    yosys(folder, "synthesise.ys", [
        f"read_verilog -sv -defer -I. {' '.join(files)} silipool_instance.sv",
        "hierarchy -check -top silipool_instance",
        "proc",
        "setattr -set mutable 1 " + " ".join(f"*{module}*/c:*" for module in CORE),
        "flatten", "opt_expr", "opt_clean", "check -assert",
        "opt -full", "wreduce", "peepopt", "memory_dff", "memory_collect", "opt -full", "opt_clean -purge",
        "setundef -undriven -zero",
        "write_rtlil core.il"])


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
        lines = [line for line in (folder / "chosen.ys").read_text().splitlines() if " -port CLK " not in line]
        numbered = [re.sub(r"-ctrl mutation \d+ \d+", f"-ctrl mutation {SELECT_BITS} {i}", line)
                    for i, line in enumerate(lines, 1)]
        listed.write_text("\n".join(numbered) + "\n")
    return listed.read_text().splitlines()


def put_in(folder):
    """All mutants in one netlist: silipool_mutants.v. The choice comes out of a register, so that the simulator
    need not look at it in every evaluation."""
    out = folder / "silipool_mutants.v"
    if out.exists():
        return out
    yosys(folder, "put_in.ys", ["read_rtlil core.il", "script mutants.ys", "opt_clean", "write_verilog -noattr netlist.v"])
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
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--structures", nargs="*", default=sorted(p.stem for p in (HERE / "structures").glob("*.toml")))
    parser.add_argument("--count", type=int, default=3000, help="mutants of a structure")
    parser.add_argument("--trials", type=int, default=6, help="configurations; those who survive get as many more, --rounds times")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--least", type=float, default=0.99)
    parser.add_argument("--out", type=pathlib.Path, help="report as JSON")
    options = parser.parse_args()
    options.mutants = str(pathlib.Path(options.mutants).resolve())
    report, known, all_of_them = [], 0, 0
    for name in options.structures:
        structure, folder = HERE / "structures" / f"{name}.toml", (options.work / name).resolve()
        synthesise(structure, options.mutants, folder)
        lines = choose(folder, options.count)
        netlist = put_in(folder)
        alive, killed = list(range(1, len(lines) + 1)), 0
        for turn in range(options.rounds):
            results = run(options.mutants, structure, netlist, alive, folder / f"round_{turn}.txt",
                          turn * options.trials, options.trials, options.steps * (turn + 1))
            survived = [n for n in alive if not results.get(n)]
            killed += len(alive) - len(survived)
            alive = survived
        proofs = read_results(folder / "proved.txt")
        proved = [n for n in alive if n in proofs]
        report.append({"structure": name, "mutants": len(lines), "killed": killed, "proved": len(proved),
                       "survivors": [{"mutant": n, **fields_of(lines[n - 1])} for n in alive if n not in proofs]})
        known += killed + len(proved)
        all_of_them += len(lines)
        print(f"{name}: {len(lines)} mutants, {killed} killed, {len(proved)} proved to be no change, "
              f"{len(alive) - len(proved)} survive")
    if options.out:
        options.out.write_text(json.dumps(report, indent=1) + "\n")
    print(f"{known} of {all_of_them}: {100 * known / all_of_them:.2f} %")
    return 0 if known >= options.least * all_of_them else 1


if __name__ == "__main__":
    sys.exit(main())
