#include <silipool/crossbar/crossbar_engine.hpp>

#include <silipool/base/error.hpp>
#include <silipool/engine/report.hpp>

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
  if (sink_ != nullptr)
    engine::report_step(*sink_, pooler_, trace, [this](std::uint32_t column, std::uint32_t slot) {
      return array_.connected(column, slot);
    });
}

}  // namespace silipool::crossbar
