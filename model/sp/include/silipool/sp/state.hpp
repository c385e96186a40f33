#pragma once
#include <cstdint>
#include <vector>

namespace silipool::sp {

/// All that a pooler has learned (docs/spec.md section 5). Parts that a configuration's rules do not have are
/// empty, or 0.
struct State {
  std::uint32_t learning_step = 0;
  std::vector<std::uint16_t> permanences;     ///< [column][slot]
  std::vector<std::uint32_t> duties;          ///< [column], Q18.8
  std::vector<std::uint32_t> boosts;          ///< [column], Q4.12
  std::vector<std::uint32_t> overlap_duties;  ///< [column], Q18.8; with bumping
  std::uint32_t inhibition_radius = 0;        ///< where a rule moves it
  /// With duty "window": for learning step number i modulo duty_period, a bitmap of ceil(columns / 64) words.
  std::vector<std::uint64_t> wins;
  std::vector<std::uint64_t> overlaps;      ///< the same of overlaps, with bumping
  std::vector<std::uint16_t> class_counts;  ///< [column][class]; with reward

  friend bool operator==(const State&, const State&) = default;
};

}  // namespace silipool::sp
