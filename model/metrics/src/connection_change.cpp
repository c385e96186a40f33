#include <silipool/metrics/connection_change.hpp>

#include "pairs.hpp"

namespace silipool::metrics {

ConnectionChange connection_change(const base::Sdr& before, const base::Sdr& now) {
  require_same_size(before, now);
  return {.formed = bits_without(now, before), .removed = bits_without(before, now)};
}

}  // namespace silipool::metrics
