"""The Python of docs/tutorials/python.md runs, and prints what stands there."""

import contextlib
import io
import os
import re
from pathlib import Path

import pytest

pytest.importorskip("sklearn")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorials" / "python.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_blocks(tmp_path):
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert sum(kind == "python" for kind, _ in blocks) >= 8
    namespace, printed, before = {}, "", os.getcwd()
    os.chdir(tmp_path)
    try:
        for kind, text in blocks:
            if kind == "text":
                assert printed == text
            if kind == "python":
                out = io.StringIO()
                with contextlib.redirect_stdout(out):
                    exec(compile(text, str(PAGE), "exec"), namespace)
                printed = out.getvalue()
                print(printed, end="")
    finally:
        os.chdir(before)
