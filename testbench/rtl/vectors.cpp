// Golden vectors of a configuration for silipool_tb.v, from the reference model: usage vectors CONFIG STEPS
// FOLDER. Writes silipool_instance.sv; sizes.vh; registers.memh, {address, value} a line, those from number
// First on to be written when the initial state has been made; frames.memh and winners.memh, a beat {TLAST,
// TUSER, TKEEP, TDATA} a line.
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/load.hpp>
#include <silipool/engine/axi_lite.hpp>
#include <silipool/engine/beats.hpp>
#include <silipool/engine/readout_access.hpp>
#include <silipool/engine/registers.hpp>
#include <silipool/engine/rtl_instance.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool {
namespace {

std::size_t append(std::string& text, const std::vector<engine::Beat>& beats, bool learn) {
  for (const engine::Beat& beat : beats)
    text += fmt::format("{:x}{:02x}{:016x}\n", (beat.last ? 2U : 0U) | (beat.last && learn ? 1U : 0U),
                        beat.keep, beat.data);
  return beats.size();
}

void write(const std::string& config_file, std::uint64_t steps, const std::filesystem::path& folder) {
  const config::Config config = config::load_config(config_file);
  const config::Microarchitecture& m = config.microarchitecture;
  sp::SpatialPooler model(config.structural, config.runtime);
  std::string registers, frames, winners;
  std::size_t writes = 0, in_beats = 0, out_beats = 0;
  const auto put = [&](std::uint32_t address, std::uint32_t value) {
    registers += fmt::format("{:03x}{:08x}\n", address, value);
    ++writes;
  };
  const std::uint32_t mode =
      (m.sparse_frames ? 1U : 0U) | (m.listed_winners ? 2U : 0U) | (m.class_beats ? 8U : 0U);
  put(engine::registers::kMode, mode);
  for (const auto& [address, value] : engine::runtime_registers(config.runtime)) put(address, value);
  put(engine::registers::kControl, 3);
  const std::size_t first = writes;
  std::optional<readout::IntegerWeights> readout;
  if (m.readout) {
    readout = engine::readout_stimulus(config, 9);
    put(engine::registers::kMode, mode | 4U);  // at rest, as nothing has been sent
    put(engine::registers::kReadoutSelect, 0);
    for (const std::int16_t weight : readout->weights())
      put(engine::registers::kReadoutData, static_cast<std::uint32_t>(std::int32_t{weight}));
    put(engine::registers::kMode, mode);
  }
  for (std::uint64_t step = 0; step < steps; ++step) {
    const engine::StimulusStep s = engine::stimulus(config.structural.inputs(), 9, step);
    in_beats += append(frames, engine::to_beats(s.input, m.stream_bits, m.sparse_frames), s.learn);
    base::Sdr won(config.structural.columns());
    const std::vector<std::uint32_t>& columns = model.step(s.input, s.learn).winners;
    for (const std::uint32_t column : columns) won.set(column);
    std::vector<engine::Beat> beats = engine::to_beats(won, m.stream_bits, m.listed_winners);
    if (m.class_beats) {
      beats.back().last = false;
      beats.push_back({readout->predict(columns), m.stream_bits >= 16 ? 3U : 1U, true});
    }
    out_beats += append(winners, beats, false);
  }
  base::write_file(folder / "silipool_instance.sv", engine::rtl_instance(config));
  base::write_file(
      folder / "sizes.vh",
      fmt::format("localparam StreamBits = {};\nlocalparam Writes = {};\nlocalparam First = {};\n"
                  "localparam InBeats = {};\nlocalparam OutBeats = {};\nlocalparam Status = 12'h{:03x};\n",
                  m.stream_bits, writes, first, in_beats, out_beats, engine::registers::kStatus));
  base::write_file(folder / "registers.memh", registers);
  base::write_file(folder / "frames.memh", frames);
  base::write_file(folder / "winners.memh", winners);
}

}  // namespace
}  // namespace silipool

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: vectors CONFIG STEPS FOLDER\n", stderr);
    return 2;
  }
  try {
    silipool::write(argv[1], std::strtoull(argv[2], nullptr, 10), argv[3]);
    return 0;
  } catch (const silipool::base::Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}
