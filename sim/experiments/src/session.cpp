#include <silipool/experiments/session.hpp>

#include <algorithm>
#include <deque>

namespace silipool::experiments {
namespace {

/// Inputs that wait at the engine while it works, where it is to be kept busy: hardware has a frame on its
/// way in, one whose overlaps are added, one that learns and one on its way out.
constexpr std::uint64_t kAhead = 3;

}  // namespace

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
  return lockstep_ == nullptr || lockstep_->collect(winners, engine_.last_class());
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
  const std::uint64_t ahead = feed == Feed::ahead ? kAhead : 0;
  std::deque<bool> learns;  // of the inputs that wait at the engine
  std::uint64_t submitted = 0;
  base::Sdr found;
  for (std::uint64_t i = 0;; ++i) {
    for (; submitted < count && submitted <= i + ahead && (submitted == 0 || !stopped()); ++submitted) {
      const engine::StimulusStep next = source(submitted);
      submit(next);
      learns.push_back(next.learn);
    }
    if (i == submitted) return i == count;
    if (!collect(found)) return false;
    const bool learn = learns.front();
    learns.pop_front();
    ++(learn ? learning_steps_ : inference_steps_);
    if (const auto cycles = engine_.last_step_cycles()) {
      if (feed == Feed::one_by_one)
        latency_.add(cycles->latency);
      else if (i > 0)  // the first of a row had nothing before it to follow closely
        (learn ? learning_interval_ : inference_interval_).add(cycles->interval);
    }
    winners(i, found);
  }
}

}  // namespace silipool::experiments
