#include <silipool/metrics/sdr_statistics.hpp>

#include <numeric>
#include <span>

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

double SdrStatistics::entropy_ratio_of_groups(std::size_t size) const {
  if (size == 0 || counts_.size() % size != 0)
    base::bad_input("groups of {} among {} bits: a divisor is legal", size, counts_.size());
  const double largest = largest_entropy();
  if (largest == 0.0) return 0.0;
  double sum = 0.0;
  for (std::size_t first = 0; first < counts_.size(); first += size) {
    const auto group = std::span(counts_).subspan(first, size);
    const std::uint64_t on = std::accumulate(group.begin(), group.end(), std::uint64_t{0});
    sum +=
        binary_entropy(static_cast<double>(on) / (static_cast<double>(samples_) * static_cast<double>(size)));
  }
  return sum / static_cast<double>(counts_.size() / size) / largest;
}

}  // namespace silipool::metrics
