#pragma once
#include <string>
#include <vector>

#include "synthetic.hpp"

/// The poolers, data and measures of Cui, Ahmad and Hawkins 2017 on random SDRs.
namespace silipool::experiments::published {

inline constexpr const char* kCui =
    "Y. Cui, S. Ahmad, J. Hawkins, The HTM Spatial Pooler, Frontiers in Computational Neuroscience 11:111, "
    "2017, "
    "doi 10.3389/fncom.2017.00111";

/// 1024 inputs, 1024 columns, 20 winners: with boosting, pools of everything, quick steps; without, pools of
/// half, slow steps, as its sp_params. Steps are parts of 255. Boosts are renewed every 16 steps instead of
/// every step; starved columns are not bumped.
[[nodiscard]] config::Config random_input_config(bool boosting);
/// `count` inputs of 1024 bits with 20 on, or 2 to 20 % of them.
[[nodiscard]] std::vector<base::Sdr> random_inputs(std::size_t count, bool varying, std::uint64_t seed,
                                                   std::string_view stream);

/// After an epoch (0: before learning), over the inputs of the moment, learning off.
struct EpochFigures {
  double density = 0, entropy_ratio = 0;
  double unused = 0;      ///< share of the columns that win for no input
  double robustness = 0;  ///< integral of the noise curve
  double stability = 0;   ///< against the epoch before; 0 where the inputs are new
  double formed = 0, removed = 0;
};
struct EpochRun {
  std::vector<EpochFigures> epochs;
  NoiseCurve before, after;
};
/// `inputs` of an epoch 1..epochs; epoch 0 is measured on those of epoch 1.
[[nodiscard]] EpochRun run_epochs(const config::Config& config, std::size_t epochs,
                                  const std::function<const std::vector<base::Sdr>&(std::size_t)>& inputs,
                                  const ExperimentOptions& options);

/// Adds rows (setting, epoch, n, figures) for the finished repetitions.
[[nodiscard]] Table epoch_table();
void add_epochs(Table& table, const std::string& setting, const std::vector<EpochRun>& runs);
/// Rows (setting, noise, n, output overlap).
[[nodiscard]] Table noise_table();
void add_noise(Table& table, const std::string& setting, const std::vector<EpochRun>& runs, bool after);
/// A curve for each setting.
[[nodiscard]] Plot epoch_plot(const std::string& figure, const std::string& title,
                              const std::vector<std::string>& settings);
[[nodiscard]] Plot noise_plot(const std::vector<std::string>& settings);

}  // namespace silipool::experiments::published
