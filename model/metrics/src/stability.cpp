#include <silipool/metrics/stability.hpp>

#include <cstddef>
#include <cstdint>

#include <silipool/base/error.hpp>

#include "pairs.hpp"

namespace silipool::metrics {

double stability(std::span<const base::Sdr> before, std::span<const base::Sdr> now) {
  if (before.size() != now.size())
    base::bad_input("an epoch of {} outputs is compared with one of {}", now.size(), before.size());
  std::uint64_t kept = 0;
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    require_same_size(before[i], now[i]);
    kept += common_bits(before[i], now[i]);
    all += now[i].count();
  }
  return all == 0 ? 0.0 : static_cast<double>(kept) / static_cast<double>(all);
}

}  // namespace silipool::metrics
