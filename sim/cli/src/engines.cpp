#include "engines.hpp"

#include <silipool/base/error.hpp>
#include <silipool/crossbar/crossbar_engine.hpp>
#include <silipool/engine/pin_driver.hpp>
#include <silipool/model/model_engine.hpp>
#ifdef SILIPOOL_WITH_RTL
#include <silipool/verilated/build.hpp>
#include <silipool/verilated/foreign.hpp>
#include <silipool/verilated/verilated_pins.hpp>
#endif
#ifdef SILIPOOL_WITH_SYSTEMC
#include <silipool/systemc/systemc_engine.hpp>
#include <silipool/systemc/tlm_engine.hpp>
#endif

namespace silipool::cli {
namespace {

#ifdef SILIPOOL_WITH_RTL
/// What no reset reaches starts with bits that depend on the seed, so that a missing reset shows.
std::uint32_t random_bits(const config::Config& config) { return config.runtime.seed % 0x7fffffffU + 1U; }

std::unique_ptr<verilated::VerilatedPins> make_pins(const config::Config& config,
                                                    const EngineRequest& request) {
  const verilated::BuildOptions options{.observe = request.observe,
                                        .inject = static_cast<bool>(request.inject),
                                        .trace = !request.waves.empty()};
  const std::filesystem::path library = verilated::build_model(config, options, request.quiet);
  auto pins = std::make_unique<verilated::VerilatedPins>(library, random_bits(config));
  if (request.inject) pins->on_inject(request.inject);
  return pins;
}

/// Opens and closes the waves at the edges of their window, in whatever has waves.
template <typename Waves>
std::function<void(std::uint64_t)> waves_hook(Waves* pins, const EngineRequest& request) {
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
  if (config.microarchitecture.readout)
    base::bad_input("{}: rtl.readout: the SystemC testbench loads no weights and takes no classes",
                    config.name);
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
  if (request.meter != nullptr) engine->meter(config, *request.meter);
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

#ifdef SILIPOOL_WITH_SYSTEMC
std::unique_ptr<engine::SpEngine> make_tlm(const config::Config& config, const EngineRequest& request) {
  if (request.stall != engine::Stall::none)
    base::bad_input("--stall: engine \"{}\" moves whole frames and has no handshakes to hold back",
                    request.name);
  if (request.inject)
    base::bad_input("--inject: engine \"{}\" has no hardware to force a fault into: must be rtl or systemc",
                    request.name);
  using Around = systemc::TlmEngine::Around;
  auto engine = std::make_unique<systemc::TlmEngine>(
      config, request.name == "platform" ? Around::platform : Around::streams);
  engine->meter(request.meter);
  return engine;
}
#endif

}  // namespace

const std::vector<std::string>& engine_names() {
  static const std::vector<std::string> names{"model", "rtl", "systemc", "tlm", "platform", "crossbar"};
  return names;
}

std::unique_ptr<dut::DutEngine> make_dut([[maybe_unused]] const config::Config& config,
                                         [[maybe_unused]] const dut::Design& design,
                                         [[maybe_unused]] const EngineRequest& request) {
#ifdef SILIPOOL_WITH_RTL
  const verilated::ForeignSources sources{.name = design.top,
                                          .files = design.sources,
                                          .include = design.include,
                                          .defines = design.defines,
                                          .top = design.top,
                                          .parameters = dut::parameter_values(design, config)};
  const verilated::ForeignTop top = [&] {
    try {
      return verilated::elaborate(sources);
    } catch (const base::Error& error) {
      throw base::Error(error.kind(), fmt::format("{}: {}", design.file, error.what()));
    }
  }();
  (void)dut::Wiring(design, config, top.ports);  // mistakes are told before anything is built
  const std::filesystem::path library =
      verilated::build_foreign(sources, top, design.state.signals(), !request.waves.empty(), request.quiet);
  auto ports = verilated::load_foreign(library, top, random_bits(config));
  engine::PortLevel* raw = ports.get();
  auto engine =
      std::make_unique<dut::DutEngine>(design, config, std::move(ports), request.stall, request.stall_seed);
  engine->on_cycle(waves_hook(raw, request));
  return engine;
#else
  throw base::Error(
      base::ErrorKind::missing_tool,
      "--dut: this silipool was built without Verilator (configure with SILIPOOL_WITH_RTL=ON; it needs "
      "verilator)");
#endif
}

std::unique_ptr<engine::SpEngine> make_engine(const config::Config& config, const EngineRequest& request) {
  if (request.name == "model") return std::make_unique<model::ModelEngine>(config);
  if (request.name == "crossbar") {
    auto engine = std::make_unique<crossbar::CrossbarEngine>(config, request.threads);
    engine->on_inject(request.inject);
    return engine;
  }
  if (request.name == "rtl") return make_rtl(config, request);
#ifdef SILIPOOL_WITH_SYSTEMC
  if (request.name == "tlm" || request.name == "platform") return make_tlm(config, request);
#endif
#if defined(SILIPOOL_WITH_RTL) && defined(SILIPOOL_WITH_SYSTEMC)
  if (request.name == "systemc") return make_systemc(config, request);
#endif
  throw base::Error(
      base::ErrorKind::missing_tool,
      fmt::format("engine {}: this silipool was built without it (configure with SILIPOOL_WITH_SYSTEMC=ON; "
                  "it needs libsystemc-dev, and systemc verilator too)",
                  request.name));
}

OwnModel own_model(const engine::SpEngine& engine) {
  if (const auto* model = dynamic_cast<const model::ModelEngine*>(&engine))
    return {&model->pooler(), model->learning_activity(), model->inference_activity()};
#ifdef SILIPOOL_WITH_SYSTEMC
  if (const auto* tlm = dynamic_cast<const systemc::TlmEngine*>(&engine))
    return {&tlm->pooler(), tlm->learning_activity(), tlm->inference_activity()};
#endif
  return {};
}

void go_on(engine::SpEngine& engine, const sp::State& state, const engine::Activity& learning) {
  if (auto* model = dynamic_cast<model::ModelEngine*>(&engine)) {
    model->set_state(state, learning);
    return;
  }
  engine.set_state(state);
#ifdef SILIPOOL_WITH_SYSTEMC
  if (auto* tlm = dynamic_cast<systemc::TlmEngine*>(&engine)) tlm->set_learning_activity(learning);
#endif
}

}  // namespace silipool::cli
