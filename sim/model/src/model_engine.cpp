#include <silipool/model/model_engine.hpp>

#include <silipool/base/error.hpp>
#include <silipool/config/hardware.hpp>

namespace silipool::model {

ModelEngine::ModelEngine(const config::Config& config)
    : config_(config),
      pooler_(config.structural, config.runtime),
      in_hardware_(config::beyond_hardware(config).empty()) {
  // What hardware would do for a step is made from its changes; rules without hardware have no use for them.
  pooler_.record_changes(in_hardware_);
}

void ModelEngine::reset(const config::Runtime& runtime) {
  pooler_.reset(runtime);
  waiting_.clear();
  learning_ = inference_ = {};
}

void ModelEngine::set_state(const sp::State& state, const engine::Activity& learning) {
  pooler_.set_state(state);
  waiting_.clear();
  learning_ = learning;
  inference_ = {};
}

void ModelEngine::collect(base::Sdr& winners) {
  if (waiting_.empty()) base::bad_input("a step was collected that had not been submitted");
  const bool learn = waiting_.front().learn;
  const sp::StepTrace& trace = pooler_.step(waiting_.front().input, learn, waiting_.front().label);
  if (winners.size() != config_.structural.columns()) winners = base::Sdr(config_.structural.columns());
  winners.clear();
  for (const std::uint32_t column : trace.winners) winners.set(column);
  if (in_hardware_) {
    (learn ? learning_ : inference_) += engine::activity_of(pooler_, trace, config_.microarchitecture);
  } else if (learn) {
    ++learning_.learning_steps;
    learning_.permanence_writes += trace.permanence_writes;
    learning_.connection_flips += trace.connection_flips;
  }
  waiting_.pop_front();
}

void ModelEngine::observe(engine::EventSink* sink) {
  if (sink != nullptr)
    base::bad_input("the model is the reference: engine \"model\" is not compared with itself");
}

}  // namespace silipool::model
