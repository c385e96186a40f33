#include "driver.hpp"

#include <cstring>
#include <vector>

#include <fmt/format.h>

#include <silipool/engine/axi_lite.hpp>
#include <silipool/engine/rtl_instance.hpp>

namespace silipool::systemc {
namespace {

void check(const char* function, int code) {
  const char* why = code == SILIPOOL_BUS_ERROR     ? "the bus answered with an error"
                    : code == SILIPOOL_OTHER_BLOCK ? "another block, or another structure"
                    : code == SILIPOOL_TIMEOUT     ? "STATUS did not become what was waited for"
                                                   : "a register did not take a value";
  if (code != SILIPOOL_OK)
    throw base::Error(base::ErrorKind::check_failed, fmt::format("{}: {} ({})", function, why, code));
}

}  // namespace

Driver::Driver(Processor& processor, std::uint64_t base, const config::Config& config, std::uint32_t patience)
    : processor_(processor), base_(base), config_(config), patience_(patience) {
  block_.bus = {this,
                [](void* context, std::uint32_t offset, std::uint32_t* value) {
                  auto* driver = static_cast<Driver*>(context);
                  return driver->processor_.read(driver->base_ + offset, *value) ? 0 : 1;
                },
                [](void* context, std::uint32_t offset, std::uint32_t value) {
                  auto* driver = static_cast<Driver*>(context);
                  return driver->processor_.write(driver->base_ + offset, value) ? 0 : 1;
                }};
}

void Driver::bring_up(const config::Runtime& r) {
  const silipool_bus bus = block_.bus;
  check("silipool_open", silipool_open(&block_, &bus, engine::structural_hash(config_), patience_));
  const config::Microarchitecture& m = config_.microarchitecture;
  check("silipool_set_mode",
        silipool_set_mode(&block_, (m.sparse_frames ? SILIPOOL_MODE_SPARSE_FRAMES : 0U) |
                                       (m.listed_winners ? SILIPOOL_MODE_LISTED_WINNERS : 0U) |
                                       (m.class_beats ? SILIPOOL_MODE_CLASS_BEAT : 0U)));
  // Both list the parameters in the order of their registers.
  std::vector<std::uint32_t> values;
  for (const auto& [address, value] : engine::runtime_registers(r)) values.push_back(value);
  silipool_parameters parameters{};
  if (values.size() * sizeof values[0] != sizeof parameters)
    throw base::Error(base::ErrorKind::check_failed, "the driver has other parameters than the registers");
  std::memcpy(&parameters, values.data(), sizeof parameters);
  check("silipool_set_parameters", silipool_set_parameters(&block_, &parameters));
  check("silipool_initialise", silipool_initialise(&block_));
  config_.runtime = r;
}

sp::State Driver::save() {
  sp::State state;
  std::vector<std::uint16_t> boosts(silipool_columns(&block_));
  state.permanences.resize(silipool_permanences(&block_));
  state.duties.resize(silipool_columns(&block_));
  silipool_state saved{0, 0, state.permanences.data(), state.duties.data(), boosts.data()};
  check("silipool_save", silipool_save(&block_, &saved));
  state.learning_step = saved.learning_step;
  state.boosts.assign(boosts.begin(), boosts.end());
  return state;
}

void Driver::restore(const sp::State& state) {
  std::vector<std::uint16_t> permanences = state.permanences;
  std::vector<std::uint32_t> duties = state.duties;
  std::vector<std::uint16_t> boosts(state.boosts.begin(), state.boosts.end());
  const std::uint32_t period = config_.runtime.update_period;
  const silipool_state restored{state.learning_step, period - state.learning_step % period,
                                permanences.data(), duties.data(), boosts.data()};
  check("silipool_restore", silipool_restore(&block_, &restored));
}

void Driver::load_weights(const readout::IntegerWeights& weights) {
  check("silipool_load_weights", silipool_load_weights(&block_, weights.weights().data()));
}

}  // namespace silipool::systemc
