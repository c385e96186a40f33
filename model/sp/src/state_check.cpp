#include <silipool/sp/state_check.hpp>

#include <bit>
#include <span>
#include <string_view>

#include <silipool/base/error.hpp>
#include <silipool/sp/arithmetic.hpp>

namespace silipool::sp {
namespace {

constexpr std::uint32_t kBoostMax = 65535;
constexpr std::uint32_t kRadiusMax = 65535;
constexpr std::uint32_t kClassCountMax = 65534;  // a count of 65535 is halved at once

void check_size(std::string_view part, std::size_t found, std::size_t expected) {
  if (found != expected) base::bad_input("{} {} where there must be {}", found, part, expected);
}

void check_permanences(const config::Structural& structural, const PoolTable& pools, const State& state) {
  const std::uint32_t top = (1U << structural.permanence_bits) - 1U;
  const std::size_t slots = structural.slots();
  for (std::size_t c = 0; c < structural.columns(); ++c)
    for (std::size_t s = 0; s < slots; ++s) {
      const std::uint32_t permanence = state.permanences[c * slots + s];
      if (permanence > top)
        base::bad_input("column {}, slot {}: permanence {} is out of range: 0..{}", c, s, permanence, top);
      if (permanence != 0 && !pools.potential(c, s))
        base::bad_input("column {}, slot {}: permanence {}, but the slot is not potential: must be 0", c, s,
                        permanence);
    }
}

template <typename T>
void check_range(std::string_view what, std::span<const T> values, std::uint32_t low, std::uint32_t high,
                 std::size_t per_column = 1) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] < low || values[i] > high)
      base::bad_input("column {}: {} {} is out of range: {}..{}", i / per_column, what, values[i], low, high);
}

/// Section 6.5: a duty is `win` times the steps in its window.
void check_window(std::string_view what, std::span<const std::uint64_t> window, std::size_t row_words,
                  std::uint32_t win, std::span<const std::uint32_t> duties) {
  std::vector<std::uint32_t> counts(duties.size());
  for (std::size_t w = 0; w < window.size(); ++w)
    for (std::uint64_t bits = window[w]; bits != 0; bits &= bits - 1) {
      const std::size_t column = w % row_words * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      if (column >= counts.size())
        base::bad_input("the window of {}s has a column {}: must be 0..{}", what, column, counts.size() - 1);
      counts[column] += win;
    }
  for (std::size_t c = 0; c < duties.size(); ++c)
    if (counts[c] != duties[c])
      base::bad_input("column {}: duty {}, but its {}s in the window are {}", c, duties[c], what,
                      counts[c] / win);
}

}  // namespace

StateShape::StateShape(const config::Structural& structural, const config::Runtime& runtime)
    : columns(structural.columns()), slots(structural.slots()), permanences(columns * slots) {
  const bool bumping = runtime.bump_increment > 0;
  if (bumping) overlap_duties = columns;
  radius = structural.neighbourhoods() && structural.radius_rule != config::RadiusRule::fixed;
  row_words = (columns + 63) / 64;
  if (structural.duty_rule == config::DutyRule::window) wins = runtime.duty_period * row_words;
  if (bumping) overlaps = wins;
  if (structural.reward != config::Reward::none) class_counts = columns * runtime.classes;
}

void check_state(const config::Structural& structural, const config::Runtime& runtime, const PoolTable& pools,
                 const State& state) {
  const StateShape shape(structural, runtime);
  check_size("permanences", state.permanences.size(), shape.permanences);
  check_size("duties", state.duties.size(), shape.columns);
  check_size("boosts", state.boosts.size(), shape.columns);
  check_size("overlap duties", state.overlap_duties.size(), shape.overlap_duties);
  check_size("words of the window of wins", state.wins.size(), shape.wins);
  check_size("words of the window of overlaps", state.overlaps.size(), shape.overlaps);
  check_size("class counts", state.class_counts.size(), shape.class_counts);
  check_permanences(structural, pools, state);
  check_range("duty", std::span(state.duties), 0, kDutyMax);
  check_range("boost", std::span(state.boosts), 1, kBoostMax);
  check_range("overlap duty", std::span(state.overlap_duties), 0, kDutyMax);
  check_range("class count", std::span(state.class_counts), 0, kClassCountMax, runtime.classes);
  const std::uint32_t radius = state.inhibition_radius;
  if (shape.radius ? radius < 1 || radius > kRadiusMax : radius != 0)
    base::bad_input("inhibition radius {} is out of range: {}", radius,
                    shape.radius ? "1..65535" : "0 where no rule moves it");
  const std::uint32_t win = 1U << structural.duty_fraction_bits;
  if (shape.wins > 0) check_window("win", state.wins, shape.row_words, win, state.duties);
  if (shape.overlaps > 0) check_window("overlap", state.overlaps, shape.row_words, win, state.overlap_duties);
}

}  // namespace silipool::sp
