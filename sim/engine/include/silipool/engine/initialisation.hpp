#pragma once
#include <cstdint>

#include <silipool/config/config.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::engine {

/// Clock cycles that the RTL takes, at rest, from the cycle in which CONTROL is written to the one in which
/// the interrupt says that the initial state has been made, in which `pooler` stands.
[[nodiscard]] std::uint64_t initialisation_cycles(const sp::SpatialPooler& pooler,
                                                  const config::Microarchitecture& microarchitecture);

}  // namespace silipool::engine
