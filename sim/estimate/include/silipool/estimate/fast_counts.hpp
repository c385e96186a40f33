#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/engine/activity.hpp>

namespace silipool::estimate {

/// How often something is there, or happened, in a unit of the tiled core: what a coefficient of a fit
/// prices.
struct UnitCount {
  std::string_view
      unit;  ///< "overlap", as reports of gates name it; what is around the units has one: "rest"
  std::string_view name;  ///< "register_cycles"
  std::uint64_t count = 0;

  /// Whether the clock is what it takes energy for.
  [[nodiscard]] bool clock() const { return name.ends_with("cycles"); }
};

/// A memory of the RTL, all of its copies: words that were read and written.
struct MemoryCount {
  std::string_view unit, name;
  std::uint64_t copies = 0, width = 0, depth = 0;
  std::uint64_t reads = 0, writes = 0;
};

/// Whether the laws of this file hold for a configuration: "" or the key that lies outside, with what is
/// legal.
[[nodiscard]] std::string beyond_fast(const config::Config& config);

/// What the structure alone says, and takes area and leakage for: bits of registers, of adders, of products.
/// Memories of no more than `registers_below` bits are made of registers.
[[nodiscard]] std::vector<UnitCount> structure_counts(const config::Config& config,
                                                      std::size_t registers_below);
/// What steps took energy for, in the same order for every activity.
[[nodiscard]] std::vector<UnitCount> event_counts(const config::Config& config,
                                                  const engine::Activity& activity, std::uint64_t cycles,
                                                  std::size_t registers_below);
/// The memories of more than `registers_below` bits.
[[nodiscard]] std::vector<MemoryCount> memory_counts(const config::Config& config,
                                                     const engine::Activity& activity,
                                                     std::size_t registers_below);

}  // namespace silipool::estimate
