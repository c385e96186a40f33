#include "trial.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/engine/axi_lite.hpp>
#include <silipool/engine/registers.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::mutation {
namespace {

[[noreturn]] void differs(const std::string& what) { throw base::Error(base::ErrorKind::check_failed, what); }

}  // namespace

Trial::Trial(const config::Config& config, std::uint64_t number, std::uint64_t seed, std::uint64_t steps)
    : config_(config),
      stall_(static_cast<engine::Stall>(number % engine::stall_names.size())),
      seed_(seed),
      ahead_(2 - number % 3),
      middle_(stall_ == engine::Stall::none ? steps : steps / 2) {
  if (middle_ < steps) {
    // Far from what the block has learned by then: another seed, and other inputs.
    config::Runtime runtime = config_.runtime;
    runtime.seed ^= 0x5a5a5a5aU;
    sp::SpatialPooler other(config_.structural, runtime);
    for (std::uint64_t step = 0; step < 3 * steps; ++step) {
      const engine::StimulusStep s = engine::stimulus(config_.structural.inputs(), seed ^ 1U, step);
      (void)other.step(s.input, s.learn);
    }
    restored_ = other.state();
    if (number >= kWide) restored_->learning_step ^= static_cast<std::uint32_t>(seed >> 7U);
  }
  expect(seed, steps);
}

void Trial::expect(std::uint64_t seed, std::uint64_t steps) {
  sp::SpatialPooler model(config_.structural, config_.runtime);
  engine::CycleModel cycles(config_);
  std::uint64_t submitted = 0, learned = 0;
  for (std::uint64_t step = 0; step < steps; ++step) {
    for (; submitted < steps && submitted <= step + ahead_; ++submitted) cycles.submit();
    if (step == middle_) {
      saved_ = model.state();
      model.set_state(*restored_);
    }
    const engine::StimulusStep now = engine::stimulus(config_.structural.inputs(), seed, step);
    const sp::StepTrace& trace = model.step(now.input, now.learn);
    base::Sdr winners(config_.structural.columns());
    for (const std::uint32_t column : trace.winners) winners.set(column);
    const auto work = engine::work_of(model, trace, now.input, config_);
    steps_.push_back({now, winners, cycles.step(work)});
    learned += now.learn ? 1U : 0U;
  }
  last_ = model.state();
  namespace r = engine::registers;
  counters_ = {{r::kStepsLow, steps}, {r::kStepsHigh, 0},   {r::kLearningStepsLow, learned},
               {r::kErrors, 0},       {r::kFrameErrors, 0}, {r::kLearningStepsHigh, 0},
               {r::kCyclesHigh, 0}};
  if (stall_ != engine::Stall::none) return;
  counters_.emplace_back(r::kCyclesLow, cycles.busy());
  // The registers count the cycles that some tile has: with one tile, its own.
  if (cycles.phases().size() != 1) return;
  const engine::PhaseCycles phases = cycles.phases().front();
  counters_.emplace_back(r::kOverlapCyclesLow, phases.overlap);
  counters_.emplace_back(r::kInhibitionCyclesLow, phases.inhibition);
  counters_.emplace_back(r::kLearningCyclesLow, phases.learning);
  counters_.emplace_back(r::kRefreshCyclesLow, phases.refresh);
}

std::vector<Difference> Trial::run(const Netlist& netlist, std::span<const Netlist::Mutant> mutants) const {
  auto owned = std::make_unique<LanePins>(netlist, mutants, seed_, config_.microarchitecture.listed_winners);
  LanePins& lanes = *owned;
  if (!mutants.empty()) lanes.stop_when_all_differ();
  engine::PinDriver driver("netlist", std::move(owned), config_, stall_, seed_, [](engine::EventSink*) {});
  try {
    check(driver);
  } catch (const AllFound&) {
  }
  return {lanes.differences().begin(), lanes.differences().end()};
}

void Trial::check(engine::PinDriver& driver) const {
  base::Sdr winners;
  // Twice: what is there at the second reset is what was learned.
  for (const std::size_t steps : {steps_.size(), std::min<std::size_t>(4, middle_)}) {
    driver.reset(config_.runtime);
    std::size_t submitted = 0;
    for (std::size_t step = 0; step < steps; ++step) {
      if (step == middle_) {
        if (driver.state() != *saved_) differs(fmt::format("state before step {}", step));
        driver.set_state(*restored_);
      }
      // Over the middle nothing is submitted ahead.
      const std::size_t until = step < middle_ ? std::min(steps, middle_) : steps;
      for (; submitted < until && submitted <= step + ahead_; ++submitted)
        driver.submit(steps_[submitted].step);
      driver.collect(winners);
      const Expected& expected = steps_[step];
      if (winners != expected.winners) differs(fmt::format("winners of step {}", step));
      if (stall_ != engine::Stall::none || steps != steps_.size()) continue;
      const engine::SpEngine::StepCycles measured = driver.last_step_cycles().value();
      if (measured.interval != expected.cycles.interval || measured.latency != expected.cycles.latency)
        differs(fmt::format("cycles of step {}: {} and {}, not {} and {}", step, measured.interval,
                            measured.latency, expected.cycles.interval, expected.cycles.latency));
    }
    if (steps != steps_.size()) continue;
    engine::AxiLite bus(driver.pins());
    for (const auto& [address, value] : counters_)
      if (const std::uint32_t found = bus.read(address); found != value)
        differs(fmt::format("register 0x{:03x} reads {}, not {}", address, found, value));
    if (driver.state() != last_) differs("state after the last step");
  }
}

}  // namespace silipool::mutation
