// Time of the reference model: of the phases of a step, of whole steps, of kernels in all their forms.
//
// "bytes" are those that a phase must at least move, each array once (docs/performance.md); "of_L2" is the
// part of the bandwidth that a plain read of half a MiB reaches in the same run.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <silipool/base/stream.hpp>
#include <silipool/readout/softmax.hpp>
#include <silipool/sp/spatial_pooler.hpp>

#include "shapes.hpp"

namespace silipool::testbench {
namespace {

constexpr std::size_t kWarm = 1000;    ///< learning steps before anything is measured
constexpr std::size_t kRecorded = 64;  ///< steps whose keys and learners the phases work on
constexpr std::size_t kSet = 1000;     ///< samples of a pass of the readout
constexpr unsigned kClasses = 10;

/// Bytes per second of a read that the second-level cache holds and the first does not.
double l2_bandwidth() {
  static const double found = [] {
    const std::vector<std::uint32_t> data(std::size_t{1} << 17U, 1);
    double best = 0;
    for (int i = 0; i < 200; ++i) {
      const auto begin = std::chrono::steady_clock::now();
      for (int pass = 0; pass < 4; ++pass)
        benchmark::DoNotOptimize(sp::kernels().count_at_least(data.data(), data.size(), 2));
      const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
      best = std::max(best, 4.0 * static_cast<double>(data.size() * 4) / time.count());
    }
    return best;
  }();
  return found;
}

void report_bytes(benchmark::State& state, double bytes) {
  state.counters["bytes"] = bytes;
  state.counters["of_L2"] =
      benchmark::Counter(bytes / l2_bandwidth(), benchmark::Counter::kIsIterationInvariantRate);
}

/// A pooler after kWarm learning steps, and what it did in the steps after those.
struct Trained {
  explicit Trained(const config::Config& config, const Inputs& seen)
      : structural(config.structural), runtime(config.runtime), samples(seen), pooler(structural, runtime) {
    pooler.record_changes(false);
    for (std::size_t i = 0; i < kWarm; ++i) pooler.step(sample(i), true);
    for (std::size_t i = 0; i < kRecorded; ++i) {
      const sp::StepTrace& trace = pooler.step(sample(i), true);
      overlaps.push_back(trace.overlaps);
      keys.push_back(trace.keys);
      learners.push_back(trace.learners);
      winners += static_cast<double>(trace.winners.size()) / kRecorded;
      learning += static_cast<double>(trace.learners.size()) / kRecorded;
    }
    for (std::uint32_t c = 0; c < structural.columns(); ++c) {
      boosts.push_back(pooler.boost(c));
      duties.push_back(pooler.duty(c));
    }
  }
  [[nodiscard]] const base::Sdr& sample(std::size_t i) const {
    return samples.samples[i % samples.samples.size()];
  }

