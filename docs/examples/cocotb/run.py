#!/usr/bin/env python3
"""Simulates docs/examples/serial_pooler in Icarus Verilog, with the Python model as its scoreboard:

    pip install . cocotb
    python docs/examples/cocotb/run.py --bug 13

Exit status 1 and a line "PHASE STEP: what" for a finding, 0 for none."""

import argparse
import os
import re
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import silipool
from cocotb_tools.runner import get_runner

HERE = Path(__file__).resolve().parent
DESIGN = HERE.parent / "serial_pooler"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bug", type=int, default=0, help="a mistake of bugs.csv, 0 for none")
    parser.add_argument("--steps", type=int, default=120)
    parser.add_argument("--build", type=Path, help="folder for what Icarus builds (default: a temporary one)")
    options = parser.parse_args()
    configuration = silipool.configuration(DESIGN / "small.toml")
    rules = ["every_step", "draw_per_winner", "draw_per_synapse"]
    with tempfile.TemporaryDirectory() as temporary:
        build = options.build or Path(temporary)
        runner = get_runner("icarus")
        runner.build(sources=[DESIGN / "serial_pooler.v"], includes=[DESIGN], hdl_toplevel="serial_pooler",
                     build_dir=build, timescale=("1ns", "1ns"),
                     parameters={"INPUTS": configuration.inputs, "COLUMNS": configuration.columns, "WORD": 8,
                                 "PERMANENCE_BITS": configuration["pooler.permanence_bits"],
                                 "CONNECTED_THRESHOLD": configuration["pooler.connected_threshold"],
                                 "RULE": rules.index(configuration["learning.rule"])})
        path = os.pathsep.join([str(HERE), *filter(None, sys.path)])
        report = runner.test(test_module="serial_pooler_test", hdl_toplevel="serial_pooler", build_dir=build,
                             test_dir=Path(temporary), log_file=Path(temporary) / "log",
                             extra_env={"CONFIGURATION": str(DESIGN / "small.toml"), "STEPS": str(options.steps),
                                        "BUG": str(options.bug), "PYTHONPATH": path})
        cases = list(ElementTree.parse(report).iter("testcase"))
        failures = [f for case in cases for f in case.findall("failure") + case.findall("error")]
        log = (Path(temporary) / "log").read_text()
        if len(cases) != 1:
            sys.exit(f"the simulation ran {len(cases)} tests:\n{log[-3000:]}")
        if not failures:
            print(f"{options.steps} steps, the design's winners are the model's")
            return 0
        found = re.search(r"Finding: (.*)", log)
        print(found[1] if found else log[-3000:])
        return 1


if __name__ == "__main__":
    sys.exit(main())
