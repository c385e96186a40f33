#pragma once
#include <cstdint>

#include <silipool/config/config.hpp>
#include <silipool/sp/column_plane.hpp>
#include <silipool/sp/pool_table.hpp>
#include <silipool/sp/synapses.hpp>

namespace silipool::sp {

/// docs/spec.md section 6.8: the radius that `radius_rule` (not `fixed`) makes of the connected synapses.
[[nodiscard]] std::uint32_t inhibition_radius(const config::Structural& structural, const ColumnPlane& plane,
                                              const PoolTable& pools, const Synapses& synapses);

}  // namespace silipool::sp
