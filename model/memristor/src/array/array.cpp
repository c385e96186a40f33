#include <silipool/memristor/array/array.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <string_view>

#include <silipool/base/error.hpp>

namespace silipool::memristor {
namespace {

double checked_ohm(std::string_view what, double ohm) {
  if (!(ohm >= 0)) base::bad_input("{} of {} ohm: legal are 0 and more, and infinity", what, ohm);
  return std::min(ohm, kOpenOhm);
}

void check_conductance(double conductance_s) {
  if (!(conductance_s >= 0 && std::isfinite(conductance_s)))
    base::bad_input("conductance of {} S: legal are finite ones from 0", conductance_s);
}

}  // namespace

Array::Array(std::size_t rows, std::size_t columns, const Wires& wires)
    : rows_(rows),
      columns_(columns),
      wires_{checked_ohm("row segment", wires.row_ohm), checked_ohm("column segment", wires.column_ohm),
             checked_ohm("driver", wires.driver_ohm), checked_ohm("sense input", wires.sense_ohm)},
      conductance_s_(rows * columns, 0.0),
      driver_ohm_(rows, wires_.driver_ohm),
      sense_ohm_(columns, wires_.sense_ohm) {
  if (rows == 0 || columns == 0)
    base::bad_input("array of {} x {} cells: legal are 1 x 1 and more", rows, columns);
  wires_changed();
}

void Array::changed() noexcept {
  static std::atomic<std::uint64_t> last{0};
  stamp_ = ++last;
}

void Array::wires_changed() noexcept {
  changed();
  wire_stamp_ = stamp_;
}

void Array::check_cell(std::size_t row, std::size_t column) const {
  if (row >= rows_ || column >= columns_)
    base::bad_input("cell ({}, {}) of an array of {} x {}", row, column, rows_, columns_);
}

void Array::set_conductance(std::size_t row, std::size_t column, double conductance_s) {
  check_cell(row, column);
  check_conductance(conductance_s);
  conductance_s_[row * columns_ + column] = conductance_s;
  changed();
}

void Array::set_conductances(std::span<const double> conductance_s) {
  if (conductance_s.size() != conductance_s_.size())
    base::bad_input("{} conductances for an array of {} x {}", conductance_s.size(), rows_, columns_);
  std::for_each(conductance_s.begin(), conductance_s.end(), check_conductance);
  std::copy(conductance_s.begin(), conductance_s.end(), conductance_s_.begin());
  changed();
}

void Array::set_nonlinearity(double v0_v) {
  if (!(v0_v > 0)) base::bad_input("v0 of {} V: legal are values above 0, and infinity", v0_v);
  v0_v_ = v0_v;
  changed();
}

void Array::set_row_segment(std::size_t row, std::size_t column, double ohm) {
  check_cell(row, column);
  if (row_ohm_.empty()) row_ohm_.assign(conductance_s_.size(), wires_.row_ohm);
  row_ohm_[row * columns_ + column] = checked_ohm("row segment", ohm);
  wires_changed();
}

void Array::set_column_segment(std::size_t row, std::size_t column, double ohm) {
  check_cell(row, column);
  if (column_ohm_.empty()) column_ohm_.assign(conductance_s_.size(), wires_.column_ohm);
  column_ohm_[row * columns_ + column] = checked_ohm("column segment", ohm);
  wires_changed();
}

void Array::set_driver(std::size_t row, double ohm) {
  check_cell(row, 0);
  driver_ohm_[row] = checked_ohm("driver", ohm);
  wires_changed();
}

void Array::set_sense(std::size_t column, double ohm) {
  check_cell(0, column);
  sense_ohm_[column] = checked_ohm("sense input", ohm);
  wires_changed();
}

}  // namespace silipool::memristor
