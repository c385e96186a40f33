"""Virtual environments for the tests of the package, kept in the cache; and how a test is left out."""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SKIPPED = 77  # SKIP_RETURN_CODE in CMakeLists.txt


def skip(why: str) -> None:
    """Ends the test as skipped."""
    print(f"SKIPPED: {why}", flush=True)
    sys.exit(SKIPPED)


def cache() -> Path:
    """As the command line's (docs/architecture.md)."""
    home = Path.home() / ".cache"
    default = Path(os.environ.get("XDG_CACHE_HOME") or home) / "silipool"
    return Path(os.environ.get("SILIPOOL_CACHE") or default) / "python"


def make_venv(folder: Path) -> Path:
    """A new virtual environment; its interpreter."""
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], capture_output=True, text=True)
    if made.returncode != 0:
        skip(f"no virtual environment can be made (apt-get install python3-venv): {made.stderr or made.stdout}")
    return folder / "bin" / "python"


def pip(python: Path, *arguments: str) -> None:
    """pip, or the test is skipped: what it wants comes from PyPI."""
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    try:
        got = subprocess.run(command, capture_output=True, text=True, timeout=600)
    except subprocess.TimeoutExpired:
        skip("PyPI does not answer")
    if got.returncode != 0:
        skip(f"pip install {' '.join(arguments)} failed, is PyPI in reach?\n{got.stderr}")


def interpreter() -> Path:
    """The Python of an environment with requirements.txt, made once for this Python and these requirements."""
    wanted = (HERE / "requirements.txt").read_bytes()
    name = hashlib.sha256(wanted + sys.version.encode() + sys.base_prefix.encode()).hexdigest()[:16]
    folder = cache() / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.with_suffix(".lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        complete = folder / "complete"
        python = folder / "bin" / "python"
        if not complete.exists():
            python = make_venv(folder)
            pip(python, "-r", str(HERE / "requirements.txt"))
            complete.touch()
    return python
