#include "mcdougall.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include <silipool/base/stream.hpp>

namespace silipool::twin {

namespace {

/// Where a column sees an input at an offset from its place: around the image, and of two inputs that are
/// equally near the even one (numpy's rint), so that odd columns of two to an input see some inputs twice.
std::size_t seen(std::size_t column, std::ptrdiff_t offset, std::size_t inputs, std::size_t columns) {
  const double place = static_cast<double>(column * inputs) / static_cast<double>(columns);
  const auto at = static_cast<std::ptrdiff_t>(std::nearbyint(place + static_cast<double>(offset)));
  const auto extent = static_cast<std::ptrdiff_t>(inputs);
  return static_cast<std::size_t>((at % extent + extent) % extent);
}

}  // namespace

McDougall::McDougall(const McDougallParameters& parameters, std::uint64_t seed)
    : p_(parameters), segments_(p_.rows * p_.places), duty_(p_.rows * p_.places, p_.sparsity * 1e-10) {
  base::Stream drops(seed, "twin.mcdougall.drops"), permanences(seed, "twin.mcdougall.permanences");
  struct Offset {
    std::ptrdiff_t y, x;
    std::size_t plane;
  };
  std::vector<Offset> window;
  for (std::ptrdiff_t y = -p_.radius; y <= p_.radius; ++y)
    for (std::ptrdiff_t x = -p_.radius; x <= p_.radius; ++x)
      for (std::size_t plane = 0; plane < p_.planes; ++plane) window.push_back({y, x, plane});
  // One permutation: all columns lack the same offsets.
  drops.shuffle(std::span(window));
  window.resize(static_cast<std::size_t>(std::lround(static_cast<double>(window.size()) * (1 - p_.dropped))));
  for (std::size_t c = 0; c < segments_.size(); ++c)
    for (const Offset& offset : window) {
      const std::size_t y = seen(c / p_.places, offset.y, p_.height, p_.rows);
      const std::size_t x = seen(c % p_.places, offset.x, p_.width, p_.places);
      segments_[c].inputs.push_back(
          static_cast<std::uint32_t>((offset.plane * p_.height + y) * p_.width + x));
      segments_[c].permanences.push_back(permanences.unit());
    }
  const double sigma =
      static_cast<double>(p_.radius) * static_cast<double>(p_.rows) / static_cast<double>(p_.height) / 2;
  const double reach = std::floor(4 * sigma + 0.5);  // where scipy cuts it off
  double sum = 0;
  for (double i = -reach; i <= reach; ++i)
    sum += kernel_.emplace_back(std::exp(-i * i / (2 * sigma * sigma)));
  for (double& weight : kernel_) weight /= sum;
}

std::vector<double> McDougall::blur(const std::vector<double>& plane) const {
  const auto reach = static_cast<std::ptrdiff_t>(kernel_.size() / 2);
  const auto reflected = [](std::ptrdiff_t i, std::size_t extent) {
    const auto n = static_cast<std::ptrdiff_t>(extent);
    if (i < 0) i = -1 - i;
    return static_cast<std::size_t>(i >= n ? 2 * n - 1 - i : i);
  };
  std::vector<double> along(plane.size()), out(plane.size());
  for (std::size_t y = 0; y < p_.rows; ++y)
    for (std::size_t x = 0; x < p_.places; ++x)
      for (std::ptrdiff_t i = -reach; i <= reach; ++i)
        along[y * p_.places + x] +=
            kernel_[static_cast<std::size_t>(i + reach)] *
            plane[y * p_.places + reflected(static_cast<std::ptrdiff_t>(x) + i, p_.places)];
  for (std::size_t y = 0; y < p_.rows; ++y)
    for (std::ptrdiff_t i = -reach; i <= reach; ++i) {
      const std::size_t from = reflected(static_cast<std::ptrdiff_t>(y) + i, p_.rows) * p_.places;
      for (std::size_t x = 0; x < p_.places; ++x)
        out[y * p_.places + x] += kernel_[static_cast<std::size_t>(i + reach)] * along[from + x];
    }
  return out;
}

std::vector<std::uint32_t> McDougall::step(const base::Sdr& input, bool learn) {
  const std::vector<std::uint8_t> on = as_bytes(input);
  const double above = std::nextafter(p_.connected, 1.0);  // connected is what is greater
  std::vector<double> excitement(segments_.size());
  for (std::size_t c = 0; c < segments_.size(); ++c) {
    excitement[c] = overlap(segments_[c], on, above);
    if (learn) excitement[c] *= std::log2(duty_[c]) / std::log2(p_.sparsity);
  }
  const std::vector<double> mean = blur(excitement);
  std::vector<double> squares(excitement.size());
  for (std::size_t c = 0; c < excitement.size(); ++c) {
    excitement[c] -= mean[c];
    squares[c] = excitement[c] * excitement[c];
  }
  const std::vector<double> variance = blur(squares);
  for (std::size_t c = 0; c < excitement.size(); ++c)
    excitement[c] = variance[c] > 0 ? excitement[c] / std::sqrt(variance[c]) : 0.0;
  const double wanted = std::round(static_cast<double>(segments_.size()) * p_.sparsity);
  std::vector<std::uint32_t> active =
      greatest(excitement, static_cast<std::size_t>(std::max(1.0, wanted)), Equals::first);
  if (!learn) return active;
  for (double& duty : duty_) duty *= 1 - p_.boosting_alpha;
  for (const std::uint32_t c : active) {
    duty_[c] += p_.boosting_alpha;
    twin::learn(segments_[c], on, p_.permanence_inc, p_.permanence_dec);
  }
  return active;
}

}  // namespace silipool::twin
