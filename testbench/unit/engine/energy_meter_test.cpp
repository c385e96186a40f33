#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/config/load.hpp>
#include <silipool/engine/energy_meter.hpp>

namespace silipool::engine {
namespace {

/// A row read takes 2 J of "overlap", two keys together 10 J and a cycle 0.5 J of "inhibit".
cost::Ledger price(const Activity& activity, std::uint64_t cycles) {
  const auto cost = [](double joules) {
    return cost::Cost{.energy = {joules / 2, joules, 2 * joules}, .node = "n", .source = "s", .event = "e"};
  };
  cost::Ledger ledger;
  ledger.add_measured(cost(2), activity.row_reads, "overlap", "memory");
  ledger.add_measured(cost(10), (activity.keys + 1) / 2, "inhibit", "internal");
  ledger.add_measured(cost(0.5), cycles, "inhibit", "clock");
  return ledger;
}

config::Config tiny() {
  return config::load_config(std::string(SILIPOOL_SOURCE_DIR) + "/sim/configs/tiny.toml");
}

Activity reads(std::uint64_t rows, std::uint64_t keys = 0) {
  Activity activity;
  activity.row_reads = rows;
  activity.keys = keys;
  return activity;
}

TEST(EnergyRates, AreWhatTheLedgerSays) {
  const EnergyRates rates(price, tiny());
  ASSERT_EQ(rates.parts(), (std::vector<std::string>{"overlap", "inhibit"}));
  std::vector<cost::Energy> energy(2);
  rates.add(reads(3, 8), 4, energy);
  EXPECT_DOUBLE_EQ(energy[0].nominal, 6);
  EXPECT_DOUBLE_EQ(energy[0].low, 3);
  EXPECT_DOUBLE_EQ(energy[0].high, 12);
  EXPECT_DOUBLE_EQ(energy[1].nominal, 42);  // 5 J for each of 8 keys, 4 cycles
}

TEST(EnergyMeter, WindowsFollowEachOther) {
  std::vector<EnergyMeter::Window> windows;
  EnergyMeter meter(EnergyRates(price, tiny()), 10,
                    [&](const EnergyMeter::Window& window) { windows.push_back(window); });
  meter.restart(100);
  meter.add(103, reads(1));
  meter.add(109, reads(2));
  meter.add(110, reads(4));
  meter.add(135, reads(8));
  meter.finish(138);
  ASSERT_EQ(windows.size(), 4U);
  const double joules[4] = {6, 8, 0, 16};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(windows[i].begin, 100 + 10 * i);
    EXPECT_EQ(windows[i].end, i == 3 ? 138 : 110 + 10 * i);
    EXPECT_DOUBLE_EQ(windows[i].of_parts[0].nominal, joules[i]);
    EXPECT_DOUBLE_EQ(windows[i].of_parts[1].nominal,
                     0.5 * static_cast<double>(windows[i].end - windows[i].begin));
  }
}

TEST(EnergyMeter, StepsHaveWhatCameSinceTheOneBefore) {
  EnergyMeter meter(EnergyRates(price, tiny()), 10, {});
  meter.restart(0);
  meter.add(3, reads(1));
  meter.add(5, reads(2));
  meter.end_step(8, true);
  EXPECT_DOUBLE_EQ(meter.last_step()[0].nominal, 6);
  EXPECT_DOUBLE_EQ(meter.last_step()[1].nominal, 4);
  meter.add(9, reads(5));
  meter.end_step(20, false);
  EXPECT_DOUBLE_EQ(meter.last_step()[0].nominal, 10);
  EXPECT_EQ(meter.learning().steps, 1U);
  EXPECT_EQ(meter.learning().cycles, 8U);
  EXPECT_EQ(meter.inference().cycles, 12U);
  EXPECT_EQ(meter.inference().activity.row_reads, 5U);
  EXPECT_DOUBLE_EQ(meter.inference().of_parts[1].nominal, 6);
}

TEST(EnergyMeter, AWindowHasACycle) {
  EXPECT_THROW(EnergyMeter(EnergyRates(price, tiny()), 0, {}), base::Error);
}

}  // namespace
}  // namespace silipool::engine
