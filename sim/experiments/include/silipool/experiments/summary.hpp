#pragma once
#include <cstddef>
#include <span>

namespace silipool::experiments {

/// A mean over repetitions and half the width of its 95 % interval by Student's t: mean +- ci95.
struct Summary {
  double mean = 0;
  double ci95 = 0;  ///< 0 of a single value, which says nothing about the spread
  std::size_t n = 0;
};
[[nodiscard]] Summary summarise(std::span<const double> values);

/// The quantile 0.975 of Student's t; beyond 30 degrees of freedom that of 30, which is a little wide.
/// Error{bad_input} for none.
[[nodiscard]] double student_t(std::size_t degrees);

}  // namespace silipool::experiments
