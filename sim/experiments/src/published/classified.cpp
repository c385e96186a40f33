#include "classified.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/experiments/classification.hpp>
#include <silipool/model/model_engine.hpp>

namespace silipool::experiments::published {
namespace {

constexpr std::string_view kImages = R"(
[input]
shape = [28, 28]
thresholds = [80]
[data]
train = "mnist/train"
test = "mnist/test"
)";

constexpr std::string_view kHypercolumns = R"(
[pooler]
hypercolumns = [6, 6]
columns_per_hypercolumn = 28
window = [15, 15]
permanence_bits = 4
connected_threshold = 8
initially_connected = 0.54
active_columns = 4
learning_columns = 1
stimulus_threshold = 4
[learning]
rule = "draw_per_winner"
increment_probability = 0.02
decrement_probability = 0.01
[boosting]
rule = "exponential"
strength = 32
duty_period = 5000
[readout]
passes = 6
learning_rate = 0.005
)";

// Candidates: inputs on in more than 2 % of MNIST's training
// set.
constexpr std::string_view kBinary = R"(
[pooler]
hypercolumns = [6, 6]
columns_per_hypercolumn = 28
window = [15, 15]
pool = "shared_sample"
synapses_per_column = 75
candidate_inputs = "0000000000fc00007ff0000fffc003fffe007fffe007ffff00fffff00fffff01fffff01fffff01fffff01ffffe01ffffe01ffffe01ffffe00ffffe01ffffe01fffff01ffffe01ffffe01ffffc00ffff8007fff0000ff800000000000000000000000"
permanence_bits = 1
connected_threshold = 1
initially_connected = 0.62
active_columns = 4
learning_columns = 1
stimulus_threshold = 4
[learning]
rule = "draw_per_synapse"
increment_probability = 0.0015
decrement_probability = 0.00106
[boosting]
rule = "exponential"
strength = 32
duty_period = 20000
[readout]
learning_rate = 0.003
)";

constexpr std::string_view kOneBit = R"(
[pooler]
hypercolumns = [6, 6]
columns_per_hypercolumn = 28
window = [15, 15]
permanence_bits = 1
connected_threshold = 1
initially_connected = 0.48
active_columns = 4
learning_columns = 1
stimulus_threshold = 3
[learning]
rule = "draw_per_synapse"
increment_probability = 0.0034
decrement_probability = 0.00143
[boosting]
rule = "exponential"
strength = 16
duty_period = 20000
update_period = 256
[readout]
passes = 12
learning_rate = 0.005
learning_rate_decay = 0.85
)";

constexpr std::string_view kGlobal = R"(
[pooler]
columns_per_hypercolumn = 1024
pool = "sample"
synapses_per_column = 80
permanence_bits = 4
initially_connected = 0.5
active_columns = 102
stimulus_threshold = 2
[learning]
rule = "draw_per_winner"
increment_probability = 0.02
decrement_probability = 0.01
[boosting]
rule = "exponential"
strength = 20
duty_period = 5000
)";

data::Images load(const ExperimentOptions& options, const char* name) {
  return data::load({.name = name, .images = {}, .labels = {}}, options.data, 1);
}

Samples quick_samples(const ExperimentOptions& options) {
  return {load(options, "digits/train").slice(0, 300), load(options, "digits/test").slice(0, 100), false,
          "300 built-in digits, tested on 100", "test set"};
}

}  // namespace

Samples load_samples(const ExperimentOptions& options, Use use) {
  if (options.quick) return quick_samples(options);
  if (options.full && use == Use::compare) return load_final(options);
  const data::Images all = load(options, "mnist/train");
  const std::size_t held = 10000, learned = options.full ? all.size() - held : 20000;
  if (all.size() < learned + held)
    base::bad_input("mnist/train has {} samples: at least {} are needed", all.size(), learned + held);
  return {
      all.slice(0, learned), all.slice(all.size() - held, held), true,
      fmt::format("the first {} training samples of MNIST; accuracy on its last {}, held out", learned, held),
      "held out"};
}

Samples load_final(const ExperimentOptions& options) {
  if (options.quick) return quick_samples(options);
  Samples out{load(options, "mnist/train"), load(options, "mnist/test"), false, "", "test set"};
  out.text = fmt::format("{} training samples of MNIST; accuracy on its test set of {}", out.train.size(),
                         out.test.size());
  return out;
}

