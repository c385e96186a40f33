#include <silipool/estimate/crossbar.hpp>

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "../crossbar/configuration.hpp"

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/cost/technology.hpp>
#include <silipool/crossbar/crossbar_engine.hpp>
#include <silipool/estimate/crossbar_energy.hpp>

namespace silipool::estimate {
namespace {

constexpr std::size_t kWarmUp = 3, kFrames = 5;

std::vector<base::Sdr> inputs() {
  base::Stream stream(7, "estimate.crossbar.test");
  std::vector<base::Sdr> all;
  for (std::size_t i = 0; i < kWarmUp + 2 * kFrames; ++i) {
    base::Sdr input(64);
    for (std::uint32_t bit = 0; bit < 64; ++bit)
      if (stream.below(4) == 0) input.set(bit);
    all.push_back(input);
  }
  return all;
}

/// A core in cells of which every part is worked out by hand: 1 nJ a step each.
Estimate digital() {
  Estimate e;
  e.target = "asic";
  e.method = "gates";
  e.technology = "cells";
  e.node = "180 nm";
  e.process = {180e-9, 1.8};
  e.clock_hz = 1e6;
  e.leakage_w = {3e-9, 3e-9, 3e-9};
  e.logic_leakage_w = {1e-9, 1e-9, 1e-9};
  for (auto* step : {&e.learn, &e.infer}) {
    *step = StepCost{kFrames, kFrames * 100, {}, {}};
    for (const auto& [part, cause] : {std::pair{"overlap", "switching"}, std::pair{"overlap", "memory"},
                                      std::pair{"inhibit", "switching"}, std::pair{"learn", "memory"}})
      (*step)->ledger.add_measured({nullptr, {1e-9, 1e-9, 1e-9}, "180 nm", "hand", "event"}, kFrames, part,
                                   cause);
  }
  e.area = {{"inhibit", 10, false, {1e-9, 1e-9, 1e-9}, "hand"},
            {"overlap", 10, false, {1e-9, 1e-9, 1e-9}, "hand"},
            {"overlap: rows", 4, true, {3e-9, 3e-9, 3e-9}, "hand"},
            {"learn: permanences", 4, true, {1e-9, 1e-9, 1e-9}, "hand"}};
  return e;
}

CrossbarOptions options() { return {kWarmUp, kFrames, std::nullopt, 1}; }

std::uint64_t count_of(const Estimate& e, const std::string& part) {
  for (const PartArea& p : e.area)
    if (p.part == part) return p.count;
  return 0;
}

TEST(CrossbarEstimate, ArraysTakeThePlaceOfTheOverlapUnit) {
  const config::Config config = testbench::crossbar_config("device = \"nvsim_rram\"\neffects = \"none\"\n");
  const Estimate e = estimate_crossbar(config, inputs(), digital(), options());
  EXPECT_EQ(e.target, "crossbar");
  const std::vector<std::string> parts = e.learn->ledger.parts();
  EXPECT_EQ(parts, (std::vector<std::string>{"array", "inhibit", "learn"}));
  EXPECT_DOUBLE_EQ(e.learn->ledger.total_of_part("inhibit").nominal, kFrames * 1e-9);
  EXPECT_DOUBLE_EQ(e.learn->ledger.total_of_part("learn").nominal, kFrames * 1e-9);
  EXPECT_GT(e.learn->ledger.total_of_part("array").nominal, 0);
  // Leakage of memories by their area: a quarter of 2 nW stays.
  EXPECT_DOUBLE_EQ(e.leakage_w.nominal, 1.5e-9);
  EXPECT_EQ(count_of(e, "overlap") + count_of(e, "overlap: rows"), 0U);
  EXPECT_EQ(count_of(e, "learn: permanences"), 4U);
  const std::uint64_t cells = config.structural.columns() * config.structural.slots();
  EXPECT_EQ(count_of(e, "array: cells"), cells);
  EXPECT_EQ(count_of(e, "array: row drivers"), config.structural.hypercolumns() * config.structural.slots());
  // 53 F^2.
  const auto array = std::ranges::find(e.area, "array: cells", &PartArea::part);
  EXPECT_DOUBLE_EQ(array->m2.nominal, static_cast<double>(cells) * 53 * 180e-9 * 180e-9);
  EXPECT_NE(e.learn->ledger.explain().find("card nvsim_rram; currents solved"), std::string::npos);
}

TEST(CrossbarEstimate, ThePartsAreThoseOfTheSameStepsWithoutTheWarmUp) {
  const config::Config config = testbench::crossbar_config("device = \"nvsim_rram\"\neffects = \"none\"\n");
  const Estimate e = estimate_crossbar(config, inputs(), digital(), options());
  crossbar::CrossbarEngine engine(config, 1);
  base::Sdr winners(config.structural.columns());
  const std::vector<base::Sdr> all = inputs();
  const auto table = cost::load_cost_table("cmos45");
  std::map<std::string, double> warm;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i == kWarmUp)
      for (const EnergyPart& p :
           crossbar_energy(engine.array().setup(), engine.array().learning_work(), {}, table))
        warm[p.cause] = p.energy.nominal;
    engine.submit({all[i], i < kWarmUp + kFrames});
    engine.collect(winners);
  }
  double sum = 0;
  for (const EnergyPart& p :
       crossbar_energy(engine.array().setup(), engine.array().learning_work(), {}, table)) {
    const double wanted = p.energy.nominal - warm[p.cause];
    EXPECT_NEAR(e.learn->ledger.total_of_cause(p.cause).nominal, wanted, 1e-6 * wanted + 1e-25) << p.cause;
    sum += wanted;
  }
  EXPECT_NEAR(e.learn->ledger.total_of_part("array").nominal / sum, 1, 1e-6);
  EXPECT_GT(warm["array, reads"], 0);
  for (const EnergyPart& p :
       crossbar_energy(engine.array().setup(), engine.array().inference_work(), {}, table))
    EXPECT_NEAR(e.infer->ledger.total_of_cause(p.cause).nominal, p.energy.nominal, 1e-25) << p.cause;
}

