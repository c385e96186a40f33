#pragma once
#include <cstdint>

#include <silipool/base/sdr.hpp>

namespace silipool::metrics {

/// Convergence (as the code of Cui, Ahmad, Hawkins 2017 counts it): synapses that became connected and that
/// ceased to be, between two bitmaps of connections. Both fall towards 0 as a pooler settles; a synapse that
/// came and went between the two is not seen.
struct ConnectionChange {
  std::uint64_t formed = 0, removed = 0;
  friend bool operator==(const ConnectionChange&, const ConnectionChange&) = default;
};
/// Error{bad_input} when the sizes differ.
[[nodiscard]] ConnectionChange connection_change(const base::Sdr& before, const base::Sdr& now);

}  // namespace silipool::metrics
