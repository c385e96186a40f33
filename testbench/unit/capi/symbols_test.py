"""libsilipool shows exactly the functions that silipool_c.h declares, needs no simulator, and its header is C99.

usage: symbols_test.py LIBRARY HEADER
"""

import pathlib
import re
import shutil
import subprocess
import sys

library, header = sys.argv[1], pathlib.Path(sys.argv[2])
said = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout
shown = {line.split()[2].split("@")[0] for line in said.splitlines() if line.split()[1] != "A"}
text = re.sub(r"/\*.*?\*/", "", header.read_text(), flags=re.DOTALL)
declared = set(re.findall(r"\b(silipool_\w+)\(", text))
problems = []
if len(declared) < 30:
    problems.append(f"only {len(declared)} functions were found in {header}")
for name in sorted(shown ^ declared):
    problems.append(f"{name} is {'shown' if name in shown else 'declared'} only")
abi = re.search(r"#define SILIPOOL_C_ABI (\d+)", text)[1]
said = subprocess.run(["readelf", "-d", library], capture_output=True, text=True, check=True).stdout
if f"[libsilipool.so.{abi}]" not in said:
    problems.append(f"SONAME is not libsilipool.so.{abi}")
for needed in re.findall(r"NEEDED.*\[(.*?)\]", said):
    if re.search("systemc|verilat|silipool", needed):
        problems.append(f"needs {needed}")
compiler = shutil.which("cc")
program = '#include <silipool/capi/silipool_c.h>\nint main(void) { return silipool_abi() != SILIPOOL_C_ABI; }\n'
flags = ["-std=c99", "-pedantic-errors", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-x", "c", "-"]
check = subprocess.run(
    [compiler, f"-I{header.parents[2]}", *flags], input=program, text=True, capture_output=True, check=False
)
if check.returncode != 0:
    problems.append(check.stderr)
print("\n".join(problems) or f"{len(declared)} functions")
sys.exit(1 if problems else 0)
