#include <silipool/cost/cost_table.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/config/document.hpp>
#include <silipool/config/table_reader.hpp>

namespace silipool::cost {
namespace {

constexpr std::string_view kOperationPrefix = "operation.";

struct Unit {
  std::string_view name;
  bool per_bit;
  double joules;
};
constexpr std::array<Unit, 6> kUnits{{
    {"J", false, 1},
    {"pJ", false, 1e-12},
    {"fJ", false, 1e-15},
    {"J/bit", true, 1},
    {"pJ/bit", true, 1e-12},
    {"fJ/bit", true, 1e-15},
}};

double at_least_zero(config::TableReader& reader, std::string_view key) {
  const std::optional<double> value = reader.number(key);
  if (!value) reader.refuse(key, "must be a number");
  if (!std::isfinite(*value) || *value < 0)
    reader.refuse(key, fmt::format("= {} is out of range: 0 or more", *value));
  return *value;
}

/// How many joules the unit is.
double unit_of(const Operation& operation, config::TableReader& reader) {
  const std::string name = reader.text("unit");
  std::string legal;
  for (const Unit& unit : kUnits) {
    if (unit.per_bit != operation.per_bit) continue;
    if (unit.name == name) return unit.joules;
    legal += fmt::format("{}\"{}\"", legal.empty() ? "" : ", ", unit.name);
  }
  reader.refuse("unit", fmt::format("= \"{}\" is not a unit of {}: {}", name, operation.name, legal));
}

Energy energy_of(const Operation& operation, config::TableReader& reader) {
  const Energy written{at_least_zero(reader, "low"), at_least_zero(reader, "nominal"),
                       at_least_zero(reader, "high")};
  if (written.low > written.nominal)
    reader.refuse("low", fmt::format("= {} is more than nominal = {}", written.low, written.nominal));
  if (written.nominal > written.high)
    reader.refuse("nominal", fmt::format("= {} is more than high = {}", written.nominal, written.high));
  return unit_of(operation, reader) * written;
}

Cost cost_of_table(const config::DocumentTable& table, const std::string& file_name) {
  const std::string name = table.name.substr(kOperationPrefix.size());
  const Operation* const operation = find_operation(name);
  if (operation == nullptr)
    base::bad_input("{}:{}: unknown operation '{}': {}", file_name, table.line, name, operation_names());
  config::TableReader reader(table, file_name);
  Cost cost{operation, energy_of(*operation, reader), reader.text("node"), reader.text("source"), "", ""};
  reader.finish();
  return cost;
}

}  // namespace

Energy& Energy::operator+=(const Energy& other) {
  low += other.low;
  nominal += other.nominal;
  high += other.high;
  return *this;
}

Energy operator*(double factor, const Energy& energy) {
  return {factor * energy.low, factor * energy.nominal, factor * energy.high};
}

double energy_scale(const Process& from, const Process& to) {
  const double supply = to.supply_v / from.supply_v;
  return to.feature_m / from.feature_m * supply * supply;
}

double area_scale(const Process& from, const Process& to) {
  const double feature = to.feature_m / from.feature_m;
  return feature * feature;
}

Cost scaled(Cost cost, const Process& from, const Process& to) {
  const double factor = energy_scale(from, to);
  cost.energy = factor * cost.energy;
  cost.extrapolation += fmt::format("{}x {:.4g}, F V^2 from {:.0f} nm, {:.3g} V to {:.0f} nm, {:.3g} V",
                                    cost.extrapolation.empty() ? "" : "; ", factor, from.feature_m * 1e9,
                                    from.supply_v, to.feature_m * 1e9, to.supply_v);
  return cost;
}

const Cost& CostTable::cost_of(std::string_view operation) const {
  if (find_operation(operation) == nullptr)
    base::bad_input("unknown operation '{}': {}", operation, operation_names());
  const auto found =
      std::find_if(costs.begin(), costs.end(), [&](const Cost& c) { return c.operation->name == operation; });
  if (found == costs.end()) base::bad_input("cost table {} has no cost of {}", name, operation);
  return *found;
}

CostTable parse_cost_table(std::string_view text, const std::string& file_name) {
  const std::vector<config::DocumentTable> tables = config::parse_document(text, file_name);
  CostTable result;
  for (const config::DocumentTable& table : tables) {
    if (table.name.empty()) {
      config::TableReader reader(table, file_name);
      result.name = reader.text("name");
      result.description = reader.text("description");
      result.node = reader.text("node");
      reader.finish();
    } else if (table.name.starts_with(kOperationPrefix)) {
      result.costs.push_back(cost_of_table(table, file_name));
    } else if (table.name == "operation") {
      config::TableReader(table, file_name).finish();
    } else {
      base::bad_input("{}:{}: unknown table [{}]: only [operation.NAME]", file_name, table.line, table.name);
    }
  }
  if (result.costs.empty()) base::bad_input("{}: prices no operation", file_name);
  return result;
}

}  // namespace silipool::cost
