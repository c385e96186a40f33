#!/usr/bin/env python3
"""docs/examples/cocotb gives the verdicts of `silipool verify --dut`: the design as it is, and with three mistakes."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from environment import ROOT, interpreter, skip

EXAMPLE = ROOT / "docs" / "examples"
STEPS = 120

if shutil.which("iverilog") is None:
    skip("Icarus Verilog is not installed: apt-get install iverilog")
python = interpreter()
failures = []
with tempfile.TemporaryDirectory() as temporary:
    for bug in (0, 1, 13, 27):
        run = subprocess.run([str(python), str(EXAMPLE / "cocotb" / "run.py"), "--bug", str(bug), "--steps", str(STEPS),
                              "--build", temporary],
                             env={**os.environ, "PYTHONPATH": os.environ["SILIPOOL_PYTHON"]}, capture_output=True, text=True)
        verdict = re.findall(r"^(WINNER|HANDSHAKE) (\d+):", run.stdout, re.MULTILINE)
        foreign = subprocess.run([os.environ["SILIPOOL_BIN"], "verify", str(EXAMPLE / "serial_pooler" / "small.toml"),
                                  "--dut", str(EXAMPLE / "serial_pooler" / "DUT.toml"), "--steps", str(STEPS), "--stall", "both",
                                  "--dut-set", f"constants.bug={bug}", "--records", temporary],
                                 capture_output=True, text=True, cwd=temporary)
        expected = re.findall(r"first divergence: step (\d+)  phase (WINNER|HANDSHAKE)", foreign.stdout)
        expected = [(phase, step) for step, phase in expected]
        print(f"bug {bug}: cocotb {verdict or 'none'} ({run.returncode}), silipool verify {expected or 'none'} ({foreign.returncode})")
        # Where a word is lost depends on the stalls, which are each tool's own: then the phase counts.
        same = verdict == expected if bug != 27 else [p for p, _ in verdict] == [p for p, _ in expected]
        if not same or (bug == 0) != (run.returncode == 0) or run.returncode != foreign.returncode or (bug > 0 and not verdict):
            failures.append(f"bug {bug}:\n{run.stdout}\n{run.stderr}\n{foreign.stdout}\n{foreign.stderr}")
if failures:
    sys.exit("\n".join(failures))
