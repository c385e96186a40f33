#include <array>

#include <fmt/format.h>

#include "list.hpp"
#include "random_inputs.hpp"

namespace silipool::experiments::published {
namespace {

void run(const ExperimentOptions& options, Report& report) {
  const std::size_t samples = options.quick ? 20 : 200, epochs = options.quick ? 3 : 50;
  const std::array<config::Config, 2> configs{random_input_config(true), random_input_config(false)};
  report.configs = {configs[0], configs[1]};
  report.inputs = {{"inputs", random_inputs(samples, false, options.seed, "inputs")}};
  report.data = fmt::format("{} random SDRs, 20 of 1024 bits on; {} epochs", samples, epochs);

  const auto results =
      work<EpochRun>(options, "poolers", configs.size() * options.repeats, [&](std::size_t i) {
        const auto seed = static_cast<std::uint32_t>(options.seed + i % options.repeats);
        const std::vector<base::Sdr> inputs = random_inputs(samples, false, seed, "inputs");
        return run_epochs(
            seeded(configs[i / options.repeats], seed), epochs,
            [&](std::size_t) -> const std::vector<base::Sdr>& { return inputs; }, options);
      });

  Table table = epoch_table(), noise = noise_table();
  Table ends{.name = "before_after", .columns = {"setting", "epoch", "n"}, .rows = {}};
  for (const char* figure : {"entropy_ratio", "unused_columns", "robustness", "stability"})
    head(ends, figure);
  std::vector<std::string> settings, noisy;
  std::vector<std::array<double, 2>> robustness, entropy;
  for (std::size_t c = 0; c < configs.size(); ++c) {
    const auto done = repetitions(results, c, options.repeats);
    if (!done) continue;
    const std::string& name = configs[c].name;
    settings.push_back(name);
    add_epochs(table, name, *done);
    add_noise(noise, name + ", before", *done, false);
    add_noise(noise, name + ", after", *done, true);
    noisy.insert(noisy.end(), {name + ", before", name + ", after"});
    for (const std::size_t epoch : {std::size_t{0}, epochs}) {
      std::vector<Cell> row{name, count_cell(epoch), count_cell(done->size())};
      put(row, over(*done, [&](const EpochRun& r) { return r.epochs[epoch].entropy_ratio; }));
      put(row, over(*done, [&](const EpochRun& r) { return r.epochs[epoch].unused; }));
      put(row, over(*done, [&](const EpochRun& r) { return r.epochs[epoch].robustness; }));
      put(row, over(*done, [&](const EpochRun& r) { return r.epochs[epoch].stability; }));
      ends.rows.push_back(std::move(row));
    }
    const auto both = [&](auto figure) {
      return std::array{over(*done, [&](const EpochRun& r) { return r.epochs.front().*figure; }).mean,
                        over(*done, [&](const EpochRun& r) { return r.epochs.back().*figure; }).mean};
    };
    robustness.push_back(both(&EpochFigures::robustness));
    entropy.push_back(both(&EpochFigures::entropy_ratio));
  }
  report.tables = {ends, table, noise};
  report.plots = {epoch_plot("entropy_ratio", "Use of the columns", settings),
                  epoch_plot("robustness", "Robustness to noise", settings),
                  epoch_plot("stability", "Stability from epoch to epoch", settings), noise_plot(noisy)};
  if (settings.size() < configs.size()) return;
  report.verdict = Verdict{
      "learning raises the robustness to noise, and with boosting the entropy of the columns' use (figures "
      "only)",
      fmt::format(
          "robustness {:.3f} -> {:.3f} with boosting, {:.3f} -> {:.3f} without; entropy ratio {:.3f} -> "
          "{:.3f}, {:.3f} -> {:.3f}",
          robustness[0][0], robustness[0][1], robustness[1][0], robustness[1][1], entropy[0][0],
          entropy[0][1], entropy[1][0], entropy[1][1]),
      robustness[0][1] > robustness[0][0] && robustness[1][1] > robustness[1][0] &&
          entropy[0][1] > entropy[0][0]};
}

}  // namespace

const Experiment random_sdrs{
    "random_sdrs",
    "What does learning do to entropy, noise robustness and stability, with and without "
    "boosting?",
    kCui, 5, run};

}  // namespace silipool::experiments::published
