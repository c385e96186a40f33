#include <array>

#include <fmt/format.h>

#include <silipool/data/generators.hpp>
#include <silipool/metrics/sdr_set.hpp>

#include "list.hpp"
#include "synthetic.hpp"

namespace silipool::experiments::published {
namespace {

constexpr std::array<std::string_view, 7> kMeasures{"uniqueness",      "similarity",    "one_similarity",
                                                    "zero_similarity", "dissimilarity", "overlap",
                                                    "correlation"};
using Measures = std::array<double, kMeasures.size()>;

Measures measure(std::span<const base::Sdr> set) {
  const metrics::Similarity s = metrics::similarity(set);
  return {metrics::uniqueness(set), s.total, s.one, s.zero, s.dissimilarity, metrics::overlap(set),
          metrics::correlation(set)};
}

constexpr std::array<std::string_view, 3> kSets{"inputs", "untrained", "trained"};
using Sets = std::array<Measures, kSets.size()>;

void run(const ExperimentOptions& options, Report& report) {
  const std::size_t levels = options.quick ? 5 : 25, epochs = options.quick ? 2 : 10;
  data::SdrClassSettings settings;
  settings.samples = options.quick ? 60 : 500;
  const auto percent = [&](std::size_t level) { return 100 * level / levels; };
  const auto samples = [&](std::size_t level, std::size_t repetition) {
    data::SdrClassSettings s = settings;
    s.flipped = share_of(percent(level), 100);
    return data::sdr_class(s, options.seed + repetition).samples;
  };
  const config::Config config = make_config("noise", kSpSimple);
  report.configs = {config};
  report.inputs = {{"inputs", samples(levels / 4, 0)}};
  report.data =
      fmt::format("{} samples of one SDR, 40 of 100 bits on, a share of the bits inverted; {} epochs",
                  settings.samples, epochs);

  const auto results = work<Sets>(options, "noise levels", levels * options.repeats, [&](std::size_t i) {
    const std::size_t repetition = i % options.repeats;
    const std::vector<base::Sdr> inputs = samples(i / options.repeats, repetition);
    const config::Config c = seeded(config, static_cast<std::uint32_t>(options.seed + repetition));
    sp::SpatialPooler pooler(c.structural, c.runtime);
    pooler.record_changes(false);
    Sets sets{measure(inputs), measure(respond(pooler, inputs)), {}};
    for (std::size_t epoch = 0; epoch < epochs; ++epoch)
      learn_epoch(pooler, inputs, c.runtime.seed, epoch, options);
    sets[2] = measure(respond(pooler, inputs));
    return sets;
  });

  Table table{.name = "noise", .columns = {"set", "noise_percent", "n"}, .rows = {}, .printed = false};
  Table overlaps{.name = "overlap", .columns = {"noise_percent", "n"}, .rows = {}};
  for (const std::string_view set : kSets) head(overlaps, std::string(set));
  for (const std::string_view name : kMeasures) head(table, std::string(name));
  std::size_t least_kept = 100;        // the least noise at which the trained output is no longer alike
  std::array<double, 2> at_quarter{};  // outputs, inputs
  bool always_above = true;            // the inputs, while less than half of the bits are inverted
  std::vector<double> of_inputs(levels);
  for (std::size_t set = 0; set < kSets.size(); ++set)
    for (std::size_t level = 0; level < levels; ++level) {
      const auto done = repetitions(results, level, options.repeats);
      if (!done) continue;
      std::vector<Cell> row{std::string(kSets[set]), count_cell(percent(level)), count_cell(done->size())};
      for (std::size_t m = 0; m < kMeasures.size(); ++m)
        put(row, over(*done, [&](const Sets& s) { return s[set][m]; }));
      const double overlap = over(*done, [&](const Sets& s) { return s[set][5]; }).mean;
      if (set == 2 && overlap < 0.5) least_kept = std::min(least_kept, percent(level));
      if (set == 0) of_inputs[level] = overlap;
      if (set == 2 && level > 0 && percent(level) < 50)
        always_above = always_above && overlap > of_inputs[level];
      if (set == 2 && level == levels / 4) at_quarter = {overlap, of_inputs[level]};
      table.rows.push_back(std::move(row));
    }
  for (std::size_t level = 0; level < levels; level += options.quick ? 1 : 3) {
    const auto done = repetitions(results, level, options.repeats);
    if (!done) continue;
    std::vector<Cell> row{count_cell(percent(level)), count_cell(done->size())};
    for (std::size_t set = 0; set < kSets.size(); ++set)
      put(row, over(*done, [&](const Sets& s) { return s[set][5]; }));
    overlaps.rows.push_back(std::move(row));
  }
  report.tables = {overlaps, table};
  const auto plot = [&](const std::string& measure, const std::string& title) {
    Plot p{.name = measure,
           .table = "noise",
           .title = title,
           .x_label = "inverted bits, %",
           .y_label = measure,
           .x = "noise_percent",
           .curves = {}};
    for (const std::string_view set : kSets)
      p.curves.push_back({measure, std::string(set), "set", std::string(set), measure + "_ci95"});
    report.plots.push_back(std::move(p));
  };
  plot("overlap", "Overlap within a class against noise");
  plot("uniqueness", "Uniqueness against noise");
  plot("correlation", "Correlation against noise");
  plot("similarity", "Similarity against noise");
  report.verdict = Verdict{
      "the pooler is extremely robust to noise: similar outputs as long as noise does not change the class",
      fmt::format("trained outputs overlap by 1/2 or more below {} % inverted bits; at {} % outputs overlap "
                  "{:.3f}, inputs {:.3f}",
                  least_kept, percent(levels / 4), at_quarter[0], at_quarter[1]),
      always_above};
}

}  // namespace

const Experiment noise{
    "noise", "How alike are the SDRs of one class as noise grows: inputs, untrained and trained outputs?",
    "J. Mnatzaganian, A Mathematical Formalization of HTM's Spatial Pooler for use in Machine Learning, "
    "thesis, "
    "RIT 2016, and mHTM's sp_simple; measures: arXiv 1601.06116",
    10, run};

}  // namespace silipool::experiments::published
