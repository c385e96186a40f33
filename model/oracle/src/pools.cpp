// Windows and potential pools (sections 3 and 4).
#include <algorithm>

#include <silipool/oracle/oracle.hpp>

#include "numbers.hpp"

namespace silipool::oracle {
namespace {

/// Row or column `begin + offset` of a plane, or nothing where it is outside and the plane does not wrap
/// (section 3).
std::optional<std::size_t> place(std::int64_t begin, std::size_t offset, std::size_t extent, bool wrap) {
  const auto size = static_cast<std::int64_t>(extent);
  std::int64_t at = begin + static_cast<std::int64_t>(offset);
  if (wrap) at = ((at % size) + size) % size;
  if (at < 0 || at >= size) return std::nullopt;
  return static_cast<std::size_t>(at);
}

}  // namespace

// Section 3.
std::int64_t window_origin(std::int64_t extent, std::int64_t grid, std::int64_t window, std::int64_t g) {
  const std::int64_t centre = (2 * g + 1) * extent / (2 * grid);
  return centre - window / 2;
}

// Section 4, "drawing m of R, in order".
std::vector<std::size_t> draw_pool(const std::vector<std::size_t>& candidates, std::size_t m,
                                   std::uint32_t pool_seed, Stream stream, std::size_t column) {
  std::vector<std::size_t> taken;
  std::uint64_t needed = std::min(m, candidates.size());
  std::uint64_t remaining = candidates.size();
  for (const std::size_t position : candidates) {
    const std::uint64_t u =
        hash(pool_seed, 0, stream, static_cast<std::uint32_t>(column), static_cast<std::uint32_t>(position));
    if (((u * remaining) >> 32) < needed) {
      taken.push_back(position);
      --needed;
    }
    --remaining;
  }
  return taken;
}

// Section 3.
std::optional<std::size_t> Oracle::input_of_position(std::size_t h, std::size_t q) const {
  const config::Structural& s = structural_;
  const std::size_t gy = h / s.grid_x;
  const std::size_t gx = h % s.grid_x;
  const std::size_t p = q / (s.window_y * s.window_x);
  const std::size_t dy = q / s.window_x % s.window_y;
  const std::size_t dx = q % s.window_x;

  const auto integer = [](std::size_t value) { return static_cast<std::int64_t>(value); };
  const std::int64_t top =
      window_origin(integer(s.height), integer(s.grid_y), integer(s.window_y), integer(gy));
  const std::int64_t left =
      window_origin(integer(s.width), integer(s.grid_x), integer(s.window_x), integer(gx));

  const std::optional<std::size_t> row = place(top, dy, s.height, s.wrap);
  const std::optional<std::size_t> column = place(left, dx, s.width, s.wrap);
  if (!row || !column) return std::nullopt;
  return (p * s.height + *row) * s.width + *column;
}

// Section 4.
Oracle::Slots Oracle::slots_of_hypercolumn(std::size_t h) const {
  Slots slots(slots_);
  if (structural_.pool != config::Pool::shared_sample) {
    for (std::size_t s = 0; s < slots_; ++s) slots[s] = input_of_position(h, s);
    return slots;
  }

  std::vector<std::size_t> candidates;
  for (std::size_t q = 0; q < structural_.window_positions(); ++q) {
    const std::optional<std::size_t> input = input_of_position(h, q);
    if (input && structural_.candidate_inputs.test(*input)) candidates.push_back(q);
  }
  const std::vector<std::size_t> taken =
      draw_pool(candidates, structural_.synapses_per_column, structural_.pool_seed, stream_pool, h);
  for (std::size_t s = 0; s < taken.size(); ++s) slots[s] = input_of_position(h, taken[s]);
  return slots;
}

std::vector<bool> Oracle::potential_slots(std::size_t c) const {
  const Slots& slots = input_of_slot_[c / n_];
  std::vector<std::size_t> not_void;
  for (std::size_t s = 0; s < slots_; ++s)
    if (slots[s]) not_void.push_back(s);

  std::vector<bool> potential(slots_, false);
  switch (structural_.pool) {
    case config::Pool::window:
    case config::Pool::shared_sample:
      for (const std::size_t s : not_void) potential[s] = true;
      break;
    case config::Pool::sample:
      for (const std::size_t s :
           draw_pool(not_void, structural_.synapses_per_column, structural_.pool_seed, stream_sample, c))
        potential[s] = true;
      break;
    case config::Pool::radius:
      for (const std::size_t s : not_void) potential[s] = within_radius(c % n_, s);
      break;
  }
  return potential;
}

// Section 4, "radius": column j of its hypercolumn, slot s.
bool Oracle::within_radius(std::size_t j, std::size_t s) const {
  const std::size_t wy = structural_.window_y;
  const std::size_t wx = structural_.window_x;
  const auto [nx, ny] = column_grid(structural_.height, n_);
  const std::size_t centre_y = (2 * (j / nx) + 1) * wy / (2 * ny);
  const std::size_t centre_x = (2 * (j % nx) + 1) * wx / (2 * nx);
  const std::size_t dy = s / wx % wy;
  const std::size_t dx = s % wx;
  return distance(dy, centre_y) <= structural_.radius && distance(dx, centre_x) <= structural_.radius;
}

Place Oracle::input_place(std::size_t c, std::size_t s) const {
  const std::size_t input = input_of_slot_[c / n_][s].value();
  return {input / structural_.width % structural_.height, input % structural_.width};
}

bool Oracle::connected(std::size_t c, std::size_t s) const {
  return potential_[c][s] && permanence_[c][s] >= structural_.connected_threshold;
}

}  // namespace silipool::oracle
