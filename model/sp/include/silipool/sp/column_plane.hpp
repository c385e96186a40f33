#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/sp/pool_table.hpp>

namespace silipool::sp {

/// The plane that all columns stand in, and who is near whom (docs/spec.md section 4, "the plane of
/// columns").
class ColumnPlane {
 public:
  static constexpr std::uint32_t kVacant = 0xffffffff;

  explicit ColumnPlane(const config::Structural& structural);

  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] std::size_t places() const noexcept { return places_; }
  [[nodiscard]] std::size_t size() const noexcept { return rows_ * places_; }
  /// Position of a column: row * places() + place.
  [[nodiscard]] std::size_t position(std::size_t column) const noexcept { return position_of_[column]; }
  /// The column at a position, or kVacant.
  [[nodiscard]] std::uint32_t column(std::size_t position) const noexcept { return column_at_[position]; }
  [[nodiscard]] bool wraps() const noexcept { return wrap_; }

  /// Distance of an input from the column's centre in the input (section 5): the greater of rows and places.
  [[nodiscard]] std::uint32_t distance(std::size_t column, std::size_t input) const noexcept;

  /// A stretch of one row, as positions.
  struct Span {
    std::size_t first = 0, count = 0;
  };
  /// Calls f(Span) for stretches that cover the neighbourhood of radius R of a column, each position once.
  template <typename F>
  void for_neighbourhood(std::size_t column, std::size_t radius, F&& f) const {
    const std::size_t at = position_of_[column];
    const Reach down = reach(at / places_, rows_, radius);
    const Reach across = reach(at % places_, places_, radius);
    for (std::size_t i = 0; i < down.count; ++i) {
      const std::size_t row = (down.first + i) % rows_ * places_;
      const std::size_t head = std::min(across.count, places_ - across.first);
      f(Span{row + across.first, head});
      if (across.count > head) f(Span{row, across.count - head});
    }
  }

  /// Columns in the neighbourhood of radius R of each column.
  [[nodiscard]] std::vector<std::uint32_t> neighbours(std::size_t radius) const;
  /// The greatest, and the sum, of a quantity of columns over the neighbourhood of each column.
  [[nodiscard]] std::vector<std::uint32_t> greatest(std::span<const std::uint32_t> of_column,
                                                    std::size_t radius) const;
  [[nodiscard]] std::vector<std::uint64_t> sums(std::span<const std::uint32_t> of_column,
                                                std::size_t radius) const;

 private:
  struct Reach {
    std::size_t first = 0, count = 0;
  };
  /// Coordinates within the radius, from `first` on and around the end.
  [[nodiscard]] Reach reach(std::size_t at, std::size_t extent, std::size_t radius) const noexcept {
    if (wrap_ && 2 * radius + 1 >= extent) return {0, extent};
    if (wrap_) return {(at + extent - radius) % extent, 2 * radius + 1};
    const std::size_t first = at > radius ? at - radius : 0;
    return {first, std::min(extent - 1, at + radius) - first + 1};
  }
  template <typename T, typename Join>
  [[nodiscard]] std::vector<T> over_neighbourhoods(std::span<const std::uint32_t> of_column,
                                                   std::size_t radius, Join&& join) const;

  std::size_t rows_, places_, height_, width_;
  bool wrap_;
  std::vector<std::uint32_t> position_of_;  ///< [column]
  std::vector<std::uint32_t> column_at_;    ///< [position]
};

}  // namespace silipool::sp
