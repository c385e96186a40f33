#include <silipool/cost/cost_table.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/config/document.hpp>

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

/// One table of the file, of which every key must be asked for.
class Reader {
 public:
  Reader(const config::DocumentTable& table, const std::string& file_name)
      : table_(table), file_name_(file_name), asked_(table.items.size()) {}

  std::string text(std::string_view key) {
    const config::DocumentItem& item = required(key);
    const auto* value = std::get_if<std::string>(&item.value);
    if (value == nullptr) base::bad_input("{} must be a text", place(item));
    if (value->find_first_not_of(" \t\r\n") == std::string::npos) base::bad_input("{} is empty", place(item));
    // Texts stand in lines of a report.
    if (value->find('\n') != std::string::npos)
      base::bad_input("{} must be one line (a backslash joins the lines of a long text)", place(item));
    return *value;
  }

  double number(std::string_view key) {
    const config::DocumentItem& item = required(key);
    const auto* value = std::get_if<double>(&item.value);
    if (value == nullptr) base::bad_input("{} must be a number", place(item));
    if (!std::isfinite(*value) || *value < 0)
      base::bad_input("{} = {} is out of range: 0 or more", place(item), *value);
    return *value;
  }

  [[noreturn]] void refuse(std::string_view key, const std::string& problem) {
    base::bad_input("{} {}", place(required(key)), problem);
  }

  void finish() const {
    for (std::size_t i = 0; i < asked_.size(); ++i)
      if (!asked_[i]) base::bad_input("{} is an unknown key", place(table_.items[i]));
  }

 private:
  const config::DocumentItem& required(std::string_view key) {
    for (std::size_t i = 0; i < asked_.size(); ++i)
      if (table_.items[i].key == key) {
        asked_[i] = true;
        return table_.items[i];
      }
    base::bad_input("{}:{}: {} is missing", file_name_, std::max(table_.line, 1U), full_name(key));
  }

  std::string full_name(std::string_view key) const {
    return table_.name.empty() ? std::string(key) : fmt::format("{}.{}", table_.name, key);
  }
  std::string place(const config::DocumentItem& item) const {
    return fmt::format("{}:{}: {}", file_name_, item.line, full_name(item.key));
  }

  const config::DocumentTable& table_;
  const std::string& file_name_;
  std::vector<bool> asked_;
};

/// How many joules the unit is.
double unit_of(const Operation& operation, Reader& reader) {
  const std::string name = reader.text("unit");
  std::string legal;
  for (const Unit& unit : kUnits) {
    if (unit.per_bit != operation.per_bit) continue;
    if (unit.name == name) return unit.joules;
    legal += fmt::format("{}\"{}\"", legal.empty() ? "" : ", ", unit.name);
  }
  reader.refuse("unit", fmt::format("= \"{}\" is not a unit of {}: {}", name, operation.name, legal));
}

Energy energy_of(const Operation& operation, Reader& reader) {
  const Energy written{reader.number("low"), reader.number("nominal"), reader.number("high")};
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
  Reader reader(table, file_name);
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
      Reader reader(table, file_name);
      result.name = reader.text("name");
      result.description = reader.text("description");
      result.node = reader.text("node");
      reader.finish();
    } else if (table.name.starts_with(kOperationPrefix)) {
      result.costs.push_back(cost_of_table(table, file_name));
    } else if (table.name == "operation") {
      Reader(table, file_name).finish();
    } else {
      base::bad_input("{}:{}: unknown table [{}]: only [operation.NAME]", file_name, table.line, table.name);
    }
  }
  if (result.costs.empty()) base::bad_input("{}: prices no operation", file_name);
  return result;
}

}  // namespace silipool::cost
