#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/flow/gate_energy.hpp>
#include <silipool/flow/sram.hpp>

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

TEST(Flow, MemoriesByLawSayThatTheyAreExtrapolated) {
  const Sram s = sram_by_law(64, 64, {180e-9, 1.8});
  EXPECT_FALSE(s.read.extrapolation.empty());
  EXPECT_LT(s.read.energy.low, s.read.energy.nominal);
  EXPECT_LT(s.read.energy.nominal, s.read.energy.high);
  const Sram own = sram_by_law(64, 64, {130e-9, 1.2});
  EXPECT_NEAR(own.read.energy.nominal, (5.96 + 0.502 * 64 + 0.000714 * 64 * 64) * 1e-12, 1e-18);
  EXPECT_NEAR(s.read.energy.nominal / own.read.energy.nominal, 180.0 / 130 * 2.25, 1e-9);
}

}  // namespace
}  // namespace silipool::flow
