#include <silipool/engine/energy_meter.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <silipool/base/error.hpp>

namespace silipool::engine {
namespace {

/// All that is counted; the other members of Activity are widths.
constexpr std::array kCounts{&Activity::steps,
                             &Activity::learning_steps,
                             &Activity::row_reads,
                             &Activity::row_writes,
                             &Activity::counter_updates,
                             &Activity::keys,
                             &Activity::comparisons,
                             &Activity::permanence_word_reads,
                             &Activity::permanence_word_writes,
                             &Activity::permanence_writes,
                             &Activity::connection_flips,
                             &Activity::draws,
                             &Activity::duty_updates,
                             &Activity::boost_updates};
static_assert(sizeof(Activity) == (kCounts.size() + 2) * sizeof(std::uint64_t), "a count is missing");

constexpr cost::Energy kNothing{};

/// So many of a count are priced, since words that hold several are counted whole.
constexpr std::uint64_t kMany = std::uint64_t{1} << 30;

}  // namespace

EnergyRates::EnergyRates(const Price& price, const config::Config& config) {
  Activity one = widths_of(config);
  for (const auto count : kCounts) {
    one.*count = kMany;
    learn(price(one, 0), [&](std::size_t part, const cost::Energy& energy) {
      rates_.push_back({count, part, energy});
    });
    one.*count = 0;
  }
  std::vector<std::pair<std::size_t, cost::Energy>> cycle;
  learn(price(one, kMany),
        [&](std::size_t part, const cost::Energy& energy) { cycle.emplace_back(part, energy); });
  of_cycle_.resize(parts_.size());
  for (const auto& [part, energy] : cycle) of_cycle_[part] += energy;
}

void EnergyRates::learn(const cost::Ledger& ledger,
                        const std::function<void(std::size_t, const cost::Energy&)>& take) {
  for (const cost::Term& term : ledger.terms()) {
    auto found = std::find(parts_.begin(), parts_.end(), term.part);
    if (found == parts_.end()) found = parts_.insert(found, term.part);
    if (term.energy != kNothing)
      take(static_cast<std::size_t>(found - parts_.begin()),
           (1.0 / static_cast<double>(kMany)) * term.energy);
  }
}

void EnergyRates::add(const Activity& activity, std::uint64_t cycles,
                      std::span<cost::Energy> of_parts) const {
  for (const Rate& rate : rates_)
    if (const std::uint64_t count = activity.*rate.count; count != 0)
      of_parts[rate.part] += static_cast<double>(count) * rate.energy;
  if (cycles == 0) return;
  for (std::size_t part = 0; part < of_parts.size(); ++part)
    of_parts[part] += static_cast<double>(cycles) * of_cycle_[part];
}

EnergyMeter::EnergyMeter(EnergyRates rates, std::uint64_t window, std::function<void(const Window&)> closed)
    : rates_(std::move(rates)), length_(window), closed_(std::move(closed)) {
  if (window == 0) base::bad_input("a window of power has 0 cycles: must be at least 1");
  const std::size_t parts = rates_.parts().size();
  window_ = {0, length_, std::vector<cost::Energy>(parts)};
  last_step_.resize(parts);
  learning_.of_parts.resize(parts);
  inference_.of_parts.resize(parts);
}

void EnergyMeter::close_until(std::uint64_t cycle) {
  while (cycle >= window_.end) {
    rates_.add({}, window_.end - window_.begin, window_.of_parts);
    if (closed_) closed_(window_);
    window_.begin = window_.end;
    window_.end += length_;
    std::ranges::fill(window_.of_parts, kNothing);
  }
}

void EnergyMeter::add(std::uint64_t cycle, const Activity& activity) {
  close_until(cycle);
  rates_.add(activity, 0, window_.of_parts);
  step_ += activity;
}

void EnergyMeter::end_step(std::uint64_t cycle, bool learn) {
  Steps& steps = learn ? learning_ : inference_;
  const std::uint64_t cycles = cycle - step_begin_;
  std::ranges::fill(last_step_, kNothing);
  rates_.add(step_, cycles, last_step_);
  for (std::size_t part = 0; part < last_step_.size(); ++part) steps.of_parts[part] += last_step_[part];
  ++steps.steps;
  steps.cycles += cycles;
  steps.activity += step_;
  step_ = {};
  step_begin_ = cycle;
}

void EnergyMeter::restart(std::uint64_t cycle) {
  step_ = {};
  step_begin_ = cycle;
  window_.begin = cycle;
  window_.end = cycle + length_;
  std::ranges::fill(window_.of_parts, kNothing);
}

void EnergyMeter::finish(std::uint64_t cycle) {
  close_until(cycle);
  if (cycle == window_.begin) return;
  window_.end = cycle;
  rates_.add({}, window_.end - window_.begin, window_.of_parts);
  if (closed_) closed_(window_);
  restart(cycle);
}

}  // namespace silipool::engine
