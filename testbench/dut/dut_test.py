"""verify --dut: docs/examples/serial_pooler agrees, each planted bug is found and named, mistakes are told.

usage: dut_test.py Fast|Slow
"""

import csv
import os
import pathlib
import random
import sys
import time

sys.path.insert(0, os.fspath(pathlib.Path(__file__).resolve().parents[1] / "cli"))

from command_line import BAD_INPUT, CHECK_FAILED, DONE, ROOT, SilipoolCase, environment, main

EXAMPLE = ROOT / "docs/examples/serial_pooler"
CONFIG, DUT = EXAMPLE / "small.toml", EXAMPLE / "DUT.toml"
STALLS = ("none", "in", "out", "both", "alternate")
BUGS = [*csv.DictReader((EXAMPLE / "bugs.csv").open())]

REGISTERS = DUT.read_text().split("[constants]\n")[1].split("bug = 0")[0]
STRUCTURE = "\n".join(
    f'{name} = "{value}"'
    for name, value in (
        ("INPUTS", "inputs"),
        ("COLUMNS", "columns"),
        ("PERMANENCE_BITS", "pooler.permanence_bits"),
        ("CONNECTED_THRESHOLD", "pooler.connected_threshold"),
        ("RULE", "learning.rule"),
    )
)


def adapter(top, clock, reset, word, body):
    """A DUT.toml of a module of adapters.v."""
    return f"""
[design]
sources = ["{ROOT}/testbench/dut/adapters.v", "{EXAMPLE}/serial_pooler.v"]
top = "{top}"
[parameters]
{STRUCTURE}
{word}
[constants]
{REGISTERS}
[clock]
port = "{clock}"
[reset]
{reset}
{body}
"""


AXI = adapter(
    "pooler_axi",
    "aclk",
    'port = "reset"\nactive = "high"\nkind = "asynchronous"',
    "WORD = 7",
    """
[input]
protocol = "axi_stream"
prefix = "s_axis"
learn = "s_axis_tuser"
bit_order = "msb_first"
word_order = "highest_first"
[output]
protocol = "axi_stream"
prefix = "m_axis"
""",
)
CALL = adapter(
    "pooler_call",
    "clk",
    'port = "rst_n"',
    "WORD = 5",
    """
[input]
protocol = "start"
write = "write"
address = "address"
data = "data"
start = "start"
learn = "learn"
[output]
protocol = "done"
done = "done"
read = "read"
address = "winners_address"
data = "winners"
latency = 1
[state]
every = 8
idle = "resting"
[state.bus]
address = "bus_address"
data = "bus_data"
latency = 1
write = "bus_write"
write_data = "bus_write_data"
[state.duty]
bus = true
preload = PRELOAD
[state.boost]
signal = "u_pooler.boost[*]"
preload = PRELOAD
[state.permanence]
signal = "u_pooler.permanence[*]"
[state.overlap]
signal = "u_pooler.overlap[*]"
""",
).replace("PRELOAD", "false").replace("[clock]", "bug = 0\n[clock]")
INDICES = adapter(
    "pooler_indices",
    "clk",
    'port = "rst_n"',
    "",
    """
[input]
format = "indices"
none = 0xfff
data = "in_index"
valid = "in_valid"
ready = "in_ready"
learn = "in_learn"
[output]
format = "indices"
data = "out_index"
valid = "out_valid"
ready = "out_ready"
done = "out_done"
""",
)

# A design that is wrong in a way that no protocol knows.
LOOP = "module t(input clk, rst_n, v, input [19:0] d, output q_v, output [11:0] q);\n"
WRONG = {
    "loop": (
        LOOP + "wire a = !(a & v); assign q = {12{a}}; assign q_v = a & v; endmodule\n",
        CHECK_FAILED,
        r"HANDSHAKE  the design does not settle, a combinational loop: .*converge",
    ),
    "finish": (
        LOOP + 'assign q = 0; assign q_v = 0; always @(posedge clk) if (v) $finish; endmodule\n',
        CHECK_FAILED,
        r"HANDSHAKE  the design ended the simulation: .*t.v:2: \$finish",
    ),
    "silent": (
        LOOP + "assign q = 0; assign q_v = 0; endmodule\n",
        CHECK_FAILED,
        r"HANDSHAKE  no answer in 500 cycles: an input was taken, and 0 words of its winners have come",
    ),
    "undefined": (
        LOOP + "assign q = nothing; assign q_v = 0; endmodule\n",
        BAD_INPUT,
        r"module t does not elaborate:\n.*Can't find definition of variable: 'nothing'",
    ),
    "syntax": (LOOP + "assign = ; endmodule\n", BAD_INPUT, r"module t does not elaborate:\n.*syntax error"),
    "inout": (
        LOOP.replace("output q_v", "inout q_v") + "endmodule\n",
        BAD_INPUT,
        r"DUT.toml: port q_v is inout: every port must be an input or an output",
    ),
    "unpacked": (
        LOOP.replace("output q_v", "output q_v [0:3]") + "endmodule\n",
        BAD_INPUT,
        r"DUT.toml: port q_v is not a vector of bits",
    ),
}
WRONG_TOML = """
[design]
sources = ["t.v"]
top = "t"
[clock]
port = "clk"
[reset]
port = "rst_n"
[input]
data = "d"
valid = "v"
learn = true
[output]
data = "q"
valid = "q_v"
timeout = 500
"""


