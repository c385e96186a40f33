#pragma once
#include <string>
#include <vector>

#include <silipool/config/load.hpp>
#include <silipool/experiments/crossbar.hpp>

namespace silipool::experiments::detail {

/// One way for arrays not to be ideal.
struct CrossbarSetting {
  std::string cause;  ///< "ideal", "wires", ...
  double value = 0;
  config::Overrides overrides;
};

/// One cause at a time, over its range, with ideal arrays first; `quick`: a value of each.
[[nodiscard]] std::vector<CrossbarSetting> crossbar_settings(const CrossbarStudy& study, bool quick);

/// The study's configuration with a setting, for a repetition's seed.
[[nodiscard]] config::Config with_setting(const CrossbarStudy& study, const CrossbarSetting& setting,
                                          std::uint32_t seed);

}  // namespace silipool::experiments::detail
