#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/estimate/estimate.hpp>

namespace silipool::estimate {

struct AsicOptions {
  std::filesystem::path liberty;      ///< empty: OSU018, of Debian's qflow-tech-osu018
  std::vector<std::string> sram;      ///< Liberty files of macros; none: by law
  std::optional<double> feature_m;    ///< of the process; else as the library's name tells
  std::optional<double> rate_hz;      ///< steps a second; else one behind the other
  std::optional<double> clock_hz;     ///< else as fast as timing with nominal wires allows
  std::size_t warm_up = 20;           ///< frames learned before anything is counted
  std::size_t frames = 20;            ///< frames learned, and as many inferred, that are counted
  std::size_t registers_below = 512;  ///< bits: a smaller memory is made of flip-flops
  std::filesystem::path folder;       ///< for the tools' reports
  bool quiet = false;
  const std::atomic<bool>* stop = nullptr;
  std::function<void(std::string_view what, std::uint64_t done, std::uint64_t total)> progress;
};

/// The configuration's RTL in cells: mapped by Yosys, timed by OpenSTA, run at the level of gates on `inputs`
/// (warm_up + 2 x frames of them) with every winner compared with the model's, and priced from the library's
/// tables (docs/ estimate.md). Stages are taken from the cache where nothing that they depend on has changed.
/// Error{missing_tool}, Error{bad_input}, Error{check_failed} as the stages; the folder is written at the
/// end.
[[nodiscard]] Estimate estimate_asic(const config::Config& config, const std::vector<base::Sdr>& inputs,
                                     const AsicOptions& options);

}  // namespace silipool::estimate
