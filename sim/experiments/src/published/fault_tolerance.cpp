#include <array>

#include <fmt/format.h>

#include <silipool/metrics/sdr_statistics.hpp>
#include <silipool/sp/maps.hpp>

#include "list.hpp"
#include "random_inputs.hpp"
#include "topology.hpp"

namespace silipool::experiments::published {
namespace {

/// A square in the middle of the plane, of the columns or of the inputs that die.
struct Region {
  std::size_t side, first, last;
  [[nodiscard]] bool has(std::size_t i) const {
    const std::size_t y = i / side, x = i % side;
    return y >= first && y <= last && x >= first && x <= last;
  }
};

/// Dead columns have no permanences: below the stimulus threshold, which is 1, they never win, and what never
/// wins never learns. With neither bumping nor raising nothing else could revive them.
void kill_columns(sp::SpatialPooler& pooler, const Region& region) {
  sp::State state = pooler.state();
  const std::size_t slots = pooler.structural().slots();
  for (std::size_t c = 0; c < pooler.structural().columns(); ++c)
    if (region.has(c))
      for (std::size_t s = 0; s < slots; ++s) state.permanences[c * slots + s] = 0;
  pooler.set_state(state);
}

/// Dead inputs are off in all inputs from then on.
std::vector<base::Sdr> without(std::vector<base::Sdr> inputs, const Region& region) {
  for (base::Sdr& input : inputs)
    for (std::size_t i = 0; i < input.size(); ++i)
      if (region.has(i)) input.reset(i);
  return inputs;
}

struct EpochState {
  double coverage = 0;  ///< connected synapses on an input of the region, mean
  double around = 0;    ///< the same of the inputs outside
  double winners = 0;   ///< columns of the region that ever win, part
  double entropy_ratio = 0;
};

struct Result {
  std::vector<EpochState> epochs;
};

EpochState look(sp::SpatialPooler& pooler, std::span<const base::Sdr> inputs, const Region& region) {
  EpochState out;
  const std::size_t columns = pooler.structural().columns();
  std::vector<std::uint32_t> all(columns);
  for (std::uint32_t c = 0; c < columns; ++c) all[c] = c;
  const std::vector<std::uint32_t> votes = sp::votes(pooler, all);
  std::size_t inside = 0;
  for (std::size_t i = 0; i < votes.size(); ++i) {
    (region.has(i) ? out.coverage : out.around) += votes[i];
    inside += region.has(i) ? 1 : 0;
  }
  out.coverage /= static_cast<double>(inside);
  out.around /= static_cast<double>(votes.size() - inside);
  base::Sdr used(columns);
  metrics::SdrStatistics statistics;
  for (const base::Sdr& sdr : respond(pooler, inputs)) {
    statistics.add(sdr);
    sdr.for_each([&](std::size_t c) { used.set(c); });
  }
  std::size_t winning = 0;
  used.for_each([&](std::size_t c) { winning += region.has(c) ? 1 : 0; });
  out.winners = static_cast<double>(winning) / static_cast<double>(inside);
  out.entropy_ratio = statistics.entropy_ratio();
  return out;
}

void run(const ExperimentOptions& options, Report& report) {
  const std::size_t side = options.quick ? 16 : 32, samples = options.quick ? 20 : 100;
  const std::size_t fault = options.quick ? 2 : 180, epochs = options.quick ? 4 : 600;
  const std::size_t every = options.quick ? 1 : 10, each = options.quick ? 1 : 3;
  const std::size_t half = options.quick ? 2 : 5;
  const Region region{side, side / 2 - half, side / 2 + half};
  const config::Config config = topology_config("topology", side);
  const std::array<std::string, 2> kinds{"columns", "inputs"};
  report.configs = {config};
  report.inputs = {{"inputs", as_bits(shapes(Shape::bars, side, each, samples, options.seed))}};
  report.data = fmt::format(
      "{} images of bars an epoch, drawn anew; {} x {} columns or inputs of {} x {} die after "
      "epoch {} of {}",
      samples, 2 * half + 1, 2 * half + 1, side, side, fault, epochs);

  const auto results = work<Result>(options, "poolers", kinds.size() * options.repeats, [&](std::size_t i) {
    const auto seed = static_cast<std::uint32_t>(options.seed + i % options.repeats);
    const bool kills_columns = i / options.repeats == 0;
    const config::Config c = seeded(config, seed);
    sp::SpatialPooler pooler(c.structural, c.runtime);
    pooler.record_changes(false);
    Result out;
    for (std::size_t epoch = 0; epoch <= epochs && !options.stopped(); ++epoch) {
      std::vector<base::Sdr> inputs =
          as_bits(shapes(Shape::bars, side, each, samples, std::uint64_t{seed} * 100000 + epoch));
      if (epoch > fault && !kills_columns) inputs = without(std::move(inputs), region);
      if (epoch > 0) learn_epoch(pooler, inputs, seed, epoch, options);
      if (epoch % every == 0) out.epochs.push_back(look(pooler, inputs, region));
      if (epoch == fault && kills_columns) kill_columns(pooler, region);
      // The state just after the fault, as an epoch of its own.
      if (epoch == fault) out.epochs.push_back(look(pooler, inputs, region));
    }
    return out;
  });

  Table table{.name = "epochs", .columns = {"dead", "epoch", "n"}, .rows = {}, .printed = false};
  Table turns{.name = "turns", .columns = {"dead", "when", "n"}, .rows = {}};
  for (Table* t : {&table, &turns})
    for (const char* figure : {"coverage", "coverage_around", "winning_columns", "entropy_ratio"})
      head(*t, figure);
  const std::size_t at = fault / every;  // the last row before the fault
  std::array<std::array<double, 3>, 2> coverage{};
  std::size_t finished = 0;
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    const auto done = repetitions(results, k, options.repeats);
    if (!done) continue;
    ++finished;
    const auto figures = [&](std::vector<Cell> row, std::size_t r) {
      put(row, over(*done, [&](const Result& x) { return x.epochs[r].coverage; }));
      put(row, over(*done, [&](const Result& x) { return x.epochs[r].around; }));
      put(row, over(*done, [&](const Result& x) { return x.epochs[r].winners; }));
      put(row, over(*done, [&](const Result& x) { return x.epochs[r].entropy_ratio; }));
      return row;
    };
    const std::size_t rows = done->front().epochs.size();
    for (std::size_t r = 0; r < rows; ++r)
      table.rows.push_back(
          figures({kinds[k], count_cell((r <= at ? r : r - 1) * every), count_cell(done->size())}, r));
    const std::array<std::pair<const char*, std::size_t>, 3> moments{
        {{"before", at}, {"just after", at + 1}, {"end", rows - 1}}};
    for (std::size_t m = 0; m < moments.size(); ++m) {
      turns.rows.push_back(
          figures({kinds[k], std::string(moments[m].first), count_cell(done->size())}, moments[m].second));
      coverage[k][m] =
          over(*done, [&](const Result& x) { return x.epochs[moments[m].second].coverage; }).mean;
    }
  }
  report.tables = {turns, table};
  Plot plot{.name = "coverage",
            .table = "epochs",
            .title = "Who looks at the middle of the image",
            .x_label = "epochs of learning",
            .y_label = "connected synapses on an input of the region",
            .x = "epoch",
            .curves = {}};
  for (const std::string& kind : kinds)
    plot.curves.push_back({"coverage", "dead " + kind, "dead", kind, "coverage_ci95"});
  report.plots = {plot};
  if (finished < kinds.size()) return;
  const auto& columns = coverage[0];
  const double recovered = (columns[2] - columns[1]) / (columns[0] - columns[1]);
  report.verdict = Verdict{
      "after the columns of a region die, those around it take over its inputs, and the pooler recovers",
      fmt::format(
          "synapses on an input of the region: {:.1f}, {:.1f} when its columns die, {:.1f} at the end "
          "({:.0f} % of the loss is back); with dead inputs {:.1f}, {:.1f}, {:.1f}",
          columns[0], columns[1], columns[2], 100 * recovered, coverage[1][0], coverage[1][1],
          coverage[1][2]),
      recovered > 0.5};
}

}  // namespace

const Experiment fault_tolerance{
    "fault_tolerance", "Does a pooler recover when a region of it, or of its input, dies?", kCui, 3, run};

}  // namespace silipool::experiments::published
