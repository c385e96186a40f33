#include <silipool/engine/lockstep.hpp>

namespace silipool::engine {

Lockstep::Lockstep(const config::Config& config, const config::Runtime& runtime,
                   std::function<bool(std::uint64_t)> digest_step)
    : microarchitecture_(config.microarchitecture),
      digest_step_(std::move(digest_step)),
      model_(config.structural, runtime),
      comparator_(model_, microarchitecture_) {}

void Lockstep::set_state(const sp::State& state, const Activity& learning) {
  model_.set_state(state);
  learning_ = learning;
}

void Lockstep::submit(const StimulusStep& step) {
  waiting_.push_back(step);
  if (!front_stepped_) step_model();
}

void Lockstep::step_model() {
  const StimulusStep& step = waiting_.front();
  const sp::StepTrace& trace = model_.step(step.input, step.learn, step.label);
  comparator_.expect(trace, digest_step_(stepped_++));
  base::Sdr& winners = winners_.emplace_back(model_.structural().columns());
  for (const std::uint32_t column : trace.winners) winners.set(column);
  (step.learn ? learning_ : inference_) += activity_of(model_, trace, microarchitecture_);
  front_stepped_ = true;
}

void Lockstep::event(Phase phase, std::uint32_t index, std::uint64_t value) {
  comparator_.event(phase, index, value);
  if (phase != Phase::step_end || waiting_.empty()) return;
  if (!comparator_.finish() && !mismatch_) mismatch_ = comparator_.mismatch();
  waiting_.pop_front();
  front_stepped_ = false;
  if (!waiting_.empty() && !mismatch_) step_model();
}

bool Lockstep::collect(const base::Sdr& winners) {
  if (!mismatch_ && comparator_.mismatch()) mismatch_ = comparator_.mismatch();
  const auto differ = [&](const char* what, std::uint32_t column, std::optional<std::uint64_t> rtl,
                          std::optional<std::uint64_t> model) {
    mismatch_ = Mismatch{.step = collected_,
                         .phase = Phase::winner,
                         .what = what,
                         .column = column,
                         .synapse = std::nullopt,
                         .state = std::nullopt,
                         .signal = "m_axis_tdata",
                         .cycle = 0,
                         .rtl = rtl,
                         .model = model,
                         .oracle = std::nullopt};
  };
  if (!mismatch_ && (winners_.empty() || comparator_.step() <= collected_)) {
    differ("winners without a step end", 0, std::nullopt, std::nullopt);
  } else if (!mismatch_ && winners != winners_.front()) {
    for (std::size_t c = 0; c < winners.size() && !mismatch_; ++c)
      if (winners.test(c) != winners_.front().test(c))
        differ("wrong output", static_cast<std::uint32_t>(c), winners.test(c) ? 1 : 0,
               winners_.front().test(c) ? 1 : 0);
  }
  if (!winners_.empty()) winners_.pop_front();
  ++collected_;
  return !mismatch_;
}

}  // namespace silipool::engine
