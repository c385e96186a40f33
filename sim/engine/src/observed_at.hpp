#pragma once
#include <cstdint>
#include <string>

#include <silipool/config/config.hpp>
#include <silipool/engine/event.hpp>

/// Where in the RTL, below silipool_top, what an event or a word of state says of a column stands.
namespace silipool::engine {

[[nodiscard]] std::string observed_at(const config::Structural& structural,
                                      const config::Microarchitecture& microarchitecture, Phase phase,
                                      std::uint32_t column);
[[nodiscard]] std::string observed_at(const config::Structural& structural,
                                      const config::Microarchitecture& microarchitecture,
                                      EventSink::State kind, std::uint32_t column);

}  // namespace silipool::engine
