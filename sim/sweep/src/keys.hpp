#pragma once
#include <string_view>
#include <vector>

namespace silipool::sweep {

/// A key of SWEEP.toml, for the reader's messages and for docs/sweeps.md.
struct Key {
  std::string_view table;  ///< "", "axis", "repeat", ...
  std::string_view name;
  std::string_view legal;
  std::string_view fallback;
  std::string_view meaning;
};
[[nodiscard]] const std::vector<Key>& keys();

}  // namespace silipool::sweep