class Case(SilipoolCase):
    def compare_with_table(self, rows, dut, state):
        """How many of the rows have a cause, one alone; winners alone may leave more than one."""
        named = 0
        for row in rows:
            first, causes, result = self.bug(row["bug"], dut)
            said = f"bug {row['bug']}\n{result}"
            if row["phase"] == "HANDSHAKE":
                self.assertEqual([first["phase"], first["what"]], ["HANDSHAKE", row["cause"]], said)
            elif state:
                self.assertEqual([first["step"], first["phase"], ",".join(causes)],
                                 [int(row["step"]), row["phase"], row["cause"]], said)  # fmt: skip
            elif row["cause"]:
                self.assertIn(row["cause"], causes, said)
            named += first["phase"] != "HANDSHAKE" and len(causes) == 1
        return named

    def verify(self, config, dut, *more, steps=3000, stall="both"):
        return self.silipool(
            "verify", config, "--dut", dut, "--steps", str(steps), "--stall", stall, "--quiet",
            "--json", "out.json", *more, timeout=900, env=environment(SILIPOOL_TEST_MARK=self.scratch),
        )  # fmt: skip

    def nothing_is_left_running(self, said):
        """No process of the last run, or of one that it started, is there any more."""
        mark = f"SILIPOOL_TEST_MARK={self.scratch}".encode()
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                self.assertNotIn(mark, (process / "environ").read_bytes().split(b"\0"), f"{process.name}\n{said}")
            except OSError:
                pass  # it has ended, or is another user's

    def agrees(self, config, dut, *more, **how):
        result = self.verify(config, dut, *more, **how)
        self.assertEqual(result.status, DONE, result)
        self.assertEqual(result.err, "", result)
        return self.read_json("out.json")

    def bug(self, number, dut=DUT, steps=3000):
        """What is said of a planted bug: where it shows, and the names of the causes."""
        result = self.verify(CONFIG, dut, "--dut-set", f"constants.bug={number}", steps=steps)
        self.assertEqual(result.status, CHECK_FAILED, result)
        found = self.read_json("out.json")
        first = found["first_mismatch"]
        causes = [cause["name"] for cause in found.get("diagnosis", {}).get("causes", [])]
        return first, causes, result


