// Golden vectors of a configuration for silipool_tb.v, from the reference model: usage vectors CONFIG
// MICROARCHITECTURE STEPS FOLDER. Writes silipool_instance.sv; sizes.vh; registers.memh, {address, value} a
// line; frames.memh and winners.memh, a beat {TLAST, TUSER, TKEEP, TDATA} a line.
#include <cstdio>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/load.hpp>
#include <silipool/engine/axi_lite.hpp>
#include <silipool/engine/beats.hpp>
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

void write(const std::string& config_file, const std::string& core, std::uint64_t steps,
           const std::filesystem::path& folder) {
  config::Overrides set{{"rtl.microarchitecture", core, "vectors"}};
  if (core != "tiled")
    for (const char* key : {"rtl.tiles", "rtl.banks", "rtl.multipliers"}) set.push_back({key, "", "vectors"});
  const config::Config config = config::load_config(config_file, set);
  const config::Microarchitecture& m = config.microarchitecture;
  sp::SpatialPooler model(config.structural, config.runtime);
  std::string registers, frames, winners;
  std::size_t writes = 0, in_beats = 0, out_beats = 0;
  const auto put = [&](std::uint32_t address, std::uint32_t value) {
    registers += fmt::format("{:03x}{:08x}\n", address, value);
    ++writes;
  };
  put(engine::registers::kMode, (m.sparse_frames ? 1U : 0U) | (m.listed_winners ? 2U : 0U));
  for (const auto& [address, value] : engine::runtime_registers(config.runtime)) put(address, value);
  put(engine::registers::kControl, 3);
  for (std::uint64_t step = 0; step < steps; ++step) {
    const engine::StimulusStep s = engine::stimulus(config.structural.inputs(), 9, step);
    in_beats += append(frames, engine::to_beats(s.input, m.stream_bits, m.sparse_frames), s.learn);
    base::Sdr won(config.structural.columns());
    for (const std::uint32_t column : model.step(s.input, s.learn).winners) won.set(column);
    out_beats += append(winners, engine::to_beats(won, m.stream_bits, m.listed_winners), false);
  }
  base::write_file(folder / "silipool_instance.sv", engine::rtl_instance(config));
  base::write_file(
      folder / "sizes.vh",
      fmt::format("localparam StreamBits = {};\nlocalparam Writes = {};\nlocalparam InBeats = {};\n"
                  "localparam OutBeats = {};\nlocalparam Status = 12'h{:03x};\n",
                  m.stream_bits, writes, in_beats, out_beats, engine::registers::kStatus));
  base::write_file(folder / "registers.memh", registers);
  base::write_file(folder / "frames.memh", frames);
  base::write_file(folder / "winners.memh", winners);
}

}  // namespace
}  // namespace silipool

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: vectors CONFIG MICROARCHITECTURE STEPS FOLDER\n", stderr);
    return 2;
  }
  try {
    silipool::write(argv[1], argv[2], std::strtoull(argv[3], nullptr, 10), argv[4]);
    return 0;
  } catch (const silipool::base::Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 2;
  }
}
