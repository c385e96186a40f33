// Reset, registers and the order of a step (sections 5 and 6).
#include <silipool/oracle/oracle.hpp>

#include <algorithm>

#include <silipool/base/error.hpp>

#include "check.hpp"

namespace silipool::oracle {
namespace {

config::Structural checked(const config::Structural& structural) {
  check(structural);
  return structural;
}

}  // namespace

Oracle::Oracle(const config::Structural& structural, const config::Runtime& runtime)
    : structural_(checked(structural)),
      runtime_(runtime),
      n_(structural.columns_per_hypercolumn),
      columns_(structural.columns()),
      slots_(structural.slots()),
      plane_(structural_) {
  check(runtime_, structural_);

  for (std::size_t h = 0; h < structural_.hypercolumns(); ++h)
    input_of_slot_.push_back(slots_of_hypercolumn(h));
  for (std::size_t c = 0; c < columns_; ++c) potential_.push_back(potential_slots(c));

  // Section 5.
  for (std::size_t c = 0; c < columns_; ++c) {
    permanence_.push_back(initial_permanences(c));
    if (runtime_.trim_at_reset) trim_column(c);
    raise_column(c);
    if (runtime_.trim_at_reset) trim_column(c);
  }
  duty_.assign(columns_, 0);
  overlap_duty_.assign(columns_, 0);
  boost_.assign(columns_, 4096);
  if (windowed()) {
    wins_.assign(runtime_.duty_period, std::vector<bool>(columns_, false));
    overlaps_ = wins_;
  }
  if (rewarding()) class_count_.assign(columns_, std::vector<std::uint64_t>(runtime_.classes, 0));

  // Section 6.8.
  set_radius(fixed_radius() ? runtime_.inhibition_radius : radius_now());
}

void Oracle::set_runtime(const config::Runtime& runtime) {
  check(runtime, structural_);
  const auto keep = [](std::uint32_t now, std::uint32_t wanted, const char* what) {
    if (wanted != now)
      base::bad_input("oracle: {} is {}; legal is {}, for which there is state", what, wanted, now);
  };
  if (windowed()) keep(runtime_.duty_period, runtime.duty_period, "duty_period");
  if (rewarding()) keep(runtime_.classes, runtime.classes, "classes");
  if (bumping() != (runtime.bump_increment > 0))
    base::bad_input("oracle: bumping is {} and cannot be switched", bumping() ? "on" : "off");
  runtime_ = runtime;
  if (fixed_radius()) set_radius(runtime_.inhibition_radius);
}

std::vector<Event> Oracle::step(const base::Sdr& input, bool learn, bool digest_step,
                                std::optional<std::uint8_t> label) {
  if (input.size() != structural_.inputs())
    base::bad_input("oracle: the input has {} bits; legal is {}", input.size(), structural_.inputs());
  if (rewarding() && label && *label >= runtime_.classes)
    base::bad_input("oracle: the class is {}; legal is 0..{}", *label, runtime_.classes - 1);

  std::vector<Event> events;
  const auto emit = [&](int phase, std::size_t index, std::uint64_t value) {
    events.push_back({step_, phase, static_cast<std::uint32_t>(index), value});
  };

  // 6.1 and 6.2
  const Keys now = keys(input, learn);
  for (std::size_t c = 0; c < columns_; ++c) emit(1, c, now.overlap[c]);
  for (std::size_t c = 0; c < columns_; ++c)
    emit(2, c, now.eligible[c] ? (std::uint64_t{1} << 31) + now.key[c] : 0);

  // 6.3
  const Outcome outcome = inhibit_all(now);
  const auto learner = [&](std::size_t c) { return std::ranges::count(outcome.learners, c) != 0; };
  for (const std::size_t c : outcome.winners) emit(3, c, learn && learner(c) ? 1 : 0);

  if (learn) {
    const std::vector<std::vector<std::uint64_t>> permanence_before = permanence_;
    const std::vector<std::uint64_t> duty_before = duty_;

    const bool refreshed = refreshes();
    update(input, now, outcome, label);

    for (std::size_t c = 0; c < columns_; ++c)
      for (std::size_t s = 0; s < slots_; ++s)
        if (permanence_[c][s] != permanence_before[c][s]) emit(4, c * 4096 + s, permanence_[c][s]);
    for (std::size_t c = 0; c < columns_; ++c)
      if (refreshed || duty_[c] != duty_before[c] || learner(c)) emit(5, c, duty_[c]);
    if (refreshed)
      for (std::size_t c = 0; c < columns_; ++c) emit(6, c, boost_[c]);
  }

  emit(7, 0, digest_step ? digest() : 0);
  ++step_;
  return events;
}

bool Oracle::refreshes() const { return (std::uint64_t{t_} + 1) % runtime_.update_period == 0; }

void Oracle::update(const base::Sdr& input, const Keys& now, const Outcome& outcome,
                    std::optional<std::uint8_t> label) {
  for (const std::size_t c : outcome.learners) learn_column(c, input, label);
  count_duties(outcome.learners, now.overlap);
  if (refreshes()) refresh();
  const std::uint64_t number = std::uint64_t{t_} + 1;  // of the step, not modulo 2^32
  ++t_;
  if (!fixed_radius() && number % runtime_.radius_period == 0)
    set_radius(structural_.radius_running_maximum ? std::max(radius_, radius_now()) : radius_now());
}

}  // namespace silipool::oracle
