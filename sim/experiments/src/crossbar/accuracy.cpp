#include <algorithm>

#include <fmt/format.h>

#include <silipool/crossbar/crossbar_engine.hpp>
#include <silipool/experiments/classification.hpp>
#include <silipool/experiments/crossbar.hpp>
#include <silipool/experiments/summary.hpp>

#include "../published/work.hpp"
#include "settings.hpp"

namespace silipool::experiments {
namespace {

using detail::CrossbarSetting;

struct Outcome {
  double accuracy = 0;
  double writes = 0, pulses = 0;                  ///< a learning step
  double read_nj = 0, write_nj = 0, half_nj = 0;  ///< in the arrays, a learning step
  double most = 0;                                ///< pulses of the busiest cell, a million learning steps
};

Outcome run(const CrossbarStudy& study, const config::Config& config, const std::atomic<bool>* stop) {
  crossbar::CrossbarEngine engine(config, 1);
  engine.reset(config.runtime);
  const ClassificationResult result =
      classify(config, study.train, study.test, engine, nullptr,
               {.baselines = false, .threads = 1, .stop = stop, .progress = {}});
  const crossbar::Work& work = engine.array().learning_work();
  const auto steps = static_cast<double>(std::max<std::uint64_t>(1, engine.learning_activity().steps));
  return {.accuracy = result.test.value_or(0),
          .writes = static_cast<double>(work.device_writes) / steps,
          .pulses = static_cast<double>(work.write_pulses) / steps,
          .read_nj = 1e9 * work.read_j / steps,
          .write_nj = 1e9 * (work.write_j + work.verify_j) / steps,
          .half_nj = 1e9 * work.half_select_j / steps,
          .most = 1e6 * static_cast<double>(engine.array().wear().most) / steps};
}

}  // namespace

Report crossbar_accuracy(const CrossbarStudy& study, ExperimentOptions options) {
  if (options.repeats == 0) options.repeats = 5;
  Report report;
  report.experiment = "crossbar_accuracy";
  report.question = "What do devices, wires and circuits cost in accuracy, with learning on them?";
  report.publication = "docs/crossbar.md";
  report.quick = options.quick;
  report.seed = options.seed;
  report.repeats = options.repeats;
  report.data = study.data;
  const std::vector<CrossbarSetting> settings = detail::crossbar_settings(study, options.quick);
  const auto config_of = [&](std::size_t i) {
    return detail::with_setting(study, settings[i / options.repeats],
                                options.seed + static_cast<std::uint32_t>(i % options.repeats));
  };
  // All of them are looked at before the first is run.
  for (std::size_t i = 0; i < settings.size(); ++i)
    (void)crossbar::CrossbarEngine(config_of(i * options.repeats), 1);
  const auto outcomes =
      published::work<Outcome>(options, "settings x seeds", settings.size() * options.repeats,
                               [&](std::size_t i) { return run(study, config_of(i), options.stop); });
  report.interrupted = options.stopped();

  Table table{.name = "accuracy", .columns = {"cause", "value"}, .rows = {}, .printed = true};
  for (const char* name : {"accuracy", "points_lost"}) published::head(table, name);
  for (const char* name : {"device_writes", "write_pulses", "read_nj", "write_nj", "half_select_nj",
                           "pulses_of_busiest_cell_in_a_million_steps"})
    table.columns.emplace_back(name);
  const auto ideal = published::repetitions(outcomes, 0, options.repeats);
  for (std::size_t s = 0; s < settings.size(); ++s) {
    const auto all = published::repetitions(outcomes, s, options.repeats);
    if (!all || !ideal) continue;
    std::vector<Cell> row{settings[s].cause, settings[s].value};
    published::put(row, published::over(*all, [](const Outcome& o) { return o.accuracy; }));
    // Against the ideal array of the same seed.
    std::vector<double> lost;
    for (std::size_t r = 0; r < all->size(); ++r)
      lost.push_back(100 * ((*ideal)[r].accuracy - (*all)[r].accuracy));
    published::put(row, summarise(lost));
    for (const auto figure : {&Outcome::writes, &Outcome::pulses, &Outcome::read_nj, &Outcome::write_nj,
                              &Outcome::half_nj, &Outcome::most})
      row.emplace_back(published::over(*all, [figure](const Outcome& o) { return o.*figure; }).mean);
    table.rows.push_back(std::move(row));
  }
  report.tables = {std::move(table)};
  for (const char* cause : {"device_variation", "stuck", "adc_bits", "wire_ohm"})
    report.plots.push_back({.name = cause,
                            .table = "accuracy",
                            .title = fmt::format("Points lost against ideal arrays, {}", study.config.name),
                            .x_label = cause,
                            .y_label = "points lost",
                            .x = "value",
                            .curves = {{"points_lost", cause, "cause", cause, "points_lost_ci95"}}});
  report.configs = {study.config};
  return report;
}

}  // namespace silipool::experiments
