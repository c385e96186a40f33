#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/estimate/estimate.hpp>

namespace silipool::estimate {

struct FpgaOptions {
  std::string board = "hx8k";         ///< of scripts/place_and_route.py: "hx8k", "icebreaker", "ulx3s"
  std::filesystem::path config_file;  ///< what `config` was read from, with `settings`
  std::vector<std::string> settings;  ///< "key=value"
  std::size_t warm_up = 20, frames = 20;
  std::optional<double> rate_hz, clock_hz;  ///< as AsicOptions
  std::filesystem::path folder;             ///< for the tools' reports
};

/// The configuration placed and routed as a board's top by scripts/place_and_route.py, kept in the cache;
/// cycles of engine::CycleModel, counts of the model, and energies of measured iCE40 coefficients
/// (docs/estimate.md, "FPGAs"): weaker evidence than gates. Boards of another family have no energies.
/// Error{missing_tool}; Error{check_failed} for a design that does not fit or route; Error{bad_input}. The
/// folder is written at the end.
[[nodiscard]] Estimate estimate_fpga(const config::Config& config, const std::vector<base::Sdr>& inputs,
                                     const FpgaOptions& options);

/// What the script says of one board: a row of its JSON.
struct Placed {
  std::string device, tools;
  std::vector<Resource> resources;
  std::uint64_t logic_cells = 0, block_rams = 0;
  double fmax_hz = 0;
};
/// Error{check_failed} where the row says that the design does not fit; Error{bad_input} names what is
/// missing in the text.
[[nodiscard]] Placed parse_placed(std::string_view json, const std::string& file_name);

/// The terms of steps on an iCE40 (UP5K, 1.219 V): clock, logic cells, block RAMs.
[[nodiscard]] cost::Ledger price_ice40(const Placed& placed, const engine::Activity& activity,
                                       std::uint64_t cycles);

}  // namespace silipool::estimate
