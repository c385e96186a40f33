#include <silipool/readout/integer_weights.hpp>

#include <algorithm>
#include <cmath>

#include <silipool/base/error.hpp>
#include <silipool/readout/readout.hpp>

namespace silipool::readout {

IntegerWeights::IntegerWeights(std::size_t features, unsigned classes, unsigned bits)
    : classes_(classes), bits_(bits), weights_(features * classes) {
  if (bits < 2 || bits > 16) base::bad_input("weights of {} bits: legal is 2 to 16", bits);
  if (features > 65536) base::bad_input("integer weights of {} features: legal is up to 65536", features);
}

double IntegerWeights::quantise(std::span<const double> real) {
  const std::int32_t largest = (1 << (bits_ - 1)) - 1;
  double magnitude = 0;
  for (const double w : real) magnitude = std::max(magnitude, std::fabs(w));
  const double scale = magnitude / largest;
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    std::int32_t rounded = 0;
    if (scale > 0) {
      // No quotient is far above `largest`: the integer part fits, and what is left of it is exact.
      const double quotient = std::min(std::fabs(real[i]) / scale, static_cast<double>(largest));
      const auto whole = static_cast<std::int32_t>(quotient);
      rounded = whole + (quotient - whole >= 0.5 ? 1 : 0);
    }
    weights_[i] = static_cast<std::int16_t>(real[i] < 0 ? -rounded : rounded);
  }
  return scale;
}

void IntegerWeights::assign(std::span<const std::int16_t> weights) {
  const std::int32_t largest = (1 << (bits_ - 1)) - 1;
  if (weights.size() != weights_.size())
    base::bad_input("{} weights of an integer readout that has {}", weights.size(), weights_.size());
  for (const std::int16_t weight : weights)
    if (weight > largest || weight < -largest)
      base::bad_input("weight {}: weights of {} bits are -{}..{}", weight, bits_, largest, largest);
  weights_.assign(weights.begin(), weights.end());
}

std::vector<std::int32_t> IntegerWeights::scores(std::span<const std::uint32_t> active) const {
  std::vector<std::int32_t> sums(classes_);
  for (const std::uint32_t f : active) {
    const std::int16_t* row = weights_.data() + std::size_t{f} * classes_;
    for (unsigned c = 0; c < classes_; ++c) sums[c] += row[c];
  }
  return sums;
}

unsigned IntegerWeights::predict(std::span<const std::uint32_t> active) const {
  return first_largest<std::int32_t>(scores(active));
}

}  // namespace silipool::readout
