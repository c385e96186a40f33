#include <silipool/sp/inhibition_radius.hpp>

#include <algorithm>
#include <bit>

namespace silipool::sp {
namespace {

constexpr std::uint64_t kGreatestRadius = 65535;

/// Calls f(input) for the inputs of the connected synapses of a column.
template <typename F>
void for_connected(const config::Structural& s, const PoolTable& pools, const Synapses& synapses,
                   std::size_t column, F&& f) {
  const std::uint64_t* connected = synapses.connected(column);
  for (std::size_t w = 0; w < synapses.words(); ++w)
    for (std::uint64_t todo = connected[w]; todo != 0; todo &= todo - 1) {
      const std::size_t slot = w * 64 + static_cast<std::size_t>(std::countr_zero(todo));
      f(static_cast<std::size_t>(pools.input_of(column / s.columns_per_hypercolumn, slot)));
    }
}

std::uint64_t mean_distance(const config::Structural& s, const ColumnPlane& plane, const PoolTable& pools,
                            const Synapses& synapses) {
  std::uint64_t sum = 0;
  std::uint64_t count = 0;
  for (std::size_t c = 0; c < s.columns(); ++c)
    for_connected(s, pools, synapses, c, [&](std::size_t input) {
      sum += plane.distance(c, input);
      ++count;
    });
  return sum / std::max<std::uint64_t>(1, count);
}

/// Half of the mean extent of receptive fields, in columns.
std::uint64_t half_extent(const config::Structural& s, const ColumnPlane& plane, const PoolTable& pools,
                          const Synapses& synapses) {
  std::uint64_t extents = 0;
  for (std::size_t c = 0; c < s.columns(); ++c) {
    std::size_t top = s.height, bottom = 0, left = s.width, right = 0;
    bool any = false;
    for_connected(s, pools, synapses, c, [&](std::size_t input) {
      const std::size_t y = input / s.width % s.height;
      const std::size_t x = input % s.width;
      top = std::min(top, y), bottom = std::max(bottom, y);
      left = std::min(left, x), right = std::max(right, x);
      any = true;
    });
    if (any) extents += right - left + 1 + (s.height == 1 ? 0 : bottom - top + 1);
  }
  if (s.height == 1) return extents * plane.places() / (2 * s.columns() * s.width);
  return extents * (plane.rows() * s.width + plane.places() * s.height) /
         (8 * s.columns() * s.height * s.width);
}

}  // namespace

std::uint32_t inhibition_radius(const config::Structural& s, const ColumnPlane& plane, const PoolTable& pools,
                                const Synapses& synapses) {
  const std::uint64_t radius = s.radius_rule == config::RadiusRule::mean_distance
                                   ? mean_distance(s, plane, pools, synapses)
                                   : half_extent(s, plane, pools, synapses);
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(radius, 1, kGreatestRadius));
}

}  // namespace silipool::sp
