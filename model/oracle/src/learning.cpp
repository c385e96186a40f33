// Learning (section 6.4).
#include <algorithm>
#include <functional>

#include <silipool/oracle/oracle.hpp>

#include "numbers.hpp"

namespace silipool::oracle {

std::uint64_t gain(unsigned bits, std::uint64_t permanence, std::uint64_t increment) {
  return std::min(greatest_permanence(bits), permanence + increment);
}

std::uint64_t lose(std::uint64_t permanence, std::uint64_t decrement) {
  return permanence > decrement ? permanence - decrement : 0;
}

Draw draw_per_winner(std::uint32_t seed, std::uint32_t t, std::uint32_t c, std::uint64_t p_inc,
                     std::uint64_t p_dec) {
  const std::uint32_t v = hash(seed, t, stream_draw, c, 0);
  return {.gains = low16(v) < p_inc, .loses = high16(v) < p_dec};
}

Draw draw_per_synapse(std::uint32_t seed, std::uint32_t t, std::uint32_t c, std::uint32_t s,
                      std::uint64_t p_inc, std::uint64_t p_dec) {
  const std::uint32_t u = hash(seed, t, stream_draw, c, s / 2);
  const std::uint32_t d = s % 2 == 0 ? low16(u) : high16(u);
  return {.gains = d < p_inc, .loses = d < p_dec};
}

std::vector<std::uint64_t> raise(unsigned bits, std::uint64_t theta, std::size_t minimum_connected,
                                 std::uint64_t raise_step, const std::vector<std::uint64_t>& permanences) {
  const std::size_t wanted = std::min(minimum_connected, permanences.size());  // N
  std::size_t connected = 0;
  for (const std::uint64_t p : permanences)
    if (p >= theta) ++connected;
  if (connected >= wanted) return permanences;

  std::vector<std::uint64_t> descending = permanences;
  std::ranges::sort(descending, std::greater<>());
  const std::uint64_t v = descending[wanted - 1];  // below theta, as fewer than N are connected
  const std::uint64_t steps = (theta - v + raise_step - 1) / raise_step;
  std::vector<std::uint64_t> raised;
  raised.reserve(permanences.size());
  for (const std::uint64_t p : permanences) raised.push_back(gain(bits, p, raise_step * steps));
  return raised;
}

std::uint64_t trim(std::uint64_t permanence, std::uint64_t least) {
  return permanence < least ? 0 : permanence;
}

// The table of rules.
Draw Oracle::draw(std::size_t c, std::size_t s) const {
  const auto column = static_cast<std::uint32_t>(c);
  const auto slot = static_cast<std::uint32_t>(s);
  const config::Runtime& r = runtime_;
  switch (structural_.learning_rule) {
    case config::LearningRule::every_step:
      break;
    case config::LearningRule::draw_per_winner:
      return draw_per_winner(r.seed, t_, column, r.increment_probability, r.decrement_probability);
    case config::LearningRule::draw_per_synapse:
      return draw_per_synapse(r.seed, t_, column, slot, r.increment_probability, r.decrement_probability);
  }
  return {.gains = true, .loses = true};
}

/// The permanence of potential slot s of learner c after its lesson.
std::uint64_t Oracle::learned(const base::Sdr& input, std::size_t c, std::size_t s, Lesson lesson) const {
  const std::uint64_t before = permanence_[c][s];
  const Draw drawn = draw(c, s);
  const bool on = input_is_on(input, c, s);
  switch (lesson) {
    case Lesson::as_drawn:
      if (on) return drawn.gains ? gain(structural_.permanence_bits, before, runtime_.increment) : before;
      return drawn.loses ? lose(before, runtime_.decrement) : before;
    case Lesson::punishment:
      return on && drawn.loses ? lose(before, runtime_.decrement) : before;
    case Lesson::nothing:
      break;
  }
  return before;
}

Oracle::Lesson Oracle::lesson(std::size_t c, std::uint8_t label) const {
  const std::vector<std::uint64_t>& counts = class_count_[c];
  std::optional<std::size_t> preferred;
  for (std::size_t y = 0; y < counts.size(); ++y)
    if (counts[y] > (preferred ? counts[*preferred] : 0)) preferred = y;
  if (!preferred || *preferred == label) return Lesson::as_drawn;
  return structural_.reward == config::Reward::gate ? Lesson::nothing : Lesson::punishment;
}

void Oracle::count_class(std::size_t c, std::uint8_t label) {
  std::vector<std::uint64_t>& counts = class_count_[c];
  ++counts[label];
  if (counts[label] == 65535)
    for (std::uint64_t& count : counts) count /= 2;
}

void Oracle::raise_column(std::size_t c) {
  std::vector<std::uint64_t> potential;
  for (std::size_t s = 0; s < slots_; ++s)
    if (potential_[c][s]) potential.push_back(permanence_[c][s]);
  const std::vector<std::uint64_t> raised =
      raise(structural_.permanence_bits, structural_.connected_threshold, runtime_.minimum_connected,
            runtime_.raise_step, potential);
  std::size_t next = 0;
  for (std::size_t s = 0; s < slots_; ++s)
    if (potential_[c][s]) permanence_[c][s] = raised[next++];
}

void Oracle::trim_column(std::size_t c) {
  for (std::size_t s = 0; s < slots_; ++s)
    if (potential_[c][s]) permanence_[c][s] = trim(permanence_[c][s], runtime_.trim);
}

/// All that section 6.4 does to learner c.
void Oracle::learn_column(std::size_t c, const base::Sdr& input, std::optional<std::uint8_t> label) {
  const bool counted = rewarding() && label;
  const Lesson now = counted ? lesson(c, *label) : Lesson::as_drawn;
  for (std::size_t s = 0; s < slots_; ++s)
    if (potential_[c][s]) permanence_[c][s] = learned(input, c, s, now);
  if (counted) count_class(c, *label);
  raise_column(c);
  trim_column(c);
}

}  // namespace silipool::oracle
