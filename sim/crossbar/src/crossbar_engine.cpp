#include <silipool/crossbar/crossbar_engine.hpp>

#include <algorithm>

#include <silipool/base/error.hpp>
#include <silipool/sp/arithmetic.hpp>

namespace silipool::crossbar {

CrossbarEngine::CrossbarEngine(const config::Config& config, unsigned threads)
    : config_(config), array_(config, threads), pooler_(config.structural, config.runtime, &array_) {}

void CrossbarEngine::reset(const config::Runtime& runtime) {
  pooler_.reset(runtime);
  waiting_.clear();
  learning_ = inference_ = {};
}

void CrossbarEngine::set_state(const sp::State& state) {
  pooler_.set_state(state);
  waiting_.clear();
  learning_ = inference_ = {};
}

void CrossbarEngine::collect(base::Sdr& winners) {
  if (waiting_.empty()) base::bad_input("a step was collected that had not been submitted");
  const engine::StimulusStep step = std::move(waiting_.front());
  waiting_.pop_front();
  const sp::StepTrace& trace = pooler_.step(step.input, step.learn, step.label);
  array_.end_step(step.learn);
  overlaps_ = trace.overlaps;
  if (winners.size() != config_.structural.columns()) winners = base::Sdr(config_.structural.columns());
  winners.clear();
  for (const std::uint32_t column : trace.winners) winners.set(column);
  engine::Activity digital = engine::activity_of(pooler_, trace, config_.microarchitecture);
  digital.row_reads = digital.row_writes = digital.counter_updates = 0;
  if (config_.crossbar.synapse != config::CrossbarSynapse::hybrid)
    digital.permanence_word_reads = digital.permanence_word_writes = 0;
  if (config_.crossbar.synapse == config::CrossbarSynapse::stochastic) digital.draws = 0;
  (step.learn ? learning_ : inference_) += digital;
  if (sink_ != nullptr) report(trace);
}

void CrossbarEngine::report(const sp::StepTrace& trace) {
  using engine::Phase;
  using State = engine::EventSink::State;
  for (std::uint32_t c = 0; c < trace.overlaps.size(); ++c) {
    sink_->event(Phase::overlap, c, trace.overlaps[c]);
    sink_->event(Phase::key, c, trace.keys[c]);
  }
  for (const std::uint32_t c : trace.winners)
    sink_->event(Phase::winner, c, std::ranges::binary_search(trace.learners, c) ? 1 : 0);
  for (const sp::Change& change : trace.permanences)
    sink_->event(Phase::permanence, change.index, change.value);
  for (const sp::Change& change : trace.duties) sink_->event(Phase::duty, change.index, change.value);
  for (const sp::Change& change : trace.boosts) sink_->event(Phase::boost, change.index, change.value);
  if (sink_->state_wanted()) {
    const config::Structural& s = config_.structural;
    for (std::uint32_t c = 0; c < s.columns(); ++c) {
      for (std::uint32_t slot = 0; slot < s.slots(); ++slot) {
        const std::uint32_t index = c << sp::kItemBits | slot;
        sink_->state(State::permanence, index, pooler_.permanence(c, slot));
        sink_->state(State::connected, index, array_.connected(c, slot) ? 1 : 0);
      }
      sink_->state(State::duty, c, pooler_.duty(c));
      sink_->state(State::boost, c, pooler_.boost(c));
    }
    sink_->state(State::learning_step, 0, pooler_.learning_step());
  }
  sink_->event(Phase::step_end, 0, 0);
}

}  // namespace silipool::crossbar
