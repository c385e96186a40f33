#!/usr/bin/env python3
"""Mutants of the synthesised cores against the reference model (docs/mutation.md).

Yosys makes gates of the core of each structure in structures/ and chooses mutants in them; `mutants` (mutants.cpp)
simulates them beside each other, `mutants_prove` (prove.cpp) says which of those that are left change nothing. What
a run has done stands in the folder --work and is not done again. Exit 1 where fewer than --least of the mutants
are noticed or proved to be no change.
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
    # Twice, and registers that are constants taken out between: what is redundant would be a mutant that nothing notices.
    abc = "abc -g AND,NAND,OR,NOR,ANDNOT,ORNOT,XOR,XNOR,MUX -script +strash;ifraig;dc2;strash;map"
    yosys(folder, "synthesise.ys", [
        f"read_verilog -sv -defer -I. {' '.join(files)} silipool_instance.sv",
        "hierarchy -check -top silipool_instance",
        "proc",
        f"setattr -mod -set keep_hierarchy 1 {CORE}",
        "flatten", "opt_clean", "opt_dff", "opt_expr", "opt_clean", "check -assert",
        "opt -full", "wreduce", "peepopt", "memory_dff", "memory_collect", "opt -full", "opt_clean -purge",
        "setundef -undriven -zero",
        # Down to gates, in the core alone.
        f"select {CORE}",
        "opt", "techmap", "opt -full", abc, "opt -full", abc, "opt -full", "opt_clean", "setattr -set mutable 1",
        "select -clear",
        f"setattr -mod -unset keep_hierarchy {CORE}",
        "flatten", "opt_clean -purge",
        "write_rtlil whole.il"])
    (folder / "whole.il").rename(folder / "core.il")


def fields_of(line):
    return {key: value for key, value in re.findall(r"-(mode|cell|port|wire|wirebit) (\S+)", line)} | {
        "src": re.findall(r"-src (silipool_(?!instance|top|core|axi)\S+)", line)[-1:]}


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


class Netlist:
    """Gates of two inputs and multiplexers over literals: 2 * node + inverted, node 0 being 0. Equal gates are one.
    A site, where mutants act, is a node of its own."""

    def __init__(self):
        self.nodes = [("Z", ())]
        self.known = {}

    def node(self, kind, *fanin):
        self.nodes.append((kind, fanin))
        return 2 * (len(self.nodes) - 1)

    def gate(self, kind, *fanin):
        if (kind, fanin) not in self.known:
            self.known[kind, fanin] = self.node(kind, *fanin)
        return self.known[kind, fanin]

    def conjunction(self, a, b):
        a, b = min(a, b), max(a, b)
        return 0 if a == 0 or a == b ^ 1 else b if a in (1, b) else self.gate("A", a, b)

    def parity(self, a, b):
        sign = a & 1 ^ b & 1
        a, b = sorted((a & ~1, b & ~1))
        return sign if a == b else b ^ sign if a == 0 else self.gate("X", a, b) ^ sign

    def choice(self, s, a, b):
        """s ? b : a"""
        if s & 1:
            s, a, b = s ^ 1, b, a
        if s == 0 or a == b:
            return a
        if a < 2 or s == a:
            return self.conjunction(s, b) if a in (0, s) else self.conjunction(s, b ^ 1) ^ 1
        if b < 2 or s == b:
            return self.conjunction(s ^ 1, a ^ 1) ^ 1 if b in (1, s) else self.conjunction(s ^ 1, a)
        return self.parity(s, a) if a == b ^ 1 else self.gate("M", s, a, b)


GATES = {
    "$_BUF_": lambda n, p: p["A"],
    "$_NOT_": lambda n, p: p["A"] ^ 1,
    "$_AND_": lambda n, p: n.conjunction(p["A"], p["B"]),
    "$_NAND_": lambda n, p: n.conjunction(p["A"], p["B"]) ^ 1,
    "$_OR_": lambda n, p: n.conjunction(p["A"] ^ 1, p["B"] ^ 1) ^ 1,
    "$_NOR_": lambda n, p: n.conjunction(p["A"] ^ 1, p["B"] ^ 1),
    "$_ANDNOT_": lambda n, p: n.conjunction(p["A"], p["B"] ^ 1),
    "$_ORNOT_": lambda n, p: n.conjunction(p["A"] ^ 1, p["B"]) ^ 1,
    "$_XOR_": lambda n, p: n.parity(p["A"], p["B"]),
    "$_XNOR_": lambda n, p: n.parity(p["A"], p["B"]) ^ 1,
    "$_MUX_": lambda n, p: n.choice(p["S"], p["A"], p["B"]),
}


def next_of(n, kind, p, held):
    """What a register takes over at the rising edge, from its ports and from what it holds."""
    name, edge = re.fullmatch(r"\$_(DFF|DFFE|SDFF|SDFFE|SDFFCE)_([PN01]+)_", kind).groups()
    enable = p["E"] ^ (edge[-1] == "N") if "E" in p else 1
    reset, value = (p["R"] ^ (edge[1] == "N"), int(edge[2])) if "R" in p else (0, 0)
    if edge[0] != "P":
        sys.exit(f"a register of the falling edge: {kind}")
    if name == "SDFFCE":
        return n.choice(enable, held, n.choice(reset, p["D"], value))
    return n.choice(reset, n.choice(enable, held, p["D"]), value)


def flatten_gates(folder):
    """Everything as gates and registers of one bit, the memories too: netlist.txt, which netlist.cpp reads. Ports of
    gates that mutants act at are sites."""
    out = folder / "netlist.txt"
    if out.exists():
        return out
    lines = (folder / "mutants.ys").read_text().splitlines()
    mutants = {}
    for number, line in enumerate(lines, 1):
        field = dict(re.findall(r"-(mode|cell|port|portbit) (\S+)", line))
        if field["portbit"] != "0" or field["mode"] not in ("inv", "const0", "const1"):
            sys.exit(f"no mutant of a gate: {line}")
        mutants.setdefault((field["cell"].removeprefix("\\"), field["port"].removeprefix("\\")), []).append((number, field["mode"]))
    yosys(folder, "flatten.ys", ["read_rtlil core.il", "memory_map", "opt_clean", "techmap", "simplemap", "opt_clean",
                                 "write_json netlist.json"])
    module = json.loads((folder / "netlist.json").read_text())["modules"]["silipool_instance"]
    n, literal, driver, sites, ports = Netlist(), {"0": 0, "1": 1, "x": 0}, {}, [], []
    registers = []
    # Of the names that a bit has, the one of a register, of the widest: all of its bits are then of that name.
    names = {bit: f"{name}[{i}]" if len(net["bits"]) > 1 else name
             for name, net in sorted(module["netnames"].items(), key=lambda item: (
                 not item[1]["hide_name"], item[0].endswith("_q"), len(item[1]["bits"]), -len(item[0]), item[0]))
             for i, bit in enumerate(net["bits"])}
    for name, port in module["ports"].items():
        if port["direction"] == "input":
            for i, bit in enumerate(port["bits"]):
                literal[bit] = n.node("I")
                ports.append(("i", name, i, literal[bit]))

    def site(name, port, value):
        """`value` at a port, through a site if mutants act there."""
        acting = mutants.pop((name, port), [])
        if not acting:
            return value
        value = n.node("S", value)
        sites.extend((number, value, mode) for number, mode in acting)
        return value

    for name, gate in module["cells"].items():
        if gate["type"] in GATES:
            driver[gate["connections"]["Y"][0]] = (name, gate)
        else:
            held = n.node("R")
            registers.append((name, gate, held))
    for name, gate, held in registers:
        literal[gate["connections"]["Q"][0]] = site(name, "Q", held)

    nexts = []

    def value_of(bit):
        stack = [bit]
        while stack:
            at = stack[-1]
            if at in literal:
                stack.pop()
                continue
            if at not in driver:  # past the end of a memory: whatever stands there, nothing writes it
                literal[at] = n.node("R")
                nexts.append((literal[at], literal[at], names[at]))
                continue
            name, gate = driver[at]
            ins = {port: bits[0] for port, bits in gate["connections"].items() if port != "Y"}
            missing = [b for b in ins.values() if b not in literal]
            if missing:
                stack += missing
                continue
            found = {port: site(name, port, literal[b]) for port, b in ins.items()}
            literal[at] = site(name, "Y", GATES[gate["type"]](n, found))
            stack.pop()
        return literal[bit]

    for name, gate, held in registers:
        found = {port: site(name, port, value_of(bits[0])) for port, bits in gate["connections"].items() if port not in "QC"}
        nexts.append((held, next_of(n, gate["type"], found, held), names[gate["connections"]["Q"][0]]))
    for name, port in module["ports"].items():
        if port["direction"] == "output":
            for i, bit in enumerate(port["bits"]):
                ports.append(("o", name, i, value_of(bit)))
    if mutants:
        sys.exit(f"the netlist has no {next(iter(mutants))}")
    text = [f"n {len(n.nodes)}"]
    text += [f"{kind} {' '.join(map(str, fanin))}".rstrip() for kind, fanin in n.nodes]
    text += [f"r {held} {after} {name}" for held, after, name in nexts]
    text += [f"{kind} {name} {i} {value}" for kind, name, i, value in ports]
    text += [f"m {number} {value} {mode}" for number, value, mode in sorted(sites)]
    out.with_suffix(".part").write_text("\n".join(text) + "\n")
    out.with_suffix(".part").rename(out)
    return out


def read_results(*paths):
    """By mutant, and the runs that are done, of lines that are whole."""
    results, done = {}, set()
    for path in paths:
        if path.exists():
            for line in path.read_text().splitlines(keepends=True):
                number, tab, how = line.partition("\t")
                if tab and line.endswith("\n"):
                    if number.isdigit():
                        results[int(number)] = how.strip()
                    else:
                        done.add(how.strip())
    return results, done


def each_in_parallel(command, numbers, logs):
    """A process for each log, which it appends to, with its share of the mutants; what stands in the log, it is told."""
    processes = []
    for i, log in enumerate(logs):
        with log.open("a") as out:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, text=True)
        processes.append((process, " ".join(map(str, [*numbers[i::len(logs)], *sorted(read_results(log)[1])]))))
    for process, told in processes:
        process.stdin.write(told)
        process.stdin.close()
    if any([process.wait() for process, _ in processes]):
        sys.exit(f"{command[0]} failed")


def find(options, structure, netlist, numbers):
    """How mutants are noticed: those that are not are absent."""
    runs = [str(n) for n in (options.trials, options.steps, options.wild, options.close, options.cycles)]
    folder = netlist.parent
    of_runs = "found_" + "_".join(runs)
    if not options.report:
        logs = [folder / f"{of_runs}_{i}_of_{options.jobs}.txt" for i in range(options.jobs)]
        found = read_results(*folder.glob(of_runs + "_*.txt"))[0]
        each_in_parallel([options.mutants, "run", str(structure), str(netlist), *runs], sorted(set(numbers) - set(found)), logs)
    return read_results(*folder.glob("found_*.txt"))[0]


def prove(options, structure, netlist, numbers):
    """How each was proved to be no change, or what stood against it."""
    log = netlist.parent / "proved.txt"
    prover = pathlib.Path(options.mutants).with_name("mutants_prove")
    left = sorted(set(numbers) - set(read_results(log)[0]))
    if left and not options.report and options.most > 0:
        if prover.exists():
            each_in_parallel([str(prover), str(structure), str(netlist), "3", "15000", str(options.most),
                              *(["when"] if options.when else [])], left, [log])
        else:
            print("no proofs: mutants_prove was built without CaDiCaL (apt-get install libcadical-dev)")
    return read_results(log)[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mutants", required=True, help="the program built from mutants.cpp")
    parser.add_argument("--work", type=pathlib.Path, help="where netlists and results stay; absent: a folder that is removed")
    parser.add_argument("--structures", nargs="*", default=sorted(p.stem for p in (HERE / "structures").glob("*.toml")))
    parser.add_argument("--count", type=int, default=2900, help="mutants of a structure")
    parser.add_argument("--trials", type=int, default=12, help="runs that are held to the reference model")
    parser.add_argument("--steps", type=int, default=30, help="of a trial")
    parser.add_argument("--wild", type=int, default=600, help="runs with pins driven at random")
    parser.add_argument("--close", type=int, default=200, help="of these besides, with numbers that are nearly equal")
    parser.add_argument("--cycles", type=int, default=20000, help="of a run at random")
    parser.add_argument("--most", type=int, default=3, help="cycles that a proof looks at; 0: no proofs")
    parser.add_argument("--when", action="store_true", help="work out first when each bit of a register matters: hours")
    parser.add_argument("--jobs", type=int, default=1, help="processes beside each other")
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


def as_json(report):
    """A line for each survivor."""
    parts = []
    for of in report:
        head = json.dumps({key: value for key, value in of.items() if key != "survivors"})
        rest = ",\n  ".join(map(json.dumps, of["survivors"]))
        parts.append(f'{head[:-1]}, "survivors": [\n  {rest}]}}')
    return "[" + ",\n ".join(parts) + "]\n"


def study(options):
    options.mutants = str(pathlib.Path(options.mutants).resolve())
    report, known, all_of_them = [], 0, 0
    for name in options.structures:
        structure, folder = HERE / "structures" / f"{name}.toml", (options.work / name).resolve()
        synthesise(structure, options.mutants, folder)
        lines = choose(folder, options.count)
        netlist = flatten_gates(folder)
        numbers = list(range(1, len(lines) + 1))
        found = find(options, structure, netlist, numbers)
        alive = [n for n in numbers if n not in found]
        proofs = prove(options, structure, netlist, alive)
        proved = [n for n in alive if proofs.get(n, "").startswith("in ")]
        how = {f"{kind} {what}": sum(f.startswith(kind) and f" {what}:" in f for f in found.values())
               for kind in ("trial", "wild", "close") for what in ("value", "time")}
        survivors = sorted(set(alive) - set(proved))
        report.append({"structure": name, "mutants": len(lines), "noticed": how, "proved": len(proved),
                       "survivors": [{"mutant": n, "proof": proofs.get(n, "not tried"), **fields_of(lines[n - 1])} for n in survivors]})
        known += len(numbers) - len(survivors)
        all_of_them += len(numbers)
        print(f"{name}: {len(lines)} mutants, {len(found)} noticed ({', '.join(f'{k} {n}' for k, n in how.items())}), "
              f"{len(proved)} proved to be no change, {len(survivors)} survive")
    if options.out:
        options.out.write_text(as_json(report))
    print(f"{known} of {all_of_them}: {100 * known / all_of_them:.2f} %")
    return 0 if known >= options.least * all_of_them else 1


if __name__ == "__main__":
    sys.exit(main())
