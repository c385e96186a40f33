#pragma once
#include <array>
#include <string_view>

namespace silipool::config {

/// Endings of files that hold samples and their labels in one; .gz may stand behind each.
inline constexpr std::array<std::string_view, 5> one_file_endings{".csv", ".npz", ".bits", ".hex", ".sdr"};

/// Whether a path ends in `ending`, or in it and .gz.
[[nodiscard]] constexpr bool ends_in(std::string_view path, std::string_view ending) {
  if (path.ends_with(".gz")) path.remove_suffix(3);
  return path.ends_with(ending);
}

[[nodiscard]] constexpr bool names_one_file(std::string_view path) {
  for (const std::string_view ending : one_file_endings)
    if (ends_in(path, ending)) return true;
  return false;
}

}  // namespace silipool::config
