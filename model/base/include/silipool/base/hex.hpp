#pragma once
#include <string>

#include <silipool/base/sdr.hpp>

namespace silipool::base {

/// A bitmap as hexadecimal digits, one for every 4 bits: bit 0 is the lowest of the last digit.
[[nodiscard]] std::string hex_digits(const Sdr& bits);

}  // namespace silipool::base