TEST(CrossbarEstimate, AnalogSynapsesReplaceTheMemoryOfPermanencesAndConvertersHaveAnArea) {
  const config::Config config = testbench::crossbar_config(
      "device = \"alox_hfo2\"\neffects = \"none\"\nsynapse = \"analog\"\nlaw = \"linear\"\n");
  const Estimate e = estimate_crossbar(config, inputs(), digital(), options());
  EXPECT_EQ(e.learn->ledger.parts(), (std::vector<std::string>{"array", "inhibit"}));
  EXPECT_EQ(count_of(e, "learn: permanences"), 0U);
  EXPECT_DOUBLE_EQ(e.leakage_w.nominal, 1e-9);

  const config::Config adc = testbench::crossbar_config(
      "device = \"nvsim_rram\"\neffects = \"none\"\nreadout = \"adc\"\nadc_bits = 6\n");
  const Estimate converted = estimate_crossbar(adc, inputs(), digital(), options());
  const auto area = std::ranges::find(converted.area, "array: converters", &PartArea::part);
  ASSERT_NE(area, converted.area.end());
  EXPECT_DOUBLE_EQ(area->m2.low * 4, area->m2.high);
  EXPECT_GT(converted.infer->ledger.total_of_cause("converters").nominal, 0);
}

TEST(CrossbarEstimate, ACoreWithoutTheUnitIsRefused) {
  const config::Config config = testbench::crossbar_config("device = \"nvsim_rram\"\neffects = \"none\"\n");
  Estimate core = digital();
  core.area.resize(1);
  try {
    (void)estimate_crossbar(config, inputs(), core, options());
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.kind(), base::ErrorKind::bad_input);
    EXPECT_NE(std::string(error.what()).find("no unit \"overlap\""), std::string::npos);
  }
}

}  // namespace
}  // namespace silipool::estimate
