#pragma once
#include <string>

#include <silipool/base/error.hpp>

namespace silipool::memristor::test {

/// A card that is small and legal.
inline constexpr const char* kCard = R"(name = "test"
description = "for tests"
model = "soft_bounds"

[sources]
one = "somebody, table 1"

[device]
g_max = { value = 1e-5, unit = "S", low = 1e-6, high = 1e-4, source = "one: row 2" }
g_min = { value = 1e-6, unit = "S", low = 1e-7, high = 1e-5, source = "one" }
step_up = { value = 0.1, unit = "1", low = 0.01, high = 0.5, source = "one" }
step_down = { value = 0.2, unit = "1", low = 0.01, high = 0.5, source = "one" }

[set]
voltage = { value = 1, unit = "V", low = 1, high = 2, source = "one" }
width = { value = 1e-7, unit = "s", low = 1e-8, high = 1e-6, source = "one" }

[reset]
voltage = { value = 1, unit = "V", low = 1, high = 2, source = "one" }
width = { value = 1e-7, unit = "s", low = 1e-8, high = 1e-6, source = "one" }

[read]
voltage = { value = 0.5, unit = "V", low = 0.1, high = 1, source = "one" }
width = { value = 5e-9, unit = "s", low = 1e-9, high = 1e-3, source = "one" }

[device_variation]
distribution = "log_normal"
on = { value = 0.3, unit = "1", low = 0, high = 1, source = "one" }
)";

/// The message of the bad input that `action` throws; "" if it throws none.
template <typename Action>
std::string refusal(Action action) {
  try {
    action();
  } catch (const base::Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace silipool::memristor::test
