#include <fmt/format.h>

#include <silipool/data/generators.hpp>
#include <silipool/metrics/sdr_set.hpp>

#include "list.hpp"
#include "synthetic.hpp"

namespace silipool::experiments::published {
namespace {

/// mHTM's dev/parameter_exploration; permanences of 16 bits stand for its real numbers.
constexpr std::string_view kConfig = R"(
[input]
shape = [100]
encoding = "none"
[data]
train = "inputs.bits"
test = "inputs.bits"
[pooler]
columns_per_hypercolumn = 300
pool = "sample"
synapses_per_column = 20
permanence_bits = 16
initialisation = "uniform"
initial_window = 32768
active_columns = 6
stimulus_threshold = 2
[learning]
rule = "every_step"
increment = 66
decrement = 66
)";

struct Factor {
  const char *name, *key;  ///< key "epochs": passes of learning
  std::vector<unsigned> values;
};

struct Result {
  double uniqueness = 0, overlap = 0, correlation = 0;
};

void run(const ExperimentOptions& options, Report& report) {
  const std::size_t samples = options.quick ? 40 : 500;
  const std::vector<Factor> factors =
      options.quick ? std::vector<Factor>{{"active_columns", "pooler.active_columns", {6, 50}}}
                    : std::vector<Factor>{
                          {"columns", "pooler.columns_per_hypercolumn", {10, 30, 100, 300, 1000, 3000}},
                          {"active_columns", "pooler.active_columns", {1, 3, 6, 12, 25, 50, 100, 200, 300}},
                          {"synapses", "pooler.synapses_per_column", {2, 5, 10, 20, 40, 60, 80, 100}},
                          {"stimulus", "pooler.stimulus_threshold", {0, 1, 2, 3, 4, 6, 8, 12}},
                          {"increment", "learning.increment", {0, 7, 66, 655, 6554, 32768}},
                          {"decrement", "learning.decrement", {0, 7, 66, 655, 6554, 32768}},
                          {"initial_window", "pooler.initial_window", {66, 655, 6554, 16384, 32768}},
                          {"epochs", "epochs", {1, 2, 5, 10, 20, 50, 100}}};
  struct Point {
    std::size_t factor;
    unsigned value;
    std::size_t epochs;
    config::Config config;
  };
  std::vector<Point> points;
  for (std::size_t f = 0; f < factors.size(); ++f)
    for (const unsigned value : factors[f].values) {
      const bool passes = std::string_view(factors[f].key) == "epochs";
      config::Overrides overrides;
      if (!passes) overrides.push_back({factors[f].key, fmt::format("{}", value), "experiment"});
      points.push_back(
          {f, value, passes ? value : (options.quick ? 2U : 10U),
           make_config(passes ? "base" : fmt::format("{}_{}", factors[f].name, value), kConfig, overrides)});
    }
  const auto samples_of = [&](std::uint64_t seed) {
    data::SdrClassSettings s;
    s.samples = samples;
    return data::sdr_class(s, seed).samples;
  };
  report.configs = {make_config("base", kConfig)};
  report.inputs = {{"inputs", samples_of(options.seed)}};
  report.data =
      fmt::format("{} samples of one SDR, 40 of 100 bits on, 15 % inverted; one factor at a time", samples);

  const auto results = work<Result>(options, "settings", points.size() * options.repeats, [&](std::size_t i) {
    const auto seed = static_cast<std::uint32_t>(options.seed + i % options.repeats);
    const Point& point = points[i / options.repeats];
    const std::vector<base::Sdr> inputs = samples_of(seed);
    const config::Config c = seeded(point.config, seed);
    sp::SpatialPooler pooler(c.structural, c.runtime);
    pooler.record_changes(false);
    for (std::size_t epoch = 0; epoch < point.epochs && !options.stopped(); ++epoch)
      learn_epoch(pooler, inputs, seed, epoch, options);
    const std::vector<base::Sdr> out = respond(pooler, inputs);
    return Result{metrics::uniqueness(out), metrics::overlap(out), metrics::correlation(out)};
  });

  Table table{.name = "parameters", .columns = {"factor", "value", "n"}, .rows = {}};
  for (const char* figure : {"uniqueness", "overlap", "correlation"}) head(table, figure);
  double least = 1, greatest = 0;
  for (std::size_t p = 0; p < points.size(); ++p) {
    const auto done = repetitions(results, p, options.repeats);
    if (!done) continue;
    std::vector<Cell> row{std::string(factors[points[p].factor].name), std::int64_t{points[p].value},
                          count_cell(done->size())};
    put(row, over(*done, [](const Result& r) { return r.uniqueness; }));
    const Summary overlap = over(*done, [](const Result& r) { return r.overlap; });
    put(row, overlap);
    put(row, over(*done, [](const Result& r) { return r.correlation; }));
    least = std::min(least, overlap.mean);
    greatest = std::max(greatest, overlap.mean);
    table.rows.push_back(std::move(row));
  }
  report.tables = {table};
  for (const Factor& f : factors)
    report.plots.push_back(
        Plot{.name = f.name,
             .table = "parameters",
             .title = fmt::format("Likeness of the outputs within a class against {}", f.key),
             .x_label = f.name,
             .y_label = "within the class",
             .x = "value",
             .curves = {{"overlap", "overlap", "factor", f.name, "overlap_ci95"},
                        {"uniqueness", "uniqueness", "factor", f.name, "uniqueness_ci95"},
                        {"correlation", "correlation", "factor", f.name, "correlation_ci95"}},
             .kind = Plot::Kind::categories});
  report.verdict = Verdict{
      "given the proper parameters, the pooler learns features: it depends on them",
      fmt::format("overlap within the class goes from {:.3f} to {:.3f} over the settings", least, greatest),
      greatest - least > 0.2};
}

}  // namespace

const Experiment parameters{"parameters",
                            "Which parameters move uniqueness, overlap and correlation, one by one?",
                            "J. Mnatzaganian, E. Fokoue, D. Kudithipudi, arXiv 1601.06116, and mHTM's "
                            "dev/parameter_exploration",
                            5, run};

}  // namespace silipool::experiments::published
