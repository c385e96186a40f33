#include "synthetic.hpp"

#include <fmt/format.h>

#include <silipool/base/stream.hpp>
#include <silipool/data/generators.hpp>
#include <silipool/metrics/noise_robustness.hpp>

namespace silipool::experiments::published {

config::Config make_config(const std::string& name, std::string_view text,
                           const config::Overrides& overrides) {
  return config::parse_config(fmt::format("name = \"{}\"\n{}", name, text), name + ".toml", overrides);
}

config::Config seeded(const config::Config& config, std::uint32_t seed) {
  config::Config out = config;
  out.runtime.seed = seed;
  out.structural.pool_seed = seed;
  return out;
}

base::Sdr winners_of(const sp::StepTrace& trace, std::size_t columns) {
  base::Sdr out(columns);
  for (const std::uint32_t c : trace.winners) out.set(c);
  return out;
}

std::vector<base::Sdr> respond(sp::SpatialPooler& pooler, std::span<const base::Sdr> inputs) {
  std::vector<base::Sdr> out;
  for (const base::Sdr& input : inputs)
    out.push_back(winners_of(pooler.step(input, false), pooler.structural().columns()));
  return out;
}

void learn_epoch(sp::SpatialPooler& pooler, std::span<const base::Sdr> inputs, std::uint64_t seed,
                 std::size_t epoch, const ExperimentOptions& options) {
  std::vector<std::size_t> order(inputs.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  base::Stream random(seed, fmt::format("experiment.epoch.{}", epoch));
  random.shuffle(std::span(order));
  for (const std::size_t i : order) {
    if (options.stopped()) return;
    pooler.step(inputs[i], true);
  }
}

NoiseCurve noise_curve(sp::SpatialPooler& pooler, std::span<const base::Sdr> inputs, std::uint64_t seed) {
  metrics::NoiseRobustness measure;
  const std::vector<base::Sdr> clean = respond(pooler, inputs);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    base::Stream random(seed, fmt::format("experiment.noise.{}", i));
    for (std::size_t level = 0; level < measure.levels().size(); ++level) {
      const base::Sdr noisy =
          data::swap_noise(inputs[i], share_of(level, measure.levels().size() - 1), random);
      measure.add(level, clean[i], winners_of(pooler.step(noisy, false), pooler.structural().columns()));
    }
  }
  return {measure.levels(), measure.curve(), measure.robustness()};
}

}  // namespace silipool::experiments::published
