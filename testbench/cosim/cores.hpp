#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <silipool/config/load.hpp>
#include <silipool/config/schema.hpp>

/// The microarchitectures of the RTL, all of them that the configuration knows.
namespace silipool {

inline const std::vector<std::string_view>& cores() {
  return config::schema_key("rtl.microarchitecture").choices;
}

/// Puts a configuration of tiles into another microarchitecture.
inline config::Overrides of_core(std::string_view core) {
  config::Overrides set{{"rtl.microarchitecture", std::string(core), "test"}};
  if (core != "tiled")
    for (const char* key : {"rtl.tiles", "rtl.banks", "rtl.multipliers"}) set.push_back({key, "", "test"});
  return set;
}

}  // namespace silipool
