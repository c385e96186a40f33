#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/config/load.hpp>
#include <silipool/sp/spatial_pooler.hpp>

#include "work.hpp"

/// What experiments on generated SDRs have in common.
namespace silipool::experiments::published {

/// mHTM's sp_simple: permanences of 16 bits stand for its real numbers, 66 / 65535 for its steps of 0.001.
inline constexpr std::string_view kSpSimple = R"(
[input]
shape = [100]
encoding = "none"
[data]
train = "inputs.bits"
test = "inputs.bits"
[pooler]
columns_per_hypercolumn = 200
pool = "sample"
synapses_per_column = 75
permanence_bits = 16
initialisation = "uniform"
initial_window = 32768
active_columns = 50
stimulus_threshold = 15
[learning]
rule = "every_step"
increment = 66
decrement = 66
)";

/// A configuration of this house's own text, named as its file will be.
[[nodiscard]] config::Config make_config(const std::string& name, std::string_view text,
                                         const config::Overrides& overrides = {});
/// The same one with other seeds: of permanences and draws, and of sampled pools.
[[nodiscard]] config::Config seeded(const config::Config& config, std::uint32_t seed);

[[nodiscard]] base::Sdr winners_of(const sp::StepTrace& trace, std::size_t columns);
/// Winners for each input, without learning.
[[nodiscard]] std::vector<base::Sdr> respond(sp::SpatialPooler& pooler, std::span<const base::Sdr> inputs);
/// One pass of learning, in an order drawn from (seed, epoch). Ends early when stopped.
void learn_epoch(sp::SpatialPooler& pooler, std::span<const base::Sdr> inputs, std::uint64_t seed,
                 std::size_t epoch, const ExperimentOptions& options);

/// part / whole in 1/65536, rounded up: of n < 65536 / whole bits, generators then take floor(n part /
/// whole).
[[nodiscard]] constexpr std::uint32_t share_of(std::size_t part, std::size_t whole) {
  return static_cast<std::uint32_t>((65536 * part + whole - 1) / whole);
}

/// The output kept at each published noise level, and its integral (metrics/noise_robustness.hpp).
struct NoiseCurve {
  std::vector<double> levels, overlaps;
  double robustness = 0;
};
[[nodiscard]] NoiseCurve noise_curve(sp::SpatialPooler& pooler, std::span<const base::Sdr> inputs,
                                     std::uint64_t seed);

}  // namespace silipool::experiments::published
