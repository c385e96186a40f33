#pragma once
#include <string>

#include <silipool/base/error.hpp>
#include <silipool/config/load.hpp>

namespace silipool::config {

/// The required keys and nothing else: 8 x 6 inputs, one hypercolumn of 10 columns.
inline constexpr const char* kMinimal = R"(name = "minimal"
input.shape = [8, 6]
pooler.columns_per_hypercolumn = 10
pooler.permanence_bits = 4
pooler.active_columns = 3
learning.rule = "draw_per_winner"
)";

/// The minimal configuration with other values.
inline Config minimal(const Overrides& overrides = {}) {
  return parse_config(kMinimal, "minimal.toml", overrides);
}

/// The message that the text is refused with; "" if it is not.
inline std::string refusal(const std::string& text, const Overrides& overrides = {}) {
  try {
    (void)parse_config(text, "a.toml", overrides);
    return "";
  } catch (const base::Error& error) {
    return error.kind() == base::ErrorKind::bad_input ? error.what() : "wrong kind of error";
  }
}

}  // namespace silipool::config
