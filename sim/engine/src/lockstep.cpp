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
  if (readout_) {
    classes_.push_back({stepped_, readout_->predict(trace.winners)});
    collected_classes_.push_back(classes_.back());
  }
  comparator_.expect(trace, digest_step_(stepped_++));
  base::Sdr& winners = winners_.emplace_back(model_.structural().columns());
  for (const std::uint32_t column : trace.winners) winners.set(column);
  (step.learn ? learning_ : inference_) += activity_of(model_, trace, microarchitecture_);
  front_stepped_ = true;
}

void Lockstep::class_differs(std::uint64_t step, const char* what, std::optional<std::uint64_t> rtl,
                             std::optional<std::uint64_t> model, const char* signal) {
  if (mismatch_) return;
  mismatch_ = Mismatch{.step = step,
                       .phase = Phase::readout,
                       .what = what,
                       .column = 0,
                       .synapse = std::nullopt,
                       .state = std::nullopt,
                       .signal = signal,
                       .cycle = comparator_.now(),
                       .rtl = rtl,
                       .model = model,
                       .oracle = std::nullopt};
}

void Lockstep::compare_class(std::uint64_t value) {
  if (!readout_) return;  // of weights that nobody knows
  constexpr const char* signal = "gen_readout.u_readout.class_o";
  if (classes_.empty()) {
    class_differs(comparator_.step(), "unexpected", value, std::nullopt, signal);
    return;
  }
  if (value != classes_.front().label)
    class_differs(classes_.front().step, "wrong value", value, classes_.front().label, signal);
  classes_.pop_front();
  ++classes_compared_;
}

void Lockstep::event(Phase phase, std::uint32_t index, std::uint64_t value) {
  if (phase == Phase::readout) {
    compare_class(value);
    return;
  }
  // A readout takes winners when it has given the class of those before.
  if (phase == Phase::step_end && classes_.size() > 1)
    class_differs(classes_.front().step, "missing", std::nullopt, classes_.front().label,
                  "gen_readout.u_readout.class_o");
  comparator_.event(phase, index, value);
  if (phase != Phase::step_end || waiting_.empty()) return;
  if (!comparator_.finish() && !mismatch_) mismatch_ = comparator_.mismatch();
  waiting_.pop_front();
  front_stepped_ = false;
  if (!waiting_.empty() && !mismatch_) step_model();
}

bool Lockstep::collect(const base::Sdr& winners, std::optional<unsigned> label) {
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
  if (!collected_classes_.empty() && collected_classes_.front().step == collected_) {
    const Classified& expected = collected_classes_.front();
    if (label && *label != expected.label)
      class_differs(expected.step, "wrong output", *label, expected.label, "m_axis_tdata");
    else if (label && !classes_.empty() && classes_.front().step == expected.step)
      class_differs(expected.step, "missing", std::nullopt, expected.label, "gen_readout.u_readout.class_o");
    collected_classes_.pop_front();
  }
  ++collected_;
  return !mismatch_;
}

}  // namespace silipool::engine
