// The inhibition radius (section 6.8).
#include <algorithm>

#include <silipool/oracle/oracle.hpp>

namespace silipool::oracle {

/// R as the connected synapses give it, whatever it was.
std::size_t Oracle::radius_now() const {
  const std::uint64_t height = structural_.height;
  const std::uint64_t width = structural_.width;
  const std::uint64_t columns = structural_.columns();
  std::uint64_t synapses = 0;
  std::uint64_t distances = 0;  // sum of D
  std::uint64_t extents = 0;    // A
  for (std::size_t c = 0; c < columns_; ++c) {
    std::vector<std::size_t> rows;
    std::vector<std::size_t> places;
    for (std::size_t s = 0; s < slots_; ++s) {
      if (!connected(c, s)) continue;
      rows.push_back(input_place(c, s).y);
      places.push_back(input_place(c, s).x);
      distances += distance_from_centre(c, s);
    }
    if (rows.empty()) continue;
    synapses += rows.size();
    extents += std::ranges::max(places) - std::ranges::min(places) + 1;
    if (height != 1) extents += std::ranges::max(rows) - std::ranges::min(rows) + 1;
  }

  std::uint64_t radius = 0;
  if (structural_.radius_rule == config::RadiusRule::mean_distance)
    radius = distances / std::max<std::uint64_t>(1, synapses);
  else if (height == 1)
    radius = extents * plane_.places() / (2 * columns * width);
  else
    radius = extents * (plane_.rows() * width + plane_.places() * height) / (8 * columns * height * width);
  return static_cast<std::size_t>(std::clamp<std::uint64_t>(radius, 1, 65535));
}

/// Sets R, and the scopes that follow from it.
void Oracle::set_radius(std::size_t radius) {
  if (radius == radius_ && !scopes_.lists.empty()) return;
  radius_ = radius;
  scopes_ = scopes(structural_, plane_, radius);
}

}  // namespace silipool::oracle
