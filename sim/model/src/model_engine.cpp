#include <silipool/model/model_engine.hpp>

#include <silipool/base/error.hpp>

namespace silipool::model {

ModelEngine::ModelEngine(const config::Config& config)
    : config_(config), pooler_(config.structural, config.runtime) {}

void ModelEngine::reset(const config::Runtime& runtime) {
  pooler_ = sp::SpatialPooler(config_.structural, runtime);
  inputs_.clear();
  learning_ = inference_ = {};
}

void ModelEngine::set_state(const sp::State& state, const engine::Activity& learning) {
  pooler_.set_state(state);
  inputs_.clear();
  learning_ = learning;
  inference_ = {};
}

void ModelEngine::collect(base::Sdr& winners) {
  if (inputs_.empty()) base::bad_input("a step was collected that had not been submitted");
  const bool learn = inputs_.front().learn;
  const sp::StepTrace& trace = pooler_.step(inputs_.front().bits, learn);
  if (winners.size() != config_.structural.columns()) winners = base::Sdr(config_.structural.columns());
  winners.clear();
  for (const std::uint32_t column : trace.winners) winners.set(column);
  (learn ? learning_ : inference_) += engine::activity_of(pooler_, trace, config_.microarchitecture);
  inputs_.pop_front();
}

void ModelEngine::observe(engine::EventSink* sink) {
  if (sink != nullptr)
    base::bad_input("the model is the reference: engine \"model\" is not compared with itself");
}

}  // namespace silipool::model
