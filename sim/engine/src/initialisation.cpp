#include <silipool/engine/initialisation.hpp>

#include <algorithm>

namespace silipool::engine {
namespace {

std::uint64_t divide_up(std::uint64_t a, std::uint64_t b) { return (a + b - 1) / b; }

std::uint64_t connected(const sp::SpatialPooler& pooler, std::size_t hypercolumn) {
  const config::Structural& s = pooler.structural();
  std::uint64_t count = 0;
  for (std::size_t j = 0; j < s.columns_per_hypercolumn; ++j)
    for (std::size_t slot = 0; slot < s.slots(); ++slot)
      if (pooler.permanence(hypercolumn * s.columns_per_hypercolumn + j, slot) >= s.connected_threshold)
        ++count;
  return count;
}

}  // namespace

std::uint64_t initialisation_cycles(const sp::SpatialPooler& pooler,
                                    const config::Microarchitecture& microarchitecture) {
  const config::Structural& s = pooler.structural();
  const std::uint64_t n = s.columns_per_hypercolumn;
  const std::uint64_t turns = s.hypercolumns() / microarchitecture.tiles;
  // The registers of silipool_axi's bus hold a write for two.
  const std::uint64_t bus = microarchitecture.axi ? 2 : 0;
  if (microarchitecture.core == config::Core::serial) {
    const std::uint64_t words = divide_up(s.slots(), microarchitecture.lanes);
    const std::uint64_t slots = words * microarchitecture.lanes;
    // A draw for each synapse, a second one where a pool is drawn too.
    const std::uint64_t draws = s.pool == config::Pool::sample ? 2 : 1;
    const std::uint64_t hypercolumn = 4 + slots + n * (3 * words + slots * (1 + 8 * draws)) + 1;
    return turns * hypercolumn + 4 + bus;
  }
  // A synapse is drawn and placed, a connected one flips its bit in two cycles; before, a row is emptied a
  // cycle.
  std::uint64_t slowest = 0;
  for (std::size_t tile = 0; tile < microarchitecture.tiles; ++tile) {
    std::uint64_t cycles = 0;
    for (std::size_t turn = 0; turn < turns; ++turn)
      cycles += divide_up(s.slots(), microarchitecture.banks) + 2 + n * (1 + 2 * s.slots()) +
                2 * connected(pooler, tile * turns + turn);
    slowest = std::max(slowest, cycles);
  }
  return slowest + 6 + bus;
}

}  // namespace silipool::engine
