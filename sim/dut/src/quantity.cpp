#include "quantity.hpp"

#include <charconv>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/config/quantity.hpp>

namespace silipool::dut {

std::uint64_t value_of(const Design& design, const config::Config& config, std::string_view table,
                       const Assignment& assignment) {
  std::uint64_t number = 0;
  const char* end = assignment.value.data() + assignment.value.size();
  const auto result = std::from_chars(assignment.value.data(), end, number);
  if (result.ec == std::errc() && result.ptr == end) return number;
  try {
    return config::quantity(config, assignment.value);
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
