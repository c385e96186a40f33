"""The foreign design and its planted mistakes in testbenches of its own, with an installation: DPI-C in Verilator,
VPI and golden vectors in Icarus Verilog. Each must come to the verdict of `silipool verify --dut`, at the same step.
"""

import re
import shutil

from installation import InstalledCase
from command_line import CHECK_FAILED, DONE, ROOT, environment, main

EXAMPLE = ROOT / "docs/examples/serial_pooler"
BENCHES = EXAMPLE / "testbenches"
CONFIG = EXAMPLE / "small.toml"
STEPS = 300
# None; the tie order, a threshold off by one, a stale duty, a lost flip, a hang. All show before verify's first reset.
BUGS = (0, 1, 2, 14, 9, 29)
HANG = 29


class Testbenches(InstalledCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.verdicts = {}

    def setUp(self):
        super().setUp()
        for bug in () if self.verdicts else BUGS:
            self.verdicts[bug] = self.verify(bug)
        self.assertEqual(len({step for step in self.verdicts.values()}), len(BUGS), self.verdicts)

    def verify(self, bug):
        """The step at which `silipool verify --dut` finds the mistake; None: it finds nothing."""
        result = self.silipool(
            "verify", CONFIG, "--dut", EXAMPLE / "DUT.toml", "--steps", str(STEPS), "--dut-set", f"constants.bug={bug}",
            "--quiet", "--json", "out.json",
        )  # fmt: skip
        self.assertEqual(result.status, CHECK_FAILED if bug else DONE, result)
        return self.read_json("out.json").get("first_mismatch", {}).get("step")

    def compare(self, run):
        """`run(bug)`: what the testbench prints."""
        for bug, step in self.verdicts.items():
            said = run(bug)
            first = re.search(r"^FAIL: .*?\bstep (\d+): (.*)$", said, re.MULTILINE)
            self.assertEqual(bool(re.search(r"^PASS: ", said, re.MULTILINE)), step is None, f"bug {bug}\n{said}")
            self.assertEqual(int(first[1]) if first else None, step, f"bug {bug}\n{said}")
            if first:
                self.assertEqual("no winners in time" in first[2], bug == HANG, said)

    def need(self, *tools):
        for tool in tools:
            if shutil.which(tool) is None:
                self.skipTest(f"{tool} is not installed: apt-get install {'iverilog' if tool != 'verilator' else tool}")

    def icarus(self, bench, *more):
        self.run_tool(
            "iverilog", "-g2005", f"-I{EXAMPLE}", f"-I{BENCHES}", *more, "-o", "bench.vvp", BENCHES / bench,
            EXAMPLE / "serial_pooler.v",
        )  # fmt: skip

    def test_dpi_in_verilator(self):
        self.need("verilator")
        library = self.prefix / "lib/libsilipool.so"
        self.run_tool(
            "verilator", "--binary", "--timing", "-Wno-fatal", "-Wno-lint", "-O1", f"-I{EXAMPLE}", f"-I{BENCHES}",
            "--top-module", "dpi_tb", "-o", "dpi_tb", self.prefix / "share/silipool/sv/silipool_dpi_pkg.sv",
            BENCHES / "dpi_tb.sv", EXAMPLE / "serial_pooler.v", "-LDFLAGS", "-L. -lsilipool",
            env=environment(LIBRARY_PATH=library.parent),
        )  # fmt: skip
        env = environment(LD_LIBRARY_PATH=library.parent)
        given = (f"+config={CONFIG}", f"+steps={STEPS}")
        self.compare(lambda bug: self.run_tool("obj_dir/dpi_tb", *given, f"+bug={bug}", env=env).stdout)
        wrong = self.run_tool("obj_dir/dpi_tb", "+config=/nowhere.toml", env=env, check=False)
        self.assertNotEqual(wrong.returncode, 0)
        self.assertIn("/nowhere.toml: cannot open", wrong.stdout + wrong.stderr)

    def test_vpi_in_icarus(self):
        self.need("iverilog", "vvp")
        modules = self.prefix / "lib/silipool"
        if not (modules / "silipool.vpi").exists():
            self.skipTest("the build has no silipool.vpi: vpi_user.h was missing (apt-get install iverilog)")
        load = ("-M", modules, "-m", "silipool")
        self.icarus("vpi_tb.v")
        given = (f"+config={CONFIG}", f"+steps={STEPS}")
        self.compare(lambda bug: self.run_tool("vvp", "-n", *load, "bench.vvp", *given, f"+bug={bug}").stdout)
        # What is used wrongly is told with its place, and ends the simulation.
        wrong = self.run_tool("vvp", "-n", *load, "bench.vvp", "+config=/nowhere.toml").stdout
        self.assertRegex(wrong, r"ERROR: .*vpi_tb.v:\d+: \$silipool_create: /nowhere.toml: cannot open")
        created = f'x = $silipool_create("{CONFIG}");'
        for call, message in (
            ("$silipool_step(1, 20'd1, 1)", r"\$silipool_step: pooler is NULL"),
            ("$silipool_step(1, 20'd1)", r"\$silipool_step has 2 arguments, must have 3"),
            ("$silipool_winners(1, 12'd0)", r"\$silipool_winners: argument 2 is written: it must be a variable"),
            (f"{created} $silipool_winners(x, r)", r"argument 2 has 8 bits: 12 are written"),
            (f'{created} $silipool_step(x, 20\'bx, 1)', r"\$silipool_step: input: bit 0 is x"),
            (f'{created} $silipool_step(x, 24\'hffffff, 1)', r"bit 20 is on: there are 20 inputs"),
            (f'{created} x = $silipool_value(x, "duty", 12, 0)', r"column 12 .* must be 0..11"),
            (
                f'{created} $silipool_step(x, 20\'d1, 1); x = $silipool_compare(x, 12\'bzx1)',
                r"MISMATCH: step 0: winners: bit 1 is x",
            ),
        ):
            self.write("t.v", f"module t; integer x; reg [7:0] r; initial begin {call}; #1 $finish; end endmodule\n")
            self.run_tool("iverilog", "-o", "t.vvp", "t.v", "-L", modules, "-m", "silipool", check=False)
            said = self.run_tool("vvp", "-n", *load, "t.vvp", check=False)
            self.assertRegex(said.stdout, message)

    def test_vectors_in_icarus(self):
        self.need("iverilog", "vvp")
        made = self.silipool("vectors", CONFIG, "--steps", str(STEPS), "--out", self.work, "--quiet")
        self.assertEqual(made.status, DONE, made)
        self.icarus("vectors_tb.v", f"-I{self.work}")
        self.compare(lambda bug: self.run_tool("vvp", "-n", "bench.vvp", f"+bug={bug}").stdout)


if __name__ == "__main__":
    main()
