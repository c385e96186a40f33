#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <silipool/sp/maps.hpp>

#include "list.hpp"
#include "random_inputs.hpp"
#include "topology.hpp"

namespace silipool::experiments::published {
namespace {

/// Which part of a column's connected synapses lies on the best single line, and on the best cross of a row
/// and a column of pixels: 1 where the field is nothing but a bar, or a cross.
struct Form {
  double line = 0, cross = 0;
};
Form form(const sp::ReceptiveField& field, std::uint32_t threshold) {
  const std::size_t h = field.height, w = field.width;
  std::vector<std::size_t> rows(h), columns(w);
  const auto on = [&](std::size_t y, std::size_t x) { return field.permanences[y * w + x] >= threshold; };
  std::size_t total = 0;
  for (std::size_t y = 0; y < h; ++y)
    for (std::size_t x = 0; x < w; ++x)
      if (on(y, x)) {
        ++rows[y];
        ++columns[x];
        ++total;
      }
  if (total == 0) return {};
  std::size_t cross = 0;
  for (std::size_t y = 0; y < h; ++y)
    for (std::size_t x = 0; x < w; ++x) cross = std::max(cross, rows[y] + columns[x] - (on(y, x) ? 1 : 0));
  const std::size_t line = std::max(*std::ranges::max_element(rows), *std::ranges::max_element(columns));
  const auto share = [&](std::size_t n) { return static_cast<double>(n) / static_cast<double>(total); };
  return {share(line), share(cross)};
}

struct Result {
  Form before, after;
  std::vector<std::vector<std::uint32_t>> fields;  ///< of some columns, (2 radius + 1)^2 permanences
};

constexpr std::size_t kReach = 5, kTile = 2 * kReach + 1;

Form mean_form(const sp::SpatialPooler& pooler) {
  Form sum;
  const std::size_t columns = pooler.structural().columns();
  for (std::size_t c = 0; c < columns; ++c) {
    const Form f = form(sp::receptive_field(pooler, c), pooler.structural().connected_threshold);
    sum.line += f.line;
    sum.cross += f.cross;
  }
  return {sum.line / static_cast<double>(columns), sum.cross / static_cast<double>(columns)};
}

/// Around the centres of columns on a grid, away from the border.
std::vector<std::vector<std::uint32_t>> fields(const sp::SpatialPooler& pooler, std::size_t side) {
  std::vector<std::vector<std::uint32_t>> out;
  for (std::size_t y = kReach; y + kReach < side; y += 3)
    for (std::size_t x = kReach; x + kReach < side; x += 3) {
      const sp::ReceptiveField f = sp::receptive_field(pooler, y * side + x);
      std::vector<std::uint32_t> tile;
      for (std::size_t dy = 0; dy < kTile; ++dy)
        for (std::size_t dx = 0; dx < kTile; ++dx)
          tile.push_back(f.permanences[(y + dy - kReach) * side + x + dx - kReach]);
      out.push_back(std::move(tile));
    }
  return out;
}

/// Receptive fields side by side, as pixels of one image.
Table mosaic(const std::string& name, const std::vector<std::vector<std::uint32_t>>& tiles) {
  Table table{.name = name, .columns = {"x", "y", "permanence"}, .rows = {}, .printed = false};
  std::size_t across = 1;
  while (across * across < tiles.size()) ++across;
  const std::size_t pitch = kTile + 1, down = (tiles.size() + across - 1) / across;
  for (std::size_t y = 0; y < down * pitch; ++y)
    for (std::size_t x = 0; x < across * pitch; ++x) {
      const std::size_t tile = y / pitch * across + x / pitch, dy = y % pitch, dx = x % pitch;
      std::uint32_t value = 0;
      if (tile < tiles.size() && dy < kTile && dx < kTile) value = tiles[tile][dy * kTile + dx];
      table.rows.push_back({count_cell(x), count_cell(y), std::int64_t{value}});
    }
  return table;
}

void run(const ExperimentOptions& options, Report& report) {
  const std::size_t side = options.quick ? 16 : 32, samples = options.quick ? 40 : 1000;
  const std::size_t epochs = options.quick ? 2 : 200;
  const std::array<std::pair<Shape, std::string>, 2> kinds{
      {{Shape::bars, "bars"}, {Shape::crosses, "crosses"}}};
  const std::size_t each = options.quick ? 1 : 3;
  const config::Config config = topology_config("topology", side);
  report.configs = {config};
  report.inputs = {{"inputs", as_bits(shapes(Shape::bars, side, each, samples, options.seed))}};
  report.data = fmt::format("{} images of {} x {}: {} bars each way, or crosses, of 7 pixels; {} epochs",
                            samples, side, side, each, epochs);

  const auto results = work<Result>(options, "poolers", kinds.size() * options.repeats, [&](std::size_t i) {
    const auto seed = static_cast<std::uint32_t>(options.seed + i % options.repeats);
    const std::vector<base::Sdr> inputs =
        as_bits(shapes(kinds[i / options.repeats].first, side, each, samples, seed));
    const config::Config c = seeded(config, seed);
    sp::SpatialPooler pooler(c.structural, c.runtime);
    pooler.record_changes(false);
    Result out;
    out.before = mean_form(pooler);
    for (std::size_t epoch = 0; epoch < epochs; ++epoch) learn_epoch(pooler, inputs, seed, epoch, options);
    out.after = mean_form(pooler);
    out.fields = fields(pooler, side);
    return out;
  });

  Table table{.name = "forms", .columns = {"inputs", "n"}, .rows = {}};
  for (const char* figure : {"line_before", "line_after", "cross_before", "cross_after"}) head(table, figure);
  report.tables = {table};
  std::array<double, 2> before{}, after{};
  std::size_t finished = 0;
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    const auto done = repetitions(results, k, options.repeats);
    if (!done) continue;
    ++finished;
    std::vector<Cell> row{kinds[k].second, count_cell(done->size())};
    put(row, over(*done, [](const Result& r) { return r.before.line; }));
    put(row, over(*done, [](const Result& r) { return r.after.line; }));
    put(row, over(*done, [](const Result& r) { return r.before.cross; }));
    put(row, over(*done, [](const Result& r) { return r.after.cross; }));
    before[k] = over(*done, [&](const Result& r) { return k == 0 ? r.before.line : r.before.cross; }).mean;
    after[k] = over(*done, [&](const Result& r) { return k == 0 ? r.after.line : r.after.cross; }).mean;
    report.tables.front().rows.push_back(std::move(row));
    report.tables.push_back(mosaic(kinds[k].second, done->front().fields));
    report.plots.push_back(Plot{.name = kinds[k].second,
                                .table = kinds[k].second,
                                .title = "Receptive fields after learning " + kinds[k].second,
                                .x_label = "",
                                .y_label = "",
                                .x = "x",
                                .curves = {{"permanence", "", "y", "", ""}},
                                .kind = Plot::Kind::image,
                                .tile = kTile + 1});
  }
  if (finished < kinds.size()) return;
  report.verdict = Verdict{
      "receptive fields become bars where inputs are bars, crosses where they are crosses (figure only)",
      fmt::format("of a column's connected synapses, on one line: {:.2f} -> {:.2f} with bars; on one cross: "
                  "{:.2f} -> "
                  "{:.2f} with crosses",
                  before[0], after[0], before[1], after[1]),
      after[0] > 0.5 && after[1] > 0.5};
}

}  // namespace

const Experiment bars_and_crosses{"bars_and_crosses", "What do receptive fields become?", kCui, 3, run};

}  // namespace silipool::experiments::published
