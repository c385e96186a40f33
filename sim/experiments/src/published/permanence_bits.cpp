#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "classified.hpp"
#include "list.hpp"

namespace silipool::experiments::published {
namespace {

/// A mean change per step of 0.00125 of the range of a permanence up and half of that down, as mnist.toml
/// has: the least step that a probability makes of it, or, where every step learns, at least one unit.
config::Overrides steps(unsigned bits, const std::string& rule) {
  const double range = static_cast<double>(1U << bits);
  config::Overrides out{{"pooler.permanence_bits", fmt::format("{}", bits), "experiment"},
                        {"pooler.connected_threshold", "", "experiment"},
                        {"learning.rule", fmt::format("\"{}\"", rule), "experiment"}};
  for (const auto& [key, part] : {std::pair("increment", 0.00125), std::pair("decrement", 0.000625)}) {
    const double e = part * range;
    const bool always = rule == "every_step";
    const double step = std::max(1.0, always ? std::floor(e + 0.5) : std::ceil(e));
    out.push_back({fmt::format("learning.{}", key), fmt::format("{:.0f}", step), "experiment"});
    out.push_back({fmt::format("learning.{}_probability", key), always ? "1" : fmt::format("{}", e / step),
                   "experiment"});
  }
  return out;
}

void run(const ExperimentOptions& options, Report& report) {
  const Samples samples = load_samples(options, Use::compare);
  report.data = samples.text;
  const std::vector<unsigned> bits =
      options.quick ? std::vector<unsigned>{1, 4} : std::vector<unsigned>{1, 2, 3, 4, 6, 8, 12, 16};
  const std::vector<std::string> rules{"every_step", "draw_per_winner", "draw_per_synapse"};
  std::vector<Setting> settings;
  for (const std::string& rule : rules)
    for (const unsigned b : bits)
      settings.push_back({{rule, std::int64_t{b}},
                          base_config(Base::hypercolumns, fmt::format("{}_{}", rule, b), steps(b, rule))});
  const Outcomes outcomes = classify_all(options, samples, settings);
  report.configs = configs_of(settings);
  report.tables = {outcome_table("bits", {"rule", "bits"}, settings, outcomes)};
  Plot plot{.name = "accuracy",
            .table = "bits",
            .title = "Bits of a permanence at one mean rate, " + samples.where,
            .x_label = "bits",
            .y_label = "accuracy",
            .x = "bits",
            .curves = {},
            .log_x = true};
  for (const std::string& rule : rules)
    plot.curves.push_back({"accuracy", rule, "rule", rule, "accuracy_ci95"});
  report.plots = {plot};
  if (!complete(outcomes)) return;
  const auto at = [&](std::size_t rule, std::size_t b) {
    return accuracy_of(*outcomes[rule * bits.size() + b]).mean;
  };
  const std::size_t most = bits.size() - 1;
  report.verdict = Verdict{
      "one-bit synapses with stochastic steps learn MNIST to 90 %",
      fmt::format(
          "one bit: a draw per synapse {:.2f} %, a draw per winner {:.2f} %, every step {:.2f} %; {} bits: "
          "{:.2f} %, {:.2f} %, {:.2f} %",
          100 * at(2, 0), 100 * at(1, 0), 100 * at(0, 0), bits[most], 100 * at(2, most), 100 * at(1, most),
          100 * at(0, most)),
      at(2, 0) >= 0.9};
}

}  // namespace

const Experiment permanence_bits{"permanence_bits",
                                 "How many bits does a permanence need, if steps are drawn or not?",
                                 "stochastic binary synapses: arXiv 2112.05707", 3, run};

}  // namespace silipool::experiments::published
