#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace silipool::config::detail {

/// " (did you mean X?)" with the candidate that was most likely meant by `key`, or "". A right name in the
/// wrong table counts as one mistake.
[[nodiscard]] std::string suggestion(std::string_view key, const std::vector<std::string_view>& candidates);

}  // namespace silipool::config::detail
