#include "random_inputs.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <silipool/base/stream.hpp>
#include <silipool/data/generators.hpp>
#include <silipool/metrics/connection_change.hpp>
#include <silipool/metrics/sdr_statistics.hpp>
#include <silipool/metrics/stability.hpp>
#include <silipool/sp/maps.hpp>

namespace silipool::experiments::published {
namespace {

constexpr std::string_view kCommon = R"(
[input]
shape = [1024]
encoding = "none"
[data]
train = "inputs.bits"
test = "inputs.bits"
)";

constexpr std::string_view kWith = R"(
[pooler]
columns_per_hypercolumn = 1024
permanence_bits = 8
active_columns = 20
stimulus_threshold = 1
[learning]
rule = "every_step"
increment = 26
decrement = 5
[boosting]
rule = "exponential"
strength = 100
duty_period = 1000
update_period = 16
in_inference = false
)";

constexpr std::string_view kWithout = R"(
[pooler]
columns_per_hypercolumn = 1024
pool = "sample"
synapses_per_column = 512
permanence_bits = 8
active_columns = 20
stimulus_threshold = 1
[learning]
rule = "every_step"
increment = 5
decrement = 1
)";

double unused(std::span<const base::Sdr> outputs) {
  base::Sdr used(outputs.front().size());
  for (const base::Sdr& output : outputs)
    for (std::size_t w = 0; w < used.words().size(); ++w) used.words()[w] |= output.words()[w];
  return 1 - static_cast<double>(used.count()) / static_cast<double>(used.size());
}

struct Figure {
  const char* name;
  double EpochFigures::*value;
};
constexpr std::array<Figure, 7> kFigures{{{"density", &EpochFigures::density},
                                          {"entropy_ratio", &EpochFigures::entropy_ratio},
                                          {"unused_columns", &EpochFigures::unused},
                                          {"robustness", &EpochFigures::robustness},
                                          {"stability", &EpochFigures::stability},
                                          {"synapses_formed", &EpochFigures::formed},
                                          {"synapses_removed", &EpochFigures::removed}}};

}  // namespace

config::Config random_input_config(bool boosting) {
  return make_config(boosting ? "boosting" : "no_boosting",
                     std::string(kCommon) + std::string(boosting ? kWith : kWithout));
}

std::vector<base::Sdr> random_inputs(std::size_t count, bool varying, std::uint64_t seed,
                                     std::string_view stream) {
  std::vector<base::Sdr> out;
  for (std::size_t i = 0; i < count; ++i) {
    base::Stream random(seed, fmt::format("experiment.{}.{}", stream, i));
    out.push_back(varying ? data::random_density_sdr(1024, 2, 20, random)
                          : data::random_sdr(1024, 20, random));
  }
  return out;
}

EpochRun run_epochs(const config::Config& config, std::size_t epochs,
                    const std::function<const std::vector<base::Sdr>&(std::size_t)>& inputs,
                    const ExperimentOptions& options) {
  sp::SpatialPooler pooler(config.structural, config.runtime);
  pooler.record_changes(false);
  EpochRun run;
  std::vector<base::Sdr> outputs;
  base::Sdr connected = sp::connections(pooler);
  for (std::size_t epoch = 0; epoch <= epochs && !options.stopped(); ++epoch) {
    const std::vector<base::Sdr>& now = inputs(std::max<std::size_t>(1, epoch));
    if (epoch > 0) learn_epoch(pooler, now, config.runtime.seed, epoch, options);
    EpochFigures f;
    std::vector<base::Sdr> found = respond(pooler, now);
    metrics::SdrStatistics statistics;
    for (const base::Sdr& sdr : found) statistics.add(sdr);
    f.density = statistics.density();
    f.entropy_ratio = statistics.entropy_ratio();
    f.unused = unused(found);
    if (epoch > 0 && &now == &inputs(std::max<std::size_t>(1, epoch - 1)))
      f.stability = metrics::stability(outputs, found);
    outputs = std::move(found);
    base::Sdr connected_now = sp::connections(pooler);
    const metrics::ConnectionChange change = metrics::connection_change(connected, connected_now);
    f.formed = static_cast<double>(change.formed);
    f.removed = static_cast<double>(change.removed);
    connected = std::move(connected_now);
    NoiseCurve curve = noise_curve(pooler, now, config.runtime.seed);
    f.robustness = curve.robustness;
    (epoch == 0 ? run.before : run.after) = std::move(curve);
    run.epochs.push_back(f);
  }
  return run;
}

Table epoch_table() {
  Table table{.name = "epochs", .columns = {"setting", "epoch", "n"}, .rows = {}, .printed = false};
  for (const Figure& f : kFigures) head(table, f.name);
  return table;
}

void add_epochs(Table& table, const std::string& setting, const std::vector<EpochRun>& runs) {
  for (std::size_t epoch = 0; epoch < runs.front().epochs.size(); ++epoch) {
    std::vector<Cell> row{setting, count_cell(epoch), count_cell(runs.size())};
    for (const Figure& f : kFigures)
      put(row, over(runs, [&](const EpochRun& r) { return r.epochs[epoch].*f.value; }));
    table.rows.push_back(std::move(row));
  }
}

Table noise_table() {
  Table table{.name = "noise", .columns = {"setting", "noise", "n"}, .rows = {}, .printed = false};
  head(table, "output_overlap");
  return table;
}

void add_noise(Table& table, const std::string& setting, const std::vector<EpochRun>& runs, bool after) {
  const auto curve = [&](const EpochRun& r) -> const NoiseCurve& { return after ? r.after : r.before; };
  for (std::size_t level = 0; level < curve(runs.front()).levels.size(); ++level) {
    std::vector<Cell> row{setting, curve(runs.front()).levels[level], count_cell(runs.size())};
    put(row, over(runs, [&](const EpochRun& r) { return curve(r).overlaps[level]; }));
    table.rows.push_back(std::move(row));
  }
}

Plot epoch_plot(const std::string& figure, const std::string& title,
                const std::vector<std::string>& settings) {
  std::string words = figure;
  std::ranges::replace(words, '_', ' ');
  Plot plot{.name = figure,
            .table = "epochs",
            .title = title,
            .x_label = "epochs of learning",
            .y_label = words,
            .x = "epoch",
            .curves = {}};
  for (const std::string& s : settings) plot.curves.push_back({figure, s, "setting", s, figure + "_ci95"});
  return plot;
}

Plot noise_plot(const std::vector<std::string>& settings) {
  Plot plot{.name = "noise",
            .table = "noise",
            .title = "What is left of the output as the input is disturbed",
            .x_label = "share of the active inputs moved",
            .y_label = "overlap of clean and noisy output",
            .x = "noise",
            .curves = {}};
  for (const std::string& s : settings)
    plot.curves.push_back({"output_overlap", s, "setting", s, "output_overlap_ci95"});
  return plot;
}

}  // namespace silipool::experiments::published
