#!/usr/bin/env python3
"""What coverage.py makes of counts and waivers: counts that were made up, in sources that were."""
import contextlib
import io
import pathlib
import sys
import tempfile
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import coverage  # noqa: E402

TEXT = {"a.sv": ["module a;", "  logic [3:0] count_q;", "  if (Wide != 0) begin : gen_wide", "    assign b = c;", "  end",
                 "  always_comb begin", "    if (full) x = 1;", "  end", "endmodule"]}


def record(line: int, column: int, page: str, point: str, scope: str, count: int) -> str:
    fields = {"f": "a.sv", "l": line, "n": column, "page": page, "o": point, "h": scope}
    return "C '" + "".join(f"\x01{key}\x02{value}" for key, value in fields.items()) + f"' {count}"


def judge(records: list[str], waivers: list[dict]) -> tuple[dict, list[str], int]:
    with tempfile.TemporaryDirectory() as folder:
        merged = pathlib.Path(folder) / "merged.dat"
        merged.write_text("\n".join(["# SystemC::Coverage-3", *records]))
        counts = coverage.read(merged, TEXT)
    read = [coverage.Waiver(one, TEXT) for one in waivers]
    sums, holes = coverage.judged(counts, read)
    return sums, coverage.told(holes, TEXT), sum(len(waiver.stale()) for waiver in read)


TWO_STRUCTURES = [
    # One ties bits 3 and 2 off, the other has two bits only and moves bit 1; nobody moves bit 0 and 3.
    record(2, 15, "v_toggle/a", "count_q[0]", "top.u", 0), record(2, 15, "v_toggle/a", "count_q[1]", "top.u", 0),
    record(2, 15, "v_toggle/a", "count_q[2]", "top.u", 4), record(2, 15, "v_toggle/a", "count_q[3]", "top.u", 0),
    record(2, 15, "v_toggle/a__W2", "count_q[0]", "top.v", 0), record(2, 15, "v_toggle/a__W2", "count_q[1]", "top.v", 9),
    record(7, 5, "v_branch/a", "if", "top.u", 0), record(7, 6, "v_branch/a", "else", "top.u", 5),
    record(7, 5, "v_branch/a__W2", "if", "top.v", 0), record(3, 1, "v_line/observer", "block", "top.gen_wide.u", 1),
]


def test_places_are_joined_over_structures() -> None:
    sums, holes, _ = judge(TWO_STRUCTURES, [])
    assert sums["a.sv", "toggle"] == [4, 2, 0], sums
    assert sums["a.sv", "branch"] == [2, 1, 0], sums
    assert holes == ["a.sv:2: toggle: count_q 3, 0: logic [3:0] count_q;", "a.sv:7: branch: if: if (full) x = 1;"], holes


def test_waivers_explain_what_they_name_and_nothing_else() -> None:
    bits = {"file": "*.sv", "signal": "count_q[3]", "reason": "too wide"}
    arm = {"file": "a.sv", "at": "if (full)", "arm": "if", "reason": "never"}
    _, holes, stale = judge(TWO_STRUCTURES, [bits, arm])
    assert holes == ["a.sv:2: toggle: count_q 0: logic [3:0] count_q;"] and stale == 0, holes
    _, holes, stale = judge(TWO_STRUCTURES, [bits, {**arm, "arm": "else"}, {**bits, "signal": "count_q[2]"}])
    assert len(holes) == 2 and stale == 2, (holes, stale)
    _, holes, stale = judge(TWO_STRUCTURES, [{**bits, "signal": "count_q[3:1,0] count_d other*"}, arm])
    assert holes == [] and stale == 2, (holes, stale)
    block = {"file": "a.sv", "at": "logic", "until": "if (full)", "reason": "all of it"}
    assert judge(TWO_STRUCTURES, [block])[1:] == ([], 0)


def test_a_block_that_nothing_elaborates_is_a_hole() -> None:
    without = [line for line in TWO_STRUCTURES if "gen_wide" not in line]
    _, holes, _ = judge(without, [])
    assert "a.sv:3: generate: gen_wide: if (Wide != 0) begin : gen_wide" in holes, holes


def test_words_of_a_memory_are_one() -> None:
    words = [record(2, 15, "v_toggle/a", "mem[0][1]", "top.u", 0), record(2, 15, "v_toggle/a", "mem[1][1]", "top.u", 3),
             record(2, 15, "v_toggle/a", "mem[1][0]", "top.u", 0)]
    sums, holes, _ = judge([*words, TWO_STRUCTURES[-1]], [])
    assert sums["a.sv", "toggle"] == [2, 1, 0], sums
    assert holes == ["a.sv:2: toggle: mem 0: logic [3:0] count_q;"], holes


def exit_of(records: list[str], waivers: str) -> tuple[int, str]:
    """Of the program, with these counts and this waivers.toml."""
    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder)
        (here / "waivers.toml").write_text(waivers)
        merged = "\n".join(["# SystemC::Coverage-3", *records])
        out = io.StringIO()
        with unittest.mock.patch.multiple(coverage, HERE=here, sources=lambda: TEXT,
                                          merge=lambda _, to: to.write_text(merged)), \
                unittest.mock.patch.object(sys, "argv", ["coverage.py", "--work", folder, "--judge"]), \
                contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            return coverage.main(), out.getvalue()


def test_a_new_hole_and_a_stale_waiver_fail() -> None:
    waivers = """
[[waiver]]
file = "a.sv"
signal = "count_q[3,0]"
reason = "too wide"
[[waiver]]
file = "a.sv"
at = "if (full)"
reason = "never"
"""
    status, told = exit_of(TWO_STRUCTURES, waivers)
    assert status == 0 and "HOLE" not in told and "STALE" not in told, told
    status, told = exit_of([*TWO_STRUCTURES, record(7, 9, "v_line/a", "block", "top.u", 0),
                            record(4, 9, "v_line/a", "block", "top.u", 0)], waivers)
    assert status == 1 and told.count("HOLE") == 1 and "HOLE a.sv:4: line: block" in told and "STALE" not in told, told
    reached = [one.replace("' 0", "' 2") if "v_branch" in one else one for one in TWO_STRUCTURES]
    status, told = exit_of(reached, waivers)
    assert status == 1 and "HOLE" not in told and told.count("STALE") == 1 and "if (full)" in told, told
    reached = [one.replace("' 0", "' 2") if "count_q" in one else one for one in TWO_STRUCTURES]
    status, told = exit_of(reached, waivers)
    assert status == 1 and told.count("STALE") == 1 and "count_q[3,0]" in told, told
    status, told = exit_of(TWO_STRUCTURES, waivers + "bits = 3\n")
    assert status == 2 and "waivers.toml" in told, told


def test_waivers_that_cannot_be_are_refused() -> None:
    for bad in ({"file": "a.sv", "at": "if"}, {"file": "b.sv", "reason": "x"}, {"file": "a.sv", "reason": "x", "lines": 3},
                {"file": "a.sv", "at": "nowhere", "reason": "x"}, {"file": "a.sv", "reason": "the whole file"}):
        try:
            coverage.Waiver(bad, TEXT)
        except coverage.Failure:
            continue
        raise AssertionError(f"was taken: {bad}")


if __name__ == "__main__":
    for name, test in list(globals().items()):
        if name.startswith("test_"):
            test()
            print(f"{name}: well")
