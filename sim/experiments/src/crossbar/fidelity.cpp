#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/crossbar/crossbar_engine.hpp>
#include <silipool/data/encoder.hpp>
#include <silipool/experiments/crossbar.hpp>
#include <silipool/memristor/array/energy.hpp>
#include <silipool/memristor/array/spice.hpp>

#include "../published/work.hpp"
#include "settings.hpp"

namespace silipool::experiments {
namespace {

using detail::CrossbarSetting;

/// Inputs whose currents are looked at, beside winners of all.
constexpr std::size_t kCurrents = 50;

struct Fidelity {
  double winners = 0;        ///< of the model's winners, those that the array found too
  double same = 0;           ///< hypercolumns with exactly the model's winners
  double current_error = 0;  ///< mean of |current - ideal| / ideal
  double bias = 0;           ///< mean error of an overlap, in synapses
  double variance = 0;       ///< of that error
  std::vector<double>
      missed;  ///< [column]: wins of the model that the array gave to another, of all its wins
};

/// What a seed's model has learned, and what it says of the test set.
struct Reference {
  sp::State state;
  std::vector<base::Sdr> inputs;
  std::vector<std::vector<std::uint32_t>> overlaps, winners;
};

Reference learned(const CrossbarStudy& study, const config::Config& config) {
  const data::Encoder encoder = data::make_encoder(config, study.train);
  sp::SpatialPooler model(config.structural, config.runtime);
  model.record_changes(false);
  for (std::size_t i = 0; i < study.train.size(); ++i)
    (void)model.step(encoder.encode(study.train.image(i)), true);
  Reference out{.state = model.state(), .inputs = {}, .overlaps = {}, .winners = {}};
  for (std::size_t i = 0; i < study.test.size(); ++i) {
    out.inputs.push_back(encoder.encode(study.test.image(i)));
    const sp::StepTrace& trace = model.step(out.inputs.back(), false);
    out.overlaps.push_back(trace.overlaps);
    out.winners.push_back(trace.winners);
  }
  return out;
}

Fidelity compare(const config::Config& config, const Reference& reference) {
  crossbar::CrossbarEngine engine(config, 1);
  engine.set_state(reference.state);
  const crossbar::Setup& setup = engine.array().setup();
  const bool sums = config.crossbar.synapse != config::CrossbarSynapse::analog;
  const double on_a = setup.read_v * setup.on_s, off_a = setup.read_v * setup.off_s;
  const std::size_t n = config.structural.columns_per_hypercolumn;
  const std::size_t columns = config.structural.columns();
  std::vector<double> wins(columns), lost(columns);
  double found = 0, all = 0, same = 0, error = 0, currents = 0, sum = 0, squares = 0, readings = 0;
  base::Sdr winners(columns);
  for (std::size_t i = 0; i < reference.inputs.size(); ++i) {
    engine.submit({reference.inputs[i], false, std::nullopt});
    engine.collect(winners);
    std::vector<std::uint8_t> differs(config.structural.hypercolumns());
    for (const std::uint32_t c : reference.winners[i]) {
      ++all;
      ++wins[c];
      if (winners.test(c)) {
        ++found;
      } else {
        ++lost[c];
        differs[c / n] = 1;
      }
    }
    same += static_cast<double>(std::count(differs.begin(), differs.end(), 0)) /
            static_cast<double>(differs.size());
    for (std::size_t c = 0; c < columns; ++c) {
      const double e =
          static_cast<double>(engine.overlaps()[c]) - static_cast<double>(reference.overlaps[i][c]);
      sum += e;
      squares += e * e;
      ++readings;
    }
    if (i >= kCurrents || !sums) continue;
    for (std::size_t h = 0; h < config.structural.hypercolumns(); ++h) {
      const std::vector<std::uint32_t> active = engine.array().active_slots(h);
      const std::vector<double> seen = engine.array().currents_a(h, active);
      for (std::size_t j = 0; j < n; ++j) {
        const double overlap = reference.overlaps[i][h * n + j];
        const double ideal = on_a * overlap + off_a * (static_cast<double>(active.size()) - overlap);
        if (ideal <= 0) continue;
        error += std::fabs(seen[j] - ideal) / ideal;
        ++currents;
      }
    }
  }
  Fidelity out;
  out.winners = all > 0 ? found / all : 1;
  out.same = same / static_cast<double>(reference.inputs.size());
  out.current_error = currents > 0 ? error / currents : 0;
  out.bias = sum / readings;
  out.variance = squares / readings - out.bias * out.bias;
  for (std::size_t c = 0; c < columns; ++c) out.missed.push_back(wins[c] > 0 ? lost[c] / wins[c] : 0);
  return out;
}

/// Random arrays of n x n cells, half of them on, of which a fifth of the rows is driven: how many of the
/// tenth of the columns with the largest overlaps are among the tenth with the largest currents.
struct SizeResult {
  double current_error = 0, winners = 0;
};
SizeResult of_size(std::size_t n, double ohm, const crossbar::Setup& setup, memristor::InactiveRows inactive,
                   std::uint32_t seed) {
  base::Stream stream(seed, "crossbar.study.array");
  memristor::Array array(n, n, {.row_ohm = ohm, .column_ohm = ohm});
  std::vector<double> g(n * n), row_v(n);
  for (double& each : g) each = stream.below(2) == 0 ? setup.off_s : setup.on_s;
  array.set_conductances(g);
  for (double& v : row_v) v = stream.below(5) == 0 ? setup.read_v : 0;
  memristor::Solver solver;
  const memristor::Solution solution = solver.solve(array, {.row_v = row_v, .inactive = inactive});
  std::vector<double> ideal(n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) ideal[j] += row_v[i] * g[i * n + j];
  const std::size_t k = std::max<std::size_t>(1, n / 10);
  const auto best = [n, k](const std::vector<double>& of) {
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&of](std::size_t a, std::size_t b) { return of[a] > of[b]; });
    order.resize(k);
    return order;
  };
  const std::vector<std::size_t> right = best(ideal), found = best(solution.column_current_a);
  SizeResult out;
  for (const std::size_t j : found) {
    // Of equal overlaps each is right.
    const bool as_good = ideal[j] >= ideal[right.back()] * (1 - 1e-9);
    out.winners += as_good ? 1.0 / static_cast<double>(k) : 0.0;
  }
  for (std::size_t j = 0; j < n; ++j)
    out.current_error +=
        ideal[j] > 0 ? std::fabs(solution.column_current_a[j] - ideal[j]) / ideal[j] / static_cast<double>(n)
                     : 0;
  return out;
}

