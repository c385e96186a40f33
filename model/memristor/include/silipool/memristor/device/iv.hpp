#pragma once
#include <limits>

#include <silipool/base/elementary.hpp>

namespace silipool::memristor {

/// The current through a cell of small-signal conductance g [S] at v [V]: g v0 sinh(v / v0), an odd function
/// that is linear where v0 is infinite. All device models here have this form exactly.
struct Iv {
  double v0_v = std::numeric_limits<double>::infinity();

  [[nodiscard]] bool linear() const noexcept { return v0_v > 1e300; }
  [[nodiscard]] double current_a(double g_s, double v_v) const noexcept {
    return linear() ? g_s * v_v : g_s * v0_v * base::sinh(v_v / v0_v);
  }
  /// di/dv, for Newton's method.
  [[nodiscard]] double slope_s(double g_s, double v_v) const noexcept {
    return linear() ? g_s : g_s * base::cosh(v_v / v0_v);
  }
};

}  // namespace silipool::memristor
