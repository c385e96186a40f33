#include <silipool/systemc/tlm_engine.hpp>

#include <utility>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/engine/report.hpp>

#include "kernel.hpp"
#include "tlm_bench.hpp"

namespace silipool::systemc {
namespace {

[[noreturn]] void failed(const std::string& message) {
  throw base::Error(base::ErrorKind::check_failed, message);
}

std::unique_ptr<TlmBench> make_bench(const config::Config& config, TlmEngine::Around around) {
  if (around == TlmEngine::Around::platform) return std::make_unique<PlatformBench>("bench", config);
  return std::make_unique<StreamBench>("bench", config);
}

}  // namespace

TlmEngine::TlmEngine(const config::Config& config, Around around)
    : config_(config),
      around_(around),
      patience_(100000 + 1000 * config.structural.columns() *
                             (config.structural.slots() + config.structural.columns_per_hypercolumn)),
      kernel_(std::make_unique<Kernel>()),
      bench_(make_bench(config, around)) {
  bench_->listener = [this](const AcceleratorStep& step) { listen(step); };
}

TlmEngine::~TlmEngine() = default;

std::string TlmEngine::name() const { return around_ == Around::platform ? "platform" : "tlm"; }

std::uint64_t TlmEngine::cycle() const { return bench_->block().cycle(); }

const sp::SpatialPooler& TlmEngine::pooler() const { return bench_->block().pooler(); }

void TlmEngine::run_until(const std::function<bool()>& done, std::string_view awaited) {
  const std::uint64_t start = cycle();
  while (!done()) {
    const std::uint64_t waited = cycle() - start;
    if (waited >= patience_)
      failed(fmt::format("engine {}: {} did not come in {} cycles", name(), awaited, patience_));
    kernel_->run(patience_ - waited);
  }
}

void TlmEngine::run(const std::function<void()>& job, std::string_view what) {
  std::optional<base::Error> error;
  bench_->processor().post([&] {
    try {
      job();
    } catch (const base::Error& thrown) {
      error = thrown;
    }
  });
  run_until([this] { return bench_->processor().idle(); }, what);
  if (error) throw base::Error(*error);
}

void TlmEngine::reset(const config::Runtime& runtime) {
  base::Sdr unwanted;
  while (outstanding_ > 0) collect(unwanted);
  run(
      [&] {
        bench_->driver().bring_up(runtime);
        bench_->brought_up();
      },
      "the initial state");
  config_.runtime = runtime;
  learning_ = inference_ = {};
  forget_steps();
}

void TlmEngine::forget_steps() {
  last_end_ = cycle();
  last_.reset();
  last_class_.reset();
  if (meter_ != nullptr) meter_->restart(last_end_);
}

void TlmEngine::submit(const engine::StimulusStep& step) {
  bench_->submit(step);
  ++outstanding_;
}

void TlmEngine::collect(base::Sdr& winners) {
  if (outstanding_ == 0) base::bad_input("a step was collected that had not been submitted");
  bench_->fetch();
  run_until([this] { return !bench_->received.empty(); }, "the winners of a step");
  TlmBench::Received& front = bench_->received.front();
  winners = std::move(front.winners);
  last_class_ = front.label;
  last_ = StepCycles{.interval = front.cycle - last_end_, .latency = latencies_.front()};
  last_end_ = front.cycle;
  latencies_.pop_front();
  bench_->received.pop_front();
  --outstanding_;
}

void TlmEngine::listen(const AcceleratorStep& step) {
  latencies_.push_back(step.cycles.latency);
  const bool learn = step.trace->learn;
  (learn ? learning_ : inference_) += *step.activity;
  if (meter_ != nullptr) {
    meter_->add(step.done, *step.activity);
    meter_->end_step(step.done, learn);
  }
  if (sink_ == nullptr) return;
  engine::report_step(*sink_, *step.pooler, *step.trace);
  if (step.label) sink_->event(engine::Phase::readout, 0, *step.label);
}

sp::State TlmEngine::state() {
  if (outstanding_ > 0) failed("the state was asked for while steps were under way");
  sp::State state;
  run([&] { state = bench_->driver().save(); }, "the state");
  last_end_ = cycle();
  return state;
}

void TlmEngine::set_state(const sp::State& state) {
  if (outstanding_ > 0) failed("a state was set while steps were under way");
  run([&] { bench_->driver().restore(state); }, "the state");
  learning_ = inference_ = {};
  forget_steps();
}

bool TlmEngine::load_readout(const readout::IntegerWeights& weights) {
  if (!config_.microarchitecture.readout) return false;
  if (outstanding_ > 0) failed("weights were loaded while steps were under way");
  run([&] { bench_->driver().load_weights(weights); }, "the weights");
  last_end_ = cycle();
  last_.reset();
  return true;
}

}  // namespace silipool::systemc
