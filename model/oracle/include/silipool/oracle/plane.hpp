#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <silipool/config/config.hpp>

namespace silipool::oracle {

/// The grid that the columns of a hypercolumn stand in: NX and NY of section 4.
struct ColumnGrid {
  std::size_t nx = 1, ny = 1;
};
[[nodiscard]] ColumnGrid column_grid(std::size_t height, std::size_t columns_per_hypercolumn);

/// A row and a place in it, of the plane of columns or of the input.
struct Place {
  std::size_t y = 0, x = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

/// The plane of columns (section 4).
class Plane {
 public:
  explicit Plane(const config::Structural& structural);

  [[nodiscard]] std::size_t rows() const { return rows_; }      ///< PY
  [[nodiscard]] std::size_t places() const { return places_; }  ///< PX
  /// Where column c stands.
  [[nodiscard]] Place of(std::size_t c) const { return place_.at(c); }
  /// The centre of column c in the input.
  [[nodiscard]] Place centre(std::size_t c) const;
  /// N_R(c), ascending.
  [[nodiscard]] std::vector<std::size_t> neighbourhood(std::size_t c, std::size_t radius) const;
  /// Section 6.3, `local_gaussian`: blur(f) at each column, of f[c] <= 2^62; radius <= 16.
  [[nodiscard]] std::vector<std::uint64_t> blur(std::size_t radius,
                                                const std::vector<std::uint64_t>& f) const;

 private:
  [[nodiscard]] std::size_t inside(std::int64_t at, std::size_t extent) const;

  std::size_t height_, width_;  ///< of the input
  std::size_t rows_, places_;
  bool wrap_;
  std::vector<Place> place_;  ///< [c]
};

/// The columns that each column competes with (section 6.3).
struct Scopes {
  std::vector<std::vector<std::size_t>> lists;  ///< each ascending
  std::vector<std::size_t> list_of;             ///< [c]
  [[nodiscard]] const std::vector<std::size_t>& of(std::size_t c) const { return lists[list_of[c]]; }
};
/// `radius` is R of a neighbourhood; nothing else reads it.
[[nodiscard]] Scopes scopes(const config::Structural& structural, const Plane& plane, std::size_t radius);

}  // namespace silipool::oracle
