#include <silipool/dut/dut_engine.hpp>

#include <fmt/format.h>

#include <silipool/sp/spatial_pooler.hpp>

#include "sink.hpp"
#include "source.hpp"
#include "state.hpp"

namespace silipool::dut {
namespace {

std::vector<std::uint64_t> items_of(const sp::SpatialPooler& model, engine::EventSink::State kind) {
  using Kind = engine::EventSink::State;
  if (kind == Kind::learning_step) return {model.learning_step()};
  std::vector<std::uint64_t> items;
  for (std::size_t c = 0; c < model.structural().columns(); ++c) {
    if (kind == Kind::duty) items.push_back(model.duty(c));
    if (kind == Kind::boost) items.push_back(model.boost(c));
    if (kind == Kind::permanence)
      for (std::size_t s = 0; s < model.structural().slots(); ++s) items.push_back(model.permanence(c, s));
  }
  return items;
}

}  // namespace

DutEngine::DutEngine(Design design, const config::Config& config, std::unique_ptr<engine::PortLevel> ports,
                     engine::Stall stall, std::uint64_t stall_seed)
    : design_(std::move(design)),
      config_(config),
      ports_(std::move(ports)),
      wiring_(design_, config_, ports_->ports()),
      stalls_(stall, stall_seed),
      source_(make_source(design_, wiring_, *ports_)),
      sink_(make_sink(design_, wiring_, *ports_)),
      state_(std::make_unique<StatePort>(design_, wiring_, config_.structural, *ports_,
                                         [this] { clock_once(); })) {}

DutEngine::~DutEngine() = default;

void DutEngine::reset(const config::Runtime& runtime) {
  for (std::size_t i = 0; i < ports_->ports().size(); ++i)
    if (ports_->ports()[i].input)
      for (std::uint64_t& word : ports_->value(i)) word = 0;
  for (const auto& [port, value] : wiring_.constants) ports_->value(port)[0] = value;
  source_->reset();
  sink_->reset();
  submitted_ = 0;
  last_.reset();

  ports_->value(wiring_.reset)[0] = design_.reset_low ? 0 : 1;
  settle();
  for (std::uint64_t i = 0; i < design_.reset_cycles; ++i) {
    // An asynchronous reset needs no clock: it gets none, until the last moment.
    if (design_.reset_synchronous || i + 1 == design_.reset_cycles) {
      if (on_cycle_) on_cycle_(cycle_);
      ports_->value(wiring_.clock)[0] = 1;
      settle();
      ports_->value(wiring_.clock)[0] = 0;
      ++cycle_;
      settle();
    }
    sink_->sample_in_reset(cycle_);
  }
  ports_->value(wiring_.reset)[0] = design_.reset_low ? 1 : 0;
  last_done_ = cycle_;

  bool rests = false;
  for (const StateWords& words : design_.state.words) {
    if (!words.preload) continue;
    if (!rests) await_idle();  // a design may make a state of its own first
    rests = true;
    state_->write(words, items_of(sp::SpatialPooler(config_.structural, runtime), words.kind));
  }
}

void DutEngine::submit(const engine::StimulusStep& step) {
  source_->submit(step);
  ++submitted_;
}

void DutEngine::collect(base::Sdr& winners) {
  const std::uint64_t start = cycle_;
  while (sink_->arrived().empty()) {
    if (cycle_ - start > design_.timeout) {
      if (source_->taken() == sink_->answered())
        hangs(fmt::format("an input is not taken: {} of its words were", source_->words()),
              design_.input.ready.empty() ? design_.input.data : design_.input.ready);
      hangs(fmt::format("an input was taken, and {} words of its winners have come", sink_->words()),
            design_.output.valid.empty() ? design_.output.done : design_.output.valid);
    }
    clock_once();
  }
  winners = sink_->arrived().front();
  sink_->arrived().pop_front();
  last_ = StepCycles{cycle_ - last_done_, cycle_ - source_->started().front()};
  source_->started().pop_front();
  last_done_ = cycle_;
}

void DutEngine::observe(engine::EventSink* sink) {
  if (sink != nullptr) base::bad_input("a foreign design has no observation points");
}

std::size_t DutEngine::input_word_bits() const {
  return design_.input.format == Format::bitmap ? wiring_.input.width : wiring_.input.bits;
}

std::size_t DutEngine::output_word_bits() const {
  return design_.output.format == Format::bitmap ? wiring_.output.width : wiring_.output.bits;
}

void DutEngine::run(std::uint64_t cycles) {
  for (std::uint64_t i = 0; i < cycles; ++i) clock_once();
}

std::vector<std::uint64_t> DutEngine::read(const StateWords& words) {
  await_idle();
  return state_->read(words);
}

void DutEngine::await_idle() {
  if (wiring_.idle) {
    const std::uint64_t start = cycle_;
    settle();
    while (ports_->value(*wiring_.idle)[0] == 0) {
      if (cycle_ - start > design_.timeout) hangs("the design does not come to rest", design_.state.idle);
      clock_once();
    }
  }
  run(design_.state.wait);
}

void DutEngine::hangs(const std::string& what, const std::string& signal) const {
  throw Violation(fmt::format("no answer in {} cycles: {}", design_.timeout, what), signal, cycle_);
}

void DutEngine::settle() {
  try {
    ports_->evaluate();
  } catch (const Violation&) {
    throw;
  } catch (const base::Error& error) {
    const std::string words = error.what();
    throw Violation(words.find("converge") != std::string::npos
                        ? fmt::format("the design does not settle, a combinational loop: {}", words)
                        : fmt::format("the design ended the simulation: {}", words),
                    design_.top, cycle_);
  }
}

void DutEngine::clock_once() {
  if (on_cycle_) on_cycle_(cycle_);
  ports_->value(wiring_.clock)[0] = 0;
  source_->drive(stalls_.source_runs(cycle_), source_->taken() == sink_->answered());
  sink_->drive(stalls_.sink_runs(cycle_));
  settle();
  source_->sample(cycle_);
  sink_->sample(source_->taken() - sink_->answered(), cycle_);
  ports_->value(wiring_.clock)[0] = 1;
  settle();
  ++cycle_;
  // Low again, for whoever looks at outputs between two cycles; inputs change with the next.
  ports_->value(wiring_.clock)[0] = 0;
}

}  // namespace silipool::dut
