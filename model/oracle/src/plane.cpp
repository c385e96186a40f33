// The plane of columns, neighbourhoods and scopes (sections 4 and 6.3), the blur of section 6.3.
#include <silipool/oracle/plane.hpp>

#include <algorithm>

#include "numbers.hpp"

namespace silipool::oracle {
namespace {

/// C(n, 0) .. C(n, n), a row of Pascal's triangle; n <= 64.
std::vector<std::uint64_t> binomials(std::size_t n) {
  std::vector<std::uint64_t> row{1};
  while (row.size() <= n) {
    std::vector<std::uint64_t> next(row.size() + 1, 1);
    for (std::size_t i = 1; i < row.size(); ++i) next[i] = row[i - 1] + row[i];
    row = next;
  }
  return row;
}

}  // namespace

ColumnGrid column_grid(std::size_t height, std::size_t columns_per_hypercolumn) {
  const std::size_t n = columns_per_hypercolumn;
  if (height == 1) return {n, 1};
  std::size_t nx = 1;
  while (nx * nx < n) ++nx;
  return {nx, (n + nx - 1) / nx};
}

Plane::Plane(const config::Structural& structural)
    : height_(structural.height), width_(structural.width), rows_(0), places_(0), wrap_(structural.wrap) {
  const std::size_t n = structural.columns_per_hypercolumn;
  const auto [nx, ny] = column_grid(structural.height, n);
  rows_ = structural.grid_y * ny;
  places_ = structural.grid_x * nx;
  for (std::size_t gy = 0; gy < structural.grid_y; ++gy)
    for (std::size_t gx = 0; gx < structural.grid_x; ++gx)
      for (std::size_t j = 0; j < n; ++j) place_.push_back({gy * ny + j / nx, gx * nx + j % nx});
}

Place Plane::centre(std::size_t c) const {
  const Place at = of(c);
  return {(2 * at.y + 1) * height_ / (2 * rows_), (2 * at.x + 1) * width_ / (2 * places_)};
}

std::vector<std::size_t> Plane::neighbourhood(std::size_t c, std::size_t radius) const {
  const auto apart = [&](std::size_t a, std::size_t b, std::size_t extent) {
    const std::size_t d = distance(a, b);
    return wrap_ ? std::min(d, extent - d) : d;
  };
  std::vector<std::size_t> near;
  for (std::size_t other = 0; other < place_.size(); ++other)
    if (apart(place_[c].y, place_[other].y, rows_) <= radius &&
        apart(place_[c].x, place_[other].x, places_) <= radius)
      near.push_back(other);
  return near;
}

/// A row or place that may be outside, brought inside (section 6.3).
std::size_t Plane::inside(std::int64_t at, std::size_t extent) const {
  const auto size = static_cast<std::int64_t>(extent);
  while (at < 0 || at >= size) {
    if (wrap_)
      at += at < 0 ? size : -size;
    else
      at = at < 0 ? -1 - at : 2 * size - 1 - at;
  }
  return static_cast<std::size_t>(at);
}

std::vector<std::uint64_t> Plane::blur(std::size_t radius, const std::vector<std::uint64_t>& f) const {
  using Rows = std::vector<std::vector<std::uint64_t>>;
  const std::vector<std::uint64_t> weight = binomials(2 * radius);
  const auto offset = [&](std::size_t at, std::size_t i) {
    return static_cast<std::int64_t>(at + i) - static_cast<std::int64_t>(radius);
  };

  Rows whole(rows_, std::vector<std::uint64_t>(places_, 0));
  for (std::size_t c = 0; c < place_.size(); ++c) whole[place_[c].y][place_[c].x] = f[c];

  Rows along = whole;
  for (std::size_t y = 0; y < rows_; ++y)
    for (std::size_t x = 0; x < places_; ++x) {
      unsigned __int128 sum = 0;
      for (std::size_t i = 0; i <= 2 * radius; ++i)
        sum += static_cast<unsigned __int128>(weight[i]) * whole[y][inside(offset(x, i), places_)];
      along[y][x] = static_cast<std::uint64_t>(sum >> (2 * radius));
    }

  Rows across = along;
  if (height_ != 1)
    for (std::size_t y = 0; y < rows_; ++y)
      for (std::size_t x = 0; x < places_; ++x) {
        unsigned __int128 sum = 0;
        for (std::size_t i = 0; i <= 2 * radius; ++i)
          sum += static_cast<unsigned __int128>(weight[i]) * along[inside(offset(y, i), rows_)][x];
        across[y][x] = static_cast<std::uint64_t>(sum >> (2 * radius));
      }

  std::vector<std::uint64_t> blurred;
  for (const Place& at : place_) blurred.push_back(across[at.y][at.x]);
  return blurred;
}

Scopes scopes(const config::Structural& structural, const Plane& plane, std::size_t radius) {
  const std::size_t n = structural.columns_per_hypercolumn;
  Scopes found;
  for (std::size_t c = 0; c < structural.columns(); ++c) {
    switch (structural.inhibition) {
      case config::Inhibition::hypercolumn:
        found.lists.resize(c / n + 1);
        found.lists[c / n].push_back(c);
        found.list_of.push_back(c / n);
        break;
      case config::Inhibition::global:
      case config::Inhibition::local_gaussian:
        found.lists.resize(1);
        found.lists[0].push_back(c);
        found.list_of.push_back(0);
        break;
      case config::Inhibition::local:
      case config::Inhibition::local_scan:
        found.lists.push_back(plane.neighbourhood(c, radius));
        found.list_of.push_back(c);
        break;
    }
  }
  return found;
}

}  // namespace silipool::oracle
