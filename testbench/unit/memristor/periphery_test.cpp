#include <algorithm>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/memristor/periphery/current_selection.hpp>
#include <silipool/memristor/periphery/readout.hpp>
#include <silipool/memristor/periphery/row_drivers.hpp>

#include "arrays.hpp"

namespace silipool::memristor {
namespace {

struct Read {
  Case array;
  std::uint32_t active;
  std::vector<double> current_a;
  std::vector<std::uint32_t> overlaps;  // right ones
};

Read read_of(std::size_t rows, std::size_t columns, const Wires& wires, std::size_t driven,
             std::uint64_t seed) {
  Read made{
      random_case("read", rows, columns, wires, driven, seed), static_cast<std::uint32_t>(driven), {}, {}};
  made.current_a = Solver().solve(made.array.array, made.array.drive()).column_current_a;
  for (std::size_t j = 0; j < columns; ++j) {
    std::uint32_t overlap = 0;
    for (std::size_t i = 0; i < rows; ++i)
      overlap += made.array.row_v[i] > 0 && made.array.array.conductance_s(i, j) == kOn ? 1U : 0U;
    made.overlaps.push_back(overlap);
  }
  return made;
}

/// An array as large as the real one, through the exact solver, down to integers.
TEST(Periphery, IdealWiresAndCellsGiveTheOverlap) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Read read = read_of(225, 28, {}, 75, seed);
    const FrontEnd front{ideal_calibration(28, kReadV, kOn, kOff), {}, 0, 0};
    EXPECT_EQ(RampReadout(front).read(read.current_a, 75, 0).overlaps, read.overlaps);
    const AdcReadout adc(front, {.bits = 8, .low_a = 0, .high_a = kReadV * kOn * 100});
    EXPECT_EQ(adc.read(read.current_a, 75, 0).overlaps, read.overlaps);
    const Reading reached = ThresholdReadout(front, 36).read(read.current_a, 75, 0);
    for (std::size_t j = 0; j < 28; ++j) EXPECT_EQ(reached.overlaps[j], read.overlaps[j] >= 36 ? 36U : 0U);
  }
}

// Leakage that the periphery takes for nothing is harmless as long as all of it stays below half a synapse.
TEST(Periphery, LeakageAndItsMargin) {
  EXPECT_LT(worst_error(49, kReadV, kOn, kOff, 0), 0.5);
  EXPECT_GT(worst_error(51, kReadV, kOn, kOff, 0), 0.5);
  EXPECT_NEAR(worst_error(10, kReadV, kOn, kOff, 0.1 * kReadV * kOn), 0.2, 1e-12);
  const FrontEnd ignorant{ideal_calibration(1, kReadV, kOn, 0), {}, 0, 0};
  const FrontEnd knows{ideal_calibration(1, kReadV, kOn, kOff), {}, 0, 0};
  for (const std::size_t driven : {49U, 60U}) {
    Array array(100, 1, {});
    for (std::size_t i = 0; i < 100; ++i) array.set_conductance(i, 0, kOff);
    std::vector<double> row_v(100, 0.0);
    std::fill_n(row_v.begin(), driven, kReadV);
    const Solution solution = Solver().solve(array, {row_v});
    const auto active = static_cast<std::uint32_t>(driven);
    EXPECT_EQ(RampReadout(ignorant).read(solution.column_current_a, active, 0).overlaps[0],
              driven == 49 ? 0U : 1U);
    EXPECT_EQ(RampReadout(knows).read(solution.column_current_a, active, 0).overlaps[0], 0U);
  }
}

TEST(Periphery, CalibrationFollowsTheWires) {
  const Wires wires{1, 1, 100, 50};
  const Calibration ideal = ideal_calibration(28, kReadV, kOn, kOff);
  std::vector<double> currents;
  std::vector<std::uint32_t> overlaps, active;
  const Case cells = random_case("calibrated", 225, 28, wires, 50, 1);
  base::Stream stream(1, "test.calibration");
  std::vector<double> row_v = cells.row_v;
  Solver solver;
  std::size_t wrong_ideal = 0, wrong_fitted = 0;
  Calibration fitted;
  for (int k = 0; k < 80; ++k) {
    std::fill(row_v.begin(), row_v.end(), 0.0);
    const std::size_t driven = 30 + stream.below(45);
    std::fill_n(row_v.begin(), driven, kReadV);
    stream.shuffle(std::span<double>(row_v));
    const std::vector<double> found = solver.solve(cells.array, {row_v}).column_current_a;
    std::vector<std::uint32_t> right;
    for (std::size_t j = 0; j < 28; ++j) {
      std::uint32_t overlap = 0;
      for (std::size_t i = 0; i < 225; ++i)
        overlap += row_v[i] > 0 && cells.array.conductance_s(i, j) == kOn ? 1U : 0U;
      right.push_back(overlap);
    }
    if (k < 40) {
      currents.insert(currents.end(), found.begin(), found.end());
      overlaps.insert(overlaps.end(), right.begin(), right.end());
      active.push_back(static_cast<std::uint32_t>(driven));
      continue;
    }
    if (k == 40) fitted = fit_calibration(currents, overlaps, active, ideal);
    const auto off_by = [&](const Calibration& calibration) {
      const Reading reading =
          RampReadout({calibration, {}, 0, 0}).read(found, static_cast<std::uint32_t>(driven), 0);
      std::size_t sum = 0;
      for (std::size_t j = 0; j < 28; ++j)
        sum += std::max(right[j], reading.overlaps[j]) - std::min(right[j], reading.overlaps[j]);
      return sum;
    };
    wrong_ideal += off_by(ideal);
    wrong_fitted += off_by(fitted);
  }
  EXPECT_GT(wrong_ideal, 40U * 28U);
  EXPECT_LT(wrong_fitted * 4, wrong_ideal);
}