class Fast(Case):
    def test_the_example_agrees(self):
        for stall in STALLS:
            found = self.agrees(CONFIG, DUT, steps=600, stall=stall)
            self.assertEqual(found["steps"]["learn"] + found["steps"]["infer"], 600)
            self.assertEqual(found["resets"], 4)
            self.assertGreater(found["lockstep"]["state_words"], 2000)

    def test_bugs_are_found_and_named_as_the_table_says(self):
        self.compare_with_table(BUGS[::4], DUT, state=True)

    def test_a_finding_is_replayed_with_waves(self):
        first, _, result = self.bug(1)
        self.assertIn("cause: of equal columns the one with the highest index wins (ties_highest_index)", result.out)
        self.assertIn("-> the RTL alone differs", result.out)
        record = first["replay"].split("'")[1]
        replay = self.silipool("replay", record, "--quiet", "--json", "again.json", timeout=600)
        self.assertEqual(replay.status, CHECK_FAILED, replay)
        again = self.read_json("again.json")
        self.assertEqual(again["first_mismatch"], first)
        self.assertGreater((self.work / again["waves"]).stat().st_size, 500)

    def test_a_call_with_state_on_a_bus(self):
        dut = self.write("call.toml", CALL)
        found = self.agrees(CONFIG, dut, steps=200)
        self.assertEqual(found["lockstep"]["state_words"], 25 * (12 + 12 + 12 * 20 + 12))
        # A reset that leaves duties and boosts: what is written after it mends that.
        left = ("--dut-set", "constants.bug=25")
        self.assertEqual(self.verify(CONFIG, dut, *left, steps=200).status, CHECK_FAILED)
        written = ("--dut-set", "state.duty.preload=true", "--dut-set", "state.boost.preload=true")
        self.agrees(CONFIG, dut, *left, *written, steps=200)

    def test_designs_that_are_wrong_altogether(self):
        dut = self.write("DUT.toml", WRONG_TOML)
        for name, (source, status, words) in WRONG.items():
            with self.subTest(name):
                self.write("t.v", source.replace("q);\n", "q);\n", 1))
                start = time.monotonic()
                result = self.verify(CONFIG, dut, steps=100)
                self.assertEqual(result.status, status, result)
                self.assertRegex(result.out + result.err, words)
                self.assertLess(time.monotonic() - start, 120)
                self.nothing_is_left_running(result)

    def test_a_wrong_overlap_comes_before_wrong_winners(self):
        seen = ("--dut-set", "state.overlap.signal=overlap[*]", "--dut-set", "state.every=1")
        for bug, phase in (24, "OVERLAP"), (35, "WINNER"):
            result = self.verify(CONFIG, DUT, "--dut-set", f"constants.bug={bug}", *seen, steps=50)
            self.assertEqual(result.status, CHECK_FAILED, result)
            self.assertEqual(self.read_json("out.json")["first_mismatch"]["phase"], phase, result)

    def test_widths_of_packed_ports(self):
        self.write(
            "t.v",
            """package p; typedef struct packed { logic [3:0] a; logic b; } s_t; typedef enum logic [1:0] {A, B} e_t;
            endpackage
            module t #(parameter W = 3)(input logic clk, rst_n, input p::s_t s, input p::e_t e, input [0:6] up,
                input logic [2:0][W-1:0] pa, output int i, output p::s_t [1:0] ps, output shortint q_v, output q);
            endmodule""",
        )
        result = self.verify(CONFIG, self.write("DUT.toml", WRONG_TOML + "[parameters]\nW = 8\n"), steps=10)
        self.assertEqual(result.status, BAD_INPUT, result)
        self.assertIn(
            "it has input clk, input rst_n, input s[4:0], input e[1:0], input up[6:0], input pa[23:0], output i[31:0], "
            "output ps[9:0], output q_v[15:0], output q\n",
            result.err,
        )

    def test_mistakes_in_the_file(self):
        def refused(words, *sets):
            arguments = [word for change in sets for word in ("--dut-set", change)]
            result = self.verify(CONFIG, DUT, *arguments)
            self.assertEqual(result.status, BAD_INPUT, result)
            self.assertRegex(result.err, words)
            self.assertEqual(result.err.count("\n"), 1, result)

        refused(r"the sources have no module poolr: they have serial_pooler$", "design.top=poolr")
        refused(r"module serial_pooler has no parameter DEPTH: it has INPUTS, COLUMNS, WORD", "parameters.DEPTH=3")
        refused(r"input.valid = \"in_vald\": serial_pooler has no such port \(did you mean in_valid\?\): it has input clk",
                "input.valid=in_vald")  # fmt: skip
        refused(r"input.valid = \"in_data\" has 8 bits, and must have 1$", "input.valid=in_data")
        refused(r"output.data = \"in_data\" is an input of serial_pooler, and must be an output: the ports are",
                "output.data=in_data")  # fmt: skip
        refused(r"constants.bug = 64 does not fit the 6 bits of the port", "constants.bug=64")
        refused(r"20 inputs take 3 words, and input.words is 1", "input.words=1")
        refused(r"nothing.v: ", 'design.sources=["nothing.v"]')
        refused(r"--dut-set: there is no key input.vald here", "input.vald=3")
        for text, words in (
            ("[design\n", r"DUT.toml:1:8: Error while parsing table header"),
            (DUT.read_text().replace("active =", "actve ="), r"DUT.toml:\d+: there is no key reset.actve here"),
            (DUT.read_text().replace('"low"', "3"), r"DUT.toml:\d+: reset.active"),
            ("", r"DUT.toml: "),
        ):
            result = self.verify(CONFIG, self.write("DUT.toml", text), steps=10)
            self.assertEqual(result.status, BAD_INPUT, result)
            self.assertRegex(result.err, words)
            self.assertEqual(result.err.count("\n"), 1, result)
            self.nothing_is_left_running(result)
        result = self.verify(CONFIG, DUT, "--dut-set", "state.duty.signal=dutys[*]", steps=10)
        self.assertEqual(result.status, BAD_INPUT, result)
        self.assertIn("dutys", result.err)

    def test_the_page_has_the_table(self):
        wanted = "| bug | mistake | step | phase | found |\n|---|---|---|---|---|\n"
        for row in BUGS:
            found = row["cause"] if row["phase"] == "HANDSHAKE" or not row["cause"] else f"`{row['cause']}`"
            wanted += f"| {row['bug']} | {row['mistake']} | {row['step']} | {row['phase']} | {found or 'no name'} |\n"
        self.assertTrue((EXAMPLE / "README.md").read_text().endswith(wanted), f"README.md must end with\n{wanted}")
        counts = [sum(row["phase"] != "HANDSHAKE" and row["cause"] != "" for row in BUGS),
                  sum(row["phase"] == "HANDSHAKE" for row in BUGS)]  # fmt: skip
        self.assertEqual(counts, [31, 6], "the sentence above the table")

    def test_the_template_is_printed(self):
        result = self.silipool("verify", "--dut-template")
        self.assertEqual(result.status, DONE, result)
        for key in ("[design]", "protocol", "timeout", "preload"):
            self.assertIn(key, result.out)


