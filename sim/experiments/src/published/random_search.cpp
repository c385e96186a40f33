#include "random_search.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include <silipool/base/stream.hpp>

#include "classified.hpp"
#include "list.hpp"

namespace silipool::experiments::published {
namespace {

config::Override set(const char* key, std::string value) { return {key, std::move(value), "experiment"}; }

Dimension one_key(const char* name, const char* key, const std::vector<const char*>& values) {
  Dimension out{name, {}};
  for (const char* value : values) out.values.push_back({value, {set(key, value)}});
  return out;
}

struct Point {
  std::vector<std::size_t> values;
  config::Config config;
};

/// A row for each point that is finished, the best first; its number in front.
std::vector<std::pair<std::size_t, std::vector<Outcome>>> ranked(const Outcomes& outcomes) {
  std::vector<std::pair<std::size_t, std::vector<Outcome>>> out;
  for (std::size_t p = 0; p < outcomes.size(); ++p)
    if (outcomes[p]) out.emplace_back(p, *outcomes[p]);
  std::ranges::stable_sort(out, [](const auto& a, const auto& b) {
    return accuracy_of(a.second).mean > accuracy_of(b.second).mean;
  });
  return out;
}

void run(const ExperimentOptions& options, Report& report) {
  const std::size_t count = options.quick ? 4 : 60, folds = options.quick ? 2 : 5;
  const data::Images all = load_samples(options, Use::choose).train;
  const data::Images searched = all.slice(0, std::min<std::size_t>(all.size(), 10000));
  const std::vector<Dimension> space = search_space();
  report.data =
      fmt::format("{} settings of {}, {} folds of the first {} training samples, each with its own seed",
                  count, settings_of(space), folds, searched.size());

  std::vector<Point> points;
  for (std::size_t p = 0; p < count; ++p) {
    Point point{draw_point(space, options.seed, p), {}};
    point.config =
        base_config(Base::hypercolumns, fmt::format("point_{}", p), overrides_of(space, point.values));
    points.push_back(std::move(point));
  }
  const auto results = work<Outcome>(options, "folds", count * folds, [&](std::size_t i) {
    const Fold fold = fold_of(searched.size(), folds, i % folds);
    return classify_one(
        options, seeded(points[i / folds].config, static_cast<std::uint32_t>(options.seed + i % folds)),
        searched.take(fold.learned), searched.take(fold.held));
  });
  Outcomes outcomes;
  for (std::size_t p = 0; p < count; ++p) outcomes.push_back(repetitions(results, p, folds));
  const auto order = ranked(outcomes);

  Table search{.name = "search", .columns = {"rank", "point"}, .rows = {}, .printed = false};
  for (const Dimension& d : space) search.columns.push_back(d.name);
  search.columns.emplace_back("n");
  for (const char* figure : {"accuracy", "entropy_ratio", "writes_per_step"}) head(search, figure);
  for (const auto& [p, done] : order) {
    std::vector<Cell> row{count_cell(search.rows.size() + 1), count_cell(p)};
    for (std::size_t d = 0; d < space.size(); ++d)
      row.emplace_back(space[d].values[points[p].values[d]].text);
    row.push_back(count_cell(done.size()));
    put(row, accuracy_of(done));
    put(row, entropy_of(done));
    put(row, over(done, [](const Outcome& o) { return o.writes; }));
    search.rows.push_back(std::move(row));
  }
  Table best{.name = "best", .columns = search.columns, .rows = search.rows};
  best.rows.resize(std::min<std::size_t>(best.rows.size(), 5));
  // The mean of all points that have a value says what the dimension does whatever the others are.
  Table effects{.name = "effects", .columns = {"dimension", "value", "n"}, .rows = {}};
  head(effects, "accuracy");
  for (std::size_t d = 0; d < space.size(); ++d)
    for (std::size_t v = 0; v < space[d].values.size(); ++v) {
      std::vector<double> accuracies;
      for (const auto& [p, done] : order)
        if (points[p].values[d] == v) accuracies.push_back(accuracy_of(done).mean);
      if (accuracies.empty()) continue;
      std::vector<Cell> row{space[d].name, space[d].values[v].text, count_cell(accuracies.size())};
      put(row, summarise(accuracies));
      effects.rows.push_back(std::move(row));
    }
  report.tables = {best, effects, search};
  report.plots = {Plot{.name = "ranked",
                       .table = "search",
                       .title = fmt::format("Settings drawn at random, mean of {} folds", folds),
                       .x_label = "rank",
                       .y_label = "accuracy",
                       .x = "rank",
                       .curves = {{"accuracy", "accuracy", "", "", "accuracy_ci95"}},
                       .kind = Plot::Kind::points}};
  for (const Dimension& d : space)
    report.plots.push_back(
        Plot{.name = d.name,
             .table = "effects",
             .title = fmt::format("Mean accuracy of the settings with a value of {}", d.name),
             .x_label = d.name,
             .y_label = "accuracy of folds",
             .x = "value",
             .curves = {{"accuracy", "accuracy", "dimension", d.name, "accuracy_ci95"}},
             .kind = Plot::Kind::categories});
  if (!complete(outcomes)) return;

  // The choice is made: only now are the samples opened that say, once, what it is worth.
  const Samples final = load_samples(options, Use::compare);
  report.data += fmt::format("; then: {}", final.text);
  config::Config chosen = points[order.front().first].config;
  chosen.name = "chosen";
  const std::vector<Setting> settings{{{std::string("chosen")}, chosen},
                                      {{std::string("mnist")}, base_config(Base::hypercolumns, "mnist")}};
  const Outcomes finals = classify_all(options, final, settings, true);
  report.configs = configs_of(settings);
  report.tables.push_back(outcome_table("chosen", {"setting"}, settings, finals));
  if (!complete(finals)) return;
  const Summary accuracy = accuracy_of(*finals[0]), shipped = accuracy_of(*finals[1]);
  const Summary raw = over(*finals[0], [](const Outcome& o) { return o.raw.value_or(0); });
  const auto of_rank = [&](std::size_t r) { return 100 * accuracy_of(order[r].second).mean; };
  report.verdict = Verdict{
      "the best of 1000 random settings of a pooler with global inhibition, cross-validated: 92.30 % on the "
      "test "
      "set",
      fmt::format(
          "folds: best {:.2f} %, median {:.2f} %, worst {:.2f} %; the best, {}: {:.2f} % (frozen {:.2f} "
          "%, without boosting {:.2f} %, raw pixels {:.2f} %; mnist.toml {:.2f} %)",
          of_rank(0), of_rank(count / 2), of_rank(count - 1), final.where, 100 * accuracy.mean,
          100 * over(*finals[0], [](const Outcome& o) { return o.frozen.value_or(0); }).mean,
          100 * over(*finals[0], [](const Outcome& o) { return o.frozen_plain.value_or(0); }).mean,
          100 * raw.mean, 100 * shipped.mean),
      accuracy.mean >= 0.923 && accuracy.mean - accuracy.ci95 > raw.mean + raw.ci95};
}

}  // namespace

std::vector<Dimension> search_space() {
  Dimension grid{"grid", {}};
  for (const auto& [side, columns] :
       {std::pair("5", "40"), std::pair("6", "28"), std::pair("7", "20"), std::pair("8", "16")})
    grid.values.push_back({fmt::format("{0}x{0}x{1}", side, columns),
                           {set("pooler.hypercolumns", fmt::format("[{0}, {0}]", side)),
                            set("pooler.columns_per_hypercolumn", columns)}});
  Dimension window{"window", {}};
  for (const char* side : {"9", "11", "13", "15", "17", "21"})
    window.values.push_back({side, {set("pooler.window", fmt::format("[{0}, {0}]", side))}});
  Dimension bits{"permanence_bits", {}};
  for (const char* value : {"1", "2", "4", "8"})  // the threshold is then the default, half of the range
    bits.values.push_back(
        {value, {set("pooler.permanence_bits", value), set("pooler.connected_threshold", "")}});
  return {grid,
          window,
          bits,
          one_key("threshold", "input.thresholds", {"[40]", "[80]", "[127]"}),
          one_key("initially_connected", "pooler.initially_connected", {"0.3", "0.4", "0.5", "0.6", "0.7"}),
          one_key("active_columns", "pooler.active_columns", {"1", "2", "3", "4", "5", "6"}),
          one_key("stimulus_threshold", "pooler.stimulus_threshold", {"1", "2", "4", "6", "8"}),
          one_key("learning_rule", "learning.rule", {"draw_per_winner", "draw_per_synapse"}),
          one_key("increment_probability", "learning.increment_probability",
                  {"0.003", "0.01", "0.02", "0.05", "0.1"}),
          one_key("decrement_probability", "learning.decrement_probability",
                  {"0.001", "0.003", "0.01", "0.03", "0.1"}),
          one_key("strength", "boosting.strength", {"2", "4", "8", "16", "32", "64", "128"}),
          one_key("duty_period", "boosting.duty_period", {"1000", "2000", "5000", "10000", "20000"})};
}

std::uint64_t settings_of(const std::vector<Dimension>& space) {
  std::uint64_t product = 1;
  for (const Dimension& d : space) product *= d.values.size();
  return product;
}

std::vector<std::size_t> draw_point(const std::vector<Dimension>& space, std::uint64_t seed,
                                    std::size_t point) {
  std::vector<std::size_t> out;
  for (const Dimension& d : space)
    out.push_back(
        base::Stream(seed, fmt::format("experiment.search.{}.{}", point, d.name)).below(d.values.size()));
  return out;
}

config::Overrides overrides_of(const std::vector<Dimension>& space, const std::vector<std::size_t>& values) {
  config::Overrides out;
  for (std::size_t d = 0; d < space.size(); ++d)
    out.insert(out.end(), space[d].values[values[d]].overrides.begin(),
               space[d].values[values[d]].overrides.end());
  return out;
}

Fold fold_of(std::size_t samples, std::size_t folds, std::size_t fold) {
  Fold out;
  for (std::size_t i = 0; i < samples; ++i) (i % folds == fold ? out.held : out.learned).push_back(i);
  return out;
}

const Experiment random_search{
    "random_search",
    "How good are settings drawn at random, and the best of them on samples it was not chosen on?",
    "J. Mnatzaganian, E. Fokoue, D. Kudithipudi, arXiv 1601.06116, and mHTM's mnist_parallel", 3, run};

}  // namespace silipool::experiments::published
