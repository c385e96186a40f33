#pragma once
#include <span>

namespace silipool::data {

/// A point that the pen passes, in a box with x from left 0 to right 1 and y from top 0 to bottom 1.
struct Knot {
  enum Kind {
    smooth,  ///< the pen passes in a curve
    corner,  ///< the pen stops and turns
    start,   ///< the pen is put down here
  };
  double x;
  double y;
  Kind kind = smooth;
};

using Glyph = std::span<const Knot>;

/// The ways of writing `digit`, 0 to 9; at least one.
[[nodiscard]] std::span<const Glyph> glyphs_of(unsigned digit) noexcept;

}  // namespace silipool::data
