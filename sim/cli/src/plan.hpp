#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <silipool/config/config.hpp>
#include <silipool/data/images.hpp>
#include <silipool/engine/lockstep.hpp>
#include <silipool/engine/stall.hpp>
#include <silipool/engine/stimulus.hpp>

#include "common.hpp"
#include "engines.hpp"

namespace silipool::cli {

/// A fault to be forced into the RTL at the first occasion at or after a step.
struct Injection {
  int kind = 0;  ///< 1..8: the phases of docs/spec.md section 7; 7 is a bit of state
  std::uint64_t step = 0;
};
[[nodiscard]] Injection parse_injection(const std::string& text);  ///< "permanence@100"
[[nodiscard]] std::string injection_kind(int kind);

/// Everything that decides a run to the last bit: what a run record holds and `replay` reads.
struct Plan {
  std::string command;      ///< "run" or "verify"
  std::string config_file;  ///< for messages, and what paths of data are relative to
  std::string config_text;
  std::string engine = "model";
  bool lockstep = false;
  std::uint64_t digest_every = 1;  ///< all state is compared after each so many steps, and after the last
  // run
  std::optional<std::size_t> train, test;
  std::size_t validate = 0, epochs = 1;
  std::string data;
  // verify
  std::uint64_t steps = 0;
  engine::Stall stall = engine::Stall::none;
  std::optional<Injection> injection;
  // verify --dut
  std::string dut_file{}, dut_text{};  ///< empty: our own RTL
  std::vector<dut::Override> dut_set{};

  /// Whether its engine has pins, signals and a clock.
  [[nodiscard]] bool has_waves() const {
    return engine != "crossbar" && engine != "tlm" && engine != "platform";
  }
  [[nodiscard]] Json to_json() const;
  [[nodiscard]] static Plan from_json(const Json& json);
};

/// The design of a plan with a DUT.toml.
[[nodiscard]] dut::Design dut_design(const Plan& plan);

/// The data of a `run`.
struct Samples {
  data::Images train, test;
  std::string train_name, test_name;
};
[[nodiscard]] Samples load_samples(const Plan& plan, const config::Config& config);
/// The inputs of a `run` by step, as experiments::classify gives them to the engine. `samples` must outlive
/// it.
[[nodiscard]] std::function<engine::StimulusStep(std::uint64_t)> inputs_of(const Plan& plan,
                                                                           const config::Config& config,
                                                                           const Samples& samples);

/// Notes whether and where the fault was put in.
struct InjectionLog {
  std::optional<std::uint64_t> step;
};

/// The engine of a plan, reset, and the model beside it where steps are compared.
struct Rig {
  std::unique_ptr<engine::Lockstep> lockstep;
  std::unique_ptr<engine::SpEngine> engine;
  std::shared_ptr<InjectionLog> injected = std::make_shared<InjectionLog>();
};
/// `total_steps`: after the last of them all state is compared. Waves: a file and a window of cycles.
struct Waves {
  std::filesystem::path file;
  std::uint64_t first = 0, last = 0;
};
[[nodiscard]] Rig make_rig(const Plan& plan, const config::Config& config, std::uint64_t total_steps,
                           const Common& common, const Waves& waves = {},
                           engine::EnergyMeter* meter = nullptr);

}  // namespace silipool::cli