TEST(Periphery, CalibrationByHand) {
  const Calibration from = ideal_calibration(2, kReadV, kOn, kOff);
  // Column 0: 3 a connected synapse, 1 another. Column 1 has too little to tell.
  const std::vector<double> currents{7, 1, 5, 2};
  const std::vector<std::uint32_t> overlaps{2, 0, 1, 0}, active{3, 3};
  const Calibration fitted = fit_calibration(currents, overlaps, active, from);
  EXPECT_NEAR(fitted[0].connected_a, 3, 1e-12);
  EXPECT_NEAR(fitted[0].unconnected_a, 1, 1e-12);
  EXPECT_EQ(fitted[1].connected_a, from[1].connected_a);
  EXPECT_THROW((void)fit_calibration(currents, overlaps, std::vector<std::uint32_t>{3}, from), base::Error);
}

TEST(Periphery, RampThatStopsKeepsTheWinners) {
  base::Stream stream(1, "test.ramp");
  std::uint64_t saved = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const Read read = read_of(100, 28, {}, 40, seed);
    std::vector<std::uint32_t> factors(28, 4096);
    if (seed > 10)
      for (std::uint32_t& factor : factors) factor = static_cast<std::uint32_t>(3000 + stream.below(3000));
    const FrontEnd front{ideal_calibration(28, kReadV, kOn, kOff), {}, 0, 0};
    RampReadout stops(front);
    stops.stop_at(4, factors);
    const Reading whole = RampReadout(front).read(read.current_a, 40, 0);
    const Reading part = stops.read(read.current_a, 40, 0);
    EXPECT_LE(part.ramp_steps, whole.ramp_steps);
    EXPECT_LE(part.comparisons, whole.comparisons);
    saved += whole.ramp_steps - part.ramp_steps;
    const auto winners = [&](const std::vector<std::uint32_t>& overlaps) {
      std::vector<std::pair<std::uint64_t, std::size_t>> keys;
      for (std::size_t j = 0; j < 28; ++j) keys.emplace_back(std::uint64_t{overlaps[j]} * factors[j], 28 - j);
      std::sort(keys.rbegin(), keys.rend());
      keys.resize(4);
      return keys;
    };
    EXPECT_EQ(winners(part.overlaps), winners(whole.overlaps));
  }
  EXPECT_GT(saved, 30U);
}

TEST(Periphery, RampCounts) {
  const Calibration calibration(3, {0, 1, 0});
  const std::vector<double> currents{3.2, 0.4, 9};
  const Reading reading = RampReadout({calibration, {}, 0, 0}).read(currents, 5, 0);
  EXPECT_EQ(reading.overlaps, (std::vector<std::uint32_t>{3, 0, 5}));
  EXPECT_EQ(reading.ramp_steps, 5U);
  EXPECT_EQ(reading.comparisons, 3U + 2U + 2U + 1U + 1U);
  // A counter of two bits.
  EXPECT_EQ(RampReadout({calibration, {}, 0, 0}, 3).read(currents, 5, 0).overlaps,
            (std::vector<std::uint32_t>{3, 0, 3}));
}

