#include <silipool/memristor/periphery/calibration.hpp>

#include <silipool/base/error.hpp>

namespace silipool::memristor {

double ColumnCalibration::threshold_a(std::uint32_t count, std::uint32_t active_rows) const noexcept {
  return offset_a + unconnected_a * active_rows + (connected_a - unconnected_a) * (count - 0.5);
}

double ColumnCalibration::overlap(double current_a, std::uint32_t active_rows) const noexcept {
  return (current_a - offset_a - unconnected_a * active_rows) / (connected_a - unconnected_a);
}

Calibration ideal_calibration(std::size_t columns, double read_v, double on_s, double off_s) {
  return Calibration(columns, {0.0, read_v * on_s, read_v * off_s});
}

Calibration fit_calibration(std::span<const double> currents_a, std::span<const std::uint32_t> overlaps,
                            std::span<const std::uint32_t> active_rows, const Calibration& from) {
  const std::size_t n = from.size();
  if (currents_a.size() != overlaps.size() || currents_a.size() != n * active_rows.size())
    base::bad_input("calibration of {} columns from {} currents and {} overlaps of {} reads", n,
                    currents_a.size(), overlaps.size(), active_rows.size());
  Calibration fitted = from;
  for (std::size_t j = 0; j < n; ++j) {
    // Sums of integers, exact in double; then the two normal equations.
    double cc = 0, cu = 0, uu = 0, ci = 0, ui = 0;
    for (std::size_t read = 0; read < active_rows.size(); ++read) {
      if (overlaps[read * n + j] > active_rows[read])
        base::bad_input("overlap {} of {} active rows in read {}", overlaps[read * n + j], active_rows[read],
                        read);
      const double connected = overlaps[read * n + j];
      const double unconnected = active_rows[read] - overlaps[read * n + j];
      const double current = currents_a[read * n + j];
      cc += connected * connected;
      cu += connected * unconnected;
      uu += unconnected * unconnected;
      ci += connected * current;
      ui += unconnected * current;
    }
    const double determinant = cc * uu - cu * cu;
    if (!(determinant > 0)) continue;
    const ColumnCalibration found{0.0, (ci * uu - ui * cu) / determinant, (ui * cc - ci * cu) / determinant};
    if (found.connected_a > found.unconnected_a) fitted[j] = found;
  }
  return fitted;
}

double worst_error(std::uint32_t active_rows, double read_v, double on_s, double off_s,
                   double error_a) noexcept {
  return active_rows * off_s / on_s + error_a / (read_v * on_s);
}

}  // namespace silipool::memristor
