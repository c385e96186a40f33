#include <silipool/estimate/estimate.hpp>

namespace silipool::estimate {

cost::Range total_area(const Estimate& estimate, bool with_memories) {
  cost::Range sum;
  for (const PartArea& part : estimate.area)
    if (with_memories || !part.memory) sum += part.m2;
  return sum;
}

}  // namespace silipool::estimate
