#!/usr/bin/env python3
"""Which surviving mutants change nothing: usage prove.py WORK/STRUCTURE (docs/mutation.md).

From every state and for every input, the mutant's outputs and next state are those of the design: both are
unfolded into one and-inverter graph over the same registers and inputs, in which equal nodes are one node, and
what then still differs goes to z3. Memories are registers here. A mutant that differs only in states that are
never reached is not proved. Writes proved.txt beside the mutants, and what was found of each into proof.log.
"""
import pathlib
import subprocess
import sys

SECONDS = 20  # of z3, a mutant


class Graph:
    """And-inverter graph with equal nodes merged; a literal is 2 * node + inverted, 0 is false, 1 true."""

    def __init__(self):
        self.fanin = [None]
        self.known = {}

    def free(self):
        self.fanin.append(None)
        return 2 * (len(self.fanin) - 1)

    def conjunction(self, a, b):
        if a > b:
            a, b = b, a
        if a == 0 or a == b ^ 1:
            return 0
        if a == 1 or a == b:
            return b
        at = self.known.get((a, b))
        if at is None:
            self.fanin.append((a, b))
            at = self.known[a, b] = 2 * (len(self.fanin) - 1)
        return at


def read_aiger(path):
    lines = path.read_text().splitlines()
    _, _, inputs, latches, outputs, ands, *rest = lines[0].split()
    extra = sum(map(int, rest[:2]))
    at = 1

    def take(count):
        nonlocal at
        part = [list(map(int, line.split())) for line in lines[at:at + int(count)]]
        at += int(count)
        return part

    i, l, o = take(inputs), take(latches), take(outputs)
    take(extra)
    a = take(ands)
    names = {}
    for line in lines[at:]:
        if line.startswith("c"):
            break
        if line.startswith("i"):
            position, name = line[1:].split(" ", 1)
            names[int(position)] = name
    return [x[0] for x in i], l, [x[0] for x in o], a, names


def prepare(folder):
    (folder / "prove.ys").write_text("""read_rtlil mutants.il
opt_clean
memory_map
opt_clean
techmap
opt_clean
dfflegalize -cell $_DFF_P_ 01
setundef -undriven -zero
opt_clean
aigmap
write_aiger -ascii -symbols netlist.aag
""")
    done = subprocess.run(["yosys", "-q", "-l", "prove.ys.log", "prove.ys"], cwd=folder, text=True, capture_output=True)
    if done.returncode != 0:
        sys.exit((done.stdout + done.stderr)[-3000:])


def differs(graph, pairs):
    """False: no assignment makes a pair differ. None: z3 did not say."""
    clauses, cone, stack = [], set(), [lit >> 1 for pair in pairs for lit in pair]
    while stack:
        node = stack.pop()
        if node in cone:
            continue
        cone.add(node)
        if graph.fanin[node] is not None:
            stack += [graph.fanin[node][0] >> 1, graph.fanin[node][1] >> 1]
    number = {node: i for i, node in enumerate(sorted(cone), 1)}

    def term(lit):
        return number[lit >> 1] * (-1 if lit & 1 else 1)

    for node in cone:
        if node == 0:
            clauses.append([-number[0]])
        elif graph.fanin[node] is not None:
            a, b = map(term, graph.fanin[node])
            n = number[node]
            clauses += [[-n, a], [-n, b], [n, -a, -b]]
    top = len(number)
    any_differs = []
    for p, q in ((term(p), term(q)) for p, q in pairs):
        top += 1
        clauses += [[-top, p, q], [-top, -p, -q]]
        any_differs.append(top)
    clauses.append(any_differs)
    text = f"p cnf {top} {len(clauses)}\n" + "".join(" ".join(map(str, c)) + " 0\n" for c in clauses)
    try:
        said = subprocess.run(["z3", "-dimacs", "-in", f"-T:{SECONDS}"], input=text, text=True, capture_output=True).stdout
    except FileNotFoundError:
        sys.exit("z3 is not installed: apt-get install z3")
    return {"s UNSATISFIABLE": False, "s SATISFIABLE": True}.get(said.split("\n")[0].strip())


def survivors(folder):
    alive = None
    for path in sorted(folder.glob("round_*.txt")):
        lines = [line.split("\t") for line in path.read_text().splitlines()]
        # Interrupted in a line: it is run again.
        survived = {int(l[0]) for l in lines if len(l) == 2 and not l[1]}
        alive = survived if alive is None else alive & survived
    return sorted(alive or [])


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    if not (folder / "netlist.aag").exists():
        prepare(folder)
    inputs, latches, outputs, ands, names = read_aiger(folder / "netlist.aag")
    graph = Graph()
    literal = {0: 0}
    select = {}
    for position, lit in enumerate(inputs):
        name = names.get(position, "")
        if name.startswith("mutation["):
            select[int(name[9:-1])] = lit >> 1
        else:
            literal[lit >> 1] = graph.free()
    if not select:
        sys.exit("netlist.aag: no input is called mutation")
    for latch in latches:
        literal[latch[0] >> 1] = graph.free()
    ends = [latch[1] for latch in latches] + outputs

    def unfold(mutant):
        at = dict(literal)
        for bit, node in select.items():
            at[node] = mutant >> bit & 1
        for lhs, a, b in ands:
            at[lhs >> 1] = graph.conjunction(at[a >> 1] ^ (a & 1), at[b >> 1] ^ (b & 1))
        return [at[lit >> 1] ^ (lit & 1) for lit in ends]

    design = unfold(0)
    proved = folder / "proved.txt"
    done = {line.split("\t")[0] for line in proved.read_text().splitlines()} if proved.exists() else set()
    count = 0
    alive = survivors(folder)
    for mutant in alive:
        if str(mutant) in done:
            count += 1
            continue
        pairs = [(p, q) for p, q in zip(design, unfold(mutant)) if p != q]
        found = differs(graph, pairs) if pairs else False
        if found is False:
            count += 1
            with proved.open("a") as out:
                out.write(f"{mutant}\t{'by z3' if pairs else 'the same graph'}\n")
        with (folder / "proof.log").open("a") as out:
            out.write(f"{mutant}\t{len(pairs)}\t{found}\n")
    print(f"{count} of {len(alive)} survivors are proved to be no change")


if __name__ == "__main__":
    main()
