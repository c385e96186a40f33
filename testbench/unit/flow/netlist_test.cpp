#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <unistd.h>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/flow/gate_energy.hpp>
#include <silipool/flow/sram.hpp>
#include <silipool/flow/synthesis.hpp>
#include <silipool/flow/timing.hpp>

namespace silipool::flow {
namespace {

// 1 V, so that C V^2 / 2 of 1 pF is 0.5 pJ; tables without axes, so that energies can be added by hand.
constexpr const char* kLibrary = R"lib(library (hand) {
  time_unit : "1ns"; voltage_unit : "1V"; leakage_power_unit : "1nW"; capacitive_load_unit (1, pf); nom_voltage : 1;
  cell (INV) { area : 1; cell_leakage_power : 3;
    pin (A) { direction : input; capacitance : 1; }
    pin (Y) { direction : output; function : "!A";
      internal_power () { related_pin : "A"; rise_power (scalar) { values ("2"); } fall_power (scalar) { values ("4"); } } } }
  cell (NAND) { area : 2; cell_leakage_power : 5;
    leakage_power () { when : "A & B"; value : 9; }
    pin (A) { direction : input; capacitance : 1; }
    pin (B) { direction : input; capacitance : 2; }
    pin (Y) { direction : output; function : "!(A B)";
      internal_power () { related_pin : "A"; rise_power (scalar) { values ("10"); } fall_power (scalar) { values ("10"); } }
      internal_power () { related_pin : "B"; rise_power (scalar) { values ("30"); } fall_power (scalar) { values ("30"); } } } }
  cell (MUX) { area : 3;
    pin (A) { direction : input; capacitance : 1; }
    pin (B) { direction : input; capacitance : 1; }
    pin (S) { direction : input; capacitance : 1; }
    pin (Y) { direction : output; function : "(!((S A) + (!S B)))"; } }
  cell (XOR) { area : 3;
    pin (A) { direction : input; capacitance : 1; }
    pin (B) { direction : input; capacitance : 1; }
    pin (Y) { direction : output; function : "(A !B) + (!A B)"; } }
  cell (DFF) { area : 4; ff (IQ, IQN) { next_state : "D"; clocked_on : "CK"; }
    pin (D) { direction : input; capacitance : 1; }
    pin (CK) { direction : input; clock : true; capacitance : 1;
      internal_power () { rise_power (scalar) { values ("7"); } fall_power (scalar) { values ("1"); } } }
    pin (Q) { direction : output; function : "IQ"; }
    pin (QN) { direction : output; function : "IQN"; } }
})lib";

struct Net {
  liberty::Library library = liberty::read_library(kLibrary, "hand.lib");
  Gates gates;
  Program program;
  explicit Net(const std::string& blif) {
    gates = flatten(parse_blif(blif, "n.blif"), library);
    program = compile(gates, gates.inputs.front().net);
  }
  [[nodiscard]] std::uint32_t input(const std::string& name) const { return port(gates.inputs, name); }
  [[nodiscard]] std::uint32_t output(const std::string& name) const { return port(gates.outputs, name); }
  static std::uint32_t port(const std::vector<Gates::Port>& ports, const std::string& name) {
    for (const Gates::Port& p : ports)
      if (p.name == name) return p.net;
    ADD_FAILURE() << name;
    return 0;
  }
};

/// Evaluates with words of lanes: every pattern of up to six inputs at once.
std::uint64_t evaluate(const Net& n, const std::vector<std::uint32_t>& inputs, std::uint32_t output) {
  constexpr std::uint64_t kPatterns[] = {0xaaaaaaaaaaaaaaaa, 0xcccccccccccccccc, 0xf0f0f0f0f0f0f0f0};
  std::vector<std::uint64_t> v(n.program.values, 0);
  v[1] = ~std::uint64_t{0};
  for (std::size_t i = 0; i < inputs.size(); ++i) v[inputs[i]] = kPatterns[i];
  for (const Program::Step& s : n.program.steps) {
    const std::uint64_t a = s.not_left ? ~v[s.left] : v[s.left], b = s.not_right ? ~v[s.right] : v[s.right];
    const std::uint64_t r = s.kind == Program::Kind::exclusive ? a ^ b : a & b;
    v[s.to] = s.not_to ? ~r : r;
  }
  return v[output];
}

