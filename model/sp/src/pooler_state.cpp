// Taking a pooler's state out and putting it back (docs/spec.md section 5).
#include <silipool/sp/spatial_pooler.hpp>

#include <silipool/sp/state_check.hpp>

namespace silipool::sp {

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
  set_state(state, runtime_.update_period - state.learning_step % runtime_.update_period);
}

void SpatialPooler::set_state(const State& state, std::uint32_t steps_to_refresh) {
  check_state(structural_, runtime_, pools_, state);
  wins_.set(state.duties, state.wins);
  overlap_hits_.set(state.overlap_duties, state.overlaps);
  learning_step_ = state.learning_step;
  to_refresh_ = steps_to_refresh;
  for (std::size_t c = 0; c < structural_.columns(); ++c) {
    synapses_.for_potential(c, [&](std::size_t i) {
      synapses_.row(c)[i] = state.permanences[c * structural_.slots() + synapses_.slot(c, i)];
    });
    synapses_.reconnect(c, structural_.connected_threshold);
  }
  place_synapses();
  boosts_ = state.boosts;
  class_counts_.all() = state.class_counts;
  if (moves_radius()) {
    radius_ = state.inhibition_radius;
    inhibition_.set_radius(radius_);
  }
}

}  // namespace silipool::sp
