#pragma once
#include <cstddef>
#include <vector>

namespace silipool::liberty {

/// What an axis of a table is.
enum class Axis { none, transition, load, other };

/// A table of up to two axes over the transition time of an input and the load of an output, in SI units.
struct Table {
  Axis axis[2] = {Axis::none, Axis::none};
  std::vector<double> index[2];  ///< ascending; s or F
  std::vector<double> values;    ///< the second index runs fastest

  /// Bilinear between the four points around, and on beyond the edge by the last two, as timing tools do. An
  /// `other` axis is taken at its first point.
  [[nodiscard]] double at(double transition_s, double load_f) const;
};

}  // namespace silipool::liberty
