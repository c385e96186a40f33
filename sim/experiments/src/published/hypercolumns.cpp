#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "classified.hpp"
#include "list.hpp"

namespace silipool::experiments::published {
namespace {

struct Shape {
  unsigned grid, columns, window, active, learning;
};
/// About 1008 columns, 144 winners and 36 learners each, where that can be divided. Windows of more than 15 x
/// 15 are sampled by every column, for the same number of synapses.
constexpr std::array<Shape, 10> kShapes{{{1, 1008, 28, 144, 36},
                                         {2, 252, 21, 36, 9},
                                         {3, 112, 17, 16, 4},
                                         {4, 63, 15, 9, 2},
                                         {6, 28, 15, 4, 1},
                                         {7, 21, 15, 3, 1},
                                         {8, 16, 15, 2, 1},
                                         {10, 10, 15, 1, 1},
                                         {12, 7, 15, 1, 1},
                                         {14, 5, 15, 1, 1}}};

Setting setting(const Shape& s) {
  const auto set = [](const char* key, std::string value) {
    return config::Override{key, std::move(value), "experiment"};
  };
  config::Overrides overrides{
      set("pooler.hypercolumns", fmt::format("[{0}, {0}]", s.grid)),
      set("pooler.columns_per_hypercolumn", fmt::format("{}", s.columns)),
      set("pooler.window", fmt::format("[{0}, {0}]", s.window)),
      set("pooler.active_columns", fmt::format("{}", s.active)),
      set("pooler.learning_columns", fmt::format("{}", s.learning)),
      // The same boost for a column that never wins: strength times target is that of mnist.toml, 32 / 28.
      set("boosting.strength", fmt::format("{}", 32.0 / 28 * s.columns / s.learning))};
  if (s.window > 15) {
    overrides.push_back(set("pooler.pool", "sample"));
    overrides.push_back(set("pooler.synapses_per_column", "225"));
  }
  const unsigned hypercolumns = s.grid * s.grid;
  return {{count_cell(hypercolumns), count_cell(std::size_t{s.columns} * hypercolumns), count_cell(s.window)},
          base_config(Base::hypercolumns, fmt::format("hypercolumns_{}", hypercolumns), overrides)};
}

void run(const ExperimentOptions& options, Report& report) {
  const Samples samples = load_samples(options, Use::compare);
  report.data = samples.text;
  std::vector<Setting> settings;
  for (std::size_t i = 0; i < kShapes.size(); i += options.quick ? 4 : 1)
    settings.push_back(setting(kShapes[i]));
  const Outcomes outcomes = classify_all(options, samples, settings, true);
  report.configs = configs_of(settings);
  report.tables = {outcome_table("hypercolumns", {"hypercolumns", "columns", "window"}, settings, outcomes)};
  report.plots = {Plot{.name = "accuracy",
                       .table = "hypercolumns",
                       .title = "One inhibition of all columns, or many, " + samples.where,
                       .x_label = "hypercolumns",
                       .y_label = "accuracy",
                       .x = "hypercolumns",
                       .curves = {{"accuracy", "learned", "", "", "accuracy_ci95"},
                                  {"frozen", "permanences never changed", "", "", "frozen_ci95"},
                                  {"frozen_plain", "and no boosting", "", "", "frozen_plain_ci95"},
                                  {"raw_pixels", "raw pixels", "", "", ""}},
                       .log_x = true}};
  if (!complete(outcomes)) return;
  std::size_t best = 0;
  for (std::size_t s = 1; s < settings.size(); ++s)
    if (accuracy_of(*outcomes[s]).mean > accuracy_of(*outcomes[best]).mean) best = s;
  const Summary one = accuracy_of(*outcomes[0]), most = accuracy_of(*outcomes[best]);
  report.verdict = Verdict{
      "macro-columns that inhibit only themselves: 95 % and more, with 37 500 columns; global inhibition, at "
      "most 1000 "
      "columns: 92.3 %",
      fmt::format("one hypercolumn {:.2f} %, the best ({}) {:.2f} % ({})", 100 * one.mean,
                  settings[best].config.name, 100 * most.mean, samples.where),
      most.mean - most.ci95 > one.mean + one.ci95};
}

}  // namespace

const Experiment hypercolumns{
    "hypercolumns", "What do hypercolumns do, from 1 to 196 of them at equal columns?",
    "D. McDougall, sdr_algorithms (macro-columns), func_tests/mnist_sp.py; mHTM: arXiv "
    "1601.06116",
    3, run};

}  // namespace silipool::experiments::published
