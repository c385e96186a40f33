#pragma once
#include <cstddef>
#include <string>

#include <silipool/base/stream.hpp>
#include <silipool/config/config.hpp>

namespace silipool::config {

/// How large a random configuration may be; each at least 1.
struct RandomLimits {
  std::size_t max_inputs = 96;
  std::size_t max_columns = 64;
  std::size_t max_slots = 64;  ///< S, at most 4096
  bool all_rules = false;      ///< those that the RTL does not have as well
};

/// The part of a random configuration that hardware is elaborated for.
struct RandomStructure {
  std::string text;  ///< its keys as TOML: complete with what random_runtime adds
  Structural structural;
  bool all_rules = false;  ///< of the limits
};

/// Draws structure and microarchitecture. Corners (one hypercolumn, one column, one synapse, 1-bit
/// permanences, windows that leave the input, `wrap`, empty candidate lists, banks and lanes that do not
/// divide the slots, ...) are frequent, as everything that is tested on random configurations lives there.
[[nodiscard]] RandomStructure random_structure(base::Stream& stream, const RandomLimits& limits = {});

/// Draws registers for a structure, as TOML: structure.text + random_runtime(structure, stream) is a
/// configuration. Boosts are refreshed at least once in ten learning steps and are often strong enough to
/// clamp.
[[nodiscard]] std::string random_runtime(const RandomStructure& structure, base::Stream& stream);

/// A whole configuration as the text of a file, and parsed.
[[nodiscard]] std::string random_config_text(base::Stream& stream, const RandomLimits& limits = {});
[[nodiscard]] Config random_config(base::Stream& stream, const RandomLimits& limits = {});

}  // namespace silipool::config
