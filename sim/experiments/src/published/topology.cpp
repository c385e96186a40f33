#include "topology.hpp"

#include <fmt/format.h>

#include <silipool/data/encoder.hpp>
#include <silipool/data/generators.hpp>

namespace silipool::experiments::published {

config::Config topology_config(const std::string& name, std::size_t side) {
  return make_config(name, fmt::format(R"(
[input]
shape = [{0}, {0}]
encoding = "none"
[data]
train = "inputs.bits"
test = "inputs.bits"
[pooler]
columns_per_hypercolumn = {1}
pool = "radius"
radius = 5
permanence_bits = 8
inhibition = "local"
inhibition_radius = 5
active_density = 0.1
stimulus_threshold = 1
[learning]
rule = "every_step"
increment = 26
decrement = 5
[boosting]
rule = "exponential"
strength = 20
duty_period = 1000
update_period = 16
in_inference = false
)",
                                       side, side * side));
}

data::Images shapes(Shape shape, std::size_t side, std::size_t each, std::size_t count, std::uint64_t seed) {
  if (shape == Shape::bars)
    return data::bars({.height = side, .width = side, .length = 7, .horizontal = each, .vertical = each},
                      count, seed);
  return data::crosses({.height = side, .width = side, .length = 7, .crosses = each}, count, seed);
}

std::vector<base::Sdr> as_bits(const data::Images& images) {
  return data::Encoder(data::Encoding::threshold, {127}).encode(images);
}

}  // namespace silipool::experiments::published
