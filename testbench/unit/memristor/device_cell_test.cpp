// Statistics of cells: 4 standard errors are allowed each time, for the seed that stands there.
#include <silipool/memristor/device/cell_array.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include "device_card.hpp"

namespace silipool::memristor {
namespace {

using test::kCard;
using test::refusal;

Card test_card() { return parse_card(kCard, "a.toml"); }

struct Moments {
  double mean = 0, deviation = 0;
};
Moments moments(const std::vector<double>& values) {
  Moments m;
  for (const double value : values) m.mean += value / static_cast<double>(values.size());
  for (const double value : values)
    m.deviation += (value - m.mean) * (value - m.mean) / static_cast<double>(values.size() - 1);
  m.deviation = std::sqrt(m.deviation);
  return m;
}

/// |measured - expected| in standard errors of a mean of n.
double errors(double measured, double expected, double deviation, std::size_t n) {
  return std::fabs(measured - expected) / (deviation / std::sqrt(static_cast<double>(n)));
}

// --- Variation ---

TEST(Variation, LogNormalCellsHaveTheirMedianAndMean) {
  CellArray array(test_card(), 100, 200, 11, {.device_variation = true});
  std::vector<double> on(array.size()), logarithms(array.size());
  for (std::size_t cell = 0; cell < array.size(); ++cell) {
    array.place(cell, array.law().g_max_s());
    on[cell] = array.conductance_s(cell);
    logarithms[cell] = std::log(on[cell] / 1e-5);
  }
  const double mean = 1e-5 * std::exp(0.3 * 0.3 / 2);
  EXPECT_LT(errors(moments(on).mean, mean, mean * std::sqrt(std::exp(0.09) - 1), array.size()), 4);
  EXPECT_LT(errors(moments(logarithms).mean, 0, 0.3, array.size()), 4);
  EXPECT_NEAR(moments(logarithms).deviation / 0.3, 1, 4 / std::sqrt(2.0 * 20000));
}

TEST(Variation, NormalCellsAreSymmetric) {
  CellArray array(load_card("mnsim_rram"), 100, 100, 12, {.device_variation = true});
  std::vector<double> off(array.size());
  array.conductances_s(off);
  const double g = array.law().g_min_s();
  EXPECT_LT(errors(moments(off).mean, g, 0.05 * g, array.size()), 4);
  EXPECT_NEAR(moments(off).deviation / (0.05 * g), 1, 4 / std::sqrt(2.0 * 10000));
}

TEST(Variation, CycleScatterGrowsWithTheRootOfThePulses) {
  const Card card = load_card("taox_hfox");
  CellArray array(card, 100, 100, 13, {.cycle_variation = true});
  const double range = array.law().g_max_s() - array.law().g_min_s();
  std::vector<double> g(array.size());
  for (std::size_t cell = 0; cell < array.size(); ++cell) {
    array.place(cell, 5e-6);
    g[cell] = array.pulse(cell, Direction::set, 4).conductance_s;
  }
  const double expected = array.law().respond(5e-6, array.law().pulse(Direction::set), 4).g_s;
  EXPECT_LT(errors(moments(g).mean, expected, 2 * 0.037 * range, array.size()), 4);
  EXPECT_NEAR(moments(g).deviation / (2 * 0.037 * range), 1, 4 / std::sqrt(2.0 * 10000));
}

TEST(Variation, StepsMayGoBackwards) {
  // The deviation of a step is 4 steps: many a set pulse lowers the conductance.
  CellArray array(load_card("reram_om").with("cycle_variation.step", 4, "test"), 50, 50, 14,
                  {.cycle_variation = true});
  std::size_t lower = 0;
  for (std::size_t cell = 0; cell < array.size(); ++cell) {
    array.place(cell, 5e-6);
    lower += array.pulse(cell, Direction::set).conductance_s < 5e-6 ? 1 : 0;
  }
  const double expected = 0.4013;  // of a normal draw below -1/4
  EXPECT_LT(errors(static_cast<double>(lower) / 2500, expected, std::sqrt(expected * (1 - expected)), 2500),
            4);
}

// --- Binary cells ---

TEST(Binary, SwitchesWithItsProbability) {
  const Card card = load_card("hfox_stochastic");
  CellArray array(card, 100, 100, 15, {.switching = true});
  const Pulse weak = array.law().pulse(Direction::set);
  const double p = array.switch_probability(weak);
  EXPECT_NEAR(p, 0.12, 0.001);  // as published
  EXPECT_GT(array.switch_probability({2.4, weak.width_s}), 0.87);
  std::size_t switched = 0;
  for (std::size_t cell = 0; cell < array.size(); ++cell) switched += array.pulse(cell, weak).reached ? 1 : 0;
  EXPECT_LT(errors(static_cast<double>(switched) / 1e4, p, std::sqrt(p * (1 - p)), array.size()), 4);
  // A pulse in three chances: 1 - (1 - p)^3.
  CellArray again(card, 100, 100, 16, {.switching = true});
  switched = 0;
  for (std::size_t cell = 0; cell < again.size(); ++cell)
    switched += again.pulse(cell, weak, 3).reached ? 1 : 0;
  const double q = 1 - std::pow(1 - p, 3);
  EXPECT_LT(errors(static_cast<double>(switched) / 1e4, q, std::sqrt(q * (1 - q)), again.size()), 4);
  EXPECT_THROW((void)array.switch_probability({1.6, 1e-6}), base::Error);
}

TEST(Binary, WriteVerifyTakesGeometricallyManyPulses) {
  // Seed 17, 4000 cells; the 4 standard errors are +-0.5 pulses around 1 / p = 8.4.
  CellArray array(load_card("hfox_stochastic"), 40, 100, 17, {.switching = true});
  const double p = array.switch_probability(array.law().pulse(Direction::set));
  std::vector<double> pulses(array.size());
  for (std::size_t cell = 0; cell < array.size(); ++cell) {
    const Write write = array.write_verify(cell, array.law().g_max_s(), {1e-9, 1000});
    EXPECT_TRUE(write.reached);
    EXPECT_EQ(write.reads, write.pulses + 1);
    EXPECT_EQ(array.wear(cell), write.pulses);
    pulses[cell] = write.pulses;
  }
  EXPECT_LT(errors(moments(pulses).mean, 1 / p, std::sqrt(1 - p) / p, array.size()), 4);
}

TEST(Binary, StatesThatAreEnteredDiffer) {
  const Card card = load_card("nvsim_rram")
                        .with("cycle_variation.on", 0.2, "test")
                        .with("cycle_variation.off", 0.4, "test");
  CellArray array(card, 100, 100, 18, {.cycle_variation = true});
  std::vector<double> on(array.size()), off(array.size());
  for (std::size_t cell = 0; cell < array.size(); ++cell) {
    on[cell] = array.pulse(cell, Direction::set).conductance_s;
    EXPECT_EQ(array.pulse(cell, Direction::set).conductance_s, on[cell]);  // nothing is entered
    off[cell] = array.pulse(cell, Direction::reset).conductance_s;
  }
  EXPECT_NEAR(moments(on).deviation / 0.2e-6, 1, 4 / std::sqrt(2.0 * 10000));
  EXPECT_LT(errors(moments(on).mean, 1e-6, 0.2e-6, array.size()), 4);
  EXPECT_NEAR(moments(off).mean, 1e-7, 4e-9);
}

TEST(Binary, WriteVerifyEntersAStateAgainUntilItIsNearItsTarget) {
  // Seed 28, 4000 cells. Within 10 % at a deviation of 20 %: P = 0.3829 each time; 2 / P - 1 pulses.
  CellArray array(load_card("nvsim_rram").with("cycle_variation.on", 0.2, "test"), 40, 100, 28,
                  {.cycle_variation = true});
  std::vector<double> pulses(array.size());
  for (std::size_t cell = 0; cell < array.size(); ++cell) {
    const Write write = array.write_verify(cell, 1e-6, {1e-7, 1000});
    EXPECT_TRUE(write.reached);
    EXPECT_LE(std::fabs(write.conductance_s - 1e-6), 1e-7);
    pulses[cell] = write.pulses;
  }
  const double p = 0.38292;
  EXPECT_LT(errors(moments(pulses).mean, 2 / p - 1, 2 * std::sqrt(1 - p) / p, array.size()), 4);
}

TEST(Binary, PublishedEnergiesArePricedPerPulse) {
  CellArray array(load_card("nvsim_rram"), 1, 1, 1);
  EXPECT_DOUBLE_EQ(array.pulse(0, Direction::set).energy_j, 0.6e-12);
  EXPECT_DOUBLE_EQ(array.pulse(0, Direction::reset, 5).energy_j, 3e-12);
  // Another amplitude has no published energy: V^2 (G_off + G_on) / 2 t.
  EXPECT_NEAR(array.pulse(0, {2.5, 10e-9}).energy_j, 2.5 * 2.5 * 0.55e-6 * 10e-9, 1e-22);
  EXPECT_NEAR(array.read_energy_j(0), 0.4 * 0.4 * 1e-6 * 10e-9, 1e-25);
}

// --- Writing to a target ---

TEST(WriteVerify, OfAStraightCurveTakesExactlyTheStepsItTakes) {
  CellArray array(load_card("ag_asi").with("device.nonlinearity_up", 0, "test"), 1, 1, 1);
  const Law& law = array.law();
  const double step = (law.g_max_s() - law.g_min_s()) / 97;
  const Write write = array.write_verify(0, law.g_min_s() + 30 * step, {step / 4, 100});
  EXPECT_TRUE(write.reached);
  EXPECT_EQ(write.pulses, 30U);
  EXPECT_EQ(write.reads, 31U);
  double energy = 0;
  for (int i = 0; i <= 30; ++i) energy += 0.5 * 0.5 * (law.g_min_s() + i * step) * 5e-9;
  for (int i = 0; i < 30; ++i) energy += 3.2 * 3.2 * (law.g_min_s() + (i + 0.5) * step) * 300e-6;
  EXPECT_NEAR(write.energy_j / energy, 1, 1e-12);
  const Write stopped = array.write_verify(0, law.g_max_s(), {step / 4, 5});
  EXPECT_FALSE(stopped.reached);
  EXPECT_EQ(stopped.pulses, 5U);
}

TEST(WriteVerify, EndsWithinItsToleranceDespiteTheScatterOfCycles) {
  // Seed 19, 2000 cells, tolerance 3.7 % of the range: one standard deviation of a pulse's scatter.
  CellArray array(load_card("taox_hfox"), 20, 100, 19, {.cycle_variation = true});
  const double range = array.law().g_max_s() - array.law().g_min_s();
  std::vector<double> pulses, residuals;
  for (std::size_t cell = 0; cell < array.size(); ++cell) {
    const Write write = array.write_verify(cell, 5e-6, {0.037 * range, 1000});
    ASSERT_TRUE(write.reached);
    EXPECT_LE(std::fabs(write.conductance_s - 5e-6), 0.037 * range);
    pulses.push_back(write.pulses);
    residuals.push_back(write.conductance_s - 5e-6);
  }
  // A random walk with a drift of 0.8 % a step overshoots into a window of +-1 deviation: its deviation
  // within is below that of a uniform draw, and it takes fewer pulses than the 57 of the curve without
  // scatter.
  EXPECT_LT(moments(residuals).deviation, 2 * 0.037 * range / std::sqrt(12.0) * 1.1);
  EXPECT_GT(moments(pulses).mean, 10);
  EXPECT_LT(moments(pulses).mean, 57);
}

TEST(Programming, ErrorIsThePolynomialOfTheTarget) {
  CellArray array(load_card("pcm_nandakumar"), 100, 100, 20, {.programming_error = true});
  for (const double target : {10e-6, 20e-6}) {
    std::vector<double> g(array.size());
    for (std::size_t cell = 0; cell < array.size(); ++cell) {
      const Write write = array.program(cell, target);
      EXPECT_FALSE(write.priced);
      g[cell] = write.conductance_s;
    }
    const double x = target / 25e-6;
    const double sigma = (0.26348 + 1.9650 * x - 1.1731 * x * x) * 1e-6;
    EXPECT_LT(errors(moments(g).mean, target, sigma, array.size()), 4);
    EXPECT_NEAR(moments(g).deviation / sigma, 1, 4 / std::sqrt(2.0 * 10000));
  }
}

// --- Time ---

TEST(Drift, ExponentOfThePowerLaw) {
  const Card card = load_card("pcm_nandakumar");
  CellArray array(card, 100, 100, 21, {.drift = true});
  for (std::size_t cell = 0; cell < array.size(); ++cell) array.program(cell, 5e-6);
  array.age(80);  // (80 + 20) / 20 = 5
  std::vector<double> nu(array.size());
  for (std::size_t cell = 0; cell < array.size(); ++cell)
    nu[cell] = -std::log(array.conductance_s(cell) / 5e-6) / std::log(5.0);
  // ln(5 / 25) = -1.609: mean 0.0244 + 0.0155 * 1.609 = 0.0493, deviation -0.0059 + 0.0125 * 1.609 = 0.0142
  EXPECT_LT(errors(moments(nu).mean, 0.0493, 0.0142, array.size()), 4);
  EXPECT_NEAR(moments(nu).deviation / 0.0142, 1, 0.04);
  // The exponent of a cell stays: at 10 times (t + t0) / t0 it is the same.
  const double before = nu[0];
  array.age(900);
  EXPECT_NEAR(-std::log(array.conductance_s(0) / 5e-6) / std::log(50.0), before, 1e-12);
  // A new write starts again.
  array.program(0, 5e-6);
  EXPECT_EQ(array.conductance_s(0), 5e-6);
}

TEST(Drift, LogarithmicRelaxation) {
  CellArray array(load_card("rram_cmo"), 100, 100, 22, {.drift = true});
  for (std::size_t cell = 0; cell < array.size(); ++cell) array.program(cell, 50e-6);
  array.age(std::exp(6.0) - 1);
  std::vector<double> g(array.size());
  array.conductances_s(g);
  const double sigma = (0.41183342 + 0.04201137 * 6) * 1e-6;
  EXPECT_LT(errors(moments(g).mean, 50e-6 - 0.08900206e-6 * 6, sigma, array.size()), 4);
  EXPECT_NEAR(moments(g).deviation / sigma, 1, 4 / std::sqrt(2.0 * 10000));
}

TEST(Drift, APulseGoesOnFromTheDriftedConductance) {
  const Card card = load_card("ag_asi").with("drift.t_0", 1, "test").with("drift.nu", 0.1, "test");
  CellArray array(card, 1, 1, 1, {.drift = true});
  array.place(0, 3e-8);
  array.age(9);
  const double drifted = 3e-8 * std::pow(10.0, -0.1);
  EXPECT_NEAR(array.conductance_s(0) / drifted, 1, 1e-12);
  const Write write = array.pulse(0, Direction::set);
  EXPECT_NEAR(write.conductance_s / array.law().respond(drifted, array.law().pulse(Direction::set), 1).g_s, 1,
              1e-12);
}

// --- Noise ---

TEST(Noise, ThermalAndShotByHand) {
  // 10 uS at 0.5 V, 5 ns: B = 1e8 Hz, I = 5 uA. 4 k T G B at 300 K = 1.6568e-17 A^2; 2 q I B = 1.6022e-16
  // A^2.
  const Card card = load_card("taox_hfox");
  CellArray thermal(card, 1, 1, 1, {.thermal_noise = true});
  thermal.place(0, 1e-5);
  EXPECT_NEAR(thermal.read_sigma_s(0), std::sqrt(1.6567788e-17) / 0.5, 1e-15);
  CellArray shot(card, 1, 1, 1, {.shot_noise = true});
  shot.place(0, 1e-5);
  EXPECT_NEAR(shot.read_sigma_s(0), std::sqrt(1.602176634e-16) / 0.5, 1e-15);
  CellArray cold(card, 1, 1, 1, {.thermal_noise = true}, 75);
  cold.place(0, 1e-5);
  EXPECT_NEAR(cold.read_sigma_s(0), thermal.read_sigma_s(0) / 2, 1e-15);
  CellArray both(card, 1, 1, 1, {.thermal_noise = true, .shot_noise = true});
  both.place(0, 1e-5);
  EXPECT_NEAR(both.read_sigma_s(0), std::hypot(thermal.read_sigma_s(0), shot.read_sigma_s(0)), 1e-18);
}

TEST(Noise, ReadsScatterByTheirSigma) {
  CellArray array(load_card("rram_wan"), 1, 1, 23, {.relative_noise = true});
  array.place(0, 20e-6);
  std::vector<double> reads(20000);
  for (std::size_t i = 0; i < reads.size(); ++i) reads[i] = array.read_s(0, static_cast<std::uint32_t>(i));
  EXPECT_LT(errors(moments(reads).mean, 20e-6, 0.2e-6, reads.size()), 4);
  EXPECT_NEAR(moments(reads).deviation / 0.2e-6, 1, 4 / std::sqrt(2.0 * 20000));
  EXPECT_EQ(array.read_s(0, 5), reads[5]);
  EXPECT_EQ(array.conductance_s(0), 20e-6);
}

TEST(Noise, FlickerByHand) {
  CellArray array(load_card("pcm_nandakumar"), 1, 2, 1, {.flicker_noise = true});
  array.program(0, 25e-6);
  array.program(1, 2.5e-6);
  EXPECT_EQ(array.read_sigma_s(0), 0);  // nothing has built up yet
  array.age(1);
  // Q = 0.0088, sqrt(ln((1 + 2.5e-7) / 5e-7)) = sqrt(14.5087) = 3.80902; at a tenth of g_max Q is 10^0.65 as
  // large.
  EXPECT_NEAR(array.read_sigma_s(0) / 25e-6, 0.0088 * 3.80902, 1e-6);
  EXPECT_NEAR(array.read_sigma_s(1) / 2.5e-6, 0.0088 * 4.46684 * 3.80902, 1e-6);
}

TEST(Noise, TelegraphOccupancyAndMemory) {
  const Card card = load_card("taox_hfox")
                        .with("noise.telegraph", 0.2, "test")
                        .with("noise.telegraph_capture", 3e-3, "test")
                        .with("noise.telegraph_emission", 1e-3, "test");
  CellArray array(card, 100, 200, 24, {.telegraph_noise = true});
  const double g = array.law().g_min_s();
  const auto full = [&] {
    std::vector<double> states(array.size());
    for (std::size_t cell = 0; cell < array.size(); ++cell) {
      const double now = array.conductance_s(cell);
      states[cell] = now < 0.9 * g ? 1 : 0;
      EXPECT_DOUBLE_EQ(now, states[cell] == 1 ? 0.8 * g : g);
    }
    return states;
  };
  // Full a quarter of the time, at once and after long.
  const double deviation = std::sqrt(0.25 * 0.75);
  EXPECT_LT(errors(moments(full()).mean, 0.25, deviation, array.size()), 4);
  array.age(1);
  const std::vector<double> before = full();
  EXPECT_LT(errors(moments(before).mean, 0.25, deviation, array.size()), 4);
  // 1/tau = 1/3 ms + 1/1 ms: after tau ln 2 a full trap is full with 1/4 + 3/4 / 2 = 0.625.
  array.age(0.75e-3 * std::log(2.0));
  const std::vector<double> after = full();
  double stayed = 0;
  double were = 0;
  for (std::size_t cell = 0; cell < before.size(); ++cell) {
    were += before[cell];
    stayed += before[cell] * after[cell];
  }
  EXPECT_LT(errors(stayed / were, 0.625, std::sqrt(0.625 * 0.375), static_cast<std::size_t>(were)), 4);
}

// --- Faults and wear ---

TEST(Faults, StuckCellsKeepTheirStateAndStillCostAndWear) {
  CellArray array(load_card("mnsim_rram"), 100, 100, 25, {.stuck_cells = true});
  std::size_t on = 0;
  std::size_t off = 0;
  for (std::size_t cell = 0; cell < array.size(); ++cell) {
    on += array.fault(cell) == Fault::stuck_on ? 1 : 0;
    off += array.fault(cell) == Fault::stuck_off ? 1 : 0;
    const Write set = array.pulse(cell, Direction::set);
    const Write reset = array.pulse(cell, Direction::reset);
    EXPECT_GT(set.energy_j, 0);
    EXPECT_EQ(array.wear(cell), 2U);
    if (array.fault(cell) == Fault::none) continue;
    const double stuck = array.fault(cell) == Fault::stuck_on ? array.law().g_max_s() : array.law().g_min_s();
    EXPECT_EQ(set.conductance_s, stuck);
    EXPECT_EQ(reset.conductance_s, stuck);
    EXPECT_FALSE(set.reached);
  }
  EXPECT_LT(errors(static_cast<double>(on) / 1e4, 0.01, std::sqrt(0.01 * 0.99), array.size()), 4);
  EXPECT_LT(errors(static_cast<double>(off) / 1e4, 0.09, std::sqrt(0.09 * 0.91), array.size()), 4);
}

TEST(Faults, OpenLinesAreWholeRowsAndColumns) {
  const Card card =
      load_card("taox_hfox").with("faults.open_rows", 0.3, "test").with("faults.open_columns", 0.1, "test");
  CellArray array(card, 60, 80, 26, {.open_lines = true});
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<bool> open_row(60, true), open_column(80, true);
  for (std::size_t cell = 0; cell < array.size(); ++cell)
    if (array.conductance_s(cell) != 0) open_row[cell / 80] = open_column[cell % 80] = false;
  for (std::size_t row = 0; row < 60; ++row) rows += open_row[row] ? 1 : 0;
  for (std::size_t column = 0; column < 80; ++column) columns += open_column[column] ? 1 : 0;
  for (std::size_t cell = 0; cell < array.size(); ++cell)
    EXPECT_EQ(array.conductance_s(cell) == 0, open_row[cell / 80] || open_column[cell % 80]);
  EXPECT_GT(rows, 8U);  // 18 +- 3.5
  EXPECT_LT(rows, 33U);
  EXPECT_GT(columns, 0U);  // 8 +- 2.7
  EXPECT_LT(columns, 19U);
  const std::size_t open =
      static_cast<std::size_t>(std::ranges::find(open_row, true) - open_row.begin()) * 80;
  EXPECT_EQ(array.pulse(open, Direction::set).conductance_s, 0);
  EXPECT_EQ(array.pulse(open, Direction::set).energy_j, 0);
}

TEST(Endurance, CellsFailAfterThePulsesThatTheyReallyHad) {
  const Card card = load_card("mnsim_rram").with("endurance.median", 1e4, "test");
  CellArray array(card, 1, 2, 1, {.endurance = true});
  array.pulse(0, Direction::set, 9999);
  EXPECT_EQ(array.wear(0), 9999U);
  EXPECT_EQ(array.fault(0), Fault::none);
  EXPECT_EQ(array.conductance_s(0), array.law().g_max_s());
  array.pulse(0, Direction::set);
  EXPECT_EQ(array.fault(0), Fault::stuck_off);
  EXPECT_EQ(array.conductance_s(0), array.law().g_min_s());
  EXPECT_EQ(array.fault(1), Fault::none);
  EXPECT_EQ(array.wear(1), 0U);
}

TEST(Endurance, LifetimesAreLogNormal) {
  const Card card = load_card("mnsim_rram").with("endurance.sigma", 0.5, "test");
  CellArray array(card, 100, 100, 27, {.endurance = true});
  std::vector<double> logarithms(array.size());
  for (std::size_t cell = 0; cell < array.size(); ++cell)
    logarithms[cell] = std::log(array.lifetime(cell) / 3.2e6);
  EXPECT_LT(errors(moments(logarithms).mean, 0, 0.5, array.size()), 4);
  EXPECT_NEAR(moments(logarithms).deviation / 0.5, 1, 4 / std::sqrt(2.0 * 10000));
}

TEST(CellArray, RefusesWhatMakesNoSense) {
  const Card card = test_card();
  EXPECT_EQ(refusal([&] { CellArray(card, 0, 5, 1); }),
            "an array of 0 x 5 cells: legal are 1..2147483648 cells");
  EXPECT_EQ(refusal([&] { CellArray(card, 1, 1, 1, {}, 0); }), "temperature 0 K is out of range: 1..1000");
  CellArray array(card, 1, 1, 1);
  EXPECT_EQ(refusal([&] { array.place(0, 1); }),
            "a conductance of 1 S is out of range: 1e-06..1e-05 S (card test)");
  EXPECT_EQ(refusal([&] { array.program(0, 2e-5); }),
            "a target of 2e-05 S is out of range: 1e-06..1e-05 S (card test)");
  EXPECT_EQ(refusal([&] { array.pulse(0, Pulse{0, 1}); }), "a pulse of 0 V and 1 s: neither may be 0");
  EXPECT_EQ(refusal([&] { array.age(-1); }), "time cannot go on by -1 s");
}

}  // namespace
}  // namespace silipool::memristor
