#pragma once
#include <string>

#include <silipool/sweep/study.hpp>

namespace silipool::sweep {

inline const std::string kBase = std::string(SILIPOOL_SOURCE_DIR) + "/sim/configs/tiny.toml";

/// A sweep of tiny.toml; `more` after its root keys.
inline Sweep sweep_of(const std::string& more, const std::string& root = "") {
  static const std::string base = "base = \"tiny.toml\"\n";
  return parse_sweep("name = \"s\"\n" + base + root + "\n" + more,
                     std::string(SILIPOOL_SOURCE_DIR) + "/sim/configs/s.toml");
}

}  // namespace silipool::sweep
