#pragma once
#include <string>
#include <utility>
#include <vector>

#include <silipool/config/config.hpp>

namespace silipool::python {

/// Keys with values in TOML, as silipool/_configuration.py writes them; "" takes a key out.
using Keys = std::vector<std::pair<std::string, std::string>>;

/// A configuration and what it was made of, from which others are made: with other keys, other defaults
/// follow.
struct Configuration {
  std::string text;       ///< as it was written
  std::string file_name;  ///< that the text is read under: what paths of data start from
  Keys keys;              ///< in place of the text's
  config::Config config;
};

}  // namespace silipool::python