TEST(Flow, StepsComputeWhatTheLibrarySays) {
  const Net n(
      ".model top\n.inputs aclk a b s\n.outputs m x i\n.gate MUX A=a B=b S=s Y=m\n.gate XOR A=a B=b Y=x\n"
      ".gate INV A=s Y=i\n.end\n");
  const std::vector<std::uint32_t> in{n.input("a"), n.input("b"), n.input("s")};
  EXPECT_EQ(evaluate(n, in, n.output("m")) & 0xff, ~((0xf0U & 0xaaU) | (0x0fU & 0xccU)) & 0xffU);
  EXPECT_EQ(evaluate(n, in, n.output("x")) & 0xff, 0xaaU ^ 0xccU);
  EXPECT_EQ(evaluate(n, in, n.output("i")) & 0xff, 0x0fU);
}

TEST(Flow, RefusesWhatIsNotMapped) {
  const auto refusal = [](const std::string& text) -> std::string {
    try {
      const Net n(text);
    } catch (const base::Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(refusal(".model top\n.inputs aclk a b\n.outputs y\n.names a b y\n11 1\n.end\n"),
            "n.blif:5: logic that was not mapped to cells");
  EXPECT_NE(refusal(".model top\n.inputs aclk a\n.outputs y\n.subckt $_NOT_ A=a Y=y\n.end\n")
                .find("'$_NOT_' is neither a cell"),
            std::string::npos);
  EXPECT_NE(
      refusal(".model top\n.inputs aclk a\n.outputs y\n.gate NAND A=a B=y Y=z\n.gate INV A=z Y=y\n.end\n")
          .find("combinational loop of 2 nodes"),
      std::string::npos);
  EXPECT_NE(refusal(".model top\n.inputs aclk a\n.outputs y\n.gate INV A=a Y=y\n.gate INV A=a Y=y\n.end\n")
                .find("driven twice"),
            std::string::npos);
}

TEST(Flow, EnergiesOfCellsWorkedByHand) {
  // aclk -> two flip-flops; q -> NAND.A, and an input b -> NAND.B; NAND -> INV.
  const Net n(
      ".model top\n.inputs aclk d b\n.outputs y\n.gate DFF D=d CK=aclk Q=q\n.gate NAND A=q B=b Y=w\n"
      ".gate INV A=w Y=y\n.end\n");
  const GateEnergy energy(n.gates, n.program, 1, {});
  const GateSlots slots = slots_of(n.gates);
  GateCounts counts;
  counts.cycles = 10;
  counts.toggles.assign(n.gates.nets.size(), 0);
  counts.arcs.assign(slots.arcs.back(), 0);
  counts.clock_falls.assign(slots.arcs.back(), 0);
  counts.leakage_states.assign(slots.leakage.back(), 0);
  counts.toggles[n.input("aclk")] = 20;
  const auto net_at = [&](std::size_t cell, const char* pin) {
    const liberty::Cell& type = *n.gates.cells[cell].type;
    return n.gates.net_of(n.gates.cells[cell], static_cast<std::size_t>(type.find(pin) - type.pins.data()));
  };
  counts.toggles[net_at(1, "A")] = 6;  // q: 1 pF
  counts.toggles[net_at(1, "Y")] = 8;  // w: 1 pF
  counts.toggles[n.output("y")] = 8;
  counts.arcs[slots.arcs[1]] = 3;  // of the transitions of w, A was there in 3, B in 1
  counts.arcs[slots.arcs[1] + 1] = 1;
  double switching = 0, internal = 0, clock = 0;
  for (const EnergyTerm& t : energy.energy(counts))
    (t.cause == "switching" ? switching : t.cause == "internal" ? internal : clock) += t.joules;
  EXPECT_NEAR(switching, (0.5 * 6 + 0.5 * 8) * 1e-12, 1e-20);
  EXPECT_NEAR(internal, (8 * 3 + 8 * (3 * 10 + 1 * 30) / 4.0) * 1e-12, 1e-20);  // INV: the mean of 2 and 4
  EXPECT_NEAR(clock, (20 * 0.5 + 10 * 7 + 10 * 1) * 1e-12, 1e-20);

  counts.leakage_samples = 4;
  counts.leakage_states[slots.leakage[1]] = 1;  // A & B in a quarter of the samples
  double leakage = 0;
  for (const LeakageTerm& t : energy.leakage(counts)) leakage += t.watts;
  EXPECT_NEAR(leakage, (3 + 0.25 * 9 + 0.75 * 5) * 1e-9, 1e-18);

  // One activity everywhere: q and w have 1 pF each, y none; nets of ports count for nobody.
  const auto u = energy.uniform(0.1, 1e6);
  EXPECT_NEAR(u.switching_w, 2 * 0.5e-12 * 0.1 * 1e6, 1e-18);
  EXPECT_NEAR(u.leakage_w, (3 + 9) * 1e-9, 1e-18);
}

// Ranges are made term by term: a net that has no load without wires must be there too.
TEST(Flow, WiresChangeNoTerm) {
  const Net n(
      ".model top\n.inputs aclk d\n.outputs r\n.gate INV A=d Y=y\n.subckt silipool_ram_1x2 clk_i=aclk "
      "read_i=y "
      "read_address_i[0]=d write_i=d write_address_i[0]=d write_data_i[0]=d read_data_o[0]=r\n.end\n");
  const liberty::WireLoad load{"w", 1e-12, 1, {1}, {1}};
  const GateEnergy bare(n.gates, n.program, 1, {}), wired(n.gates, n.program, 1, {"w", &load, 1});
  GateCounts counts;
  counts.cycles = 10;
  counts.toggles.assign(n.gates.nets.size(), 4);
  counts.arcs.assign(slots_of(n.gates).arcs.back(), 0);
  counts.clock_falls = counts.arcs;
  const auto less = bare.energy(counts), more = wired.energy(counts);
  ASSERT_EQ(less.size(), more.size());
  for (std::size_t i = 0; i < less.size(); ++i) {
    EXPECT_EQ(less[i].unit + less[i].cause + less[i].what, more[i].unit + more[i].cause + more[i].what);
    EXPECT_LE(less[i].joules, more[i].joules);
  }
}

TEST(Flow, MemoriesByLawSayThatTheyAreExtrapolated) {
  const Sram s = sram_by_law(64, 64, {180e-9, 1.8});
  EXPECT_FALSE(s.read.extrapolation.empty());
  EXPECT_LT(s.read.energy.low, s.read.energy.nominal);
  EXPECT_LT(s.read.energy.nominal, s.read.energy.high);
  const Sram own = sram_by_law(64, 64, {130e-9, 1.2});
  EXPECT_NEAR(own.read.energy.nominal, (5.96 + 0.502 * 64 + 0.000714 * 64 * 64) * 1e-12, 1e-18);
  EXPECT_NEAR(s.read.energy.nominal / own.read.energy.nominal, 180.0 / 130 * 2.25, 1e-9);
}

/// Technology and macros from files: one clear message each.
TEST(Flow, RefusesFilesThatDoNotDo) {
  const std::filesystem::path folder =
      std::filesystem::path(::testing::TempDir()) / ("silipool_flow_files_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto refusal = [&](const std::string& text, auto&& load) -> std::string {
    const std::filesystem::path file = folder / "a.lib";
    base::write_file(file, text);
    try {
      load(file);
    } catch (const base::Error& error) {
      EXPECT_EQ(error.kind(), base::ErrorKind::bad_input);
      return error.what();
    }
    return "";
  };
  const auto cells = [](const std::filesystem::path& file) { (void)load_technology(file); };
  const auto macros = [](const std::filesystem::path& file) { (void)load_srams({file.string()}); };
  std::string broken = kLibrary;
  broken.replace(broken.find("area : 1;"), 9, "area 1;");
  EXPECT_NE(refusal(broken, cells).find("a.lib:3: found '1', expected ':' or '('"), std::string::npos);
  EXPECT_EQ(refusal(kLibrary, cells), "");
  EXPECT_NE(refusal(kLibrary, macros).find("no memory macro"), std::string::npos);
  EXPECT_NE(refusal("", [&](const auto&) { (void)load_technology(folder / "none.lib"); })
                .find("there is no such file"),
            std::string::npos);
  EXPECT_EQ(refusal("", [](const auto&) { (void)sram_of_macros({}, 8, 16); }),
            "--sram: no macro for a memory of 16 words of 8 bits");
  std::filesystem::remove_all(folder);
}

/// As kLibrary, with the delays that a timing analysis asks for: a cell takes 1 ns, a set-up 0.5 ns.
std::string timed_library() {
  const auto arc = [](const char* from, const char* type) {
    return std::string("timing () { related_pin : \"") + from + "\"; " + type +
           " cell_rise (scalar) { values (\"1\"); } cell_fall (scalar) { values (\"1\"); } rise_transition "
           "(scalar) { values (\"0.1\"); } fall_transition (scalar) { values (\"0.1\"); } }";
  };
  return "library (timed) { delay_model : table_lookup; time_unit : \"1ns\"; voltage_unit : \"1V\"; "
         "current_unit : \"1uA\"; leakage_power_unit : \"1nW\"; pulling_resistance_unit : \"1kohm\"; "
         "capacitive_load_unit (1, pf); nom_process : 1; nom_temperature : 25; nom_voltage : 1; "
         "slew_upper_threshold_pct_rise : 80; slew_lower_threshold_pct_rise : 20; "
         "slew_upper_threshold_pct_fall : "
         "80; slew_lower_threshold_pct_fall : 20; input_threshold_pct_rise : 50; input_threshold_pct_fall : "
         "50; "
         "output_threshold_pct_rise : 50; output_threshold_pct_fall : 50; operating_conditions (typical) { "
         "process : "
         "1; temperature : 25; voltage : 1; } default_operating_conditions : typical;\n"
         "cell (INV) { area : 1; cell_leakage_power : 3; pin (A) { direction : input; capacitance : 0.01; } "
         "pin (Y) { "
         "direction : output; function : \"!A\"; " +
         arc("A", "timing_sense : negative_unate;") +
         " } }\n"
         "cell (NAND) { area : 2; cell_leakage_power : 5; pin (A) { direction : input; capacitance : 0.01; } "
         "pin (B) "
         "{ direction : input; capacitance : 0.02; } pin (Y) { direction : output; function : \"!(A B)\"; " +
         arc("A", "timing_sense : negative_unate;") + arc("B", "timing_sense : negative_unate;") +
         " } }\n"
         "cell (DFF) { area : 4; cell_leakage_power : 7; ff (IQ, IQN) { next_state : \"D\"; clocked_on : "
         "\"CK\"; } "
         "pin (D) { direction : input; capacitance : 0.01; timing () { related_pin : \"CK\"; timing_type : "
         "setup_rising; rise_constraint (scalar) { values (\"0.5\"); } fall_constraint (scalar) { values "
         "(\"0.5\"); } "
         "} } pin (CK) { direction : input; clock : true; capacitance : 0.01; } pin (Q) { direction : "
         "output; "
         "function : \"IQ\"; " +
         arc("CK", "timing_type : rising_edge;") + " } }\n}\n";
}

/// A cache and a mapped netlist of its own.
class Sta : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::system("sta -version > /dev/null 2>&1") != 0) GTEST_SKIP() << "needs opensta";
    folder_ = std::filesystem::path(::testing::TempDir()) / ("silipool_sta_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "mapped");
    ::setenv("SILIPOOL_CACHE", (folder_ / "cache").c_str(), 1);
    base::write_file(folder_ / "mapped/cells.lib", timed_library());
  }
  void TearDown() override {
    ::unsetenv("SILIPOOL_CACHE");
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  Timing analyse(const std::string& netlist) {
    base::write_file(folder_ / "mapped/netlist.v", netlist);
    return flow::analyse({folder_ / "mapped", true}, {}, {}, 20e-9);
  }
  std::filesystem::path folder_;
};

TEST_F(Sta, AgreesWithOurSumsAtOneActivity) {
  const Timing sta = analyse(
      "module silipool_instance(aclk, d, q);\n input aclk; input d; output q;\n wire a; wire b; wire c;\n"
      " DFF u1 (.D(d), .CK(aclk), .Q(a));\n INV u2 (.A(a), .Y(b));\n NAND u3 (.A(a), .B(b), .Y(c));\n"
      " DFF u4 (.D(c), .CK(aclk), .Q(q));\nendmodule\n");
  EXPECT_NEAR(sta.fmax_hz, 1 / 3.5e-9, 1e5);  // DFF, INV, NAND and the set-up
  const liberty::Library library = liberty::read_library(timed_library(), "timed.lib");
  const Gates gates =
      flatten(parse_blif(".model silipool_instance\n.inputs aclk d\n.outputs q\n.gate DFF D=d CK=aclk Q=a\n"
                         ".gate INV A=a Y=b\n.gate NAND A=a B=b Y=c\n.gate DFF D=c CK=aclk Q=q\n.end\n",
                         "n.blif"),
              library);
  const Program program = compile(gates, gates.inputs.front().net);
  const auto own = GateEnergy(gates, program, 1, {}).uniform(kUniformActivity, 1 / 20e-9);
  EXPECT_NEAR(own.leakage_w, 22e-9, 1e-12);
  EXPECT_NEAR(own.leakage_w / sta.leakage_w, 1, 0.05);
  EXPECT_NEAR(own.switching_w / sta.switching_w, 1, 0.05);
}

TEST_F(Sta, ComparesThePeriodsThatPathsNeed) {
  const Timing half = analyse(
      "module silipool_instance(aclk, d, q);\n input aclk; input d; output q;\n wire a; wire b; wire n;\n"
      " DFF u1 (.D(d), .CK(aclk), .Q(a));\n INV u2 (.A(a), .Y(b));\n INV u3 (.A(aclk), .Y(n));\n"
      " DFF u4 (.D(b), .CK(n), .Q(q));\nendmodule\n");
  EXPECT_NEAR(half.fmax_hz, 1 / 5e-9, 1e5);  // DFF, INV and the set-up, twice
}

/// OpenSTA reports a path of each group, that of clock gates first.
TEST_F(Sta, LooksAtTheGroupsOfAllPaths) {
  const Timing gated = analyse(
      "module silipool_instance(aclk, d, q);\n input aclk; input d; output q;\n wire a; wire b; wire c; wire "
      "g;\n"
      " DFF u1 (.D(d), .CK(aclk), .Q(a));\n INV u2 (.A(a), .Y(b));\n NAND u3 (.A(a), .B(b), .Y(c));\n"
      " NAND u5 (.A(aclk), .B(a), .Y(g));\n DFF u6 (.D(c), .CK(g), .Q(q));\nendmodule\n");
  EXPECT_NEAR(gated.fmax_hz, 1 / 7e-9, 1e5);  // DFF, INV, NAND and the set-up, before the inverted clock
}

TEST_F(Sta, WhatItDoesNotUnderstandIsAnError) {
  const auto refusal = [&](const std::string& netlist) -> std::string {
    try {
      (void)analyse(netlist);
    } catch (const base::Error& error) {
      EXPECT_EQ(error.kind(), base::ErrorKind::check_failed);
      return error.what();
    }
    return "";
  };
  // It goes on after both, with what it has.
  EXPECT_NE(refusal("module silipool_instance(aclk, d, q);\n input aclk; input d; output q;\n wire a;\n"
                    " DFF u1 (.D(d), .CK(aclk), .Q(a));\n DFF u2 (.D(a), .CK(aclk), .Q(q));\n"
                    " assign { q, a } = { d, d };\nendmodule\n")
                .find("sta said: Error"),
            std::string::npos);
  EXPECT_NE(refusal("module silipool_instance(aclk, d, q);\n input aclk; input d; output q;\n wire a;\n"
                    " DFF u1 (.D(d), .CK(aclk), .Q(a));\n DFF u2 (.D(a), .CK(aclk), .Q(q));\n"
                    " lost u3 (.x(a));\nendmodule\n")
                .find("not found"),
            std::string::npos);
  EXPECT_TRUE(std::filesystem::is_empty(folder_ / "cache") ||
              std::ranges::none_of(std::filesystem::directory_iterator(folder_ / "cache"), [](const auto& e) {
                return e.is_directory() && e.path().extension() != ".building";
              }));
}

}  // namespace
}  // namespace silipool::flow
