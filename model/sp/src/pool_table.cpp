#include <silipool/sp/pool_table.hpp>

#include <algorithm>

#include <silipool/sp/arithmetic.hpp>

namespace silipool::sp {
namespace {

/// The input at each position of a window, or kVoid (section 3).
std::vector<std::int32_t> window_inputs(const config::Structural& s, std::size_t hypercolumn) {
  const auto height = static_cast<std::int64_t>(s.height);
  const auto width = static_cast<std::int64_t>(s.width);
  const auto rows = static_cast<std::int64_t>(s.window_y);
  const auto places = static_cast<std::int64_t>(s.window_x);
  const std::int64_t top = window_origin(height, static_cast<std::int64_t>(s.grid_y), rows,
                                         static_cast<std::int64_t>(hypercolumn / s.grid_x));
  const std::int64_t left = window_origin(width, static_cast<std::int64_t>(s.grid_x), places,
                                          static_cast<std::int64_t>(hypercolumn % s.grid_x));
  std::vector<std::int32_t> inputs;
  inputs.reserve(s.window_positions());
  for (std::int64_t plane = 0; plane < static_cast<std::int64_t>(s.planes); ++plane)
    for (std::int64_t dy = 0; dy < rows; ++dy)
      for (std::int64_t dx = 0; dx < places; ++dx) {
        std::int64_t y = top + dy;
        std::int64_t x = left + dx;
        if (s.wrap) {
          y = ((y % height) + height) % height;
          x = ((x % width) + width) % width;
        }
        const bool inside = y >= 0 && y < height && x >= 0 && x < width;
        inputs.push_back(inside ? static_cast<std::int32_t>((plane * height + y) * width + x)
                                : PoolTable::kVoid);
      }
  return inputs;
}

/// Section 4, "drawing m of R, in order".
class SelectionSampler {
 public:
  SelectionSampler(std::uint32_t seed, DrawStream stream, std::uint32_t column, std::size_t wanted,
                   std::size_t candidates)
      : seed_(seed),
        stream_(stream),
        column_(column),
        needed_(std::min(wanted, candidates)),
        remaining_(candidates) {}
  /// Whether the next candidate, at this position, is taken.
  bool take(std::size_t position) {
    const std::uint64_t u = draw(seed_, 0, stream_, column_, static_cast<std::uint32_t>(position));
    const bool taken = ((u * remaining_) >> 32U) < needed_;
    --remaining_;
    if (taken) --needed_;
    return taken;
  }

 private:
  std::uint32_t seed_;
  DrawStream stream_;
  std::uint32_t column_;
  std::uint64_t needed_, remaining_;
};

}  // namespace

PoolTable::PoolTable(const config::Structural& s)
    : slots_(s.slots()),
      columns_per_hypercolumn_(s.columns_per_hypercolumn),
      input_of_(s.hypercolumns() * s.slots(), kVoid) {
  for (std::size_t h = 0; h < s.hypercolumns(); ++h) {
    const std::vector<std::int32_t> positions = window_inputs(s, h);
    if (s.pool == config::Pool::shared_sample)
      take_shared_sample(s, h, positions);
    else
      std::copy(positions.begin(), positions.end(),
                input_of_.begin() + static_cast<std::ptrdiff_t>(h * slots_));
  }
  if (!s.pool_per_column()) return;
  potential_.assign(s.columns() * slots_, false);
  for (std::size_t c = 0; c < s.columns(); ++c) {
    if (s.pool == config::Pool::sample)
      sample_column(s, c);
    else
      limit_to_radius(s, c);
  }
}

void PoolTable::take_shared_sample(const config::Structural& s, std::size_t hypercolumn,
                                   const std::vector<std::int32_t>& positions) {
  const auto is_candidate = [&s](std::int32_t input) {
    return input != kVoid && s.candidate_inputs.test(static_cast<std::size_t>(input));
  };
  const auto candidates =
      static_cast<std::size_t>(std::count_if(positions.begin(), positions.end(), is_candidate));
  SelectionSampler sampler(s.pool_seed, DrawStream::pool, static_cast<std::uint32_t>(hypercolumn),
                           s.synapses_per_column, candidates);
  std::size_t slot = 0;
  for (std::size_t q = 0; q < positions.size(); ++q)
    if (is_candidate(positions[q]) && sampler.take(q))
      input_of_[hypercolumn * slots_ + slot++] = positions[q];
}

void PoolTable::sample_column(const config::Structural& s, std::size_t column) {
  const std::size_t hypercolumn = column / columns_per_hypercolumn_;
  SelectionSampler sampler(s.pool_seed, DrawStream::sample, static_cast<std::uint32_t>(column),
                           s.synapses_per_column, slot_count(hypercolumn));
  for (std::size_t slot = 0; slot < slots_; ++slot)
    if (input_of(hypercolumn, slot) != kVoid) potential_[column * slots_ + slot] = sampler.take(slot);
}

PoolTable::CentreGrid PoolTable::centre_grid(const config::Structural& s) {
  const std::size_t n = s.columns_per_hypercolumn;
  if (s.height == 1) return {1, n};
  std::size_t places = 1;
  while (places * places < n) ++places;
  return {(n + places - 1) / places, places};
}

PoolTable::Centre PoolTable::centre(const config::Structural& s, std::size_t j) {
  const CentreGrid grid = centre_grid(s);
  return {((2 * (j / grid.places) + 1) * s.window_y) / (2 * grid.rows),
          ((2 * (j % grid.places) + 1) * s.window_x) / (2 * grid.places)};
}

void PoolTable::limit_to_radius(const config::Structural& s, std::size_t column) {
  const std::size_t hypercolumn = column / columns_per_hypercolumn_;
  const Centre own = centre(s, column % columns_per_hypercolumn_);
  const auto near = [&s](std::size_t a, std::size_t b) { return (a > b ? a - b : b - a) <= s.radius; };
  for (std::size_t slot = 0; slot < slots_; ++slot) {
    const std::size_t dy = slot / s.window_x % s.window_y;
    const std::size_t dx = slot % s.window_x;
    potential_[column * slots_ + slot] =
        input_of(hypercolumn, slot) != kVoid && near(dy, own.dy) && near(dx, own.dx);
  }
}

bool PoolTable::potential(std::size_t column, std::size_t slot) const noexcept {
  return potential_.empty() ? input_of(column / columns_per_hypercolumn_, slot) != kVoid
                            : potential_[column * slots_ + slot];
}

std::size_t PoolTable::slot_count(std::size_t hypercolumn) const noexcept {
  const auto first = input_of_.begin() + static_cast<std::ptrdiff_t>(hypercolumn * slots_);
  return slots_ -
         static_cast<std::size_t>(std::count(first, first + static_cast<std::ptrdiff_t>(slots_), kVoid));
}

}  // namespace silipool::sp
