#include "bins.hpp"

#include <algorithm>
#include <vector>

namespace silipool {
namespace {

/// Whether the least key that won in a hypercolumn is that of a column that did not. Neighbourhoods: never.
bool ties(const config::Structural& s, const sp::StepTrace& trace) {
  if (s.neighbourhoods()) return false;
  std::vector<bool> won(trace.keys.size());
  for (const std::uint32_t column : trace.winners) won[column] = true;
  const std::size_t columns = s.columns_per_hypercolumn;
  for (std::size_t first = 0; first < trace.keys.size(); first += columns) {
    std::uint32_t least = ~0U, greatest = 0;
    for (std::size_t c = first; c < first + columns; ++c)
      if (won[c])
        least = std::min(least, trace.keys[c]);
      else
        greatest = std::max(greatest, trace.keys[c]);
    if (greatest != 0 && greatest == least) return true;
  }
  return false;
}

bool flips_wait(const sp::StepTrace& trace) {
  // Ascending by column.
  for (std::size_t i = 1; i < trace.flips.size(); ++i)
    if (trace.flips[i] / 4096 == trace.flips[i - 1] / 4096) return true;
  return false;
}

}  // namespace

Bins& Bins::operator+=(const Bins& other) {
  for (std::size_t i = 0; i < hits_.size(); ++i) hits_[i] += other.hits_[i];
  return *this;
}

void Bins::count(sp::SpatialPooler& model, const engine::StimulusStep& step) {
  const config::Structural& s = model.structural();
  const config::Runtime& r = model.runtime();
  const std::uint32_t top = (1U << s.permanence_bits) - 1;
  const std::vector<std::uint16_t> before = model.state().permanences;
  const sp::StepTrace& trace = model.step(step.input, step.learn);
  for (const sp::Change& change : trace.permanences) {
    const std::uint32_t old = before[change.index / 4096 * s.slots() + change.index % 4096];
    hit(Bin::saturated_above, change.value > old && change.value == top && top - old < r.increment);
    hit(Bin::saturated_below, change.value < old && change.value == 0 && old < r.decrement);
  }
  hit(Bin::tie, ties(s, trace));
  hit(Bin::no_input, step.input.count() == 0);
  hit(Bin::full_input, step.input.count() == step.input.size());
  const std::uint32_t cap = s.boosting_rule == config::BoostingRule::linear ? r.boost_maximum : 0xffffU;
  hit(Bin::boost_at_cap,
      cap > 4096 && std::ranges::any_of(trace.boosts, [cap](const sp::Change& c) { return c.value == cap; }));
  hit(Bin::flips_wait, flips_wait(trace));
}

void WatchedEvents::event(engine::Phase phase, std::uint32_t index, std::uint64_t value) {
  if (phase <= engine::Phase::boost) {
    const std::size_t of_phase =
        static_cast<std::size_t>(phase) - static_cast<std::size_t>(engine::Phase::overlap);
    bins_.hit(static_cast<Bin>(static_cast<std::size_t>(Bin::output_waits) + of_phase), pins_.output_waits());
    bins_.hit(static_cast<Bin>(static_cast<std::size_t>(Bin::input_waits) + of_phase), pins_.input_waits());
  }
  to_.event(phase, index, value);
}

}  // namespace silipool
