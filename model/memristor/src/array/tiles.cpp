#include <silipool/memristor/array/tiles.hpp>

#include <algorithm>

#include <silipool/base/error.hpp>

namespace silipool::memristor {

Tiles::Tiles(std::size_t rows, std::size_t columns, std::size_t tile_rows, std::size_t tile_columns,
             const Wires& wires)
    : rows_(rows), columns_(columns), tile_rows_(tile_rows), tile_columns_(tile_columns) {
  if (rows == 0 || columns == 0 || tile_rows == 0 || tile_columns == 0)
    base::bad_input("{} x {} cells in tiles of {} x {}: legal are sizes from 1", rows, columns, tile_rows,
                    tile_columns);
  across_ = (columns + tile_columns - 1) / tile_columns;
  for (std::size_t i = 0; i < rows; i += tile_rows)
    for (std::size_t j = 0; j < columns; j += tile_columns) {
      places_.push_back({i, std::min(tile_rows, rows - i), j, std::min(tile_columns, columns - j)});
      arrays_.emplace_back(places_.back().rows, places_.back().columns, wires);
    }
}

void Tiles::set_conductance(std::size_t row, std::size_t column, double conductance_s) {
  if (row >= rows_ || column >= columns_)
    base::bad_input("cell ({}, {}) of {} x {}", row, column, rows_, columns_);
  arrays_[row / tile_rows_ * across_ + column / tile_columns_].set_conductance(
      row % tile_rows_, column % tile_columns_, conductance_s);
}

void Tiles::set_conductances(std::span<const double> conductance_s) {
  if (conductance_s.size() != rows_ * columns_)
    base::bad_input("{} conductances for {} x {} cells", conductance_s.size(), rows_, columns_);
  std::vector<double> part;
  for (std::size_t t = 0; t < size(); ++t) {
    const Place& place = places_[t];
    part.clear();
    for (std::size_t i = 0; i < place.rows; ++i) {
      const auto row =
          conductance_s.subspan((place.first_row + i) * columns_ + place.first_column, place.columns);
      part.insert(part.end(), row.begin(), row.end());
    }
    arrays_[t].set_conductances(part);
  }
}

void Tiles::set_nonlinearity(double v0_v) {
  for (Array& array : arrays_) array.set_nonlinearity(v0_v);
}

std::vector<Solution> Tiles::solve(std::span<const double> row_v, InactiveRows inactive,
                                   std::vector<Solver>& solvers, const SolverOptions& options) const {
  if (row_v.size() != rows_) base::bad_input("{} row voltages for {} rows", row_v.size(), rows_);
  while (solvers.size() < size()) solvers.emplace_back(options);
  std::vector<Solution> solutions;
  for (std::size_t t = 0; t < size(); ++t)
    solutions.push_back(
        solvers[t].solve(arrays_[t], {row_v.subspan(places_[t].first_row, places_[t].rows), inactive, {}}));
  return solutions;
}

std::vector<std::uint32_t> Tiles::partial_sums(std::span<const std::vector<std::uint32_t>> of_tile) const {
  if (of_tile.size() != size()) base::bad_input("numbers of {} tiles for {}", of_tile.size(), size());
  std::vector<std::uint32_t> sums(columns_, 0);
  for (std::size_t t = 0; t < size(); ++t) {
    if (of_tile[t].size() != places_[t].columns)
      base::bad_input("{} numbers of tile {} for {} columns", of_tile[t].size(), t, places_[t].columns);
    for (std::size_t j = 0; j < places_[t].columns; ++j) sums[places_[t].first_column + j] += of_tile[t][j];
  }
  return sums;
}

}  // namespace silipool::memristor