/// Each cause alone at a usual size, and all of them.
std::vector<CrossbarSetting> causes(const CrossbarStudy& study) {
  const auto set = [](const char* key, const char* value) { return config::Override{key, value, "study"}; };
  std::vector<CrossbarSetting> out{
      {"device variation 10 %", 0, {set("crossbar.device_variation", "0.1")}},
      {"stuck cells 11 %", 0, {set("crossbar.stuck_on", "0.011"), set("crossbar.stuck_off", "0.099")}},
      {"read noise 2 %", 0, {set("crossbar.read_noise", "0.02")}},
      {"wires 1 ohm", 0, {set("crossbar.row_ohm", "1"), set("crossbar.column_ohm", "1")}},
      {"offset of circuits 0.5 synapses", 0, {set("crossbar.readout_offset", "0.5")}},
      {"noise of circuits 0.25 synapses", 0, {set("crossbar.readout_noise", "0.25")}}};
  if (study.config.crossbar.synapse != config::CrossbarSynapse::analog)
    out.push_back(
        {"converter of 6 bits", 0, {set("crossbar.readout", "adc"), set("crossbar.adc_bits", "6")}});
  CrossbarSetting all{"all of them", 0, {}};
  for (const CrossbarSetting& one : out)
    all.overrides.insert(all.overrides.end(), one.overrides.begin(), one.overrides.end());
  out.push_back(std::move(all));
  return out;
}

/// Voltage over the cells of the hypercolumn in the middle, as a part of the drive.
Table node_voltages(const config::Config& config, const Reference& reference) {
  crossbar::CrossbarEngine engine(config, 1);
  engine.set_state(reference.state);
  const std::size_t h = config.structural.hypercolumns() / 2;
  base::Sdr winners;
  engine.submit({reference.inputs.front(), false, std::nullopt});
  engine.collect(winners);
  const memristor::Array& array = engine.array().arrays(h).array(0);
  std::vector<double> row_v(array.rows());
  for (const std::uint32_t slot : engine.array().active_slots(h))
    if (slot < array.rows()) row_v[slot] = engine.array().setup().read_v;
  memristor::Solver solver({.node_voltages = true});
  const memristor::Solution solution =
      solver.solve(array, {.row_v = row_v,
                           .inactive = config.crossbar.inactive_rows == config::CrossbarRows::gated
                                           ? memristor::InactiveRows::gated
                                           : memristor::InactiveRows::grounded});
  Table table{
      .name = "node_voltages", .columns = {"row", "column", "over_cell"}, .rows = {}, .printed = false};
  for (std::size_t i = 0; i < array.rows(); ++i)
    for (std::size_t j = 0; j < array.columns(); ++j) {
      const std::size_t at = i * array.columns() + j;
      table.rows.push_back(
          {static_cast<std::int64_t>(i), static_cast<std::int64_t>(j),
           (solution.row_node_v[at] - solution.column_node_v[at]) / engine.array().setup().read_v});
    }
  return table;
}

}  // namespace

