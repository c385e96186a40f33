// [pooler]: permanences and how they begin.
#include "rows.hpp"

#include "parts.hpp"

namespace silipool::config::detail {
namespace {

constexpr std::array<std::string_view, 3> kInitialisations{"two_sided", "uniform", "distance"};

bool two_sided(const Draft& d) { return d.config.structural.initialisation == Initialisation::two_sided; }

}  // namespace

std::vector<Rule> permanences() {
  return {
      {.key = {.name = "pooler.permanence_bits",
               .key_class = KeyClass::structural,
               .minimum = 1,
               .maximum = 16,
               .unit = "bits",
               .description = "width of a permanence"},
       .store = put<&Config::structural, &Structural::permanence_bits>},
      {.key = {.name = "pooler.connected_threshold",
               .key_class = KeyClass::structural,
               .minimum = 1,
               .maximum = 65535,
               .limit = "2^permanence_bits - 1",
               .fallback = "2^(permanence_bits - 1)",
               .description = "a synapse is connected iff its permanence is at least this"},
       .fallback = [](const Draft& d) -> Value {
         return integer(std::size_t{1} << (d.config.structural.permanence_bits - 1));
       },
       .range = [](const Draft& d, std::size_t) { return up_to(permanence_maximum(d)); },
       .store = put<&Config::structural, &Structural::connected_threshold>},
      {.key = {.name = "pooler.initialisation",
               .type = KeyType::choice,
               .key_class = KeyClass::structural,
               .choices = list(kInitialisations),
               .description =
                   "initial permanences: `two_sided`: a share of them anywhere above the threshold; "
                   "`uniform`: about the threshold; `distance`: the higher, the nearer the input"},
       .fallback = always_named<kInitialisations, 0>,
       .store = put_choice<&Config::structural, &Structural::initialisation, kInitialisations>},
      {.key = {.name = "pooler.initial_window",
               .key_class = KeyClass::runtime,
               .minimum = 0,
               .maximum = 65535,
               .limit = "2^permanence_bits - 1",
               .condition = "pooler.initialisation = \"uniform\" or \"distance\"",
               .unit = "steps of a permanence",
               .description = "how far from the threshold initial permanences may be"},
       .applies = [](const Draft& d) { return !two_sided(d); },
       .range =
           [](const Draft& d, std::size_t) {
             return Range{0, static_cast<double>(permanence_maximum(d))};
           },
       .store = put<&Config::runtime, &Runtime::initial_window>},
      {.key = {.name = "pooler.initially_connected",
               .type = KeyType::real,
               .key_class = KeyClass::runtime,
               .maximum = 1,
               .condition = "pooler.initialisation = \"two_sided\"",
               .description = "fraction of synapses that begin connected; rounded to 16 bits"},
       .fallback = [](const Draft&) -> Value { return Value{0.5}; },
       .applies = two_sided,
       .store = put_probability<&Written::initially_connected, &Runtime::initially_connected>,
       .rounded = of_65536<&Runtime::initially_connected>},
  };
}

}  // namespace silipool::config::detail
