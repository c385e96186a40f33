#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace silipool::memristor {

/// A segment of wire that is broken: any resistance from here on. The solvers compute with kOpenOhm, through
/// which passes less than the last bit of any current.
inline constexpr double kOpen = std::numeric_limits<double>::infinity();
inline constexpr double kOpenOhm = 1e30;

/// Resistances of all wires, in ohm, 0 or more; single ones are changed in the array.
struct Wires {
  double row_ohm = 0;  ///< a segment of a row: from the driver to its first cell, and between neighbours
  double column_ohm =
      0;  ///< a segment of a column: between neighbours, and from its last cell to the sense end
  double driver_ohm = 0;  ///< output of a row's driver
  double sense_ohm = 0;   ///< input of a column's sense circuit, behind which is a virtual ground
};

/// What rows and columns of cells are made of. Row i is driven at its left end (before column 0) and open at
/// its right one; column j is open at its top (above row 0) and sensed at its bottom. Every cell joins its
/// row to its column:
///
///     driver_ohm   row_ohm      row_ohm
///     V_i --/\/\---/\/\--+---/\/\--+--- ...   open
///                      cell       cell
///                        |         |          column_ohm downwards, then sense_ohm, then virtual ground
///
/// A cell carries i(v) = g v0 sinh(v / v0), v from row to column: g is its small-signal conductance, and v0,
/// one for the array, says how far it is linear (infinite: everywhere).
class Array {
 public:
  /// Without cells: all conductances are 0. Error{bad_input} for sizes of 0 and resistances below 0.
  Array(std::size_t rows, std::size_t columns, const Wires& wires);

  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::size_t columns() const noexcept { return columns_; }

  /// In siemens, 0 (no cell, stuck open) or more and finite; a shorted cell has that of its short.
  void set_conductance(std::size_t row, std::size_t column, double conductance_s);
  /// All of them, row by row.
  void set_conductances(std::span<const double> conductance_s);
  /// v0 in volt, above 0; infinite for linear cells.
  void set_nonlinearity(double v0_v);

  /// The segment of `row` that leads to its cell `column`, from the driver or the neighbour; kOpen breaks it.
  void set_row_segment(std::size_t row, std::size_t column, double ohm);
  /// The segment of `column` that leads from its cell `row` towards the sense end; kOpen breaks it.
  void set_column_segment(std::size_t row, std::size_t column, double ohm);
  void set_driver(std::size_t row, double ohm);
  void set_sense(std::size_t column, double ohm);

  [[nodiscard]] double conductance_s(std::size_t row, std::size_t column) const {
    return conductance_s_[row * columns_ + column];
  }
  [[nodiscard]] std::span<const double> conductances_s() const noexcept { return conductance_s_; }
  [[nodiscard]] double nonlinearity_v() const noexcept { return v0_v_; }
  [[nodiscard]] bool linear() const noexcept { return v0_v_ == std::numeric_limits<double>::infinity(); }
  /// As set, at most kOpenOhm.
  [[nodiscard]] double row_segment_ohm(std::size_t row, std::size_t column) const {
    return row_ohm_.empty() ? wires_.row_ohm : row_ohm_[row * columns_ + column];
  }
  [[nodiscard]] double column_segment_ohm(std::size_t row, std::size_t column) const {
    return column_ohm_.empty() ? wires_.column_ohm : column_ohm_[row * columns_ + column];
  }
  [[nodiscard]] double driver_ohm(std::size_t row) const { return driver_ohm_[row]; }
  [[nodiscard]] double sense_ohm(std::size_t column) const { return sense_ohm_[column]; }

  /// Equal stamps: equal arrays. Every change takes a new one, by which solvers know what they factored.
  [[nodiscard]] std::uint64_t stamp() const noexcept { return stamp_; }
  /// The same for sizes and resistances alone.
  [[nodiscard]] std::uint64_t wire_stamp() const noexcept { return wire_stamp_; }

 private:
  void changed() noexcept;
  void wires_changed() noexcept;
  void check_cell(std::size_t row, std::size_t column) const;

  std::size_t rows_, columns_;
  Wires wires_;
  double v0_v_ = std::numeric_limits<double>::infinity();
  std::vector<double> conductance_s_;           // row-major, as the next two
  std::vector<double> row_ohm_, column_ohm_;    // empty: all as in wires_
  std::vector<double> driver_ohm_, sense_ohm_;  // one each
  std::uint64_t stamp_ = 0, wire_stamp_ = 0;
};

}  // namespace silipool::memristor
