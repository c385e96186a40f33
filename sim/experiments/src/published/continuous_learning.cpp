#include <fmt/format.h>

#include "list.hpp"
#include "random_inputs.hpp"

namespace silipool::experiments::published {
namespace {

void run(const ExperimentOptions& options, Report& report) {
  const std::size_t samples = options.quick ? 20 : 100;
  const std::size_t change = options.quick ? 3 : 50, epochs = options.quick ? 6 : 120;
  const config::Config config = random_input_config(true);
  report.configs = {config};
  report.inputs = {{"inputs", random_inputs(samples, true, options.seed, "inputs")},
                   {"inputs_after", random_inputs(samples, true, options.seed, "after")}};
  report.data = fmt::format("{} random SDRs, 2 to 20 % of 1024 bits on; others from epoch {} of {} on",
                            samples, change, epochs);

  const auto results = work<EpochRun>(options, "poolers", options.repeats, [&](std::size_t i) {
    const auto seed = static_cast<std::uint32_t>(options.seed + i);
    const std::vector<base::Sdr> first = random_inputs(samples, true, seed, "inputs");
    const std::vector<base::Sdr> second = random_inputs(samples, true, seed, "after");
    return run_epochs(
        seeded(config, seed), epochs,
        [&](std::size_t epoch) -> const std::vector<base::Sdr>& { return epoch < change ? first : second; },
        options);
  });
  const auto done = repetitions(results, 0, options.repeats);
  if (!done) return;

  Table table = epoch_table();
  add_epochs(table, "boosting", *done);
  Table turns{.name = "turns", .columns = {"epoch", "n"}, .rows = {}};
  for (const char* name : {"entropy_ratio", "robustness", "synapses_formed", "synapses_removed"})
    head(turns, name);
  for (const std::size_t epoch : {std::size_t{0}, change - 1, change, epochs}) {
    std::vector<Cell> row{count_cell(epoch), count_cell(done->size())};
    put(row, over(*done, [&](const EpochRun& r) { return r.epochs[epoch].entropy_ratio; }));
    put(row, over(*done, [&](const EpochRun& r) { return r.epochs[epoch].robustness; }));
    put(row, over(*done, [&](const EpochRun& r) { return r.epochs[epoch].formed; }));
    put(row, over(*done, [&](const EpochRun& r) { return r.epochs[epoch].removed; }));
    turns.rows.push_back(std::move(row));
  }
  report.tables = {turns, table};
  report.plots = {epoch_plot("entropy_ratio", "Use of the columns; the inputs change", {"boosting"}),
                  epoch_plot("robustness", "Robustness to noise; the inputs change", {"boosting"}),
                  epoch_plot("synapses_formed", "Synapses formed in an epoch", {"boosting"})};
  const auto mean = [&](const char* name, std::size_t row) {
    return std::get<double>(turns.rows[row][turns.column(name)]);
  };
  const double entropy_back = mean("entropy_ratio", 3) - mean("entropy_ratio", 1);
  const double robustness_back = mean("robustness", 3) - mean("robustness", 1);
  report.verdict = Verdict{
      "entropy and noise robustness drop when the data change at epoch 50, and recover fully by epoch 120",
      fmt::format(
          "entropy ratio {:.3f} -> {:.3f} -> {:.3f}; robustness {:.3f} -> {:.3f} -> {:.3f} (before, at, "
          "long after the change)",
          mean("entropy_ratio", 1), mean("entropy_ratio", 2), mean("entropy_ratio", 3), mean("robustness", 1),
          mean("robustness", 2), mean("robustness", 3)),
      mean("entropy_ratio", 2) < mean("entropy_ratio", 1) && mean("robustness", 2) < mean("robustness", 1) &&
          entropy_back > -0.01 && robustness_back > -0.01};
}

}  // namespace

const Experiment continuous_learning{
    "continuous_learning", "Does a trained pooler adapt when its inputs are replaced?", kCui, 10, run};

}  // namespace silipool::experiments::published
