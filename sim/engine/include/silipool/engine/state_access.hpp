#pragma once
#include <silipool/config/config.hpp>
#include <silipool/engine/axi_lite.hpp>
#include <silipool/sp/state.hpp>

/// All state of the RTL over its registers (docs/integration.md), bit for bit that of the model. The block is
/// paused meanwhile; a step that is under way is finished first, and its winners must be able to leave.
namespace silipool::engine {

[[nodiscard]] sp::State read_state(AxiLite& bus, const config::Config& config);

/// The block must have made its initial state. Error{bad_input} where the state is none of this
/// configuration.
void write_state(AxiLite& bus, const config::Config& config, const sp::State& state);

}  // namespace silipool::engine
