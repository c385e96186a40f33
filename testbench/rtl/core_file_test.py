#!/usr/bin/env python3
"""silipool.core lists what rtl/silipool.f lists, in its order: usage core_file_test.py SOURCE_DIR."""
import re
import sys
from pathlib import Path

source = Path(sys.argv[1])
listed = re.findall(r"^ *- rtl/(silipool_\w+\.s?v)\b(?!h)", (source / "silipool.core").read_text(), re.MULTILINE)
wanted = (source / "rtl/silipool.f").read_text().split()
if listed != wanted:
    sys.exit(f"silipool.core lists {listed}\nrtl/silipool.f lists {wanted}")
included = set(re.findall(r"rtl/(\w+\.svh)", (source / "silipool.core").read_text()))
there = {path.name for path in (source / "rtl").glob("*.svh")}
if included != there:
    sys.exit(f"silipool.core includes {sorted(included)}, rtl/ has {sorted(there)}")
