#include <silipool/estimate/fpga.hpp>

#include <algorithm>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <silipool/base/cache.hpp>
#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/process.hpp>
#include <silipool/base/shipped.hpp>
#include <silipool/config/load.hpp>
#include <silipool/engine/cycles.hpp>
#include <silipool/flow/sram.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::estimate {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

// github.com/tinyvision-ai-inc/ice40_power, README: currents of the core rail of a UP5K at 1.219 V, uA. HFOSC
// with a counter of 24 bits: 2184 at 48 MHz, 388.4 at 6 MHz. Counters of 28 bits at 12 MHz: 613.5 with 32
// logic cells, 641.3 with 228. A product of 8 bits at 12 MHz: 996 with 208 cells, of which a counter of 28
// cells takes 645. Blank: 85.6.
constexpr const char* kMeasured = "tinyvision-ai-inc/ice40_power, README (read)";
constexpr const char* kDevice = "iCE40 UP5K, 40 nm, 1.219 V, measured";
constexpr double kCoreV = 1.219, kOtherV = 3.283;
constexpr double kClockLow = (2184e-6 - 388.4e-6) * kCoreV / 42e6;        // 52.1 pJ
constexpr double kClockHigh = (613.5e-6 - 85.6e-6) * kCoreV / 12e6;       // 53.6 pJ
constexpr double kCellLow = (641.3e-6 - 613.5e-6) / 196 * kCoreV / 12e6;  // 14.4 fJ
constexpr double kCellHigh = (996e-6 - 645e-6) / 180 * kCoreV / 12e6;     // 198 fJ
constexpr double kCellNominal = 53.4e-15;                                 // the middle of their logarithms
constexpr double kStaticCore = 85.6e-6 * kCoreV, kStaticOthers = 4.1e-6 * kCoreV + 6.2e-6 * kOtherV;
constexpr std::uint64_t kRamBits = 16, kRamWords = 256;

std::uint64_t rams(std::uint64_t bits) { return (bits + kRamBits - 1) / kRamBits; }

/// Sources whose change must not find old results.
std::string key_of(const config::Config& config, const fs::path& script, const FpgaOptions& options) {
  base::Digest digest;
  digest.text("fpga 1");
  digest.text(config::canonical(config));
  digest.text(options.board);
  digest.text(base::read_file(script));
  std::vector<fs::path> sources;
  for (const auto& entry : fs::recursive_directory_iterator(base::shipped_root() / "rtl"))
    if (entry.is_regular_file()) sources.push_back(entry.path());
  std::ranges::sort(sources);
  for (const fs::path& source : sources) digest.text(base::read_file(source));
  return "fpga-" + digest.hex();
}

/// The script's last word, which is what a person needs.
[[noreturn]] void fail(const std::string& log) {
  std::istringstream lines(log);
  std::string said;
  constexpr std::string_view kSays = "place_and_route: ";
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(kSays)) said = line.substr(kSays.size());
  if (said.empty()) said = "place and route failed: " + log.substr(log.size() > 400 ? log.size() - 400 : 0);
  const bool missing = said.find("is not there") != std::string::npos;
  throw base::Error(missing ? base::ErrorKind::missing_tool : base::ErrorKind::check_failed, said);
}

}  // namespace

Placed parse_placed(std::string_view json, const std::string& file_name) {
  try {
    const Json row = Json::parse(json).at(0);
    Placed placed;
    placed.device = row.at("device").get<std::string>();
    if (row.contains("unfit"))
      throw base::Error(base::ErrorKind::check_failed,
                        fmt::format("{} does not fit the {}: {}", row.at("config").get<std::string>(),
                                    placed.device, row.at("unfit").get<std::string>()));
    placed.tools = row.at("yosys").get<std::string>() + "; " + row.at("nextpnr").get<std::string>();
    for (const auto& [name, used] : row.at("utilisation").items()) {
      placed.resources.push_back({name, used.at(0).get<std::uint64_t>(), used.at(1).get<std::uint64_t>()});
      if (name == "ICESTORM_LC") placed.logic_cells = placed.resources.back().used;
      if (name == "ICESTORM_RAM") placed.block_rams = placed.resources.back().used;
    }
    placed.fmax_hz = row.at("fmax_mhz").get<double>() * 1e6;
    return placed;
  } catch (const Json::exception& error) {
    base::bad_input("{}: no row of place_and_route.py: {}", file_name, error.what());
  }
}

cost::Ledger price_ice40(const Placed& placed, const engine::Activity& a, std::uint64_t cycles) {
  cost::Ledger ledger;
  ledger.add_measured({nullptr, {kClockLow, kClockLow, kClockHigh}, kDevice, kMeasured, "cycle"}, cycles,
                      "device", "clock", "clock network and what little logic it feeds");
  ledger.add_measured({nullptr,
                       {kCellLow, kCellNominal, kCellHigh},
                       kDevice,
                       std::string(kMeasured) + ": low counters, high a multiplier in logic cells; nominal "
                                                "the middle of their logarithms, since no "
                                                "design of this kind was measured",
                       "cycle of a logic cell"},
                      cycles * placed.logic_cells, "device", "logic");
  const flow::Sram ram = flow::sram_by_law(kRamBits, kRamWords, {40e-9, 1.2});
  const auto access = [&](const char* what, const cost::Cost& cost, std::uint64_t count) {
    ledger.add_measured(cost, count, "block RAMs", "memory", what);
  };
  access("rows read", ram.read, (a.row_reads + a.row_writes) * rams(a.row_bits));
  access("rows written", ram.write, a.row_writes * rams(a.row_bits));
  access("permanences read", ram.read, a.permanence_word_reads * rams(a.permanence_word_bits));
  access("permanences written", ram.write, a.permanence_word_writes * rams(a.permanence_word_bits));
  access("duties and boosts read", ram.read, a.keys + 2 * a.duty_updates);
  access("duties and boosts written", ram.write, 2 * a.duty_updates + a.boost_updates);
  return ledger;
}

