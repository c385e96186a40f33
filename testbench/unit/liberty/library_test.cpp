#include <silipool/liberty/library.hpp>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

namespace silipool::liberty {
namespace {

constexpr const char* kLibrary = R"(/* a library worked by hand */
library (hand) {
  time_unit : "1ns";
  voltage_unit : "1V";
  leakage_power_unit : "1nW";
  capacitive_load_unit (1, pf);
  nom_voltage : 2;
  lu_table_template (load_slew) {
    variable_1 : total_output_net_capacitance;
    variable_2 : input_net_transition;
    index_1 ("1, 2");
    index_2 ("1, 2");
  }
  wire_load ("w") { capacitance : 0.001; slope : 3; fanout_length (1, 2); fanout_length (3, 8); }
  cell (NAND) {
    area : 12;
    cell_leakage_power : 4;
    leakage_power () { when : "A & B"; value : 10; }
    leakage_power () { when : "!A"; value : 2; }
    pin (A) { direction : input; capacitance : 0.004 }
    pin (B) { direction : input; capacitance : 0.005; }
    pin (Y) {
      direction : output;
      function : "(A B)'";
      internal_power () {
        related_pin : "A";
        rise_power (load_slew) { index_1 ("0.1, 0.3"); values ("1, 2", \
          "5, 6"); }
        fall_power (load_slew) { index_1 ("0.1, 0.3"); values ("3, 4", "7, 8"); }
      }
    }
  }
  cell (DFF) {
    area : 40;
    ff (IQ, IQN) { next_state : "D"; clocked_on : "CK"; clear : "!R"; }
    pin (D, R) { direction : input; capacitance : 0.002; }
    pin (CK) { direction : input; clock : true; capacitance : 0.003; }
    pin (Q) { direction : output; function : "IQ"; }
  }
})";

std::string refusal(const std::string& text) {
  try {
    (void)read_library(text, "a.lib");
  } catch (const base::Error& error) {
    EXPECT_EQ(error.kind(), base::ErrorKind::bad_input);
    return error.what();
  }
  return "";
}

std::string replaced(const std::string& from, const std::string& to) {
  std::string text = kLibrary;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Liberty, ReadsCellsInSiUnits) {
  const Library library = read_library(kLibrary, "a.lib");
  EXPECT_EQ(library.name, "hand");
  EXPECT_DOUBLE_EQ(library.supply_v, 2);
  ASSERT_EQ(library.cells.size(), 2U);
  const Cell& nand = library.cells[0];
  EXPECT_DOUBLE_EQ(nand.area_m2, 12e-12);
  EXPECT_DOUBLE_EQ(nand.leakage_w, 4e-9);
  EXPECT_DOUBLE_EQ(nand.find("A")->capacitance, 0.004e-12);
  EXPECT_EQ(nand.find("Y")->function->evaluate({0xa, 0xc}) & 0xf, 0x7U);
  const Cell& dff = library.cells[1];
  ASSERT_TRUE(dff.sequential.has_value());
  EXPECT_FALSE(dff.sequential->latch);
  EXPECT_EQ(dff.sequential->clock.pins(), std::vector<std::string>{"CK"});
  EXPECT_NE(dff.find("R"), nullptr);
  EXPECT_TRUE(dff.find("CK")->clock);
}

TEST(Liberty, TablesAreInterpolatedAndGoOnBeyondTheirEnds) {
  const Library library = read_library(kLibrary, "a.lib");
  const PowerArc& arc = library.cells[0].find("Y")->power[0];
  EXPECT_DOUBLE_EQ(arc.rise->at(1e-9, 0.1e-12), 1e-12);
  EXPECT_NEAR(arc.rise->at(1.5e-9, 0.1e-12), 1.5e-12, 1e-24);
  EXPECT_NEAR(arc.rise->at(1e-9, 0.2e-12), 3e-12, 1e-24);
  EXPECT_NEAR(arc.rise->at(1.5e-9, 0.2e-12), 3.5e-12, 1e-24);
  EXPECT_NEAR(arc.fall->at(2e-9, 0.4e-12), 10e-12, 1e-24);  // 8 and half as much again as from 4 to 8
  EXPECT_NEAR(arc.rise->at(0, 0.1e-12), 0, 1e-24);
}

TEST(Liberty, LeakageIsTheMeanOverStates) {
  // A B: a quarter of 10; !A: a half of 2; the rest is not told and takes their mean.
  const Library library = read_library(kLibrary, "a.lib");
  EXPECT_NEAR(library.cells[0].mean_leakage_w(), (0.25 * 10 + 0.5 * 2) / 0.75 * 1e-9, 1e-21);
  EXPECT_DOUBLE_EQ(library.cells[1].mean_leakage_w(), 0);
}

TEST(Liberty, WireLoads) {
  const Library library = read_library(kLibrary, "a.lib");
  const WireLoad& w = library.wire_loads[0];
  EXPECT_DOUBLE_EQ(w.capacitance(0), 0);
  EXPECT_DOUBLE_EQ(w.capacitance(1), 0.002e-12);
  EXPECT_DOUBLE_EQ(w.capacitance(2), 0.005e-12);
  EXPECT_DOUBLE_EQ(w.capacitance(5), 0.014e-12);  // 8 + 2 x 3
}

TEST(Liberty, SaysWhereAndWhatWasExpected) {
  EXPECT_EQ(refusal("library (x) {\n cell (A) {\n  area 3;\n }\n}"),
            "a.lib:3: found '3', expected ':' or '('");
  EXPECT_EQ(refusal("library (x) {\n cell (A) {\n"),
            "a.lib:3: found the end of the file, expected '}' of cell in line 2");
  EXPECT_EQ(refusal(replaced("area : 12;", "area : twelve;")),
            "a.lib:16: found \"twelve\", expected a number for area");
  EXPECT_NE(refusal(replaced("\"5, 6\"", "\"5\"")).find("rise_power has 3 values, expected 4"),
            std::string::npos);
  EXPECT_NE(
      refusal(replaced("rise_power (load_slew)", "rise_power (other)")).find("there is no template other"),
      std::string::npos);
  EXPECT_NE(refusal(replaced("(A B)'", "(A B")).find("found the end, expected ')'"), std::string::npos);
  EXPECT_NE(refusal(replaced("nom_voltage : 2;", "")).find("the library says no voltage"), std::string::npos);
  EXPECT_EQ(refusal("library (x) { nom_voltage : 1; }"), "a.lib: the library x has no cells");
}

TEST(Liberty, Expressions) {
  const auto table = [](const char* text) {
    return Expression::parse(text, "here").evaluate({0xaa, 0xcc, 0xf0}) & 0xff;
  };
  EXPECT_EQ(table("!a + b*c"), (~0xaaU | (0xccU & 0xf0U)) & 0xffU);
  EXPECT_EQ(table("a'b ^ c"), ((~0xaaU & 0xccU) ^ 0xf0U) & 0xffU);
  EXPECT_EQ(table("(a | b)' & c"), (~(0xaaU | 0xccU) & 0xf0U) & 0xffU);
  EXPECT_EQ(table("a b c"), 0xaaU & 0xccU & 0xf0U);
  EXPECT_EQ(Expression::parse("1", "x").evaluate({}) & 1U, 1U);
  EXPECT_DOUBLE_EQ(Expression::parse("a + b", "x").probability(), 0.75);
}

}  // namespace
}  // namespace silipool::liberty
