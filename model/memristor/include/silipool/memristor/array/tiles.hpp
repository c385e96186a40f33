#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/memristor/array/array.hpp>
#include <silipool/memristor/array/solver.hpp>

namespace silipool::memristor {

/// A matrix of cells cut into arrays of at most so many rows and columns, each with wires, drivers and sense
/// inputs of its own. What a column of the matrix gets is the sum of the numbers that the periphery reads
/// from its tiles: partial sums are added as integers, never as currents.
class Tiles {
 public:
  Tiles(std::size_t rows, std::size_t columns, std::size_t tile_rows, std::size_t tile_columns,
        const Wires& wires);

  struct Place {
    std::size_t first_row, rows, first_column, columns;
  };

  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
  /// Tiles by rows, then columns, of the matrix.
  [[nodiscard]] std::size_t size() const noexcept { return arrays_.size(); }
  [[nodiscard]] const Place& place(std::size_t tile) const { return places_.at(tile); }
  [[nodiscard]] Array& array(std::size_t tile) { return arrays_.at(tile); }
  [[nodiscard]] const Array& array(std::size_t tile) const { return arrays_.at(tile); }

  void set_conductance(std::size_t row, std::size_t column, double conductance_s);
  void set_conductances(std::span<const double> conductance_s);
  void set_nonlinearity(double v0_v);

  /// One solution for each tile; `solvers` keeps one solver for each and is filled where it is empty.
  [[nodiscard]] std::vector<Solution> solve(std::span<const double> row_v, InactiveRows inactive,
                                            std::vector<Solver>& solvers,
                                            const SolverOptions& options = {}) const;
  /// Sums the numbers of the tiles' columns, `of_tile[t]` one for each column of tile t, into one for each
  /// column of the matrix.
  [[nodiscard]] std::vector<std::uint32_t> partial_sums(
      std::span<const std::vector<std::uint32_t>> of_tile) const;

 private:
  std::size_t rows_, columns_, tile_rows_, tile_columns_, across_;
  std::vector<Place> places_;
  std::vector<Array> arrays_;
};

}  // namespace silipool::memristor
