#include <silipool/metrics/sdr_statistics.hpp>

#include <numeric>

#include <silipool/base/error.hpp>
#include <silipool/metrics/log2.hpp>

namespace silipool::metrics {

void SdrStatistics::add(const base::Sdr& sdr) {
  if (samples_ == 0) counts_.assign(sdr.size(), 0);
  if (sdr.size() != counts_.size())
    base::bad_input("an SDR has {} bits, the first has {}", sdr.size(), counts_.size());
  sdr.for_each([this](std::size_t i) { ++counts_[i]; });
  ++samples_;
}

double SdrStatistics::density() const noexcept {
  if (counts_.empty()) return 0.0;
  const std::uint64_t on = std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
  return static_cast<double>(on) / (static_cast<double>(samples_) * static_cast<double>(counts_.size()));
}

double SdrStatistics::entropy() const noexcept {
  if (counts_.empty()) return 0.0;
  double sum = 0.0;
  for (const std::uint64_t count : counts_)
    sum += binary_entropy(static_cast<double>(count) / static_cast<double>(samples_));
  return sum / static_cast<double>(counts_.size());
}

double SdrStatistics::largest_entropy() const noexcept { return binary_entropy(density()); }

double SdrStatistics::entropy_ratio() const noexcept {
  const double largest = largest_entropy();
  return largest == 0.0 ? 0.0 : entropy() / largest;
}

}  // namespace silipool::metrics