TEST(Periphery, Converter) {
  const Calibration calibration(1, {0, 1, 0});
  const AdcReadout adc({calibration, {}, 0, 0}, {.bits = 3, .low_a = 0, .high_a = 7});
  EXPECT_EQ(adc.code(-1), 0U);
  EXPECT_EQ(adc.code(0.49), 0U);
  EXPECT_EQ(adc.code(0.51), 1U);
  EXPECT_EQ(adc.code(100), 7U);
  // Too few bits: counts fall together.
  const AdcReadout coarse({calibration, {}, 0, 0}, {.bits = 2, .low_a = 0, .high_a = 12});
  EXPECT_EQ(coarse.read(std::vector<double>{5}, 12, 0).overlaps[0], 4U);
  EXPECT_EQ(coarse.read(std::vector<double>{5}, 12, 0).conversions, 1U);
  // Bent by one at the middle, not at the ends.
  const AdcReadout bent({calibration, {}, 0, 0}, {.bits = 4, .low_a = 0, .high_a = 15, .inl_lsb = 1});
  EXPECT_EQ(bent.code(0), 0U);
  EXPECT_EQ(bent.code(15), 15U);
  EXPECT_EQ(bent.code(7.4), 8U);
  EXPECT_EQ(bent.code(3), 4U);
  EXPECT_EQ(bent.code(12), 13U);
}

TEST(Periphery, OffsetsAndNoise) {
  const Calibration calibration(1000, {0, 1, 0});
  const std::vector<double> currents(1000, 20.0);
  FrontEnd front{calibration, std::vector<double>(1000, 2.0), 0, 7};
  EXPECT_EQ(RampReadout(front).read(currents, 60, 0).overlaps, std::vector<std::uint32_t>(1000, 22));
  front.noise_a = 3;
  const RampReadout noisy(front);
  const std::vector<std::uint32_t> once = noisy.read(currents, 60, 5).overlaps;
  EXPECT_EQ(noisy.read(currents, 60, 5).overlaps, once);
  EXPECT_NE(noisy.read(currents, 60, 6).overlaps, once);
  double mean = 0, square = 0;
  for (const std::uint32_t overlap : once) mean += overlap, square += static_cast<double>(overlap) * overlap;
  mean /= 1000, square /= 1000;
  EXPECT_NEAR(mean, 22, 0.4);
  // And 1/12 of rounding.
  EXPECT_NEAR(square - mean * mean, 9 + 1.0 / 12, 1.2);
}

TEST(Periphery, SelectionOfCurrents) {
  const std::vector<double> currents{5, 9, 7, 9, 1};
  const std::vector<std::uint32_t> plain(5, 4096), boosted{4096, 4096, 8192, 4096, 4096};
  CurrentSelector selector{.gain_bits = 6, .highest_gain = 16, .winners = 2, .threshold_a = 2};
  EXPECT_EQ(selector.select(currents, plain), (std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(selector.select(currents, boosted), (std::vector<std::size_t>{1, 2}));
  selector.winners = 9;
  EXPECT_EQ(selector.select(currents, plain), (std::vector<std::size_t>{0, 1, 2, 3}));
  EXPECT_EQ(selector.gain(4096), 1.0);
  EXPECT_EQ(selector.gain(4096 + 400), 1.0);
  EXPECT_EQ(selector.gain(4096 + 600), 1.25);
  EXPECT_EQ(selector.gain(1), 0.25);
  EXPECT_EQ(selector.gain(65535), 16.0);
  EXPECT_EQ(missed(std::vector<std::size_t>{1, 2}, std::vector<std::size_t>{1, 3}), 1U);
  EXPECT_EQ(missed(std::vector<std::size_t>{1, 3}, std::vector<std::size_t>{1, 3}), 0U);
}

TEST(Periphery, RowVoltages) {
  base::Sdr active(5);
  active.set(1), active.set(4);
  EXPECT_EQ(row_voltages(active, 0.3), (std::vector<double>{0, 0.3, 0, 0, 0.3}));
  EXPECT_THROW((void)row_voltages(active, 0), base::Error);
}

TEST(Periphery, RefusesWhatIsWrong) {
  const FrontEnd front{ideal_calibration(3, kReadV, kOn, kOff), {}, 0, 0};
  const std::vector<double> two(2, 0.0);
  EXPECT_THROW((void)RampReadout(front).read(two, 5, 0), base::Error);
  EXPECT_THROW(RampReadout({front.calibration, {1e-9}, 0, 0}), base::Error);
  EXPECT_THROW(RampReadout({front.calibration, {}, -1, 0}), base::Error);
  EXPECT_THROW(RampReadout({ideal_calibration(3, kReadV, kOff, kOn), {}, 0, 0}), base::Error);
  EXPECT_THROW(AdcReadout(front, {.bits = 0, .low_a = 0, .high_a = 1}), base::Error);
  EXPECT_THROW(AdcReadout(front, {.bits = 8, .low_a = 1, .high_a = 1}), base::Error);
  EXPECT_THROW(ThresholdReadout(front, 0), base::Error);
  RampReadout ramp(front);
  EXPECT_THROW(ramp.stop_at(1, {1, 2}), base::Error);
}

}  // namespace
}  // namespace silipool::memristor
