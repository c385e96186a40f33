// Taking a pooler's state out and putting it back (docs/spec.md section 5).
#include <silipool/sp/spatial_pooler.hpp>

#include <algorithm>
#include <string_view>

#include <silipool/base/error.hpp>
#include <silipool/sp/arithmetic.hpp>

namespace silipool::sp {
namespace {

template <typename T>
void sized(const std::vector<T>& part, std::size_t wanted, std::string_view what) {
  if (part.size() != wanted)
    base::bad_input("a state has {} {}, and this configuration {}", part.size(), what, wanted);
}

template <typename T>
void within(const std::vector<T>& part, std::uint32_t least, std::uint32_t greatest, std::string_view what) {
  for (std::size_t i = 0; i < part.size(); ++i)
    if (part[i] < least || part[i] > greatest)
      base::bad_input("a state has {} {} = {}: {}..{} are legal", what, i, part[i], least, greatest);
}

}  // namespace

State SpatialPooler::state() const {
  State state;
  state.learning_step = learning_step_;
  state.permanences.assign(structural_.columns() * structural_.slots(), 0);
  for (std::size_t c = 0; c < structural_.columns(); ++c)
    synapses_.for_potential(c, [&](std::size_t i) {
      state.permanences[c * structural_.slots() + synapses_.slot(c, i)] = synapses_.row(c)[i];
    });
  state.duties = wins_.all();
  state.boosts = boosts_;
  state.overlap_duties = overlap_hits_.all();
  if (moves_radius()) state.inhibition_radius = radius_;
  state.wins = wins_.window();
  state.overlaps = overlap_hits_.window();
  state.class_counts = class_counts_.all();
  return state;
}

void SpatialPooler::set_state(const State& state) {
  const std::size_t columns = structural_.columns();
  const std::size_t slots = structural_.slots();
  sized(state.permanences, columns * slots, "permanences");
  sized(state.duties, columns, "duties");
  sized(state.boosts, columns, "boosts");
  sized(state.overlap_duties, overlap_hits_.all().size(), "overlap duties");
  sized(state.wins, wins_.window().size(), "words of wins");
  sized(state.overlaps, overlap_hits_.window().size(), "words of overlaps");
  sized(state.class_counts, class_counts_.all().size(), "class counts");
  within(state.permanences, 0, (1U << structural_.permanence_bits) - 1U, "permanence");
  within(state.duties, 0, kDutyMax, "duty");
  within(state.overlap_duties, 0, kDutyMax, "overlap duty");
  within(state.boosts, 1, 65535, "boost");
  for (std::size_t c = 0; c < columns; ++c)
    for (std::size_t s = 0; s < slots; ++s)
      if (state.permanences[c * slots + s] != 0 && !pools_.potential(c, s))
        base::bad_input("a state has a permanence at column {}, slot {}, where there is no potential synapse",
                        c, s);
  DutyCycle wins = wins_;
  DutyCycle overlap_hits = overlap_hits_;
  wins.set(state.duties, state.wins);
  overlap_hits.set(state.overlap_duties, state.overlaps);
  if (!wins.consistent() || !overlap_hits.consistent())
    base::bad_input("a state has duties that its window of steps does not add up to");

  learning_step_ = state.learning_step;
  for (std::size_t c = 0; c < columns; ++c) {
    synapses_.for_potential(
        c, [&](std::size_t i) { synapses_.row(c)[i] = state.permanences[c * slots + synapses_.slot(c, i)]; });
    synapses_.reconnect(c, structural_.connected_threshold);
  }
  wins_ = std::move(wins);
  overlap_hits_ = std::move(overlap_hits);
  boosts_ = state.boosts;
  class_counts_.all() = state.class_counts;
  if (moves_radius()) {
    radius_ = state.inhibition_radius;
    inhibition_.set_radius(radius_);
  }
}

}  // namespace silipool::sp
