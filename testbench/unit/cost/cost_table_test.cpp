#include <silipool/cost/cost_table.hpp>

#include <gtest/gtest.h>

#include "refusal.hpp"

namespace silipool::cost {
namespace {

using test::kTable;

std::string refused(const std::string& text) {
  return test::refusal([&] { (void)parse_cost_table(text, "a.toml"); });
}

/// kTable with the first `from` replaced, which must be there.
std::string with(const std::string& from, const std::string& to) {
  std::string text = kTable;
  return text.replace(text.find(from), from.size(), to);
}

TEST(CostTable, ReadsEverythingInJoules) {
  const CostTable table = parse_cost_table(kTable, "a.toml");
  EXPECT_EQ(table.name, "test");
  EXPECT_EQ(table.description, "for tests");
  EXPECT_EQ(table.node, "45 nm");
  ASSERT_EQ(table.costs.size(), 2U);
  const Cost& multiply = table.cost_of("multiply");
  EXPECT_EQ(multiply.operation->name, "multiply");
  EXPECT_DOUBLE_EQ(multiply.energy.low, 1e-12);
  EXPECT_DOUBLE_EQ(multiply.energy.nominal, 2.5e-12);
  EXPECT_DOUBLE_EQ(multiply.energy.high, 4e-12);
  EXPECT_EQ(multiply.node, "40 nm");
  EXPECT_EQ(multiply.source, "somebody, table 1");
  EXPECT_DOUBLE_EQ(table.cost_of("sram_read_bit").energy.nominal, 2e-13);
}

TEST(CostTable, UnitsAreJoulesPicojoulesAndFemtojoules) {
  const auto nominal = [](const std::string& unit) {
    return parse_cost_table(with("\"pJ\"", "\"" + unit + "\""), "a.toml").cost_of("multiply").energy.nominal;
  };
  EXPECT_DOUBLE_EQ(nominal("J"), 2.5);
  EXPECT_DOUBLE_EQ(nominal("pJ"), 2.5e-12);
  EXPECT_DOUBLE_EQ(nominal("fJ"), 2.5e-15);
}

TEST(CostTable, MissingKeys) {
  EXPECT_EQ(refused(with("unit = \"pJ\"\n", "")), "a.toml:5: operation.multiply.unit is missing");
  EXPECT_EQ(refused(with("source = \"somebody, table 1\"\n", "")),
            "a.toml:5: operation.multiply.source is missing");
  EXPECT_EQ(refused(with("node = \"40 nm\"\n", "")), "a.toml:5: operation.multiply.node is missing");
  EXPECT_EQ(refused(with("low = 1\n", "")), "a.toml:5: operation.multiply.low is missing");
  EXPECT_EQ(refused(with("nominal = 2.5\n", "")), "a.toml:5: operation.multiply.nominal is missing");
  EXPECT_EQ(refused(with("high = 4\n", "")), "a.toml:5: operation.multiply.high is missing");
  EXPECT_EQ(refused(with("name = \"test\"\n", "")), "a.toml:1: name is missing");
  EXPECT_EQ(refused(with("description = \"for tests\"\n", "")), "a.toml:1: description is missing");
  EXPECT_EQ(refused(with("node = \"45 nm\"\n", "")), "a.toml:1: node is missing");
  EXPECT_EQ(refused("name = \"a\"\ndescription = \"b\"\nnode = \"c\"\n"), "a.toml: prices no operation");
}

TEST(CostTable, EmptyOrManyLinedTexts) {
  EXPECT_EQ(refused(with("\"somebody, table 1\"", "\"  \"")),
            "a.toml:11: operation.multiply.source is empty");
  EXPECT_EQ(
      refused(with("\"somebody, table 1\"", "\"one\\ntwo\"")),
      "a.toml:11: operation.multiply.source must be one line (a backslash joins the lines of a long text)");
}

TEST(CostTable, EnergiesOutOfRange) {
  EXPECT_EQ(refused(with("low = 1\n", "low = -1\n")),
            "a.toml:6: operation.multiply.low = -1 is out of range: 0 or more");
  EXPECT_EQ(refused(with("high = 4\n", "high = inf\n")),
            "a.toml:8: operation.multiply.high = inf is out of range: 0 or more");
  EXPECT_EQ(refused(with("nominal = 2.5\n", "nominal = nan\n")),
            "a.toml:7: operation.multiply.nominal = nan is out of range: 0 or more");
  EXPECT_EQ(refused(with("low = 1\n", "low = 3\n")),
            "a.toml:6: operation.multiply.low = 3 is more than nominal = 2.5");
  EXPECT_EQ(refused(with("high = 4\n", "high = 2\n")),
            "a.toml:7: operation.multiply.nominal = 2.5 is more than high = 2");
  EXPECT_NO_THROW((void)parse_cost_table(
      with("low = 1\nnominal = 2.5\nhigh = 4\n", "low = 0\nnominal = 0\nhigh = 0\n"), "a.toml"));
}

TEST(CostTable, WrongKinds) {
  EXPECT_EQ(refused(with("low = 1\n", "low = \"1\"\n")), "a.toml:6: operation.multiply.low must be a number");
  EXPECT_EQ(refused(with("\"40 nm\"", "40")), "a.toml:10: operation.multiply.node must be a text");
}

TEST(CostTable, UnitsOfTheOperation) {
  EXPECT_EQ(
      refused(with("\"pJ\"", "\"pJ/bit\"")),
      "a.toml:9: operation.multiply.unit = \"pJ/bit\" is not a unit of multiply: \"J\", \"pJ\", \"fJ\"");
  EXPECT_EQ(refused(with("\"fJ/bit\"", "\"fJ\"")),
            "a.toml:16: operation.sram_read_bit.unit = \"fJ\" is not a unit of sram_read_bit: \"J/bit\", "
            "\"pJ/bit\", \"fJ/bit\"");
  EXPECT_EQ(refused(with("\"pJ\"", "\"PJ\"")),
            "a.toml:9: operation.multiply.unit = \"PJ\" is not a unit of multiply: \"J\", \"pJ\", \"fJ\"");
}

TEST(CostTable, UnknownNames) {
  EXPECT_EQ(refused(with("[operation.multiply]", "[operation.divide]")),
            "a.toml:5: unknown operation 'divide': sram_read_bit, sram_write_bit, register_bit, logic_bit, "
            "counter_update, "
            "multiply, compare_key, draw, permanence_update, duty_update, boost_update, "
            "current_comparison, converter_level, line_cell");
  EXPECT_EQ(refused(with("high = 4\n", "high = 4\nhihg = 5\n")),
            "a.toml:9: operation.multiply.hihg is an unknown key");
  EXPECT_EQ(refused(with("node = \"45 nm\"\n", "nodes = 1\nnode = \"45 nm\"\n")),
            "a.toml:3: nodes is an unknown key");
  EXPECT_EQ(refused(with("[operation.multiply]", "[operations.multiply]")),
            "a.toml:5: unknown table [operations]: only [operation.NAME]");
  EXPECT_EQ(refused(with("[operation.multiply]", "[operation]\nx = 1\n[operation.multiply]")),
            "a.toml:6: operation.x is an unknown key");
}

TEST(CostTable, DuplicatesNameTheirLine) {
  EXPECT_EQ(refused(with("high = 4\n", "high = 4\nlow = 1\n")).rfind("a.toml:9:", 0), 0U);
  EXPECT_EQ(refused(with("[operation.sram_read_bit]", "[operation.multiply]")).rfind("a.toml:12:", 0), 0U);
}

TEST(CostTable, AnOperationWithoutACostIsAnError) {
  const CostTable table = parse_cost_table(kTable, "a.toml");
  EXPECT_EQ(test::refusal([&] { (void)table.cost_of("draw"); }), "cost table test has no cost of draw");
  EXPECT_EQ(test::refusal([&] { (void)table.cost_of("drwa"); }).rfind("unknown operation 'drwa': ", 0), 0U);
}

}  // namespace
}  // namespace silipool::cost
