#include <silipool/config/quantity.hpp>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/config/document.hpp>

namespace silipool::config {
namespace {

struct Quantity {
  std::string_view name;
  std::uint64_t (*value)(const Config&);
};

// Keys of the configuration with what they were rounded to, and what follows from them (docs/spec.md).
constexpr Quantity kQuantities[] = {
    {"inputs", [](const Config& c) -> std::uint64_t { return c.structural.inputs(); }},
    {"columns", [](const Config& c) -> std::uint64_t { return c.structural.columns(); }},
    {"hypercolumns", [](const Config& c) -> std::uint64_t { return c.structural.hypercolumns(); }},
    {"hypercolumn_rows", [](const Config& c) -> std::uint64_t { return c.structural.grid_y; }},
    {"hypercolumn_places", [](const Config& c) -> std::uint64_t { return c.structural.grid_x; }},
    {"slots", [](const Config& c) -> std::uint64_t { return c.structural.slots(); }},
    {"height", [](const Config& c) -> std::uint64_t { return c.structural.height; }},
    {"width", [](const Config& c) -> std::uint64_t { return c.structural.width; }},
    {"window_height", [](const Config& c) -> std::uint64_t { return c.structural.window_y; }},
    {"window_width", [](const Config& c) -> std::uint64_t { return c.structural.window_x; }},
    {"winners",
     [](const Config& c) -> std::uint64_t { return c.structural.hypercolumns() * c.runtime.active_columns; }},
    {"boost_scale", [](const Config& c) -> std::uint64_t { return c.runtime.boost_scale; }},
    {"boost_target", [](const Config& c) -> std::uint64_t { return c.runtime.boost_target; }},
    {"decay", [](const Config& c) -> std::uint64_t { return c.runtime.decay; }},
    {"seed", [](const Config& c) -> std::uint64_t { return c.runtime.seed; }},
    {"input.planes", [](const Config& c) -> std::uint64_t { return c.structural.planes; }},
    {"pooler.columns_per_hypercolumn",
     [](const Config& c) -> std::uint64_t { return c.structural.columns_per_hypercolumn; }},
    {"pooler.wrap", [](const Config& c) -> std::uint64_t { return c.structural.wrap ? 1 : 0; }},
    {"pooler.synapses_per_column",
     [](const Config& c) -> std::uint64_t { return c.structural.synapses_per_column; }},
    {"pooler.radius", [](const Config& c) -> std::uint64_t { return c.structural.radius; }},
    {"pooler.pool_seed", [](const Config& c) -> std::uint64_t { return c.structural.pool_seed; }},
    {"pooler.permanence_bits", [](const Config& c) -> std::uint64_t { return c.structural.permanence_bits; }},
    {"pooler.connected_threshold",
     [](const Config& c) -> std::uint64_t { return c.structural.connected_threshold; }},
    {"pooler.initially_connected",
     [](const Config& c) -> std::uint64_t { return c.runtime.initially_connected; }},
    {"pooler.active_columns", [](const Config& c) -> std::uint64_t { return c.runtime.active_columns; }},
    {"pooler.learning_columns", [](const Config& c) -> std::uint64_t { return c.runtime.learning_columns; }},
    {"pooler.stimulus_threshold",
     [](const Config& c) -> std::uint64_t { return c.runtime.stimulus_threshold; }},
    {"learning.rule", [](const Config& c) { return static_cast<std::uint64_t>(c.structural.learning_rule); }},
    {"learning.increment", [](const Config& c) -> std::uint64_t { return c.runtime.increment; }},
    {"learning.decrement", [](const Config& c) -> std::uint64_t { return c.runtime.decrement; }},
    {"learning.increment_probability",
     [](const Config& c) -> std::uint64_t { return c.runtime.increment_probability; }},
    {"learning.decrement_probability",
     [](const Config& c) -> std::uint64_t { return c.runtime.decrement_probability; }},
    {"boosting.duty_period", [](const Config& c) -> std::uint64_t { return c.written.duty_period; }},
    {"boosting.update_period", [](const Config& c) -> std::uint64_t { return c.runtime.update_period; }},
};

}  // namespace

std::vector<std::string> quantity_names() {
  std::vector<std::string> names;
  for (const Quantity& q : kQuantities) names.emplace_back(q.name);
  return names;
}

std::uint64_t quantity(const Config& config, std::string_view name) {
  for (const Quantity& q : kQuantities)
    if (q.name == name) return q.value(config);
  base::bad_input("\"{}\" is no quantity of the configuration{}: there are {}", name,
                  did_you_mean(name, quantity_names()), fmt::join(quantity_names(), ", "));
}

}  // namespace silipool::config
