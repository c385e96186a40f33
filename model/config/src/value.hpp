#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace silipool::config::detail {

/// A TOML value of a kind that some key has; monostate is any other kind, or no value.
using Value = std::variant<std::monostate, std::int64_t, double, bool, std::string, std::vector<std::int64_t>,
                           std::vector<std::string>>;

/// As TOML; "" for monostate. A double in the fewest digits that read back as the same double.
[[nodiscard]] std::string to_toml(const Value& value);

/// A string as TOML, quoted and escaped.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace silipool::config::detail
