#pragma once
#include <string>

#include <silipool/config/config.hpp>

namespace silipool::config {

/// The first value of a configuration that only the model has, as `pooler.ties = "all"` (docs/spec.md section
/// 10); "" where the RTL has all of it.
[[nodiscard]] std::string beyond_hardware(const Config& config);

}  // namespace silipool::config