Report crossbar_fidelity(const CrossbarStudy& study, ExperimentOptions options) {
  if (options.repeats == 0) options.repeats = 5;
  Report report;
  report.experiment = "crossbar_fidelity";
  report.question = "Do arrays find the winners that the model finds?";
  report.publication = "docs/crossbar.md";
  report.quick = options.quick;
  report.seed = options.seed;
  report.repeats = options.repeats;
  report.data = study.data;
  const auto seed_of = [&](std::size_t i) {
    return options.seed + static_cast<std::uint32_t>(i % options.repeats);
  };
  const CrossbarSetting as_is{"ideal", 0, {}};
  const auto references = published::work<Reference>(options, "models", options.repeats, [&](std::size_t i) {
    return learned(study, detail::with_setting(study, as_is, seed_of(i)));
  });
  const auto study_of = [&](const std::vector<CrossbarSetting>& settings, const char* what) {
    return published::work<Fidelity>(options, what, settings.size() * options.repeats, [&](std::size_t i) {
      return compare(detail::with_setting(study, settings[i / options.repeats], seed_of(i)),
                     *references[i % options.repeats]);
    });
  };
  report.interrupted = options.stopped();
  if (report.interrupted) return report;

  const std::vector<CrossbarSetting> settings = detail::crossbar_settings(study, options.quick);
  const auto results = study_of(settings, "settings x seeds");
  Table table{.name = "fidelity", .columns = {"cause", "value"}, .rows = {}};
  for (const char* name :
       {"winners_found", "same_winners", "current_error", "overlap_bias", "overlap_variance"})
    published::head(table, name);
  for (std::size_t s = 0; s < settings.size(); ++s) {
    const auto all = published::repetitions(results, s, options.repeats);
    if (!all) continue;
    std::vector<Cell> row{settings[s].cause, settings[s].value};
    for (const auto figure : {&Fidelity::winners, &Fidelity::same, &Fidelity::current_error, &Fidelity::bias,
                              &Fidelity::variance})
      published::put(row, published::over(*all, [figure](const Fidelity& f) { return f.*figure; }));
    table.rows.push_back(std::move(row));
  }
  report.tables.push_back(std::move(table));
  for (const char* cause : {"device_variation", "stuck", "adc_bits", "wire_ohm"})
    report.plots.push_back(
        {.name = cause,
         .table = "fidelity",
         .title = fmt::format("Winners, {}", study.config.name),
         .x_label = cause,
         .y_label = "fraction",
         .x = "value",
         .curves = {
             {"winners_found", "winners found", "cause", cause, "winners_found_ci95"},
             {"same_winners", "hypercolumns with the same winners", "cause", cause, "same_winners_ci95"},
             {"current_error", "error of currents", "cause", cause, "current_error_ci95"}}});

  const std::vector<CrossbarSetting> budget = causes(study);
  const auto budgeted = study_of(budget, "causes x seeds");
  Table variance{.name = "variance", .columns = {"cause"}, .rows = {}};
  for (const char* name : {"overlap_variance", "overlap_bias", "winners_found"})
    published::head(variance, name);
  for (std::size_t s = 0; s < budget.size(); ++s) {
    const auto all = published::repetitions(budgeted, s, options.repeats);
    if (!all) continue;
    std::vector<Cell> row{budget[s].cause};
    for (const auto figure : {&Fidelity::variance, &Fidelity::bias, &Fidelity::winners})
      published::put(row, published::over(*all, [figure](const Fidelity& f) { return f.*figure; }));
    variance.rows.push_back(std::move(row));
  }
  report.tables.push_back(std::move(variance));

  const crossbar::Setup setup = crossbar::make_setup(study.config);
  const memristor::InactiveRows inactive = study.config.crossbar.inactive_rows == config::CrossbarRows::gated
                                               ? memristor::InactiveRows::gated
                                               : memristor::InactiveRows::grounded;
  const std::vector<std::size_t> sizes =
      options.quick ? std::vector<std::size_t>{16, 32} : std::vector<std::size_t>{16, 32, 64, 128, 256};
  const std::vector<double> ohms{0.5, 1, 2.5, 5};
  const auto arrays = published::work<SizeResult>(
      options, "arrays", sizes.size() * ohms.size() * options.repeats, [&](std::size_t i) {
        const std::size_t s = i / options.repeats;
        return of_size(sizes[s % sizes.size()], ohms[s / sizes.size()], setup, inactive, seed_of(i));
      });
  Table size{.name = "array_size", .columns = {"ohm", "rows_and_columns"}, .rows = {}};
  for (const char* name : {"winners_found", "current_error"}) published::head(size, name);
  for (std::size_t s = 0; s < sizes.size() * ohms.size(); ++s) {
    const auto all = published::repetitions(arrays, s, options.repeats);
    if (!all) continue;
    std::vector<Cell> row{fmt::format("{}", ohms[s / sizes.size()]),
                          published::count_cell(sizes[s % sizes.size()])};
    published::put(row, published::over(*all, [](const SizeResult& r) { return r.winners; }));
    published::put(row, published::over(*all, [](const SizeResult& r) { return r.current_error; }));
    size.rows.push_back(std::move(row));
  }
  report.tables.push_back(std::move(size));
  Plot by_size{.name = "array_size",
               .table = "array_size",
               .title = "Top tenth of the columns of random arrays",
               .x_label = "rows and columns",
               .y_label = "winners found",
               .x = "rows_and_columns",
               .curves = {},
               .log_x = true};
  for (const double ohm : ohms)
    by_size.curves.push_back(
        {"winners_found", fmt::format("{} ohm", ohm), "ohm", fmt::format("{}", ohm), "winners_found_ci95"});
  report.plots.push_back(std::move(by_size));

  // Maps of the first seed, with wires of 5 ohm.
  const CrossbarSetting wires{
      "wires", 5, {{"crossbar.row_ohm", "5", "study"}, {"crossbar.column_ohm", "5", "study"}}};
  const config::Config with_wires = detail::with_setting(study, wires, options.seed);
  report.tables.push_back(node_voltages(with_wires, *references[0]));
  report.plots.push_back({.name = "node_voltages",
                          .table = "node_voltages",
                          .title = "Voltage over cells of a tile, of the drive, wires of 5 ohm",
                          .x_label = "column",
                          .y_label = "row",
                          .x = "column",
                          .curves = {{"over_cell", "", "row", ""}},
                          .kind = Plot::Kind::image});
  const Fidelity mapped = compare(with_wires, *references[0]);
  Table errors{
      .name = "winner_errors", .columns = {"hypercolumn", "column", "missed"}, .rows = {}, .printed = false};
  const std::size_t n = study.config.structural.columns_per_hypercolumn;
  for (std::size_t c = 0; c < mapped.missed.size(); ++c)
    errors.rows.push_back(
        {static_cast<std::int64_t>(c / n), static_cast<std::int64_t>(c % n), mapped.missed[c]});
  report.tables.push_back(std::move(errors));
  report.plots.push_back({.name = "winner_errors",
                          .table = "winner_errors",
                          .title = "Wins that another column got, wires of 5 ohm",
                          .x_label = "column of the hypercolumn",
                          .y_label = "hypercolumn",
                          .x = "column",
                          .curves = {{"missed", "", "hypercolumn", ""}},
                          .kind = Plot::Kind::image});
  report.configs = {study.config};
  report.interrupted = options.stopped();
  return report;
}

