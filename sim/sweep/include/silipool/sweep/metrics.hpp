#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <silipool/store/store.hpp>

namespace silipool::sweep {

/// The numbers and texts of a command's JSON by their path, `accuracy.test`, `tables.life.0.years`: what was
/// configured (`config`, `data`, `engine`, `seed`, `readout`) and `figures` are left out. A truth value is 0
/// or 1. Error{bad_input} for what is no JSON object or array.
[[nodiscard]] std::vector<store::Metric> metrics_of(const std::string& json);

/// By the table of docs/cli.md; "" for what is no quantity or is not known.
[[nodiscard]] std::string_view unit_of(std::string_view metric);

}  // namespace silipool::sweep
