#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/dut/dut_engine.hpp>
#include <silipool/engine/energy_meter.hpp>
#include <silipool/engine/engine.hpp>
#include <silipool/engine/stall.hpp>

namespace silipool::cli {

/// How an engine is to be made.
struct EngineRequest {
  std::string name = "model";  ///< engine_names()
  engine::Stall stall = engine::Stall::none;
  std::uint64_t stall_seed = 1;
  bool observe = true;  ///< observation points, for lock-step
  bool quiet = false;
  unsigned threads = 1;  ///< of engine "crossbar"
  /// Asked at each occasion for a fault; empty: without.
  std::function<int(int kind)> inject;
  /// Waves of a window of cycles; empty path: none.
  std::filesystem::path waves;
  std::uint64_t waves_first = 0, waves_last = 0;
  /// Takes the energy of what engine "systemc", "tlm" or "platform" does; must outlive it. May be null.
  engine::EnergyMeter* meter = nullptr;
};

/// Names this build can make; the others are refused with what is missing.
[[nodiscard]] const std::vector<std::string>& engine_names();

/// Error{missing_tool} where the engine was not built in or its tools are not installed.
[[nodiscard]] std::unique_ptr<engine::SpEngine> make_engine(const config::Config& config,
                                                            const EngineRequest& request);

/// What an engine that has a model of its own, the reference itself or a loosely timed model, knows of its
/// run: null for the others.
struct OwnModel {
  const sp::SpatialPooler* pooler = nullptr;
  engine::Activity learning, inference;
};
[[nodiscard]] OwnModel own_model(const engine::SpEngine& engine);
/// Such an engine, or another, goes on from a state and the activity that led to it.
void go_on(engine::SpEngine& engine, const sp::State& state, const engine::Activity& learning);

/// Somebody else's design, elaborated, checked against the configuration and built; of the request, stalls,
/// quiet and waves count. Error{bad_input} where design, configuration and sources do not fit.
[[nodiscard]] std::unique_ptr<dut::DutEngine> make_dut(const config::Config& config,
                                                       const dut::Design& design,
                                                       const EngineRequest& request);

}  // namespace silipool::cli
