// What holds for every card.
#include <bit>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/memristor/device/cell_array.hpp>

namespace silipool::memristor {
namespace {

class EveryCard : public testing::TestWithParam<std::string> {
 protected:
  const Card card_ = load_card(GetParam());
};

/// The card with every number that makes a cell differ from its law at its neutral value.
Card without_variance(Card card) {
  const auto set = [&](const char* key, double value) {
    if (card.has(key)) card = card.with(key, value, "test");
  };
  for (const char* key : {"device_variation.on",   "device_variation.off",
                          "device_variation.step", "cycle_variation.step",
                          "cycle_variation.range", "cycle_variation.on",
                          "cycle_variation.off",   "switching.set_sigma",
                          "switching.reset_sigma", "programming.sigma_0",
                          "programming.sigma_1",   "programming.sigma_2",
                          "programming.sigma_3",   "programming.sigma_4",
                          "faults.stuck_on",       "faults.stuck_off",
                          "faults.open_rows",      "faults.open_columns",
                          "noise.relative",        "noise.flicker",
                          "noise.telegraph",       "drift.nu",
                          "drift.nu_slope",        "drift.nu_min",
                          "drift.nu_sigma",        "drift.nu_sigma_slope",
                          "drift.nu_sigma_min",    "drift.slope",
                          "drift.sigma",           "drift.sigma_slope"})
    set(key, 0);
  // A pulse that every cell switches with, and a life that outlasts the test.
  if (card.has("switching.set_mean")) set("set.voltage", card.quantity("set.voltage").high);
  if (card.has("endurance.median")) set("endurance.median", card.quantity("endurance.median").high);
  return card;
}

/// A few hundred operations on one cell, into a digest of everything that can be seen of it.
std::uint64_t exercise(CellArray& array, const Card& card, std::size_t cell) {
  base::Digest digest;
  const auto put = [&](double value) { digest.u64(std::bit_cast<std::uint64_t>(value)); };
  const auto note = [&](const Write& write) {
    put(write.energy_j);
    put(write.conductance_s);
    digest.u32(write.pulses);
    digest.u32(write.reads);
    EXPECT_GE(write.energy_j, 0);
    EXPECT_GE(write.conductance_s, 0);
    EXPECT_TRUE(std::isfinite(write.energy_j) && std::isfinite(write.conductance_s));
  };
  const double low = array.law().g_min_s();
  const double high = array.law().g_max_s();
  for (std::uint32_t i = 0; i < 12; ++i) {
    if (card.model == Model::programmed) {
      note(array.program(cell, low + (high - low) * (i % 5) / 4.0));
    } else {
      note(array.pulse(cell, i % 3 == 2 ? Direction::reset : Direction::set, 1 + i % 4));
      if (i % 6 == 5) note(array.write_verify(cell, (low + high) / 2, {(high - low) / 20, 10}));
    }
    put(array.conductance_s(cell));
    put(array.read_s(cell, i));
    EXPECT_GE(array.read_energy_j(cell), 0);
  }
  return digest.value();
}

TEST_P(EveryCard, ConductanceStaysWithinItsBoundsAndFollowsPulses) {
  CellArray array(card_, 1, 1, 1);
  if (card_.model == Model::programmed) {
    EXPECT_THROW(array.pulse(0, Direction::set), base::Error);
    EXPECT_THROW(array.pulse(0, Pulse{1, 1e-9}), base::Error);
    return;
  }
  const Law& law = array.law();
  for (const Direction direction : {Direction::set, Direction::reset}) {
    const double sign = direction == Direction::set ? 1 : -1;
    const double start = array.conductance_s(0);
    double before = start;
    for (int i = 0; i < 300; ++i) {
      const Write write = array.pulse(0, direction);
      EXPECT_GE(sign * (write.conductance_s - before), 0) << i;
      EXPECT_GE(write.conductance_s, law.g_min_s());
      EXPECT_LE(write.conductance_s, law.g_max_s());
      EXPECT_GT(write.energy_j, 0);
      before = write.conductance_s;
    }
    // The pulses of a card must be of use: most of the range within 300 of them.
    EXPECT_GT(sign * (before - start), 0.5 * (law.g_max_s() - law.g_min_s()));
  }
}

TEST_P(EveryCard, ManyPulsesAtOnceAreTheSameAsOneByOne) {
  if (card_.model == Model::programmed) return;
  CellArray array(card_, 1, 2, 1);
  for (const Direction direction : {Direction::set, Direction::reset, Direction::set}) {
    double energy = 0;
    for (int i = 0; i < 7; ++i) energy += array.pulse(0, direction).energy_j;
    const Write together = array.pulse(1, direction, 7);
    EXPECT_NEAR(array.conductance_s(0) / together.conductance_s, 1, 1e-6);
    // Curves of pulse counts are priced by the conductance before and after.
    EXPECT_NEAR(energy / together.energy_j, 1, 1e-6);
  }
  EXPECT_EQ(array.wear(0), 21U);
  EXPECT_EQ(array.wear(1), 21U);
}

TEST_P(EveryCard, ProgrammingIsMonotone) {
  CellArray array(card_, 1, 1, 1);
  const double low = array.law().g_min_s();
  const double high = array.law().g_max_s();
  double before = 0;
  for (int i = 0; i <= 16; ++i) {
    const double target = low + (high - low) * i / 16.0;
    EXPECT_EQ(array.program(0, target).conductance_s, target);
    EXPECT_GT(array.conductance_s(0), before);
    before = array.conductance_s(0);
  }
}

TEST_P(EveryCard, TheSameBytesInAnyOrderAndOnAnyNumberOfThreads) {
  const Effects effects = all_effects(card_);
  constexpr std::size_t cells = 24;
  CellArray forwards(card_, 4, 6, 7, effects);
  CellArray threads(card_, 4, 6, 7, effects);
  CellArray other(card_, 4, 6, 8, effects);
  std::vector<std::uint64_t> a(cells), b(cells), c(cells);
  for (std::size_t cell = 0; cell < cells; ++cell) a[cell] = exercise(forwards, card_, cell);
  {
    std::vector<std::jthread> workers;
    for (std::size_t worker = 0; worker < 3; ++worker)
      workers.emplace_back([&, worker] {
        for (std::size_t cell = cells; cell-- > 0;)
          if (cell % 3 == worker) b[cell] = exercise(threads, card_, cell);
      });
  }
  for (std::size_t cell = 0; cell < cells; ++cell) c[cell] = exercise(other, card_, cell);
  EXPECT_EQ(a, b);
  EXPECT_NE(a, c);  // thermal noise at least
}

TEST_P(EveryCard, ZeroVarianceIsTheIdealDeviceExactly) {
  const Card still = without_variance(card_);
  Effects effects = all_effects(still);
  effects.thermal_noise = effects.shot_noise = false;  // these have no number to be zero
  CellArray quiet(still, 3, 3, 5, effects);
  CellArray ideal(still, 3, 3, 6);
  quiet.age(1e6);
  for (std::size_t cell = 0; cell < quiet.size(); ++cell)
    EXPECT_EQ(exercise(quiet, still, cell), exercise(ideal, still, cell));
  quiet.age(1e6);
  for (std::size_t cell = 0; cell < quiet.size(); ++cell) {
    EXPECT_EQ(quiet.conductance_s(cell), ideal.conductance_s(cell));
    EXPECT_EQ(quiet.wear(cell), ideal.wear(cell));
  }
}

TEST_P(EveryCard, EverySwitchThatHasNumbersChangesSomething) {
  const Effects all = all_effects(card_);
  for (const EffectSwitch& one : effect_switches()) {
    if (!(all.*one.flag)) continue;
    if (one.name == "endurance") continue;  // seen only after as many pulses as it says (device_cell_test)
    Effects only;
    only.*one.flag = true;
    CellArray with(card_, 8, 8, 3, only);
    CellArray without(card_, 8, 8, 3);
    bool differs = false;
    for (std::size_t cell = 0; cell < with.size(); ++cell) {
      const double middle = (with.law().g_min_s() + with.law().g_max_s()) / 2;
      if (card_.model != Model::programmed)
        for (CellArray* array : {&with, &without}) array->pulse(cell, Direction::set, 3);
      else
        for (CellArray* array : {&with, &without}) array->program(cell, middle);
    }
    with.age(100);
    without.age(100);
    for (std::size_t cell = 0; cell < with.size(); ++cell)
      differs = differs || with.read_s(cell, 1) != without.read_s(cell, 1);
    EXPECT_TRUE(differs) << one.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Cards, EveryCard, testing::ValuesIn(known_cards()),
                         [](const auto& name) { return name.param; });

}  // namespace
}  // namespace silipool::memristor