class Slow(Case):
    def test_random_configurations_agree(self):
        """100 000 steps: 20 structures, five sets of registers each, every pattern of stalls."""
        steps = 0
        for number in range(20):
            draw = random.Random(f"structure {number}")
            structure, dut_sets = self.structure(draw)
            for stall in STALLS:
                config = self.write("random.toml", structure + self.registers(draw, structure))
                found = self.agrees(config, DUT, *dut_sets, steps=1000, stall=stall)
                steps += found["steps"]["learn"] + found["steps"]["infer"]
        self.assertEqual(steps, 100000)

    @staticmethod
    def structure(draw):
        inputs = draw.choice([1, 2, draw.randint(3, 64), draw.randint(3, 64)])
        columns = draw.choice([1, 2, draw.randint(3, 24), draw.randint(3, 24)])
        bits = draw.choice([1, 2, 4, 8, 16])
        threshold = draw.choice([1, 2**bits - 1, draw.randint(1, 2**bits - 1)])
        rule = draw.choice(["every_step", "draw_per_winner", "draw_per_synapse"])
        word = draw.choice([1, 3, 8, 32, 64, 100])
        text = (
            f'name = "random"\nseed = {draw.randrange(2**32)}\n'
            f'input.shape = [{inputs}]\ninput.encoding = "none"\n'
            f"pooler.columns_per_hypercolumn = {columns}\npooler.permanence_bits = {bits}\n"
            f'pooler.connected_threshold = {threshold}\nlearning.rule = "{rule}"\n'
        )
        return text, ("--dut-set", f"parameters.WORD={word}")

    @staticmethod
    def registers(draw, structure):
        values = dict(line.split(" = ") for line in structure.splitlines())
        columns, inputs = int(values["pooler.columns_per_hypercolumn"]), int(values["input.shape"].strip("[]"))
        most = 2 ** int(values["pooler.permanence_bits"]) - 1
        winners = draw.randint(1, columns)
        period = draw.randint(1, 100)
        text = (
            f"pooler.active_columns = {winners}\npooler.learning_columns = {draw.randint(1, winners)}\n"
            f"pooler.stimulus_threshold = {draw.choice([0, 1, draw.randint(0, inputs // 4), inputs + 1])}\n"
            f"pooler.initially_connected = {draw.random():.4f}\n"
            f"learning.increment = {draw.choice([1, 1, draw.randint(0, most)])}\n"
            f"learning.decrement = {draw.choice([1, 1, draw.randint(0, most)])}\n"
            f'boosting.rule = "exponential"\nboosting.duty_period = {period}\n'
            f"boosting.update_period = {draw.randint(1, min(10, period))}\n"
            f"boosting.strength = {draw.choice([0, round(0.69 * period * draw.random(), 3)])}\n"
        )
        if values["learning.rule"] != '"every_step"':
            text += (
                f"learning.increment_probability = {draw.random():.4f}\n"
                f"learning.decrement_probability = {draw.random():.4f}\n"
            )
        return text

    def test_every_bug_is_found_and_at_least_twenty_are_named(self):
        self.assertGreaterEqual(len(BUGS), 25)
        self.assertGreaterEqual(self.compare_with_table(BUGS, DUT, state=True), 20)

    def test_winners_alone_are_enough(self):
        text = DUT.read_text().split("[state]")[0].replace('"serial_pooler.v"', f'"{EXAMPLE}/serial_pooler.v"')
        dut = self.write("DUT.toml", text)
        self.agrees(CONFIG, dut, steps=600)
        self.assertGreaterEqual(self.compare_with_table(BUGS, dut, state=False), 20)

    def test_words_of_another_order_are_named(self):
        wrong = AXI.replace('bit_order = "msb_first"\nword_order = "highest_first"', "")
        result = self.verify(CONFIG, self.write("axi.toml", wrong), steps=200)
        self.assertEqual(result.status, CHECK_FAILED, result)

    def test_lists_of_indices_and_all_stalls(self):
        for stall in STALLS:
            self.agrees(CONFIG, self.write("indices.toml", INDICES), steps=1000, stall=stall)
            self.agrees(CONFIG, self.write("axi.toml", AXI), steps=1000, stall=stall)
            self.agrees(CONFIG, self.write("call.toml", CALL), steps=1000, stall=stall)

    def test_a_long_run(self):
        self.agrees(CONFIG, DUT, steps=100000)


if __name__ == "__main__":
    main()
