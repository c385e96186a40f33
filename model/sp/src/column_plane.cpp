#include <silipool/sp/column_plane.hpp>

namespace silipool::sp {

ColumnPlane::ColumnPlane(const config::Structural& s)
    : height_(s.height), width_(s.width), wrap_(s.wrap), position_of_(s.columns()) {
  const PoolTable::CentreGrid grid = PoolTable::centre_grid(s);
  rows_ = s.grid_y * grid.rows;
  places_ = s.grid_x * grid.places;
  column_at_.assign(size(), kVacant);
  const std::size_t n = s.columns_per_hypercolumn;
  for (std::size_t c = 0; c < s.columns(); ++c) {
    const std::size_t h = c / n;
    const std::size_t j = c % n;
    const std::size_t row = h / s.grid_x * grid.rows + j / grid.places;
    const std::size_t place = h % s.grid_x * grid.places + j % grid.places;
    position_of_[c] = static_cast<std::uint32_t>(row * places_ + place);
    column_at_[row * places_ + place] = static_cast<std::uint32_t>(c);
  }
}

std::uint32_t ColumnPlane::distance(std::size_t column, std::size_t input) const noexcept {
  const std::size_t at = position_of_[column];
  const std::size_t cy = (2 * (at / places_) + 1) * height_ / (2 * rows_);
  const std::size_t cx = (2 * (at % places_) + 1) * width_ / (2 * places_);
  const std::size_t y = input / width_ % height_;
  const std::size_t x = input % width_;
  const auto apart = [](std::size_t a, std::size_t b) { return a > b ? a - b : b - a; };
  return static_cast<std::uint32_t>(std::max(apart(y, cy), apart(x, cx)));
}

std::vector<std::uint32_t> ColumnPlane::neighbours(std::size_t radius) const {
  const std::vector<std::uint32_t> ones(position_of_.size(), 1);
  return over_neighbourhoods<std::uint32_t>(ones, radius,
                                            [](std::uint32_t a, std::uint32_t b) { return a + b; });
}

std::vector<std::uint32_t> ColumnPlane::greatest(std::span<const std::uint32_t> of_column,
                                                 std::size_t radius) const {
  return over_neighbourhoods<std::uint32_t>(of_column, radius,
                                            [](std::uint32_t a, std::uint32_t b) { return std::max(a, b); });
}

std::vector<std::uint64_t> ColumnPlane::sums(std::span<const std::uint32_t> of_column,
                                             std::size_t radius) const {
  return over_neighbourhoods<std::uint64_t>(of_column, radius,
                                            [](std::uint64_t a, std::uint64_t b) { return a + b; });
}

template <typename T, typename Join>
std::vector<T> ColumnPlane::over_neighbourhoods(std::span<const std::uint32_t> of_column, std::size_t radius,
                                                Join&& join) const {
  // A neighbourhood is a rectangle: along the rows first, then down them. 0 is neutral, and vacant.
  std::vector<T> plane(size(), 0);
  for (std::size_t c = 0; c < of_column.size(); ++c) plane[position_of_[c]] = of_column[c];
  std::vector<T> across(size(), 0);
  for (std::size_t x = 0; x < places_; ++x) {
    const Reach r = reach(x, places_, radius);
    for (std::size_t i = 0; i < r.count; ++i) {
      const std::size_t from = (r.first + i) % places_;
      for (std::size_t y = 0; y < rows_; ++y)
        across[y * places_ + x] = join(across[y * places_ + x], plane[y * places_ + from]);
    }
  }
  std::fill(plane.begin(), plane.end(), T{0});
  for (std::size_t y = 0; y < rows_; ++y) {
    const Reach r = reach(y, rows_, radius);
    for (std::size_t i = 0; i < r.count; ++i) {
      const std::size_t from = (r.first + i) % rows_;
      for (std::size_t x = 0; x < places_; ++x)
        plane[y * places_ + x] = join(plane[y * places_ + x], across[from * places_ + x]);
    }
  }
  std::vector<T> result(of_column.size());
  for (std::size_t c = 0; c < result.size(); ++c) result[c] = plane[position_of_[c]];
  return result;
}

}  // namespace silipool::sp
