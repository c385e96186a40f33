#pragma once
#include <cstddef>

#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::sp {

/// Calls f(slot, input) for every potential synapse of a column, in ascending order of slot.
template <typename F>
void for_each_synapse(const SpatialPooler& pooler, std::size_t column, F&& f) {
  const PoolTable& pools = pooler.pools();
  const std::size_t hypercolumn = column / pooler.structural().columns_per_hypercolumn;
  for (std::size_t slot = 0; slot < pools.slots(); ++slot)
    if (pools.potential(column, slot)) f(slot, static_cast<std::size_t>(pools.input_of(hypercolumn, slot)));
}

[[nodiscard]] inline bool is_connected(const SpatialPooler& pooler, std::size_t column, std::size_t slot) {
  return pooler.permanence(column, slot) >= pooler.structural().connected_threshold;
}

}  // namespace silipool::sp