std::string crossbar_deck(const CrossbarStudy& study, std::size_t hypercolumn,
                          const std::string& output_file) {
  const std::size_t hypercolumns = study.config.structural.hypercolumns();
  if (hypercolumn >= hypercolumns)
    base::bad_input("hypercolumn {}: {} has 0..{}", hypercolumn, study.config.name, hypercolumns - 1);
  crossbar::CrossbarEngine engine(study.config, 1);
  const data::Encoder encoder = data::make_encoder(study.config, study.train);
  const memristor::Array& array = engine.array().arrays(hypercolumn).array(0);
  base::Sdr winners;
  for (std::size_t i = 0; i < study.test.size(); ++i) {
    engine.submit({encoder.encode(study.test.image(i)), false, std::nullopt});
    engine.collect(winners);
    std::vector<double> row_v(array.rows());
    bool driven = false;
    for (const std::uint32_t slot : engine.array().active_slots(hypercolumn))
      if (slot < array.rows()) {
        row_v[slot] = engine.array().setup().read_v;
        driven = true;
      }
    if (!driven) continue;
    return memristor::read_deck(
        array,
        {.row_v = row_v,
         .inactive = study.config.crossbar.inactive_rows == config::CrossbarRows::gated
                         ? memristor::InactiveRows::gated
                         : memristor::InactiveRows::grounded},
        output_file);
  }
  base::bad_input("hypercolumn {}: no sample of {} drives a row of its array", hypercolumn, study.data);
}

}  // namespace silipool::experiments
