#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <silipool/config/config.hpp>

namespace silipool::config {

/// The number that a quantity of the configuration has: a key as it was rounded, such as
/// `learning.increment_probability`, or what follows from keys, such as `columns` or `boost_scale`: what
/// somebody else's design, or a testbench, is given. Error{bad_input} lists them all.
[[nodiscard]] std::uint64_t quantity(const Config& config, std::string_view name);
[[nodiscard]] std::vector<std::string> quantity_names();

}  // namespace silipool::config
