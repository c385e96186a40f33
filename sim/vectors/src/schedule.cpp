#include <silipool/vectors/schedule.hpp>

#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/engine/stimulus.hpp>

namespace silipool::vectors {

Schedule::Schedule(const std::string& text, std::uint64_t seed) : mixed_(text == "mixed"), seed_(seed) {
  if (mixed_ || text == "none") return;
  if (text == "all") {
    first_ = std::numeric_limits<std::uint64_t>::max();
    return;
  }
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, first_);
  if (result.ec != std::errc() || result.ptr != end)
    base::bad_input("--learn {}: must be all, none, mixed, or a number of steps that learn before all others",
                    text);
}

bool Schedule::learns(std::uint64_t step) const {
  return mixed_ ? engine::stimulus(1, seed_, step).learn : step < first_;
}

base::Sdr random_sdr(std::size_t inputs, double density, std::uint64_t seed, std::uint64_t step) {
  const auto on = static_cast<std::size_t>(std::floor(density * static_cast<double>(inputs) + 0.5));
  base::Stream stream(base::Stream(seed, "vectors.random").at(step), "vectors.random.step");
  std::vector<std::size_t> order(inputs);
  std::iota(order.begin(), order.end(), std::size_t{0});
  base::Sdr sdr(inputs);
  for (std::size_t i = 0; i < std::min(on, inputs); ++i) {
    std::swap(order[i], order[i + stream.below(inputs - i)]);
    sdr.set(order[i]);
  }
  return sdr;
}

}  // namespace silipool::vectors
