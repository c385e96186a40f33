#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <silipool/data/generators.hpp>

#include "list.hpp"
#include "synthetic.hpp"

namespace silipool::experiments::published {
namespace {

/// Bits that are on in half of the SDRs or more.
base::Sdr typical(std::span<const base::Sdr> set) {
  std::vector<std::size_t> counts(set.front().size());
  for (const base::Sdr& sdr : set) sdr.for_each([&](std::size_t i) { ++counts[i]; });
  base::Sdr out(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (2 * counts[i] >= set.size()) out.set(i);
  return out;
}

/// mHTM: an SDR is known iff its overlap with the typical one is at least half of what it could be.
bool known(const base::Sdr& sdr, const base::Sdr& typical) {
  std::size_t common = 0;
  for (std::size_t w = 0; w < sdr.words().size(); ++w)
    common += static_cast<std::size_t>(std::popcount(sdr.words()[w] & typical.words()[w]));
  return 2 * common >= std::max<std::size_t>(1, std::min(sdr.count(), typical.count()));
}

double share_known(std::span<const base::Sdr> set, const base::Sdr& typical) {
  std::size_t n = 0;
  for (const base::Sdr& sdr : set) n += known(sdr, typical) ? 1 : 0;
  return static_cast<double>(n) / static_cast<double>(set.size());
}

struct Errors {
  double missed = 0, false_alarms = 0;  ///< outliers taken as known; samples of the class as new
};
constexpr std::array<std::string_view, 3> kDetectors{"inputs", "untrained", "trained"};
using Result = std::array<Errors, kDetectors.size()>;

void run(const ExperimentOptions& options, Report& report) {
  const std::size_t train = options.quick ? 60 : 800, test = options.quick ? 30 : 200;
  const std::size_t epochs = options.quick ? 2 : 10;
  const std::vector<std::size_t> shared =
      options.quick ? std::vector<std::size_t>{0} : std::vector<std::size_t>{0, 10, 20};
  const std::vector<std::size_t> noise = options.quick
                                             ? std::vector<std::size_t>{10, 30}
                                             : std::vector<std::size_t>{0, 5, 10, 15, 20, 25, 30, 35, 40, 45};
  const auto classes = [&](std::size_t common, std::size_t percent, std::uint64_t seed) {
    data::SdrClassSettings s;
    s.samples = train + test;
    s.flipped = share_of(percent, 100);
    return data::novelty_classes(s, common, seed);
  };
  const config::Config config =
      make_config("novelty", kSpSimple, {{"data.test", "outliers.bits", "novelty"}});
  report.configs = {config};
  const data::NoveltyClasses example = classes(0, noise[1], options.seed);
  report.inputs = {{"inputs", example.base.samples}, {"outliers", example.outlier.samples}};
  report.data = fmt::format(
      "a class of SDRs, 40 of 100 bits on, {} to learn and {} to know again, {} outliers", train, test, test);

  const auto results =
      work<Result>(options, "settings", shared.size() * noise.size() * options.repeats, [&](std::size_t i) {
        const auto seed = static_cast<std::uint32_t>(options.seed + i % options.repeats);
        const std::size_t setting = i / options.repeats;
        const data::NoveltyClasses c =
            classes(shared[setting / noise.size()], noise[setting % noise.size()], seed);
        const std::span<const base::Sdr> base(c.base.samples);
        const auto lessons = base.first(train), again = base.last(test);
        const auto outliers = std::span<const base::Sdr>(c.outlier.samples).last(test);
        const config::Config cfg = seeded(config, seed);
        sp::SpatialPooler pooler(cfg.structural, cfg.runtime);
        pooler.record_changes(false);
        const auto errors = [&](const auto& lessons_, const auto& again_, const auto& outliers_) {
          const base::Sdr mean = typical(lessons_);
          return Errors{share_known(outliers_, mean), 1 - share_known(again_, mean)};
        };
        const auto of_pooler = [&] {
          return errors(respond(pooler, lessons), respond(pooler, again), respond(pooler, outliers));
        };
        Result out{errors(lessons, again, outliers), of_pooler(), {}};
        for (std::size_t epoch = 0; epoch < epochs; ++epoch)
          learn_epoch(pooler, lessons, seed, epoch, options);
        out[2] = of_pooler();
        return out;
      });

  Table table{.name = "novelty",
              .columns = {"detector", "shared_bits", "noise_percent", "n"},
              .rows = {},
              .printed = false};
  for (const char* figure : {"missed", "false_alarms", "error"}) head(table, figure);
  Table printed{.name = "error", .columns = {"shared_bits", "noise_percent", "n"}, .rows = {}};
  for (const std::string_view detector : kDetectors) head(printed, std::string(detector));
  const auto error = [](const Result& r, std::size_t d) { return (r[d].missed + r[d].false_alarms) / 2; };
  std::array<double, kDetectors.size()> total{};
  for (std::size_t d = 0; d < kDetectors.size(); ++d)
    for (std::size_t s = 0; s < shared.size() * noise.size(); ++s) {
      const auto done = repetitions(results, s, options.repeats);
      if (!done) continue;
      std::vector<Cell> row{std::string(kDetectors[d]), count_cell(shared[s / noise.size()]),
                            count_cell(noise[s % noise.size()]), count_cell(done->size())};
      put(row, over(*done, [&](const Result& r) { return r[d].missed; }));
      put(row, over(*done, [&](const Result& r) { return r[d].false_alarms; }));
      const Summary e = over(*done, [&](const Result& r) { return error(r, d); });
      put(row, e);
      total[d] += e.mean / static_cast<double>(shared.size() * noise.size());
      table.rows.push_back(std::move(row));
    }
  for (std::size_t s = 0; s < shared.size() * noise.size(); ++s) {
    const auto done = repetitions(results, s, options.repeats);
    if (!done) continue;
    std::vector<Cell> row{count_cell(shared[s / noise.size()]), count_cell(noise[s % noise.size()]),
                          count_cell(done->size())};
    for (std::size_t d = 0; d < kDetectors.size(); ++d)
      put(row, over(*done, [&](const Result& r) { return error(r, d); }));
    printed.rows.push_back(std::move(row));
  }
  report.tables = {printed, table};
  // Rows of one detector hold all numbers of shared bits: a curve is drawn for the disjoint outliers, which
  // are first.
  Table disjoint{.name = "disjoint", .columns = {"noise_percent", "n"}, .rows = {}, .printed = false};
  for (const std::string_view detector : kDetectors) head(disjoint, std::string(detector));
  for (const auto& row : printed.rows)
    if (std::get<std::int64_t>(row[0]) == 0) disjoint.rows.emplace_back(row.begin() + 1, row.end());
  report.tables.push_back(disjoint);
  Plot plot{.name = "disjoint",
            .table = "disjoint",
            .title = "Outliers without a common bit",
            .x_label = "inverted bits, %",
            .y_label = "mean of misses and false alarms",
            .x = "noise_percent",
            .curves = {}};
  for (const std::string_view detector : kDetectors)
    plot.curves.push_back(
        {std::string(detector), std::string(detector), "", "", std::string(detector) + "_ci95"});
  report.plots = {plot};
  report.verdict = Verdict{
      "the pooler detects novelty under more noise than a support vector machine",
      fmt::format(
          "mean error over all noise and outliers: trained {:.3f}, untrained {:.3f}, the same rule on the "
          "inputs alone {:.3f} (that, not an SVM, is the baseline here)",
          total[2], total[1], total[0]),
      total[2] < total[0]};
}

}  // namespace

const Experiment novelty{"novelty", "Does the output tell samples of a learned class from outliers?",
                         "J. Mnatzaganian, thesis, RIT 2016, and mHTM's dev/novelty_detection", 10, run};

}  // namespace silipool::experiments::published
