#include <silipool/engine/beats.hpp>

#include <cstdint>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/sdr.hpp>
#include <silipool/engine/axi_lite.hpp>
#include <silipool/engine/readout_access.hpp>
#include <silipool/engine/registers.hpp>
#include <silipool/engine/rtl_instance.hpp>

#include "formats.hpp"

namespace silipool::vectors {
namespace {

std::size_t append(std::string& text, const std::vector<engine::Beat>& beats, bool learn) {
  for (const engine::Beat& beat : beats)
    text += fmt::format("{:x}{:02x}{:016x}\n", (beat.last ? 2U : 0U) | (beat.last && learn ? 1U : 0U),
                        beat.keep, beat.data);
  return beats.size();
}

std::vector<std::uint32_t> columns_of(const base::Sdr& winners) {
  std::vector<std::uint32_t> columns;
  winners.for_each([&](std::size_t column) { columns.push_back(static_cast<std::uint32_t>(column)); });
  return columns;
}

}  // namespace

std::vector<File> beat_files(const Recording& r) {
  if (!r.overlaps.empty() || !r.states.empty())
    base::bad_input(
        "--format beats: the streams have neither overlaps nor state: leave out --overlaps and "
        "--state-every");
  const config::Microarchitecture& m = r.config.microarchitecture;
  std::string instance = engine::rtl_instance(r.config);
  std::string registers, frames, winners;
  std::size_t writes = 0, in_beats = 0, out_beats = 0;
  const auto put = [&](std::uint32_t address, std::uint32_t value) {
    registers += fmt::format("{:03x}{:08x}\n", address, value);
    ++writes;
  };
  const std::uint32_t mode =
      (m.sparse_frames ? 1U : 0U) | (m.listed_winners ? 2U : 0U) | (m.class_beats ? 8U : 0U);
  put(engine::registers::kMode, mode);
  for (const auto& [address, value] : engine::runtime_registers(r.config.runtime)) put(address, value);
  put(engine::registers::kControl, 3);
  const std::size_t first = writes;
  std::optional<readout::IntegerWeights> readout;
  if (m.readout) {
    readout = engine::readout_stimulus(r.config, r.config.runtime.seed);
    put(engine::registers::kMode, mode | 4U);  // at rest, as nothing has been sent
    put(engine::registers::kReadoutSelect, 0);
    for (const std::int16_t weight : readout->weights())
      put(engine::registers::kReadoutData, static_cast<std::uint32_t>(std::int32_t{weight}));
    put(engine::registers::kMode, mode);
  }
  for (std::size_t step = 0; step < r.given.size(); ++step) {
    const engine::StimulusStep& given = r.given[step];
    in_beats += append(frames, engine::to_beats(given.input, m.stream_bits, m.sparse_frames), given.learn);
    std::vector<engine::Beat> beats = engine::to_beats(r.winners[step], m.stream_bits, m.listed_winners);
    if (m.class_beats) {
      beats.back().last = false;
      beats.push_back({readout->predict(columns_of(r.winners[step])), m.stream_bits >= 16 ? 3U : 1U, true});
    }
    out_beats += append(winners, beats, false);
  }
  std::string sizes = fmt::format(
      "localparam StreamBits = {};\nlocalparam Writes = {};\nlocalparam First = {};\n"
      "localparam InBeats = {};\nlocalparam OutBeats = {};\nlocalparam Status = 12'h{:03x};\n",
      m.stream_bits, writes, first, in_beats, out_beats, engine::registers::kStatus);
  const std::string beat =
      "a beat a line, TLAST in bit 73, TUSER (learn) in bit 72, TKEEP in 71:64, TDATA in 63:0";
  return {{"silipool_instance.sv", "the block, as `silipool config rtl` writes it", std::move(instance)},
          {"sizes.vh", "localparams for `include", std::move(sizes)},
          {"registers.memh",
           "AXI4-Lite writes in their order, those from number First on when the initial state is made: "
           "address in bits 43:32, value in 31:0",
           std::move(registers)},
          {"frames.memh", "s_axis: " + beat, std::move(frames)},
          {"winners.memh", "m_axis: " + beat, std::move(winners)}};
}

}  // namespace silipool::vectors
