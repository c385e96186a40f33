#include <silipool/experiments/summary.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <silipool/base/error.hpp>

namespace silipool::experiments {

double student_t(std::size_t degrees) {
  static constexpr std::array<double, 30> kQuantiles{
      12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,  //
      2.201,  2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,  //
      2.080,  2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};
  if (degrees == 0) base::bad_input("Student's t of no degrees of freedom: at least 1 is legal");
  return kQuantiles[std::min(degrees, kQuantiles.size()) - 1];
}

Summary summarise(std::span<const double> values) {
  Summary out{0, 0, values.size()};
  if (values.empty()) return out;
  for (const double v : values) out.mean += v;
  out.mean /= static_cast<double>(values.size());
  if (values.size() == 1) return out;
  double squares = 0;
  for (const double v : values) squares += (v - out.mean) * (v - out.mean);
  const auto degrees = static_cast<double>(values.size() - 1);
  out.ci95 = student_t(values.size() - 1) * std::sqrt(squares / degrees / static_cast<double>(values.size()));
  return out;
}

}  // namespace silipool::experiments