  const config::Structural& structural;
  const config::Runtime& runtime;
  const Inputs& samples;
  sp::SpatialPooler pooler;
  std::vector<std::vector<std::uint32_t>> overlaps, keys, learners;
  std::vector<std::uint32_t> boosts, duties;
  double winners = 0, learning = 0;  ///< of a mean step
};

/// The permanences and bits of a trained pooler.
sp::Synapses synapses_of(const Trained& t) {
  sp::Synapses synapses(t.structural, t.pooler.pools());
  for (std::size_t c = 0; c < t.structural.columns(); ++c) {
    synapses.for_potential(c, [&](std::size_t i) {
      synapses.row(c)[i] = static_cast<std::uint16_t>(t.pooler.permanence(c, synapses.slot(c, i)));
    });
    synapses.reconnect(c, t.structural.connected_threshold);
  }
  return synapses;
}

// --- Phases ---

void look_at(benchmark::State& state, Trained& t) {
  sp::Synapses synapses(t.structural, t.pooler.pools());
  std::size_t i = 0;
  for (auto _ : state) synapses.look_at(t.sample(i++));
  report_bytes(state, static_cast<double>(t.structural.inputs()) / 8 +
                          8 * static_cast<double>(t.structural.hypercolumns() * synapses.words()));
}

void overlaps(benchmark::State& state, Trained& t) {
  sp::Synapses synapses = synapses_of(t);
  synapses.look_at(t.sample(0));
  std::vector<std::uint32_t> found(t.structural.columns());
  for (auto _ : state) {
    synapses.overlaps(found);
    benchmark::ClobberMemory();
  }
  const std::size_t rows = t.structural.columns() + t.structural.hypercolumns();
  report_bytes(state, static_cast<double>(8 * rows * synapses.words() + 4 * found.size()));
}

void keys(benchmark::State& state, Trained& t) {
  const sp::KeyRule rule{t.runtime.stimulus_threshold, 0};
  std::vector<std::uint32_t> found(t.boosts.size());
  std::size_t i = 0;
  for (auto _ : state) {
    sp::kernels().keys(t.overlaps[i++ % kRecorded].data(), t.boosts.data(), found.size(), rule, found.data());
    benchmark::ClobberMemory();
  }
  report_bytes(state, static_cast<double>(12 * found.size()));
}

void inhibition(benchmark::State& state, Trained& t) {
  sp::Inhibition rule(t.structural, t.runtime, std::make_shared<sp::ColumnPlane>(t.structural));
  sp::Chosen chosen;
  std::size_t i = 0;
  for (auto _ : state) {
    rule.choose(t.keys[i++ % kRecorded], {}, chosen);
    benchmark::ClobberMemory();
  }
  report_bytes(state, 4 * (static_cast<double>(t.boosts.size()) + t.winners + t.learning));
}

/// What the learners' rows go through: sides, draws of synapses where the rule has them, permanences.
void learning(benchmark::State& state, Trained& t) {
  sp::Synapses synapses = synapses_of(t);
  const bool per_synapse = t.structural.learning_rule == config::LearningRule::draw_per_synapse;
  const sp::RowRule rule{static_cast<std::uint16_t>(t.runtime.increment),
                         static_cast<std::uint16_t>(t.runtime.decrement),
                         static_cast<std::uint16_t>((1U << t.structural.permanence_bits) - 1U),
                         static_cast<std::uint16_t>(t.structural.connected_threshold)};
  std::vector<std::uint64_t> gain(synapses.words()), lose(synapses.words()), on(gain), off(gain);
  std::size_t i = 0;
  for (auto _ : state) {
    for (const std::uint32_t column : t.learners[i % kRecorded]) {
      synapses.sides(column, on.data(), off.data());
      if (per_synapse) {
        sp::kernels().draw_slots(1, static_cast<std::uint32_t>(i), column << sp::kItemBits, gain.size(),
                                 t.runtime.increment_probability, t.runtime.decrement_probability,
                                 gain.data(), lose.data());
        for (std::size_t w = 0; w < gain.size(); ++w) on[w] &= gain[w], off[w] &= lose[w];
      }
      synapses.learn(column, on.data(), off.data(), rule);
    }
    ++i;
  }
  const std::size_t row = 2 * 2 * synapses.width() + 2 * 8 * synapses.words();
  report_bytes(state, t.learning * static_cast<double>(row));
}

void refresh(benchmark::State& state, Trained& t) {
  const sp::Boosting boosting(t.structural, t.runtime, std::make_shared<sp::ColumnPlane>(t.structural));
  sp::DutyCycle duties(t.structural.duty_rule, t.structural.duty_fraction_bits, t.duties.size(),
                       t.runtime.duty_period);
  std::vector<std::uint32_t> boosts(t.duties.size());
  for (auto _ : state) {
    duties.set(t.duties, {});
    boosting.refresh(duties.all(), 0, {}, boosts);
    duties.decay(t.runtime.decay, t.runtime.update_period);
    benchmark::ClobberMemory();
  }
  report_bytes(state, static_cast<double>(16 * boosts.size()));
}

readout::FeatureSet empty_set(const Trained& t) { return {t.structural.columns(), kClasses}; }

void add_steps(Trained& t, readout::FeatureSet& set) {
  set.indices.clear(), set.labels.clear(), set.offsets.resize(1);
  for (std::size_t i = 0; i < kSet; ++i) {
    const std::vector<std::uint32_t>& winners = t.pooler.step(t.sample(i), true).winners;
    set.indices.insert(set.indices.end(), winners.begin(), winners.end());
    set.offsets.push_back(static_cast<std::uint32_t>(set.indices.size()));
    set.labels.push_back(t.samples.labels[i % t.samples.labels.size()]);
  }
}

void per_sample(benchmark::State& state) {
  state.counters["per_sample"] =
      benchmark::Counter(kSet, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// Training of the softmax, of kSet samples at a time.
void readout_pass(benchmark::State& state, Trained& t) {
  readout::Softmax softmax(t.structural.columns(), kClasses, {});
  readout::FeatureSet set = empty_set(t);
  add_steps(t, set);
  for (auto _ : state) softmax.train_pass(set, 0);
  per_sample(state);
  report_bytes(state, static_cast<double>(set.indices.size()) * 3 * 8 *
                          static_cast<double>(readout::WeightRows(1, kClasses).stride()));
}

// --- Steps ---

void step(benchmark::State& state, Trained& t, bool learn) {
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(t.pooler.step(t.sample(i++), learn).winners.data());
  state.counters["winners"] = t.winners;
}

/// kSet learning steps and then a pass of the readout over their winners, as `silipool run` does.
void learn_and_read(benchmark::State& state, Trained& t) {
  readout::Softmax softmax(t.structural.columns(), kClasses, {});
  readout::FeatureSet set = empty_set(t);
  for (auto _ : state) {
    add_steps(t, set);
    softmax.train_pass(set, 0);
  }
  per_sample(state);
}

using Case = void (*)(benchmark::State&, Trained&);
constexpr std::array<std::pair<const char*, Case>, 7> kPhases{{{"look_at", look_at},
                                                               {"overlaps", overlaps},
                                                               {"keys", keys},
                                                               {"inhibition", inhibition},
                                                               {"learning", learning},
                                                               {"refresh", refresh},
                                                               {"readout", readout_pass}}};
constexpr std::array<std::pair<const char*, Case>, 3> kSteps{
    {{"step_inference", [](benchmark::State& state, Trained& t) { step(state, t, false); }},
     {"step_learning", [](benchmark::State& state, Trained& t) { step(state, t, true); }},
     {"step_and_readout", learn_and_read}}};

template <typename Cases>
void add(const std::string& name, const config::Config& config, const Inputs& samples, const Cases& cases) {
  for (const auto& [what, run] : cases)
    benchmark::RegisterBenchmark(fmt::format("{}/{}", name, what).c_str(),
                                 [run = run, config, &samples](benchmark::State& state) {
                                   Trained trained(config, samples);
                                   run(state, trained);
                                 });
}

// --- Kernels, in all their forms ---

void add_kernels(const sp::Kernels& k) {
  constexpr std::size_t kGroups = 784, kColumns = 8, kWords = 4, kAll = kGroups * kColumns;
  const auto with = [&](const char* what, auto run) {
    benchmark::RegisterBenchmark(fmt::format("kernel/{}/{}", what, k.name).c_str(), run);
  };
  const auto words = [](std::size_t count) {
    base::Stream stream(1, "bench.words");
    std::vector<std::uint64_t> all(count);
    for (std::uint64_t& word : all) word = stream.next() & stream.next() & stream.next();
    return all;
  };
  const auto numbers = [](std::size_t count, std::uint32_t below) {
    base::Stream stream(1, "bench.numbers");
    std::vector<std::uint32_t> all(count);
    for (std::uint32_t& number : all)
      number = sp::kKeyEligible + static_cast<std::uint32_t>(stream.below(below));
    return all;
  };
  with("overlaps", [=](benchmark::State& state) {
    const auto connected = words(kAll * kWords), active = words(kGroups * kWords);
    std::vector<std::uint32_t> found(kAll);
    for (auto _ : state) {
      k.overlaps(connected.data(), active.data(), kWords, kColumns, kGroups, found.data());
      benchmark::ClobberMemory();
    }
  });
  with("kth_greatest_of_6272", [=](benchmark::State& state) {
    const auto all = numbers(kAll, 1U << 17U);
    std::vector<std::uint32_t> scratch(kAll);
    for (auto _ : state)
      benchmark::DoNotOptimize(k.kth_greatest(all.data(), kAll, kAll / 10, scratch.data()));
  });
  with("kth_greatest_of_28", [=](benchmark::State& state) {
    const auto all = numbers(kAll, 1U << 17U);
    std::vector<std::uint32_t> scratch(28);
    std::size_t i = 0;
    for (auto _ : state)
      benchmark::DoNotOptimize(k.kth_greatest(&all[i++ % 224 * 28], 28, 4, scratch.data()));
  });
  with("find_at_least", [=](benchmark::State& state) {
    const auto all = numbers(kAll, 1000);
    std::vector<std::uint32_t> found(kAll);
    for (auto _ : state)
      benchmark::DoNotOptimize(k.find_at_least(all.data(), kAll, sp::kKeyEligible + 900, 0, found.data()));
  });
  with("draw_slots", [=](benchmark::State& state) {
    std::array<std::uint64_t, 3> gain{}, lose{};
    for (auto _ : state) {
      k.draw_slots(1, 2, 3, gain.size(), 197, 98, gain.data(), lose.data());
      benchmark::ClobberMemory();
    }
  });
  with("pack", [=](benchmark::State& state) {
    const auto bits = words(2 * kWords);
    std::array<std::uint64_t, kWords> packed{};
    for (auto _ : state) {
      k.pack(bits.data(), bits.data() + kWords, kWords, packed.data());
      benchmark::ClobberMemory();
    }
  });
  with("learn_row", [=](benchmark::State& state) {
    std::vector<std::uint16_t> row(32, 128);
    const std::uint64_t gain = 0x4210, lose = 0x7fffff & ~gain;
    std::uint64_t flipped = 0;
    for (auto _ : state) {
      benchmark::DoNotOptimize(k.learn_row(row.data(), &gain, &lose, 1, {36, 1, 255, 128}, &flipped));
      benchmark::ClobberMemory();
    }
  });
}

void add_all() {
  for (const std::string_view name : shape_names) {
    const config::Config config = shape(name);
    add(std::string(name), config, inputs(), kPhases);
    add(std::string(name), config, inputs(), kSteps);
  }
  // How the cost of htm_core grows.
  for (const unsigned side : {14U, 28U, 56U})
    add(fmt::format("columns/{}", side * side * 8), htm_core(side, 23, 6), inputs(), kSteps);
  for (const unsigned synapses : {12U, 23U, 46U})
    add(fmt::format("synapses/{}", synapses), htm_core(28, synapses, 6), inputs(), kSteps);
  static const std::array<std::pair<unsigned, Inputs>, 3> inked{
      {{51, discs(51)}, {102, discs(102)}, {204, discs(204)}}};
  for (const auto& [on, samples] : inked)
    add(fmt::format("ink/{}", on), htm_core(28, 23, 6), samples, kSteps);
  // All 627 winners that the density allows.
  add("stimulus/1", htm_core(28, 23, 1), inputs(), kSteps);
  for (const sp::Kernels& form : sp::all_kernels()) add_kernels(form);
}

}  // namespace
}  // namespace silipool::testbench

int main(int argc, char** argv) {
  using namespace silipool::testbench;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::AddCustomContext("inputs", inputs().real ? "MNIST above 127" : "generated");
  benchmark::AddCustomContext("kernels", silipool::sp::kernels().name);
  benchmark::AddCustomContext("L2 read", fmt::format("{:.1f} GB/s", l2_bandwidth() / 1e9));
  add_all();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
