#include "figures.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <silipool/cost/technology.hpp>
#include <silipool/estimate/activity_energy.hpp>
#include <silipool/sp/maps.hpp>

namespace silipool::cli {
namespace {

/// Rows and columns of a heat map at most: cells beyond are put together.
constexpr std::size_t kMapSize = 64;

Json split(const engine::Activity& activity, const cost::CostTable& table) {
  Json json = Json::object();
  const auto steps = static_cast<double>(activity.steps);
  const cost::Ledger ledger = estimate::price(activity, table);
  for (const cost::Term& term : ledger.terms()) {
    if (term.energy.nominal == 0) continue;
    const std::string name = term.what.empty() ? std::string(term.cost.operation->name) : term.what;
    json[name] = json.value(name, 0.0) + term.energy.nominal / steps;
  }
  return json;
}

/// Which of at most kMapSize parts of `size` an index falls into.
std::size_t part(std::size_t index, std::size_t size) {
  return size <= kMapSize ? index : index * kMapSize / size;
}

}  // namespace

void put_classification(Json& figures, const experiments::ClassificationResult& result) {
  if (result.confusion) {
    Json rows = Json::array();
    for (unsigned truth = 0; truth < result.confusion->classes; ++truth) {
      std::vector<std::uint64_t> row;
      for (unsigned answer = 0; answer < result.confusion->classes; ++answer)
        row.push_back(result.confusion->at(truth, answer));
      rows.push_back(fmt::format("{}", fmt::join(row, " ")));
    }
    figures["confusion"] = rows;
  }
  for (const experiments::LearningPoint& point : result.learning)
    figures["learning"].push_back({{"step", point.step}, {"entropy_ratio", point.entropy_ratio}});
}

void put_receptive_fields(Json& figures, const std::vector<experiments::TellingColumn>& columns,
                          const sp::SpatialPooler& pooler) {
  const config::Structural& s = pooler.structural();
  for (const experiments::TellingColumn& telling : columns) {
    const sp::ReceptiveField field = sp::receptive_field(pooler, telling.column);
    Json rows = Json::array();
    for (std::size_t y = 0; y < field.planes * field.height; ++y) {
      std::string row;
      for (std::size_t x = 0; x < field.width; ++x) {
        const std::size_t input = y * field.width + x;
        row += x == 0 ? "" : " ";
        row += field.potential.test(input) ? std::to_string(field.permanences[input]) : "-";
      }
      rows.push_back(row);
    }
    figures["receptive_fields"].push_back({{"column", telling.column},
                                           {"label", telling.label},
                                           {"wins_own", telling.own},
                                           {"wins_others", telling.others},
                                           {"planes", field.planes},
                                           {"connected_threshold", s.connected_threshold},
                                           {"largest", (1U << s.permanence_bits) - 1},
                                           {"permanences", rows}});
  }
}

void put_energy_split(Json& figures, const engine::Activity& learning, const engine::Activity& inference,
                      const std::string& technology) {
  const cost::CostTable table = cost::load_cost_table(technology);
  if (learning.steps > 0) figures["energy_j"]["learn"] = split(learning, table);
  if (inference.steps > 0) figures["energy_j"]["infer"] = split(inference, table);
}

void put_cells(Json& figures, const crossbar::DeviceArray& array) {
  std::size_t hypercolumn = 0;
  std::uint64_t most = 0;
  for (std::size_t h = 0; h < array.tiles(); ++h)
    for (std::size_t cell = 0; cell < array.cells(h).size(); ++cell)
      if (array.cells(h).wear(cell) > most) {
        most = array.cells(h).wear(cell);
        hypercolumn = h;
      }
  if (array.tiles() == 0) return;
  const memristor::CellArray& cells = array.cells(hypercolumn);
  const std::size_t height = std::min(cells.rows(), kMapSize);
  const std::size_t width = std::min(cells.columns(), kMapSize);
  std::vector<std::uint64_t> pulses(height * width, 0), faults(height * width, 0), members(height * width, 0);
  std::vector<double> sum_s(height * width, 0);
  for (const std::uint32_t slot : array.usable_slots(hypercolumn))
    for (std::size_t j = 0; j < cells.columns(); ++j) {
      const std::size_t cell = slot * cells.columns() + j;
      const std::size_t at = part(slot, cells.rows()) * width + part(j, cells.columns());
      ++members[at];
      pulses[at] = std::max(pulses[at], cells.wear(cell));
      faults[at] += cells.fault(cell) != memristor::Fault::none ? 1 : 0;
      sum_s[at] += cells.conductance_s(cell);
    }
  Json pulses_rows = Json::array(), faults_rows = Json::array(), conductance_rows = Json::array();
  for (std::size_t y = 0; y < height; ++y) {
    std::string p, f, g;
    for (std::size_t x = 0; x < width; ++x) {
      const std::size_t at = y * width + x;
      const std::string gap = x == 0 ? "" : " ";
      const bool none = members[at] == 0;
      p += gap + (none ? "-" : std::to_string(pulses[at]));
      f += gap + (none ? "-" : std::to_string(faults[at]));
      g += gap + (none ? "-" : fmt::format("{:.4g}", 1e6 * (sum_s[at] / static_cast<double>(members[at]))));
    }
    pulses_rows.push_back(p);
    faults_rows.push_back(f);
    conductance_rows.push_back(g);
  }
  figures["cells"] = {{"hypercolumn", hypercolumn},         {"slots", cells.rows()},
                      {"columns", cells.columns()},         {"pulses", pulses_rows},
                      {"conductance_us", conductance_rows}, {"faults", faults_rows}};
}

}  // namespace silipool::cli
