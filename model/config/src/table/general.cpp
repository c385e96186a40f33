// The keys before the first table, and [estimate].
#include "rows.hpp"

#include "parts.hpp"

namespace silipool::config::detail {

std::vector<Rule> general() {
  return {
      {.key = {.name = "name",
               .type = KeyType::text,
               .limit = "1..64 letters, digits, `_`, `-` and `.`",
               .description = "name of the configuration; not part of its hash"},
       .problem = not_a_name,
       .store = [](Draft& d, const Value& v) { d.config.name = std::get<std::string>(v); }},
      {.key = {.name = "seed",
               .key_class = KeyClass::runtime,
               .maximum = 4294967295,
               .description = "seed of initial permanences and of draws in learning"},
       .fallback = always<1>,
       .store = put<&Config::runtime, &Runtime::seed>},
  };
}

std::vector<Rule> estimate() {
  return {
      {.key = {.name = "estimate.technology",
               .type = KeyType::text,
               .limit = "the name of a cost table",
               .description = "what energy and area are computed with"},
       .fallback = [](const Draft&) -> Value { return Value{std::string("cmos45")}; },
       .problem = not_a_name,
       .store = put<&Config::estimate, &Estimate::technology>},
  };
}

}  // namespace silipool::config::detail
