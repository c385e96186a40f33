#include "system.hpp"

#include <cmath>
#include <numeric>

#include <silipool/base/error.hpp>

namespace silipool::memristor {

void check_drive(const Array& array, const Drive& drive) {
  if (drive.row_v.size() != array.rows())
    base::bad_input("{} row voltages for an array of {} x {}", drive.row_v.size(), array.rows(),
                    array.columns());
  if (!drive.column_v.empty() && drive.column_v.size() != array.columns())
    base::bad_input("{} column voltages for an array of {} x {}: legal are none or one for each column",
                    drive.column_v.size(), array.rows(), array.columns());
  for (const std::span<const double> all : {drive.row_v, drive.column_v})
    for (const double v : all)
      if (!std::isfinite(v)) base::bad_input("drive of {} V: legal are finite voltages", v);
}

std::vector<std::size_t> conducting_rows(const Array& array, const Drive& drive) {
  std::vector<std::size_t> rows;
  if (drive.inactive == InactiveRows::grounded) {
    rows.resize(array.rows());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
  } else {
    for (std::size_t i = 0; i < array.rows(); ++i)
      if (drive.row_v[i] != 0) rows.push_back(i);
  }
  return rows;
}

double column_ohm(const Array& array, std::span<const std::size_t> rows, std::size_t k, std::size_t column) {
  const bool last = k + 1 == rows.size();
  const std::size_t end = last ? array.rows() : rows[k + 1];
  double ohm = 0;
  for (std::size_t i = rows[k]; i < end; ++i) ohm += array.column_segment_ohm(i, column);
  return ohm + (last ? array.sense_ohm(column) : 0.0);
}

}  // namespace silipool::memristor
