#pragma once
#include <cstddef>
#include <cstdint>

namespace silipool::oracle {

inline std::uint32_t low16(std::uint32_t u) { return u & 0xffff; }
inline std::uint32_t high16(std::uint32_t u) { return u >> 16; }

inline std::uint64_t greatest_permanence(unsigned bits) { return (std::uint64_t{1} << bits) - 1; }

inline std::size_t distance(std::size_t a, std::size_t b) { return a > b ? a - b : b - a; }

}  // namespace silipool::oracle
