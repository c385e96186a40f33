#include <silipool/dut/design.hpp>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/config/document.hpp>

#include "quantity.hpp"

namespace silipool::dut {
namespace {

struct Quantity {
  std::string_view name;
  std::uint64_t (*value)(const config::Config&);
};

// Keys of the configuration with what they were rounded to, and what follows from them (docs/spec.md).
constexpr Quantity kQuantities[] = {
    {"inputs", [](const config::Config& c) -> std::uint64_t { return c.structural.inputs(); }},
    {"columns", [](const config::Config& c) -> std::uint64_t { return c.structural.columns(); }},
    {"hypercolumns", [](const config::Config& c) -> std::uint64_t { return c.structural.hypercolumns(); }},
    {"hypercolumn_rows", [](const config::Config& c) -> std::uint64_t { return c.structural.grid_y; }},
    {"hypercolumn_places", [](const config::Config& c) -> std::uint64_t { return c.structural.grid_x; }},
    {"slots", [](const config::Config& c) -> std::uint64_t { return c.structural.slots(); }},
    {"height", [](const config::Config& c) -> std::uint64_t { return c.structural.height; }},
    {"width", [](const config::Config& c) -> std::uint64_t { return c.structural.width; }},
    {"window_height", [](const config::Config& c) -> std::uint64_t { return c.structural.window_y; }},
    {"window_width", [](const config::Config& c) -> std::uint64_t { return c.structural.window_x; }},
    {"winners",
     [](const config::Config& c) -> std::uint64_t {
       return c.structural.hypercolumns() * c.runtime.active_columns;
     }},
    {"boost_scale", [](const config::Config& c) -> std::uint64_t { return c.runtime.boost_scale; }},
    {"boost_target", [](const config::Config& c) -> std::uint64_t { return c.runtime.boost_target; }},
    {"decay", [](const config::Config& c) -> std::uint64_t { return c.runtime.decay; }},
    {"seed", [](const config::Config& c) -> std::uint64_t { return c.runtime.seed; }},
    {"input.planes", [](const config::Config& c) -> std::uint64_t { return c.structural.planes; }},
    {"pooler.columns_per_hypercolumn",
     [](const config::Config& c) -> std::uint64_t { return c.structural.columns_per_hypercolumn; }},
    {"pooler.wrap", [](const config::Config& c) -> std::uint64_t { return c.structural.wrap ? 1 : 0; }},
    {"pooler.synapses_per_column",
     [](const config::Config& c) -> std::uint64_t { return c.structural.synapses_per_column; }},
    {"pooler.radius", [](const config::Config& c) -> std::uint64_t { return c.structural.radius; }},
    {"pooler.pool_seed", [](const config::Config& c) -> std::uint64_t { return c.structural.pool_seed; }},
    {"pooler.permanence_bits",
     [](const config::Config& c) -> std::uint64_t { return c.structural.permanence_bits; }},
    {"pooler.connected_threshold",
     [](const config::Config& c) -> std::uint64_t { return c.structural.connected_threshold; }},
    {"pooler.initially_connected",
     [](const config::Config& c) -> std::uint64_t { return c.runtime.initially_connected; }},
    {"pooler.active_columns",
     [](const config::Config& c) -> std::uint64_t { return c.runtime.active_columns; }},
    {"pooler.learning_columns",
     [](const config::Config& c) -> std::uint64_t { return c.runtime.learning_columns; }},
    {"pooler.stimulus_threshold",
     [](const config::Config& c) -> std::uint64_t { return c.runtime.stimulus_threshold; }},
    {"learning.rule",
     [](const config::Config& c) { return static_cast<std::uint64_t>(c.structural.learning_rule); }},
    {"learning.increment", [](const config::Config& c) -> std::uint64_t { return c.runtime.increment; }},
    {"learning.decrement", [](const config::Config& c) -> std::uint64_t { return c.runtime.decrement; }},
    {"learning.increment_probability",
     [](const config::Config& c) -> std::uint64_t { return c.runtime.increment_probability; }},
    {"learning.decrement_probability",
     [](const config::Config& c) -> std::uint64_t { return c.runtime.decrement_probability; }},
    {"boosting.duty_period", [](const config::Config& c) -> std::uint64_t { return c.written.duty_period; }},
    {"boosting.update_period",
     [](const config::Config& c) -> std::uint64_t { return c.runtime.update_period; }},
};

}  // namespace

std::vector<std::string> quantity_names() {
  std::vector<std::string> names;
  for (const Quantity& q : kQuantities) names.emplace_back(q.name);
  return names;
}

std::uint64_t quantity(const config::Config& config, std::string_view name) {
  for (const Quantity& q : kQuantities)
    if (q.name == name) return q.value(config);
  base::bad_input("\"{}\" is no quantity of the configuration{}: there are {}", name,
                  config::did_you_mean(name, quantity_names()), fmt::join(quantity_names(), ", "));
}

std::uint64_t value_of(const Design& design, const config::Config& config, std::string_view table,
                       const Assignment& assignment) {
  std::uint64_t number = 0;
  const char* end = assignment.value.data() + assignment.value.size();
  const auto result = std::from_chars(assignment.value.data(), end, number);
  if (result.ec == std::errc() && result.ptr == end) return number;
  try {
    return quantity(config, assignment.value);
  } catch (const base::Error& error) {
    base::bad_input("{}:{}: {}.{}: {}", design.file, assignment.line, table, assignment.name, error.what());
  }
}

std::vector<std::pair<std::string, std::string>> parameter_values(const Design& design,
                                                                  const config::Config& config) {
  std::vector<std::pair<std::string, std::string>> values;
  for (const Assignment& parameter : design.parameters) {
    if (parameter.text) {
      values.emplace_back(parameter.name, "\"" + parameter.value + "\"");
      continue;
    }
    const std::uint64_t value = value_of(design, config, "parameters", parameter);
    values.emplace_back(parameter.name,
                        value < 0x80000000U ? fmt::format("{}", value) : fmt::format("64'd{}", value));
  }
  return values;
}

}  // namespace silipool::dut
