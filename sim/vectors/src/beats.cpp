#include <silipool/engine/beats.hpp>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/engine/axi_lite.hpp>
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
  put(engine::registers::kMode, (m.sparse_frames ? 1U : 0U) | (m.listed_winners ? 2U : 0U));
  for (const auto& [address, value] : engine::runtime_registers(r.config.runtime)) put(address, value);
  put(engine::registers::kControl, 3);
  for (std::size_t step = 0; step < r.given.size(); ++step) {
    const engine::StimulusStep& given = r.given[step];
    in_beats += append(frames, engine::to_beats(given.input, m.stream_bits, m.sparse_frames), given.learn);
    out_beats += append(winners, engine::to_beats(r.winners[step], m.stream_bits, m.listed_winners), false);
  }
  std::string sizes = fmt::format(
      "localparam StreamBits = {};\nlocalparam Writes = {};\nlocalparam InBeats = {};\n"
      "localparam OutBeats = {};\nlocalparam Status = 12'h{:03x};\n",
      m.stream_bits, writes, in_beats, out_beats, engine::registers::kStatus);
  const std::string beat =
      "a beat a line, TLAST in bit 73, TUSER (learn) in bit 72, TKEEP in 71:64, TDATA in 63:0";
  return {{"silipool_instance.sv", "the block, as `silipool config rtl` writes it", std::move(instance)},
          {"sizes.vh", "localparams for `include", std::move(sizes)},
          {"registers.memh", "AXI4-Lite writes in their order: address in bits 43:32, value in 31:0",
           std::move(registers)},
          {"frames.memh", "s_axis: " + beat, std::move(frames)},
          {"winners.memh", "m_axis: " + beat, std::move(winners)}};
}

}  // namespace silipool::vectors
