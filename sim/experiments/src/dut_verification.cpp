#include <silipool/experiments/dut_verification.hpp>

#include <algorithm>
#include <bit>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::experiments {
namespace {

using engine::EventSink;
using engine::Mismatch;
using engine::Phase;

constexpr std::uint64_t kFirstReset = 50;
constexpr std::uint64_t kEvidence = 1000;  // steps after a mismatch
constexpr std::uint64_t kHorizon = 20000;  // steps in which explanations must come apart
// Steps after which the design gets no input for a while: what it says then, it says too much.
constexpr std::uint64_t kQuietEvery = 16;
constexpr std::uint64_t kQuietCycles = 40;

bool reset_before(std::uint64_t step) {
  return step >= kFirstReset && step % kFirstReset == 0 && std::has_single_bit(step / kFirstReset);
}

variants::Shown shown_by(const dut::Design& design) {
  variants::Shown shown;
  for (const dut::StateWords& w : design.state.words) {
    if (w.overlap)
      shown.overlap = true;
    else if (w.kind == EventSink::State::permanence)
      shown.permanence = true;
    else if (w.kind == EventSink::State::duty)
      shown.duty = true;
    else if (w.kind == EventSink::State::boost)
      shown.boost = true;
    else
      shown.learning_step = true;
  }
  return shown;
}

/// In the order of variants::Shown, which a digest is made in.
std::vector<const dut::StateWords*> in_order(const dut::State& state) {
  std::vector<const dut::StateWords*> words;
  for (const dut::StateWords& w : state.words) words.push_back(&w);
  const auto rank = [](const dut::StateWords* w) { return w->overlap ? -1 : static_cast<int>(w->kind); };
  std::ranges::sort(words, {}, rank);
  return words;
}

/// The run of one verification.
class Run {
 public:
  Run(const config::Config& config, dut::DutEngine& engine, const DutVerificationOptions& options)
      : config_(config), engine_(engine), options_(options), model_(config.structural, config.runtime) {}

  DutVerification go() {
    try {
      engine_.reset(config_.runtime);
      steps();
    } catch (const dut::Violation& violation) {
      // After a mismatch it adds nothing: the design has gone astray.
      if (!result_.mismatch)
        result_.mismatch = Mismatch{.step = result_.history.size(),
                                    .phase = Phase::handshake,
                                    .what = violation.what(),
                                    .column = 0,
                                    .synapse = std::nullopt,
                                    .state = std::nullopt,
                                    .signal = violation.signal(),
                                    .cycle = violation.cycle(),
                                    .rtl = std::nullopt,
                                    .model = std::nullopt,
                                    .oracle = std::nullopt};
    }
    return std::move(result_);
  }

 private:
  void steps() {
    std::uint64_t last = options_.steps;
    variants::Given given = dut_stimulus(config_, 0);
    bool submitted = false;
    for (std::uint64_t step = 0; step < last; ++step) {
      if (options_.stop != nullptr && options_.stop->load()) return;
      if (given.reset) reset(step, given);
      if (!submitted) engine_.submit({given.input, given.learn, std::nullopt});
      const variants::Given next = dut_stimulus(config_, step + 1);
      const bool looks = !engine_.design().state.words.empty() &&
                         ((step + 1) % engine_.design().state.every == 0 || step + 1 == last);
      const bool quiet = looks || next.reset || step + 1 == last || step % kQuietEvery == kQuietEvery - 1;
      submitted = !quiet;
      if (submitted) engine_.submit({next.input, next.learn, std::nullopt});

      base::Sdr winners;
      engine_.collect(winners);
      if (step > 0 && !given.reset) result_.interval.add(engine_.last_step_cycles()->interval);
      compare(step, given, winners);
      if (quiet) engine_.run(kQuietCycles);
      if (looks) look(step);
      if (result_.mismatch) {
        last = std::min(options_.steps, result_.mismatch->step + 1 + kEvidence);
      } else {
        ++(given.learn ? result_.learning_steps : result_.inference_steps);
      }
      if (options_.progress) options_.progress(step + 1, last);
      given = next;
    }
  }

  /// Every other reset comes while the design works on an input, which is then forgotten; none of those that
  /// are there to be explained, as how far the design had come is not known.
  void reset(std::uint64_t step, const variants::Given& given) {
    if (!result_.mismatch && result_.resets % 2 == 1) {
      engine_.submit({given.input, true, std::nullopt});
      engine_.run(base::Stream(config_.runtime.seed, "dut.reset").at(step) % 64);
    } else {
      engine_.run(result_.interval.max);  // it may still learn, after it gave its winners
    }
    if (!result_.mismatch) ++result_.resets;
    engine_.reset(config_.runtime);
    model_.reset();
  }

