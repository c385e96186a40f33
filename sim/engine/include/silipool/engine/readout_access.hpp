#pragma once
#include <silipool/config/config.hpp>
#include <silipool/engine/axi_lite.hpp>
#include <silipool/readout/integer_weights.hpp>

/// The weights of the RTL's readout over its registers (docs/integration.md). The block is paused meanwhile;
/// a step that is under way is finished first, and its winners must be able to leave.
namespace silipool::engine {

/// Weights [columns][classes] of the configuration's width. Error{bad_input} where they are none of this
/// configuration.
void write_readout(AxiLite& bus, const config::Config& config, const readout::IntegerWeights& weights);

/// In the same order.
[[nodiscard]] std::vector<std::int16_t> read_readout(AxiLite& bus, const config::Config& config);

/// Weights to compare hardware with, of seed and shape alone: of the whole range, or, so that scores are
/// often equal, of -1, 0 and 1.
[[nodiscard]] readout::IntegerWeights readout_stimulus(const config::Config& config, std::uint64_t seed);

}  // namespace silipool::engine
