#include <silipool/cost/ledger.hpp>

#include <algorithm>

#include <gtest/gtest.h>

#include "refusal.hpp"

namespace silipool::cost {
namespace {

Ledger ledger() { return Ledger(parse_cost_table(test::kTable, "a.toml")); }

TEST(Ledger, NothingCostsNothing) {
  EXPECT_EQ(ledger().total(), Energy{});
  EXPECT_EQ(ledger().explain(), "total (test): 0 J (0 J .. 0 J)\n");
}

TEST(Ledger, CountTimesBitsTimesCost) {
  Ledger l = ledger();
  l.add("sram_read_bit", 1000, 28, "rows read");
  EXPECT_DOUBLE_EQ(l.total().low, 1000 * 28 * 100e-15);
  EXPECT_DOUBLE_EQ(l.total().nominal, 1000 * 28 * 200e-15);
  EXPECT_DOUBLE_EQ(l.total().high, 1000 * 28 * 400e-15);
  l.add("multiply", 3);
  EXPECT_DOUBLE_EQ(l.total().nominal, 1000 * 28 * 200e-15 + 3 * 2.5e-12);
}

TEST(Ledger, TotalIsTheSumOfItsLines) {
  Ledger l = ledger();
  for (std::uint64_t i = 0; i < 100; ++i) l.add(i % 3 == 0 ? "multiply" : "sram_read_bit", 7 * i * i + 1);
  ASSERT_EQ(l.terms().size(), 100U);
  Energy sum;
  for (const Term& term : l.terms()) sum += term.energy;
  EXPECT_EQ(l.total(), sum);
  EXPECT_LT(sum.low, sum.nominal);
  EXPECT_LT(sum.nominal, sum.high);
}

TEST(Ledger, ACountOfZeroIsALine) {
  Ledger l = ledger();
  l.add("multiply", 0);
  EXPECT_EQ(l.terms().size(), 1U);
  EXPECT_EQ(l.total(), Energy{});
}

TEST(Ledger, LargeCountsAreNotCutOff) {
  Ledger l = ledger();
  l.add("sram_read_bit", std::uint64_t{1} << 63, 4096);
  EXPECT_DOUBLE_EQ(l.total().nominal, 9223372036854775808.0 * 4096 * 200e-15);
}

TEST(Ledger, WithoutACostIsAnErrorAndLeavesNoLine) {
  Ledger l = ledger();
  EXPECT_EQ(test::refusal([&] { l.add("draw", 1); }), "cost table test has no cost of draw");
  EXPECT_EQ(test::refusal([&] { l.add("draw", 0); }), "cost table test has no cost of draw");
  EXPECT_EQ(test::refusal([&] { l.add("multiplied", 1); }).rfind("unknown operation 'multiplied': ", 0), 0U);
  EXPECT_EQ(test::refusal([&] { l.add("multiply", 1, 16); }),
            "multiply is not priced by bits: bits = 16 must be 1");
  EXPECT_TRUE(l.terms().empty());
}

TEST(Ledger, ExplainsEachTermInALine) {
  Ledger l = ledger();
  l.add("sram_read_bit", 1000, 28, "rows read");
  l.add("multiply", 2);
  EXPECT_EQ(l.explain(),
            "rows read: 1000 x 28 bit x sram_read_bit 200 fJ (100 fJ .. 400 fJ) per bit"
            " = 5.6 nJ (2.8 nJ .. 11.2 nJ) [22 nm; somebody else]\n"
            "2 x multiply 2.5 pJ (1 pJ .. 4 pJ) = 5 pJ (2 pJ .. 8 pJ) [40 nm; somebody, table 1]\n"
            "total (test): 5.605 nJ (2.802 nJ .. 11.21 nJ)\n");
}

TEST(Ledger, ACopyIsOnItsOwn) {
  Ledger a = ledger();
  a.add("multiply", 1);
  Ledger b = a;
  b.add("multiply", 1);
  EXPECT_EQ(a.terms().size(), 1U);
  EXPECT_DOUBLE_EQ(b.total().nominal, 2 * a.total().nominal);
}

TEST(EnergyText, PrefixThatFits) {
  EXPECT_EQ(to_text(0.0), "0 J");
  EXPECT_EQ(to_text(2.0), "2 J");
  EXPECT_EQ(to_text(0.0125), "12.5 mJ");
  EXPECT_EQ(to_text(3e-6), "3 uJ");
  EXPECT_EQ(to_text(1e-9), "1 nJ");
  EXPECT_EQ(to_text(123.456e-12), "123.5 pJ");
  EXPECT_EQ(to_text(5e-17), "0.05 fJ");
}

Cost toggle(double joules) {
  return {nullptr, {joules / 2, joules, 2 * joules}, "180 nm, 1.8 V", "a Liberty file", "toggle of a net",
          ""};
}

TEST(Ledger, MeasuredCostsAreKeptByPartAndCause) {
  Ledger l;
  l.add_measured(toggle(1e-15), 1000, "learn", "switching");
  l.add_measured(toggle(3e-15), 10, "duty", "switching");
  l.add_measured(toggle(5e-15), 100, "learn", "internal");
  EXPECT_DOUBLE_EQ(l.total_of_part("learn").nominal, 1000e-15 + 500e-15);
  EXPECT_DOUBLE_EQ(l.total_of_cause("switching").low, 500e-15 + 15e-15);
  EXPECT_EQ(l.causes(), (std::vector<std::string>{"switching", "internal"}));
  EXPECT_EQ(l.parts(), (std::vector<std::string>{"learn", "duty"}));
  EXPECT_NE(l.explain().find("duty, switching: 10 x toggle of a net 3 fJ (1.5 fJ .. 6 fJ) = 30 fJ"),
            std::string::npos)
      << l.explain();
}

TEST(Ledger, ASumHasAMeanCost) {
  Ledger l;
  l.add_sum({1e-12, 2e-12, 4e-12}, 8, toggle(0), "learn", "internal");
  EXPECT_DOUBLE_EQ(l.terms()[0].cost.energy.nominal, 0.25e-12);
  EXPECT_EQ(l.total(), (Energy{1e-12, 2e-12, 4e-12}));
  EXPECT_NE(test::refusal([&] {
              l.add_sum({1e-12, 2e-12, 4e-12}, 0, toggle(0), "learn", "internal", "x");
            }).find("learn, x: an energy of"),
            std::string::npos);
}

TEST(Ledger, AMeasuredCostMustSayWhereItIsFrom) {
  Cost cost = toggle(1e-15);
  cost.source.clear();
  Ledger l;
  EXPECT_EQ(test::refusal([&] { l.add_measured(cost, 1, "learn", "switching", "nets"); }),
            "a cost of learn, nets must have an event, a process and a source");
  EXPECT_TRUE(l.terms().empty());
}

TEST(Ledger, ScalingIsExplicitAndFlagged) {
  const Process ihp{130e-9, 1.2}, osu{180e-9, 1.8};
  const Cost cost = scaled(toggle(1e-12), ihp, osu);
  EXPECT_DOUBLE_EQ(cost.energy.nominal, 1e-12 * (180.0 / 130) * 2.25);  // F V^2
  EXPECT_DOUBLE_EQ(area_scale(ihp, osu), (180.0 / 130) * (180.0 / 130));
  Ledger l;
  l.add_measured(cost, 1, "rows", "memory");
  EXPECT_NE(l.explain().find("EXTRAPOLATED: x 3.115, F V^2 from 130 nm, 1.2 V to 180 nm, 1.8 V"),
            std::string::npos)
      << l.explain();
  EXPECT_EQ(Ledger().explain().find("EXTRAPOLATED"), std::string::npos);
}

}  // namespace
}  // namespace silipool::cost
