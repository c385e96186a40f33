#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "classified.hpp"
#include "list.hpp"

namespace silipool::experiments::published {
namespace {

struct Point {
  unsigned bits, columns, window, sample;
};

/// mnist_binary.toml at equal columns, 36 times 28, over window and sample; then at equal bits of synapse
/// memory, about 75.6 kbit, over bits, columns and sample; then more and fewer of them.
std::vector<std::pair<std::string, Point>> points(bool quick) {
  if (quick) return {{"columns", {1, 28, 15, 32}}, {"memory", {4, 14, 15, 38}}};
  std::vector<std::pair<std::string, Point>> out;
  for (const unsigned window : {9U, 11U, 13U, 15U, 17U, 21U, 28U})
    for (const unsigned sample : {16U, 32U, 75U}) out.push_back({"columns", {1, 28, window, sample}});
  for (const auto& [bits, columns, sample] : {std::tuple{1U, 14U, 150U},
                                              {1U, 28U, 75U},
                                              {1U, 42U, 50U},
                                              {1U, 66U, 32U},
                                              {1U, 131U, 16U},
                                              {2U, 28U, 38U},
                                              {2U, 66U, 16U},
                                              {4U, 28U, 19U},
                                              {4U, 14U, 38U}})
    out.push_back({"memory", {bits, columns, 15, sample}});
  for (const auto& [columns, sample] : {std::pair{8U, 16U},
                                        {14U, 16U},
                                        {14U, 24U},
                                        {20U, 24U},
                                        {28U, 24U},
                                        {42U, 32U},
                                        {64U, 50U},
                                        {64U, 75U},
                                        {128U, 50U}})
    out.push_back({"size", {1, columns, 15, sample}});
  return out;
}

Setting setting(const std::string& group, const Point& p) {
  const auto set = [](const char* key, std::string value) {
    return config::Override{key, std::move(value), "experiment"};
  };
  config::Overrides overrides{
      set("pooler.columns_per_hypercolumn", fmt::format("{}", p.columns)),
      set("pooler.window", fmt::format("[{0}, {0}]", p.window)),
      set("pooler.synapses_per_column", fmt::format("{}", p.sample)),
      set("pooler.permanence_bits", fmt::format("{}", p.bits)), set("pooler.connected_threshold", ""),
      // A hypercolumn of more columns reports more, and a sample of fewer inputs asks for less.
      set("pooler.active_columns", fmt::format("{}", std::max(2U, p.columns / 7))),
      set("pooler.stimulus_threshold", p.sample < 50 ? "2" : "4"),
      set("boosting.strength", fmt::format("{}", 32.0 * p.columns / 28))};
  // More bits take proportionally more steps from end to end.
  const double range = static_cast<double>(1U << (p.bits - 1));
  overrides.push_back(set("learning.increment_probability", fmt::format("{}", 0.0015 * range)));
  overrides.push_back(set("learning.decrement_probability", fmt::format("{}", 0.00106 * range)));
  return {{group, std::int64_t{p.bits}, count_cell(36 * std::size_t{p.columns}), std::int64_t{p.window},
           std::int64_t{p.sample}},
          base_config(Base::binary, fmt::format("b{}_n{}_w{}_m{}", p.bits, p.columns, p.window, p.sample),
                      overrides)};
}

void run(const ExperimentOptions& options, Report& report) {
  const Samples samples = load_samples(options, Use::choose);
  report.data = samples.text;
  std::vector<Setting> settings;
  for (const auto& [group, point] : points(options.quick)) settings.push_back(setting(group, point));
  const std::vector<std::string> names{"group", "bits", "columns", "window", "sample"};
  const Outcomes outcomes = classify_all(options, samples, settings);
  report.configs = configs_of(settings);
  report.tables = {outcome_table("windows", names, settings, outcomes)};
  report.plots = {Plot{.name = "memory",
                       .table = "windows",
                       .title = "Accuracy against bits of synapse memory, " + samples.where,
                       .x_label = "kilobits of synapses",
                       .y_label = "accuracy",
                       .x = "synapse_kbit",
                       .curves = {{"accuracy", "equal columns", "group", "columns", "accuracy_ci95"},
                                  {"accuracy", "equal memory", "group", "memory", "accuracy_ci95"},
                                  {"accuracy", "other sizes", "group", "size", "accuracy_ci95"}},
                       .kind = Plot::Kind::points,
                       .log_x = true}};
  if (!complete(outcomes)) return;

  // The smallest that reach a goal on the held-out samples are then run on the test set, from all that is
  // there.
  const std::array<double, 3> goals{0.95, 0.96, 0.97};
  std::vector<Setting> chosen;
  std::string held;
  for (const double goal : goals) {
    const Setting* best = nullptr;
    for (std::size_t s = 0; s < settings.size(); ++s)
      if (accuracy_of(*outcomes[s]).mean >= goal &&
          (best == nullptr || synapse_kbit(settings[s].config) < synapse_kbit(best->config)))
        best = &settings[s];
    held += best == nullptr ? fmt::format("{}{:.0f} % by none", held.empty() ? "" : ", ", 100 * goal)
                            : fmt::format("{}{:.0f} % with {:.1f} kbit", held.empty() ? "" : ", ", 100 * goal,
                                          synapse_kbit(best->config));
    if (best != nullptr && std::ranges::find(chosen, best->config.name,
                                             [](const Setting& s) { return s.config.name; }) == chosen.end())
      chosen.push_back(*best);
  }
  std::string tested;
  if (!chosen.empty()) {
    const Samples final = load_final(options);
    const Outcomes results = classify_all(options, final, chosen);
    report.tables.push_back(outcome_table("chosen_test_set", names, chosen, results));
    if (!complete(results)) return;
    for (std::size_t s = 0; s < chosen.size(); ++s)
      tested += fmt::format("{}{:.1f} kbit {:.2f} %",
                            s == 0 ? "; chosen, on the test set after 60 000 samples: " : ", ",
                            synapse_kbit(chosen[s].config), 100 * accuracy_of(*results[s]).mean);
  }
  report.verdict = Verdict{"poolers in hardware: 91 to 92 %, with megabits of synapses",
                           fmt::format("held out: {}{}", held, tested), !chosen.empty()};
}

}  // namespace

const Experiment windows{"windows", "How few kilobits of synapses reach 95, 96 and 97 %?",
                         "A. Zyarah, D. Kudithipudi, arXiv 1808.05839; L. Streat et al., arXiv 1611.02792", 3,
                         run};

}  // namespace silipool::experiments::published
