#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace silipool::memristor {

/// What the periphery knows of a column: current = offset_a + connected_a x overlap
/// + unconnected_a x (active rows - overlap). The number of active rows is known digitally.
struct ColumnCalibration {
  double offset_a = 0;
  double connected_a = 0;    ///< of an active row whose synapse is connected; above unconnected_a
  double unconnected_a = 0;  ///< of one whose synapse is not: leakage

  /// The current half way between the overlaps count - 1 and count.
  [[nodiscard]] double threshold_a(std::uint32_t count, std::uint32_t active_rows) const noexcept;
  /// The overlap that explains a current, as a real number.
  [[nodiscard]] double overlap(double current_a, std::uint32_t active_rows) const noexcept;
};

/// One for each column.
using Calibration = std::vector<ColumnCalibration>;

/// Of ideal wires and cells: read_v times on_s and off_s.
[[nodiscard]] Calibration ideal_calibration(std::size_t columns, double read_v, double on_s, double off_s);

/// Least squares over reads of known overlaps: connected_a and unconnected_a of each column, without offset.
/// currents_a and overlaps hold one row of `columns` numbers for each read, active_rows one number.
/// A column whose reads do not tell the two apart, or whose connected_a would not be the greater one, keeps
/// what it has in `from`. Error{bad_input} for sizes that do not agree.
[[nodiscard]] Calibration fit_calibration(std::span<const double> currents_a,
                                          std::span<const std::uint32_t> overlaps,
                                          std::span<const std::uint32_t> active_rows,
                                          const Calibration& from);

/// The greatest error of an overlap, in counts, where wires have no resistance and the periphery takes
/// leakage for nothing (unconnected_a = 0): active_rows x off / on + error_a / (read_v x on), of which
/// error_a bounds offset and noise. Rounding then gives the overlap exactly iff this is below 1/2. With
/// unconnected_a known the first term is gone.
[[nodiscard]] double worst_error(std::uint32_t active_rows, double read_v, double on_s, double off_s,
                                 double error_a) noexcept;

}  // namespace silipool::memristor
