#include <silipool/sp/spatial_pooler.hpp>
#include <silipool/sp/state_check.hpp>

namespace silipool::sp {

State SpatialPooler::state() const {
  State state;
  state.learning_step = learning_step_;
  state.permanences = permanences_;
  state.duties = duties_;
  state.boosts = boosts_;
  return state;
}

void SpatialPooler::set_state(const State& state) {
  check_state(structural_, runtime_, pools_, state);
  learning_step_ = state.learning_step;
  permanences_ = state.permanences;
  duties_ = state.duties;
  boosts_ = state.boosts;
  update_countdown_ = runtime_.update_period - learning_step_ % runtime_.update_period;
  connected_.assign(connected_.size(), 0);
  for (std::size_t c = 0; c < structural_.columns(); ++c)
    for (std::size_t s = 0; s < slots_; ++s)
      if (permanences_[c * slots_ + s] >= structural_.connected_threshold)
        connected_[c * word_count() + s / 64] |= std::uint64_t{1} << (s % 64);
}

}  // namespace silipool::sp
