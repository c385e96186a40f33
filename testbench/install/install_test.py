"""What `cmake --install` leaves works from wherever it is: the program, find_package(silipool) from C++ and from C."""

from installation import CMAKE, InstalledCase
from command_line import ROOT, main

EXAMPLE = ROOT / "docs/examples/library"


class Install(InstalledCase):
    def test_the_program_finds_what_it_ships(self):
        program = self.prefix / "bin/silipool"
        share = self.prefix / "share/silipool"
        for arguments in (
            ("config", "check", share / "sim/configs/tiny.toml"),
            ("run", share / "sim/configs/digits.toml", "--train", "20", "--test", "10", "--quiet", "--no-baselines"),
        ):
            self.run_tool(program, *arguments)
        # A cost table and a card that only the installation has.
        for folder, name in (("model/cost/tables", "table"), ("model/memristor/cards", "card")):
            present = sorted((share / folder).glob("*.toml"))
            self.assertGreater(len(present), 0, name)
        (share / "model/cost/tables/only_here.toml").write_text("not a table")
        self.addCleanup((share / "model/cost/tables/only_here.toml").unlink)
        text = (share / "sim/configs/digits.toml").read_text()
        config = self.write("c.toml", text + '\n[estimate]\ntechnology = "none_such"\n')
        done = self.run_tool(program, "run", config, "--train", "20", "--test", "10", "--quiet", check=False)
        self.assertIn("only_here", done.stdout + done.stderr)
        self.assertIn(str(share), done.stderr)

    def test_no_file_names_the_source_or_the_build(self):
        for file in self.prefix.rglob("*.cmake"):
            text = file.read_text()
            self.assertNotIn(str(ROOT), text, file)
        self.assertGreater(len([*self.prefix.rglob("*.hpp")]), 80)

    def test_programs_of_others_in_cpp_and_c(self):
        build = self.work / "build"
        where = f"-DCMAKE_PREFIX_PATH={self.prefix}"
        self.run_tool(CMAKE, "-S", EXAMPLE, "-B", build, where, "-DCMAKE_BUILD_TYPE=Debug")
        self.run_tool(CMAKE, "--build", build)
        config = self.prefix / "share/silipool/sim/configs/tiny.toml"
        said = {self.run_tool(build / name, config, "200").stdout for name in ("pooler_c", "pooler_cpp")}
        self.assertEqual(len(said), 1, said)
        self.assertRegex(said.pop(), r"^200 steps, [1-9][0-9]+ winners, digest [0-9a-f]{16}\n$")
        wrong = self.run_tool(build / "pooler_c", "/nowhere.toml", "1", check=False)
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("/nowhere.toml: cannot open", wrong.stderr)

    def test_the_c_library_alone_needs_no_other_package(self):
        self.write(
            "alone/CMakeLists.txt",
            "cmake_minimum_required(VERSION 3.25)\nproject(alone LANGUAGES C)\n"
            "foreach(name fmt ZLIB Threads)\n  set(CMAKE_DISABLE_FIND_PACKAGE_${name} ON)\nendforeach()\n"
            "find_package(silipool 0.1 REQUIRED COMPONENTS c)\n"
            "if(TARGET silipool::sp)\n  message(FATAL_ERROR rooms)\nendif()\n",
        )
        self.run_tool(CMAKE, "-S", "alone", "-B", "b", f"-DCMAKE_PREFIX_PATH={self.prefix}")
        text = (self.work / "alone/CMakeLists.txt").read_text()
        self.write("alone/CMakeLists.txt", text.replace("COMPONENTS c", "COMPONENTS c nothing"))
        done = self.run_tool(CMAKE, "-S", "alone", "-B", "b2", f"-DCMAKE_PREFIX_PATH={self.prefix}", check=False)
        self.assertNotEqual(done.returncode, 0)


if __name__ == "__main__":
    main()
