#include <silipool/liberty/table.hpp>

#include <algorithm>

namespace silipool::liberty {
namespace {

/// The point below, and how far on towards the next one, which may be past either end.
struct Place {
  std::size_t below = 0;
  double part = 0;
};

Place place_of(const std::vector<double>& index, double at) {
  if (index.size() < 2) return {};
  const auto next = std::upper_bound(index.begin() + 1, index.end() - 1, at);
  const auto below = static_cast<std::size_t>(next - index.begin()) - 1;
  return {below, (at - index[below]) / (index[below + 1] - index[below])};
}

}  // namespace

double Table::at(double transition_s, double load_f) const {
  Place place[2];
  for (int i = 0; i < 2; ++i)
    if (axis[i] == Axis::transition || axis[i] == Axis::load)
      place[i] = place_of(index[i], axis[i] == Axis::transition ? transition_s : load_f);
  const std::size_t row = std::max<std::size_t>(1, index[1].size());
  const auto along = [&](std::size_t first) {
    const double* const from = values.data() + first * row + place[1].below;
    return place[1].part == 0 ? from[0] : from[0] + place[1].part * (from[1] - from[0]);
  };
  const double low = along(place[0].below);
  return place[0].part == 0 ? low : low + place[0].part * (along(place[0].below + 1) - low);
}

}  // namespace silipool::liberty
