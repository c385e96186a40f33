#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/cost/ledger.hpp>
#include <silipool/engine/activity.hpp>
#include <silipool/estimate/estimate.hpp>
#include <silipool/estimate/fast_counts.hpp>

namespace silipool::estimate {

/// Coefficients fitted on gate-level runs (docs/estimate.md, "The fast path"): what one count of a unit
/// takes.
struct FitTable {
  struct Coefficient {
    std::string unit, name;
    cost::Range each;  ///< J, or m2
  };
  std::string name;    ///< "osu018"
  std::string node;    ///< "180 nm, 1.8 V, 25 C"
  std::string source;  ///< what it was fitted on
  cost::Process process;
  std::size_t registers_below = 512;  ///< bits: as the runs that it was fitted on
  /// Of configurations that were not fitted: how many, and the greatest |fit / gates - 1|.
  std::size_t held_out = 0;
  double learn_error = 0, infer_error = 0, area_error = 0, leakage_error = 0;
  cost::Range fmax_hz;              ///< of all that were run: least, median, greatest
  cost::Range leakage_w_per_m2;     ///< of logic
  std::vector<Coefficient> energy;  ///< J
  std::vector<Coefficient> area;    ///< m2

  /// Error{bad_input}: a count without a cost.
  [[nodiscard]] const Coefficient& energy_of(const UnitCount& count) const;
  [[nodiscard]] const Coefficient& area_of(const UnitCount& count) const;
};

/// Error{bad_input} names file, line and key.
[[nodiscard]] FitTable parse_fit_table(std::string_view text, const std::string& file_name);
/// The table of that name among sim/estimate/fits of base::shipped_root(). Error{bad_input} lists what there
/// is.
[[nodiscard]] FitTable load_fit_table(const std::string& name = "osu018");

/// Prices the activity of the model, or of the RTL's own counters, without a netlist: of a run, a step or
/// anything between. Energies of logic and memories; leakage is power.
class FastModel {
 public:
  /// Error{bad_input} names the key where the fit does not hold for the configuration.
  FastModel(FitTable table, const config::Config& config);

  /// `cycles`: of the clock, that `activity` took (engine::CycleModel).
  [[nodiscard]] cost::Ledger price(const engine::Activity& activity, std::uint64_t cycles) const;
  /// J, of a cycle in which nothing is worked on.
  [[nodiscard]] cost::Energy idle_cycle_j() const { return price({}, 1).total(); }
  [[nodiscard]] cost::Range leakage_w() const;
  [[nodiscard]] cost::Range logic_leakage_w() const;  ///< without memories
  [[nodiscard]] std::vector<PartArea> area() const;
  [[nodiscard]] const FitTable& table() const noexcept { return table_; }

 private:
  FitTable table_;
  config::Config config_;
};

struct FastOptions {
  std::string technology = "osu018";
  std::size_t warm_up = 20, frames = 20;  ///< as AsicOptions
  double rate_hz = 0, clock_hz = 0;       ///< 0: as fast as it goes; the table's median Fmax
};
/// As estimate_asic, by FastModel: steps of the model on `inputs`, cycles of engine::CycleModel.
[[nodiscard]] Estimate estimate_fast(const config::Config& config, const std::vector<base::Sdr>& inputs,
                                     const FastOptions& options);

}  // namespace silipool::estimate