config::Config base_config(Base base, const std::string& name, const config::Overrides& overrides) {
  const auto text = [base] {
    switch (base) {
      case Base::hypercolumns:
        return kHypercolumns;
      case Base::binary:
        return kBinary;
      case Base::one_bit:
        return kOneBit;
      case Base::global:
        return kGlobal;
    }
    base::bad_input("there is no base configuration {}", static_cast<int>(base));
  };
  return make_config(name, std::string(kImages) + std::string(text()), overrides);
}

Outcome classify_one(const ExperimentOptions& options, const config::Config& config,
                     const data::Images& train, const data::Images& test, std::size_t epochs,
                     bool baselines) {
  model::ModelEngine engine(config);
  const ClassificationResult r = classify(
      config, train, test, engine, nullptr,
      {.epochs = epochs, .baselines = baselines, .threads = 1, .stop = options.stop, .progress = {}});
  Outcome out;
  out.accuracy = r.test.value_or(0);
  out.entropy_ratio = r.entropy_ratio.value_or(0);
  out.entropy_bound = r.entropy_bound.value_or(0);
  out.density = r.density.value_or(0);
  if (r.learning_steps > 0)
    out.writes = static_cast<double>(engine.learning_activity().permanence_writes) /
                 static_cast<double>(r.learning_steps);
  out.frozen = r.frozen;
  out.frozen_plain = r.frozen_plain;
  out.raw = r.raw_pixels;
  return out;
}

Outcomes classify_all(const ExperimentOptions& options, const Samples& samples,
                      const std::vector<Setting>& settings, bool baselines) {
  const auto results =
      work<Outcome>(options, "classifications", settings.size() * options.repeats, [&](std::size_t i) {
        const Setting& setting = settings[i / options.repeats];
        const auto seed = static_cast<std::uint32_t>(options.seed + i % options.repeats);
        const auto seen = [seed](const data::Images& images, const data::Augmentation& most,
                                 std::string_view stream) {
          return most.shift + most.angle == 0 ? images : data::augmented(images, most, seed, stream, 0);
        };
        return classify_one(
            options, seeded(setting.config, seed), seen(samples.train, setting.learned, "experiment.learned"),
            seen(samples.test, setting.tested, "experiment.tested"), setting.epochs, baselines);
      });
  Outcomes outcomes;
  for (std::size_t s = 0; s < settings.size(); ++s)
    outcomes.push_back(repetitions(results, s, options.repeats));
  return outcomes;
}

double synapse_kbit(const config::Config& config) {
  const config::Structural& s = config.structural;
  const std::size_t synapses = s.synapses_per_column > 0 ? s.synapses_per_column : s.window_positions();
  return static_cast<double>(s.columns() * synapses * s.permanence_bits) / 1000;
}

Table outcome_table(const std::string& name, const std::vector<std::string>& names,
                    const std::vector<Setting>& settings, const Outcomes& outcomes) {
  Table table{.name = name, .columns = names, .rows = {}};
  table.columns.emplace_back("n");
  for (const char* figure : {"accuracy", "entropy_ratio", "entropy_bound", "density", "writes_per_step"})
    head(table, figure);
  table.columns.emplace_back("synapse_kbit");
  const bool baselines = std::ranges::any_of(outcomes, [](const auto& o) { return o && o->front().frozen; });
  if (baselines)
    for (const char* figure : {"frozen", "frozen_plain", "raw_pixels"}) head(table, figure);
  for (std::size_t s = 0; s < settings.size(); ++s) {
    if (!outcomes[s]) continue;
    const std::vector<Outcome>& done = *outcomes[s];
    std::vector<Cell> row = settings[s].cells;
    row.push_back(count_cell(done.size()));
    put(row, accuracy_of(done));
    put(row, entropy_of(done));
    put(row, over(done, [](const Outcome& o) { return o.entropy_bound; }));
    put(row, over(done, [](const Outcome& o) { return o.density; }));
    put(row, over(done, [](const Outcome& o) { return o.writes; }));
    row.emplace_back(synapse_kbit(settings[s].config));
    if (baselines)
      for (const auto figure : {&Outcome::frozen, &Outcome::frozen_plain, &Outcome::raw})
        put(row, over(done, [&](const Outcome& o) { return (o.*figure).value_or(0); }));
    table.rows.push_back(std::move(row));
  }
  return table;
}

bool complete(const Outcomes& outcomes) {
  return std::ranges::all_of(outcomes, [](const auto& o) { return o.has_value(); });
}

std::vector<config::Config> configs_of(const std::vector<Setting>& settings) {
  std::vector<config::Config> out;
  for (const Setting& s : settings)
    if (std::ranges::find(out, s.config.name, &config::Config::name) == out.end()) out.push_back(s.config);
  return out;
}

}  // namespace silipool::experiments::published
