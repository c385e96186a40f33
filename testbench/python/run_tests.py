#!/usr/bin/env python3
"""usage: run_tests.py FILE...   runs pytest files on the package that the build tree holds ($SILIPOOL_PYTHON)"""

import os
import subprocess
import sys

from environment import HERE, interpreter

python = interpreter()
environment = {**os.environ, "PYTHONPATH": os.environ["SILIPOOL_PYTHON"], "PYTHONDONTWRITEBYTECODE": "1"}
command = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider",
           "--rootdir", str(HERE), *(name if name.startswith("-") else str(HERE / name) for name in sys.argv[1:])]
sys.exit(subprocess.run(command, env=environment).returncode)
