#!/usr/bin/env python3
"""Builds the wheel in a virtual environment that sees nothing of the system's Python packages, with neither
Verilator nor SystemC to be found, installs it in an empty one, and runs the package's tests there."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from environment import HERE, ROOT, make_venv, pip

with tempfile.TemporaryDirectory() as temporary:
    folder = Path(temporary)
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "SILIPOOL_PYTHON")}
    # Only what compiles: a verilator on the PATH would be seen.
    tools = folder / "tools"
    tools.mkdir()
    for name in ("cmake", "ninja", "make", "cc", "c++", "gcc", "g++", "ld", "as", "ar", "ranlib", "ccache", "nm", "strip"):
        for place in os.environ["PATH"].split(os.pathsep):
            if (Path(place) / name).exists():
                (tools / name).symlink_to(Path(place) / name)
                break
    builder = make_venv(folder / "builder")
    pip(builder, "scikit-build-core", "pybind11", "ninja")
    built = subprocess.run([str(builder), "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-v", "-w",
                            str(folder / "wheels"), str(ROOT)],
                           env={**clean, "CC": str(tools / "cc"), "CXX": str(tools / "c++"), "PATH": f"{folder / 'builder' / 'bin'}:{tools}", "PKG_CONFIG_LIBDIR": "/nowhere"},
                           capture_output=True, text=True)
    if built.returncode != 0:
        sys.exit(f"the wheel was not built:\n{built.stdout[-6000:]}\n{built.stderr[-3000:]}")
    (wheel,) = (folder / "wheels").glob("silipool-*.whl")
    python = make_venv(folder / "empty")
    pip(python, str(wheel))
    # Without scikit-learn the rest of the package works, and the estimators say what they need.
    alone = ("import silipool\n"
             "print(silipool.Pooler('tiny').learn(__import__('numpy').zeros((1, silipool.configuration('tiny').inputs), bool)))\n"
             "try:\n    silipool.SpatialPooler\nexcept ImportError as e:\n    assert 'pip install silipool[sklearn]' in str(e), e\n"
             "else:\n    raise SystemExit('an estimator without scikit-learn')\n")
    subprocess.run([str(python), "-c", alone], check=True, env=clean, cwd=folder)
    (extension,) = (folder / "empty").glob("lib/python*/site-packages/silipool/_silipool*.so")
    needed = subprocess.run(["ldd", str(extension)], capture_output=True, text=True, check=True).stdout
    allowed = ("linux-vdso", "libz.so", "libstdc++", "libm.so", "libgcc_s", "libc.so", "ld-linux", "libpthread")
    foreign = [line.strip() for line in needed.splitlines()
               if str(folder / "empty") not in line and not any(name in line for name in allowed)]
    if foreign:
        sys.exit(f"the wheel asks for libraries that a machine may lack: {foreign}")
    pip(python, f"{wheel}[test]")
    done = subprocess.run([str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(HERE),
                           *map(str, sorted(HERE.glob("test_*.py")))],
                          env=clean, cwd=folder)
    sys.exit(done.returncode)
