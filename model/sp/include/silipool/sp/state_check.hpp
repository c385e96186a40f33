#pragma once
#include <cstddef>

#include <silipool/config/config.hpp>
#include <silipool/sp/pool_table.hpp>
#include <silipool/sp/state.hpp>

namespace silipool::sp {

/// How many entries each part of a configuration's state has (docs/spec.md section 5).
struct StateShape {
  StateShape(const config::Structural& structural, const config::Runtime& runtime);

  std::size_t columns = 0, slots = 0;
  std::size_t permanences = 0;     ///< columns * slots
  std::size_t overlap_duties = 0;  ///< columns, or 0
  bool radius = false;             ///< whether a rule moves the inhibition radius
  std::size_t row_words = 0;       ///< 64-bit words of one learning step in a window
  std::size_t wins = 0;            ///< words: duty_period rows, or 0
  std::size_t overlaps = 0;        ///< the same
  std::size_t class_counts = 0;    ///< columns * classes, or 0
};

/// Error{bad_input} says what of a state no run of such a pooler could have left: a part of another size, a
/// permanence of more than its bits or in a slot that is not potential, a duty, boost, radius or count past
/// its width, a column that is none, a duty that is not the wins of its window.
void check_state(const config::Structural& structural, const config::Runtime& runtime, const PoolTable& pools,
                 const State& state);

}  // namespace silipool::sp
