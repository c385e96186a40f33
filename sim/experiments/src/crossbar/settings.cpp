#include "settings.hpp"

#include <fmt/format.h>

namespace silipool::experiments::detail {
namespace {

config::Override put(const char* key, double value) { return {key, fmt::format("{}", value), "study"}; }

/// One stuck cell in ten is on.
config::Overrides stuck(double share) {
  return {put("crossbar.stuck_on", share / 10), put("crossbar.stuck_off", share * 9 / 10)};
}

config::Overrides joined(config::Overrides a, const config::Overrides& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

std::vector<CrossbarSetting> crossbar_settings(const CrossbarStudy& study, bool quick) {
  const bool sums = study.config.crossbar.synapse != config::CrossbarSynapse::analog;
  // What no setting changes is solved as if wires were ideal, which they are.
  const config::Override ideal{"crossbar.solver", "ideal", "study"};
  std::vector<CrossbarSetting> out{{"ideal", 0, {ideal}}};
  const auto values = [quick](std::vector<double> all) {
    return quick ? std::vector<double>{all.back()} : std::move(all);
  };
  for (const double v : values({0.05, 0.1, 0.2, 0.4, 0.8}))
    out.push_back({"device_variation", v, {ideal, put("crossbar.device_variation", v)}});
  for (const double v : values({0.01, 0.11, 0.3, 0.5}))
    out.push_back({"stuck", v, joined({ideal}, stuck(v))});
  for (const double v : values({0.11}))
    out.push_back(
        {"stuck, variation 0.1", v, joined({ideal, put("crossbar.device_variation", 0.1)}, stuck(v))});
  if (sums)
    for (const double v : values({8, 7, 6, 5, 4, 3}))
      out.push_back(
          {"adc_bits", v, {ideal, {"crossbar.readout", "adc", "study"}, put("crossbar.adc_bits", v)}});
  for (const double v : values({1, 2.5, 5, 20}))
    out.push_back({"wire_ohm", v, {put("crossbar.row_ohm", v), put("crossbar.column_ohm", v)}});
  if (sums)
    for (const double v : values({1, 5, 20}))
      out.push_back({"wire_ohm, fitted",
                     v,
                     {put("crossbar.row_ohm", v),
                      put("crossbar.column_ohm", v),
                      {"crossbar.calibration", "fitted", "study"}}});
  return out;
}

config::Config with_setting(const CrossbarStudy& study, const CrossbarSetting& setting, std::uint32_t seed) {
  config::Overrides overrides = setting.overrides;
  overrides.push_back({"seed", std::to_string(seed), "study"});
  overrides.push_back({"crossbar.seed", std::to_string(seed), "study"});
  return config::parse_config(config::canonical(study.config), study.config_file, overrides);
}

}  // namespace silipool::experiments::detail
