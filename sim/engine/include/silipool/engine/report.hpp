#pragma once
#include <cstdint>
#include <functional>

#include <silipool/engine/event.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::engine {

/// The events of the step that `trace` tells of, in the order of their phases, for an engine whose arithmetic
/// is the model's; where they are wanted with all state, which `pooler` then stands in. `connected` says
/// whether a synapse is; empty: as its permanence says.
void report_step(EventSink& sink, const sp::SpatialPooler& pooler, const sp::StepTrace& trace,
                 const std::function<bool(std::uint32_t column, std::uint32_t slot)>& connected = {});

}  // namespace silipool::engine
