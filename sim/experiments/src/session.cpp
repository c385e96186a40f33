#include <silipool/experiments/session.hpp>

#include <algorithm>

namespace silipool::experiments {

void Spread::add(std::uint64_t value) {
  sum += value;
  ++steps;
  max = std::max(max, value);
}

Session::Session(engine::SpEngine& engine, engine::Lockstep* lockstep, const std::atomic<bool>* stop)
    : engine_(engine), lockstep_(lockstep), stop_(stop) {
  if (lockstep_ != nullptr) engine_.observe(lockstep_);
}

void Session::submit(const engine::StimulusStep& step) {
  if (lockstep_ != nullptr) lockstep_->submit(step);
  engine_.submit(step);
}

bool Session::collect(base::Sdr& winners) {
  engine_.collect(winners);
  return lockstep_ == nullptr || lockstep_->collect(winners);
}

bool Session::run(std::span<const base::Sdr> inputs, bool learn, Feed feed, const Winners& winners) {
  return run(
      inputs.size(),
      [&](std::uint64_t i) {
        return engine::StimulusStep{inputs[i], learn};
      },
      feed, winners);
}

bool Session::run(std::uint64_t count, const Source& source, Feed feed, const Winners& winners) {
  if (count == 0) return true;
  base::Sdr found;
  engine::StimulusStep current = source(0);
  submit(current);
  for (std::uint64_t i = 0; i < count; ++i) {
    const bool more = i + 1 < count && !stopped();
    engine::StimulusStep next;
    if (more) next = source(i + 1);
    if (more && feed == Feed::ahead) submit(next);
    if (!collect(found)) return false;
    ++(current.learn ? learning_steps_ : inference_steps_);
    if (const auto cycles = engine_.last_step_cycles()) {
      if (feed == Feed::one_by_one)
        latency_.add(cycles->latency);
      else if (i > 0)  // the first of a row had nothing before it to follow closely
        (current.learn ? learning_interval_ : inference_interval_).add(cycles->interval);
    }
    winners(i, found);
    if (!more) return i + 1 == count;
    if (feed == Feed::one_by_one) submit(next);
    current = std::move(next);
  }
  return true;
}

}  // namespace silipool::experiments
