#include "engines.hpp"

#include <silipool/base/error.hpp>
#include <silipool/engine/pin_driver.hpp>
#include <silipool/model/model_engine.hpp>
#ifdef SILIPOOL_WITH_RTL
#include <silipool/verilated/build.hpp>
#include <silipool/verilated/verilated_pins.hpp>
#endif
#ifdef SILIPOOL_WITH_SYSTEMC
#include <silipool/systemc/systemc_engine.hpp>
#endif

namespace silipool::cli {
namespace {

#ifdef SILIPOOL_WITH_RTL
std::unique_ptr<verilated::VerilatedPins> make_pins(const config::Config& config,
                                                    const EngineRequest& request) {
  const verilated::BuildOptions options{.observe = request.observe,
                                        .inject = static_cast<bool>(request.inject),
                                        .trace = !request.waves.empty()};
  const std::filesystem::path library = verilated::build_model(config, options, request.quiet);
  // What no reset reaches starts with bits that depend on the seed, so that a missing reset shows.
  auto pins = std::make_unique<verilated::VerilatedPins>(library, config.runtime.seed % 0x7fffffffU + 1U);
  if (request.inject) pins->on_inject(request.inject);
  return pins;
}

/// Opens and closes the waves at the edges of their window.
std::function<void(std::uint64_t)> waves_hook(verilated::VerilatedPins* pins, const EngineRequest& request) {
  if (request.waves.empty()) return {};
  return [pins, file = request.waves, first = request.waves_first, last = request.waves_last,
          open = false](std::uint64_t cycle) mutable {
    // The design comes up before the first of the cycles that are seen here.
    if (cycle >= first && !open) {
      pins->open_trace(file);
      open = true;
    }
    if (cycle == last) pins->close_trace();
  };
}

std::unique_ptr<engine::SpEngine> make_rtl(const config::Config& config, const EngineRequest& request) {
  auto pins = make_pins(config, request);
  verilated::VerilatedPins* raw = pins.get();
  auto driver =
      std::make_unique<engine::PinDriver>("rtl", std::move(pins), config, request.stall, request.stall_seed,
                                          [raw](engine::EventSink* sink) { raw->observe(sink); });
  driver->on_cycle(waves_hook(raw, request));
  return driver;
}

#ifdef SILIPOOL_WITH_SYSTEMC
std::unique_ptr<engine::SpEngine> make_systemc(const config::Config& config, const EngineRequest& request) {
  if (config.microarchitecture.sparse_frames || config.microarchitecture.listed_winners)
    base::bad_input("{}: rtl.frames and rtl.winners: the SystemC testbench sends and takes bitmaps only",
                    config.name);
  auto pins = make_pins(config, request);
  verilated::VerilatedPins* raw = pins.get();
  auto engine = std::make_unique<systemc::SystemcEngine>(
      std::move(pins),
      systemc::BenchSetup{.inputs = config.structural.inputs(),
                          .columns = config.structural.columns(),
                          .stream_bits = config.microarchitecture.stream_bits,
                          .stall = request.stall,
                          .stall_seed = request.stall_seed},
      [raw](engine::EventSink* sink) { raw->observe(sink); });
  engine->on_cycle(waves_hook(raw, request));
  return engine;
}
#endif
#else
std::unique_ptr<engine::SpEngine> make_rtl(const config::Config&, const EngineRequest&) {
  throw base::Error(base::ErrorKind::missing_tool,
                    "engine rtl: this silipool was built without it (configure with SILIPOOL_WITH_RTL=ON; it "
                    "needs verilator)");
}
#endif

}  // namespace

const std::vector<std::string>& engine_names() {
  static const std::vector<std::string> names{"model", "rtl", "systemc"};
  return names;
}

std::unique_ptr<engine::SpEngine> make_engine(const config::Config& config, const EngineRequest& request) {
  if (request.name == "model") return std::make_unique<model::ModelEngine>(config);
  if (request.name == "rtl") return make_rtl(config, request);
#if defined(SILIPOOL_WITH_RTL) && defined(SILIPOOL_WITH_SYSTEMC)
  if (request.name == "systemc") return make_systemc(config, request);
#endif
  throw base::Error(
      base::ErrorKind::missing_tool,
      fmt::format("engine {}: this silipool was built without it (configure with SILIPOOL_WITH_SYSTEMC=ON; "
                  "it needs libsystemc-dev and verilator)",
                  request.name));
}

}  // namespace silipool::cli
