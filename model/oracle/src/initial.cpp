// Permanences at reset (section 5).
#include <algorithm>

#include <silipool/oracle/oracle.hpp>

#include "numbers.hpp"

namespace silipool::oracle {
namespace {

/// The ends of `initial_window`.
std::uint64_t lowest(std::uint64_t theta, std::uint64_t window) {
  return theta > window ? theta - window : 0;
}
std::uint64_t highest(unsigned bits, std::uint64_t theta, std::uint64_t window) {
  return std::min(greatest_permanence(bits), theta + window);
}

}  // namespace

std::uint64_t initial_permanence(unsigned bits, std::uint64_t theta, std::uint64_t initially_connected,
                                 std::uint32_t u) {
  const std::uint64_t lo = low16(u);
  const std::uint64_t hi = high16(u);
  const std::uint64_t levels = std::uint64_t{1} << bits;
  if (lo < initially_connected) return theta + hi * (levels - theta) / 65536;
  return hi * theta / 65536;
}

std::uint64_t initial_uniform(unsigned bits, std::uint64_t theta, std::uint64_t window, std::uint32_t u) {
  const std::uint64_t low = lowest(theta, window);
  const std::uint64_t high = highest(bits, theta, window);
  return low + std::uint64_t{u} * (high - low + 1) / (std::uint64_t{1} << 32);
}

std::uint64_t initial_distance(unsigned bits, std::uint64_t theta, std::uint64_t window,
                               std::uint64_t distance, std::uint64_t greatest) {
  const std::uint64_t low = lowest(theta, window);
  const std::uint64_t high = highest(bits, theta, window);
  return low + (high - low) * (greatest - distance) / greatest;
}

/// D of section 5, of a potential slot.
std::size_t Oracle::distance_from_centre(std::size_t c, std::size_t s) const {
  const Place centre = plane_.centre(c);
  const Place input = input_place(c, s);
  return std::max(distance(input.y, centre.y), distance(input.x, centre.x));
}

/// Before they are raised.
std::vector<std::uint64_t> Oracle::initial_permanences(std::size_t c) const {
  const unsigned bits = structural_.permanence_bits;
  const std::uint64_t theta = structural_.connected_threshold;
  std::size_t greatest = 1;  // Dmax
  for (std::size_t s = 0; s < slots_; ++s)
    if (potential_[c][s]) greatest = std::max(greatest, distance_from_centre(c, s));

  std::vector<std::uint64_t> permanences(slots_, 0);
  for (std::size_t s = 0; s < slots_; ++s) {
    if (!potential_[c][s]) continue;
    const std::uint32_t u =
        hash(runtime_.seed, 0, stream_initial, static_cast<std::uint32_t>(c), static_cast<std::uint32_t>(s));
    switch (structural_.initialisation) {
      case config::Initialisation::two_sided:
        permanences[s] = initial_permanence(bits, theta, runtime_.initially_connected, u);
        break;
      case config::Initialisation::uniform:
        permanences[s] = initial_uniform(bits, theta, runtime_.initial_window, u);
        break;
      case config::Initialisation::distance:
        permanences[s] =
            initial_distance(bits, theta, runtime_.initial_window, distance_from_centre(c, s), greatest);
        break;
    }
  }
  return permanences;
}

}  // namespace silipool::oracle
