#include "agreement.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include <silipool/data/encoder.hpp>
#include <silipool/metrics/sdr_statistics.hpp>
#include <silipool/readout/softmax.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::twin {
namespace {

using Step = std::function<std::vector<std::uint32_t>(const base::Sdr&, bool)>;

/// One-sided 95 % quantile of Student's t.
double t_quantile(double freedom) {
  constexpr std::array table{6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812};
  const auto n = static_cast<std::size_t>(std::max(1.0, freedom));
  return table.at(std::min(n, table.size()) - 1);
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Variance of the mean.
double variance(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += (v - mean(values)) * (v - mean(values));
  const auto n = static_cast<double>(values.size());
  return sum / (n - 1) / n;
}

config::Config load(const Case& c, std::uint32_t seed) {
  config::Overrides overrides = c.overrides;
  for (const char* key : {"seed", "pooler.pool_seed"})
    overrides.push_back({key, std::to_string(seed), "twin test"});
  return config::load_config(fmt::format("{}/sim/configs/presets/{}.toml", SILIPOOL_SOURCE_DIR, c.preset),
                             overrides);
}

Figures measure(const config::Config& config, const Data& data, std::uint32_t seed, const Step& step) {
  const data::Encoder encoder = data::make_encoder(config, data.train);
  const std::vector<base::Sdr> lessons = encoder.encode(data.train), tests = encoder.encode(data.test);
  for (const base::Sdr& input : lessons) step(input, true);
  const std::size_t columns = config.structural.columns();
  const unsigned classes = data.train.classes();
  readout::FeatureSet train(columns, classes), test(columns, classes);
  metrics::SdrStatistics statistics;
  const auto winners = [&](const base::Sdr& input) {
    base::Sdr sdr(columns);
    for (const std::uint32_t column : step(input, false)) sdr.set(column);
    return sdr;
  };
  for (std::size_t i = 0; i < lessons.size(); ++i) train.add(winners(lessons[i]), data.train.labels[i]);
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const base::Sdr sdr = winners(tests[i]);
    test.add(sdr, data.test.labels[i]);
    statistics.add(sdr);
  }
  readout::Softmax softmax(columns, classes, {.seed = seed});
  softmax.train(train);
  return {softmax.accuracy(test), statistics.entropy_ratio(), statistics.density()};
}

}  // namespace

bool Difference::agrees() const { return std::abs(difference) + half_width <= margin; }
bool Difference::differs() const { return std::abs(difference) > half_width; }

Difference difference(const std::vector<double>& preset, const std::vector<double>& twin) {
  const double a = variance(preset), b = variance(twin);
  const auto na = static_cast<double>(preset.size()), nb = static_cast<double>(twin.size());
  const double freedom = a + b > 0 ? (a + b) * (a + b) / (a * a / (na - 1) + b * b / (nb - 1)) : 1;
  return {mean(preset), mean(twin), mean(preset) - mean(twin), t_quantile(freedom) * std::sqrt(a + b),
          kRepeatability * std::sqrt((a * na + b * nb) / 2)};
}

Figures figures_of_preset(const Case& c, const Data& data, std::uint32_t seed) {
  const config::Config config = load(c, seed);
  sp::SpatialPooler pooler(config.structural, config.runtime);
  pooler.record_changes(false);
  return measure(config, data, seed,
                 [&pooler](const base::Sdr& input, bool learn) { return pooler.step(input, learn).winners; });
}

Figures figures_of_twin(const Case& c, const Data& data, std::uint32_t seed) {
  const std::unique_ptr<Twin> twin = c.twin(seed);
  return measure(load(c, seed), data, seed,
                 [&twin](const base::Sdr& input, bool learn) { return twin->step(input, learn); });
}

Agreement compare(const Case& c, const Data& data, std::uint32_t seeds) {
  std::array<std::vector<double>, 3> preset, twin;
  const auto put = [](auto& values, const Figures& figures) {
    values[0].push_back(figures.accuracy);
    values[1].push_back(figures.entropy_ratio);
    values[2].push_back(figures.density);
  };
  for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
    put(preset, figures_of_preset(c, data, seed));
    put(twin, figures_of_twin(c, data, seed));
  }
  const Agreement agreement{difference(preset[0], twin[0]), difference(preset[1], twin[1]),
                            difference(preset[2], twin[2])};
  const auto cells = [](const Difference& d, double scale, int digits) {
    return fmt::format("{:.{}f} | {:.{}f} | {:+.{}f} ± {:.{}f} of {:.{}f}", scale * d.preset, digits,
                       scale * d.twin, digits, scale * d.difference, digits, scale * d.half_width, digits,
                       scale * d.margin, digits);
  };
  fmt::print("| {} | {} | {} | {} |\n", c.preset, cells(agreement.accuracy, 100, 2),
             cells(agreement.entropy_ratio, 1, 4), cells(agreement.density, 100, 3));
  return agreement;
}

}  // namespace silipool::twin