  void compare(std::uint64_t step, const variants::Given& given, const base::Sdr& winners) {
    const sp::StepTrace& trace = model_.step(given.input, given.learn);
    overlaps_.assign(trace.overlaps.begin(), trace.overlaps.end());
    base::Sdr expected(winners.size());
    for (const std::uint32_t c : trace.winners) expected.set(c);
    result_.history.push_back({given, winners, std::nullopt});
    if (winners == expected) return;
    ++result_.disagreements;
    if (result_.mismatch) return;
    std::uint32_t c = 0;
    while (winners.test(c) == expected.test(c)) ++c;
    result_.mismatch = Mismatch{.step = step,
                                .phase = Phase::winner,
                                .what = "wrong output",
                                .column = c,
                                .synapse = std::nullopt,
                                .state = std::nullopt,
                                .signal = engine_.design().output.data,
                                .cycle = engine_.cycle(),
                                .rtl = winners.test(c) ? 1 : 0,
                                .model = expected.test(c) ? 1 : 0,
                                .oracle = std::nullopt};
  }

  [[nodiscard]] std::uint64_t expected(const dut::StateWords& w, std::size_t item) const {
    const std::size_t slots = config_.structural.slots();
    if (w.overlap) return overlaps_[item];
    switch (w.kind) {
      case EventSink::State::duty:
        return model_.duty(item);
      case EventSink::State::boost:
        return model_.boost(item);
      case EventSink::State::learning_step:
        return model_.learning_step();
      case EventSink::State::permanence:
      case EventSink::State::connected:
        break;
    }
    return model_.permanence(item / slots, item % slots);
  }

  void look(std::uint64_t step) {
    base::Digest digest;
    bool differs = false;
    for (const dut::StateWords* w : in_order(engine_.design().state)) {
      const std::vector<std::uint64_t> items = engine_.read(*w);
      for (std::size_t i = 0; i < items.size(); ++i) {
        digest.u64(items[i]);
        const std::uint64_t wanted = expected(*w, i);
        if (items[i] == wanted) continue;
        differs = true;
        // A wrong overlap comes before the wrong winners that it made.
        const bool before_winners = result_.mismatch && w->overlap && result_.mismatch->step == step &&
                                    result_.mismatch->phase == Phase::winner;
        if (!result_.mismatch || before_winners) result_.mismatch = wrong_item(step, *w, i, items[i], wanted);
      }
      if (!result_.mismatch) result_.state_words += items.size();
    }
    result_.history.back().state = digest.value();
    if (differs) ++result_.disagreements;
  }

  [[nodiscard]] Mismatch wrong_item(std::uint64_t step, const dut::StateWords& w, std::size_t item,
                                    std::uint64_t rtl, std::uint64_t model) const {
    const std::size_t slots = config_.structural.slots();
    const bool synapse = !w.overlap && w.kind == EventSink::State::permanence;
    return {.step = step,
            .phase = w.overlap ? Phase::overlap : Phase::step_end,
            .what = w.overlap ? "wrong value" : "wrong state",
            .column = static_cast<std::uint32_t>(synapse ? item / slots : item),
            .synapse = synapse ? std::optional(static_cast<std::uint32_t>(item % slots)) : std::nullopt,
            .state = w.overlap ? std::nullopt : std::optional(w.kind),
            .signal = w.signal.empty() ? engine_.design().state.bus->data : w.signal,
            .cycle = engine_.cycle(),
            .rtl = rtl,
            .model = model,
            .oracle = std::nullopt};
  }

  const config::Config& config_;
  dut::DutEngine& engine_;
  const DutVerificationOptions& options_;
  sp::SpatialPooler model_;
  std::vector<std::uint64_t> overlaps_;
  DutVerification result_;
};

}  // namespace

variants::Given dut_stimulus(const config::Config& config, std::uint64_t step) {
  engine::StimulusStep s = engine::stimulus(config.structural.inputs(), config.runtime.seed, step);
  return {std::move(s.input), s.learn, reset_before(step)};
}

std::uint64_t last_reset(std::uint64_t step) {
  std::uint64_t last = 0;
  for (std::uint64_t at = kFirstReset; at <= step; at *= 2) last = at;
  return last;
}

DutVerification verify_dut(const config::Config& config, dut::DutEngine& engine,
                           const DutVerificationOptions& options) {
  if (config.structural.reward != config::Reward::none)
    base::bad_input("a foreign design is given no classes: learning.reward must be \"none\"");
  return Run(config, engine, options).go();
}

variants::Diagnosis diagnose(const config::Config& config, const dut::DutEngine& engine,
                             const DutVerification& verification, const std::atomic<bool>* stop) {
  return variants::explain(
      config, {engine.input_word_bits(), engine.output_word_bits()}, shown_by(engine.design()),
      verification.history, [&](std::uint64_t step) { return dut_stimulus(config, step); }, kHorizon, stop);
}

}  // namespace silipool::experiments
