#!/usr/bin/env python3
"""What coverage.py makes of counts and waivers: counts that were made up, in sources that were."""
import pathlib
import sys
import tempfile

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
    return sums, coverage.told(holes, TEXT), sum(not waiver.used for waiver in read)


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
    bits = {"file": "a.sv", "signal": "count_q", "bits": "3", "reason": "too wide"}
    arm = {"file": "a.sv", "at": "if (full)", "arm": "if", "reason": "never"}
    _, holes, stale = judge(TWO_STRUCTURES, [bits, arm])
    assert holes == ["a.sv:2: toggle: count_q 0: logic [3:0] count_q;"] and stale == 0, holes
    _, holes, stale = judge(TWO_STRUCTURES, [bits, {**arm, "arm": "else"}, {**bits, "bits": "2"}])
    assert len(holes) == 2 and stale == 2, (holes, stale)
    block = {"file": "a.sv", "at": "logic", "until": "if (full)", "reason": "all of it"}
    assert judge(TWO_STRUCTURES, [block])[1:] == ([], 0)


def test_a_block_that_nothing_elaborates_is_a_hole() -> None:
    without = [line for line in TWO_STRUCTURES if "gen_wide" not in line]
    _, holes, _ = judge(without, [])
    assert "a.sv:3: generate: gen_wide: if (Wide != 0) begin : gen_wide" in holes, holes


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
