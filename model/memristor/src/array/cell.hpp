#pragma once
// The current of a cell, i(v) = g v0 sinh(v / v0), and its tangent.
#include <algorithm>
#include <cmath>

#include <silipool/base/elementary.hpp>

namespace silipool::memristor {

struct CellPoint {
  double i, slope;  ///< per siemens of g: volt, and a number
};

[[nodiscard]] inline CellPoint cell_at(double v, double v0) {
  if (!std::isfinite(v0)) return {v, 1.0};
  const double sinh = base::sinh(v / v0);
  return {v0 * sinh, std::sqrt(1.0 + sinh * sinh)};
}

/// Where Newton's method takes the next tangent: at the voltage found, but no more than v0 beyond where it
/// was, or the exponential of a step too long would undo it. Towards 0 nothing limits it.
[[nodiscard]] inline double limited_step(double from, double to, double v0) {
  if (!std::isfinite(v0)) return to;
  const double low = std::min(from, 0.0) - v0;
  const double high = std::max(from, 0.0) + v0;
  return std::clamp(to, low, high);
}

/// Where it takes the first one, if the cell had all of the voltage between its lines' ends.
[[nodiscard]] inline double first_point(double v, double v0) {
  return std::isfinite(v0) ? std::clamp(v, -8 * v0, 8 * v0) : v;
}

inline constexpr std::size_t kNewtonSteps = 200;

}  // namespace silipool::memristor