Estimate estimate_fpga(const config::Config& config, const std::vector<base::Sdr>& inputs,
                       const FpgaOptions& options) {
  if (inputs.size() < options.warm_up + 2 * options.frames || options.frames == 0)
    base::bad_input("an estimate needs {} inputs and at least one frame, there are {}",
                    options.warm_up + 2 * options.frames, inputs.size());
  const fs::path script = base::shipped_root() / "scripts/place_and_route.py";
  if (!fs::exists(script))
    base::bad_input("{}: is not there: --target fpga needs the source tree", script.string());
  base::CacheEntry entry(base::cache_folder(), key_of(config, script, options));
  const auto rows_in = [](const fs::path& folder) { return folder / "rows.json"; };
  if (!entry.complete("rows.json")) {
    const fs::path folder = entry.start_build();
    std::vector<std::string> call{"python3",
                                  script.string(),
                                  "--silipool",
                                  fs::read_symlink("/proc/self/exe").string(),
                                  "--target",
                                  options.board,
                                  "--keep",
                                  folder.string(),
                                  "--out",
                                  (folder / "rows").string(),
                                  fs::absolute(options.config_file).string()};
    for (const std::string& setting : options.settings) call.insert(call.end(), {"--set", setting});
    if (base::run_process(call, folder, folder / "place_and_route.log", "python3") != 0)
      fail(base::read_file(folder / "place_and_route.log"));
    (void)parse_placed(base::read_file(rows_in(folder)),
                       rows_in(folder).string());  // what does not fit is not kept
    entry.publish();
  }
  const Placed placed =
      parse_placed(base::read_file(rows_in(entry.folder())), rows_in(entry.folder()).string());

  Estimate e;
  e.target = "fpga";
  e.method = "placed and routed";
  e.technology = placed.device;
  e.node = placed.tools;
  e.resources = placed.resources;
  e.fmax_hz = {placed.fmax_hz, placed.fmax_hz, placed.fmax_hz};
  e.clock_hz = options.clock_hz.value_or(placed.fmax_hz);
  if (placed.logic_cells > 0) {
    // Boards have streams of 8 bits behind their serial line, at the pins of silipool_top.
    config::Config board = config;
    board.microarchitecture.stream_bits = 8;
    board.microarchitecture.axi = false;
    sp::SpatialPooler model(board.structural, board.runtime);
    engine::CycleModel clock(board);
    std::size_t next = 0;
    const auto steps = [&](std::size_t count, bool learn) {
      std::pair<engine::Activity, std::uint64_t> counted;
      for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t ahead = i == 0 ? 0 : 1; ahead < 2; ++ahead)
          if (i + ahead < count) clock.submit();
        const base::Sdr& input = inputs[next++];
        const sp::StepTrace& trace = model.step(input, learn);
        counted.first += engine::activity_of(model, trace, board.microarchitecture);
        counted.second += clock.step(engine::work_of(model, trace, input, board)).interval;
      }
      return counted;
    };
    (void)steps(options.warm_up, true);
    const auto learned = steps(options.frames, true), inferred = steps(options.frames, false);
    e.learn =
        StepCost{options.frames, learned.second, price_ice40(placed, learned.first, learned.second), {}};
    e.infer =
        StepCost{options.frames, inferred.second, price_ice40(placed, inferred.first, inferred.second), {}};
    e.idle_cycle_j = price_ice40(placed, {}, 1).total();
    e.leakage_w = {kStaticCore, kStaticCore, kStaticCore + kStaticOthers};
    state_per_step(e, options.rate_hz);
    e.notes.emplace_back(
        "energies are weak evidence: coefficients for each logic cell and cycle, measured by others on small "
        "designs in an iCE40 "
        "UP5K; activity of the cells is not looked at, block RAMs are priced by the law of memories carried "
        "to 40 nm, static power "
        "is a UP5K's; pads, serial line and regulators are not in it");
  } else {
    e.notes.emplace_back("no energies: no coefficients of this family are published in what was found");
  }
  e.notes.emplace_back(
      "Fmax: the slowest clock of nextpnr and, of an iCE40, icetime where that is slower; one placement, "
      "seed 1");
  fs::create_directories(options.folder / "fpga");
  for (const auto& found : fs::recursive_directory_iterator(entry.folder())) {
    const std::string name = found.path().filename().string();
    if (!found.is_regular_file() ||
        !(name.ends_with(".log") || name == "report.json" || name == "stat.txt" || name == "rows.json"))
      continue;
    base::write_file(options.folder / "fpga" / name, base::read_file(found.path()));
    e.reports.push_back({name, options.folder / "fpga" / name});
  }
  std::ranges::sort(e.reports, {}, &ToolReport::what);
  return e;
}

}  // namespace silipool::estimate
