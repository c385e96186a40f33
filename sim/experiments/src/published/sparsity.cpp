#include <fmt/format.h>

#include "list.hpp"
#include "random_inputs.hpp"

namespace silipool::experiments::published {
namespace {

void run(const ExperimentOptions& options, Report& report) {
  const std::size_t samples = options.quick ? 20 : 100, epochs = options.quick ? 3 : 100;
  const config::Config config = random_input_config(true);
  report.configs = {config};
  report.inputs = {{"inputs", random_inputs(samples, true, options.seed, "inputs")}};
  report.data = fmt::format("{} random SDRs, 2 to 20 % of 1024 bits on; {} epochs", samples, epochs);

  const auto results = work<EpochRun>(options, "poolers", options.repeats, [&](std::size_t i) {
    const auto seed = static_cast<std::uint32_t>(options.seed + i);
    const std::vector<base::Sdr> inputs = random_inputs(samples, true, seed, "inputs");
    return run_epochs(
        seeded(config, seed), epochs, [&](std::size_t) -> const std::vector<base::Sdr>& { return inputs; },
        options);
  });
  const auto done = repetitions(results, 0, options.repeats);
  if (!done) return;

  Table table = epoch_table(), noise = noise_table();
  add_epochs(table, "boosting", *done);
  add_noise(noise, "before", *done, false);
  add_noise(noise, "after", *done, true);
  Table ends{.name = "before_after", .columns = {"epoch", "n"}, .rows = {}};
  for (const char* name : {"density", "entropy_ratio", "unused_columns", "robustness", "kept_at_half_noise"})
    head(ends, name);
  for (const bool after : {false, true}) {
    const auto figures = [&](const EpochRun& r) { return after ? r.epochs.back() : r.epochs.front(); };
    std::vector<Cell> row{count_cell(after ? epochs : 0), count_cell(done->size())};
    put(row, over(*done, [&](const EpochRun& r) { return figures(r).density; }));
    put(row, over(*done, [&](const EpochRun& r) { return figures(r).entropy_ratio; }));
    put(row, over(*done, [&](const EpochRun& r) { return figures(r).unused; }));
    put(row, over(*done, [&](const EpochRun& r) { return figures(r).robustness; }));
    put(row, over(*done, [&](const EpochRun& r) { return (after ? r.after : r.before).overlaps[10]; }));
    ends.rows.push_back(std::move(row));
  }
  report.tables = {ends, table, noise};
  report.plots = {epoch_plot("entropy_ratio", "Use of the columns, inputs of 2 to 20 %", {"boosting"}),
                  epoch_plot("unused_columns", "Columns that never win, inputs of 2 to 20 %", {"boosting"}),
                  noise_plot({"before", "after"})};
  const auto mean = [&](const char* name, std::size_t row) {
    return std::get<double>(ends.rows[row][ends.column(name)]);
  };
  report.verdict = Verdict{
      "output sparsity stays about 2 %; about 30 % of the columns never win before learning, almost none "
      "after; "
      "almost no change of the output with 50 % of the active inputs moved",
      fmt::format(
          "output sparsity {:.2f} %; never win {:.1f} % -> {:.1f} %; output kept at 50 % noise {:.3f} -> "
          "{:.3f}",
          100 * mean("density", 1), 100 * mean("unused_columns", 0), 100 * mean("unused_columns", 1),
          mean("kept_at_half_noise", 0), mean("kept_at_half_noise", 1)),
      mean("unused_columns", 1) < 0.05 && mean("unused_columns", 0) > 0.2 &&
          mean("unused_columns", 0) < 0.4 && mean("kept_at_half_noise", 1) > 0.9};
}

}  // namespace

const Experiment sparsity{"sparsity",
                          "Are outputs as sparse and columns as used when inputs have 2 to 20 % of bits on?",
                          kCui, 10, run};

}  // namespace silipool::experiments::published
