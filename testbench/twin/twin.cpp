#include "twin.hpp"

#include <algorithm>
#include <numeric>

namespace silipool::twin {

std::vector<std::uint8_t> as_bytes(const base::Sdr& input) {
  std::vector<std::uint8_t> on(input.size());
  input.for_each([&on](std::size_t i) { on[i] = 1; });
  return on;
}

double overlap(const Segment& segment, const std::vector<std::uint8_t>& on, double threshold) {
  unsigned count = 0;  // without branches: this is where the time goes
  for (std::size_t j = 0; j < segment.inputs.size(); ++j)
    count += static_cast<unsigned>(segment.permanences[j] >= threshold) & on[segment.inputs[j]];
  return count;
}

void learn(Segment& segment, const std::vector<std::uint8_t>& on, double gain, double loss) {
  for (std::size_t j = 0; j < segment.inputs.size(); ++j) {
    double& permanence = segment.permanences[j];
    permanence = std::clamp(permanence + (on[segment.inputs[j]] != 0 ? gain : -loss), 0.0, 1.0);
  }
}

std::vector<std::uint32_t> greatest(const std::vector<double>& keys, std::size_t k, Equals equals) {
  std::vector<std::uint32_t> order(keys.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    if (keys[a] != keys[b]) return keys[a] > keys[b];
    return equals == Equals::first ? a < b : a > b;
  });
  order.resize(std::min(k, order.size()));
  std::ranges::sort(order);
  return order;
}

}  // namespace silipool::twin
