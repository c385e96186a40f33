#include "observed_at.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace silipool::engine {
namespace {

/// Names below a tile, or below the serial core.
struct Names {
  std::string_view overlap, key, winner, permanence, connected, duty, boost;
};
constexpr std::array<Names, 2> kNames{{
    {"u_overlap.planes_o", "u_inhibit.keys_q", "winners_o", "u_learn.u_permanences.mem",
     "u_overlap.gen_bank[].u_rows.mem", "u_duty.u_duties.mem", "u_duty.u_boosts.mem"},
    {"u_synapses.overlap_o", "u_select.u_keys.mem", "winners_q", "u_synapses.u_permanences.mem",
     "u_synapses.u_permanences.mem", "gen_duty.u_duty.u_duties.mem", "gen_duty.u_duty.u_boosts.mem"},
}};
constexpr std::array<std::string_view, 2> kCores{"gen_tiled.u_core", "gen_serial.u_serial.u_core"};

std::string in_column(const config::Structural& s, const config::Microarchitecture& m, std::uint32_t column,
                      std::string_view name) {
  const std::string_view core = kCores[static_cast<std::size_t>(m.core)];
  if (m.core != config::Core::tiled) return fmt::format("{}.{}", core, name);
  const std::size_t turns = s.hypercolumns() / m.tiles;
  return fmt::format("{}.gen_tile[{}].u_tile.{}", core, column / s.columns_per_hypercolumn / turns, name);
}

}  // namespace

std::string observed_at(const config::Structural& s, const config::Microarchitecture& m, Phase phase,
                        std::uint32_t column) {
  const Names& names = kNames[static_cast<std::size_t>(m.core)];
  switch (phase) {
    case Phase::overlap:
      return in_column(s, m, column, names.overlap);
    case Phase::key:
      return in_column(s, m, column, names.key);
    case Phase::winner:
      return in_column(s, m, column, names.winner);
    case Phase::permanence:
      return in_column(s, m, column, names.permanence);
    case Phase::duty:
      return in_column(s, m, column, names.duty);
    case Phase::boost:
      return in_column(s, m, column, names.boost);
    case Phase::readout:
      return "gen_tiled.gen_readout.u_readout.class_o";
    case Phase::step_end:
    case Phase::handshake:
      break;
  }
  return fmt::format("{}.step_done_o", kCores[static_cast<std::size_t>(m.core)]);
}

std::string observed_at(const config::Structural& s, const config::Microarchitecture& m,
                        EventSink::State kind, std::uint32_t column) {
  const Names& names = kNames[static_cast<std::size_t>(m.core)];
  switch (kind) {
    case EventSink::State::permanence:
      return in_column(s, m, column, names.permanence);
    case EventSink::State::connected:
      return in_column(s, m, column, names.connected);
    case EventSink::State::duty:
      return in_column(s, m, column, names.duty);
    case EventSink::State::boost:
      return in_column(s, m, column, names.boost);
    case EventSink::State::learning_step:
      break;
  }
  return fmt::format("{}.learning_step_q", kCores[static_cast<std::size_t>(m.core)]);
}

}  // namespace silipool::engine
