#pragma once
#include <cstdint>

#include <silipool/config/config.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::engine {

/// Clock cycles that the RTL takes, at rest, from the write to CONTROL to the interrupt that says that the
/// initial state has been made, in which `pooler` stands.
[[nodiscard]] std::uint64_t initialisation_cycles(const sp::SpatialPooler& pooler,
                                                  const config::Microarchitecture& microarchitecture);

}  // namespace silipool::engine
