#include <silipool/engine/state_access.hpp>

#include <algorithm>

#include <silipool/base/error.hpp>
#include <silipool/engine/registers.hpp>
#include <silipool/sp/pool_table.hpp>
#include <silipool/sp/state_check.hpp>

#include "pause.hpp"

namespace silipool::engine {
namespace {

constexpr std::uint32_t kPermanences = 0, kDuties = 1, kBoosts = 2, kSteps = 3;  // of STATE_SELECT

/// Calls `access(column, first slot, slots)` for each word of permanences, in their order.
template <class Access>
void for_each_word(const config::Config& config, const Access& access) {
  const config::Structural& s = config.structural;
  const std::size_t lanes = config.microarchitecture.lanes;
  const std::size_t fields = 32 / s.permanence_bits;
  for (std::size_t column = 0; column < s.columns(); ++column)
    for (std::size_t first = 0; first < s.slots(); first += lanes)
      for (std::size_t lane = 0; lane < lanes; lane += fields) {
        const std::size_t slot = first + lane;
        access(column, slot,
               slot < s.slots() ? std::min({fields, lanes - lane, s.slots() - slot}) : std::size_t{0});
      }
}

}  // namespace

sp::State read_state(AxiLite& bus, const config::Config& config) {
  const config::Structural& s = config.structural;
  const std::uint32_t mask = (std::uint32_t{1} << s.permanence_bits) - 1;
  const Pause pause(bus, config);
  sp::State state;
  bus.write(registers::kStateSelect, kSteps);
  state.learning_step = bus.read(registers::kStateData);
  bus.write(registers::kStateSelect, kPermanences);
  state.permanences.resize(s.columns() * s.slots());
  for_each_word(config, [&](std::size_t column, std::size_t slot, std::size_t slots) {
    const std::uint32_t word = bus.read(registers::kStateData);
    for (std::size_t i = 0; i < slots; ++i)
      state.permanences[column * s.slots() + slot + i] =
          static_cast<std::uint16_t>(word >> (i * s.permanence_bits) & mask);
  });
  bus.write(registers::kStateSelect, kDuties);
  for (std::size_t column = 0; column < s.columns(); ++column)
    state.duties.push_back(bus.read(registers::kStateData));
  bus.write(registers::kStateSelect, kBoosts);
  for (std::size_t column = 0; column < s.columns(); ++column)
    state.boosts.push_back(bus.read(registers::kStateData));
  return state;
}

void write_state(AxiLite& bus, const config::Config& config, const sp::State& state) {
  const config::Structural& s = config.structural;
  sp::check_state(s, config.runtime, sp::PoolTable(s), state);
  const Pause pause(bus, config);
  bus.write(registers::kStateSelect, kPermanences);
  for_each_word(config, [&](std::size_t column, std::size_t slot, std::size_t slots) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < slots; ++i)
      word |= std::uint32_t{state.permanences[column * s.slots() + slot + i]} << (i * s.permanence_bits);
    bus.write(registers::kStateData, word);
  });
  bus.write(registers::kStateSelect, kDuties);
  for (const std::uint32_t duty : state.duties) bus.write(registers::kStateData, duty);
  bus.write(registers::kStateSelect, kBoosts);
  for (const std::uint32_t boost : state.boosts) bus.write(registers::kStateData, boost);
  bus.write(registers::kStateSelect, kSteps);
  bus.write(registers::kStateData, state.learning_step);
  bus.write(registers::kStateData,
            config.runtime.update_period - state.learning_step % config.runtime.update_period);
}

}  // namespace silipool::engine
