#pragma once
#include <string>
#include <string_view>

namespace silipool::config::detail {

struct TextPosition {
  unsigned line = 0, column = 0;  ///< from 1; line 0: nowhere
};

/// The first character beyond ASCII that is neither in a comment nor in a string of one line, where TOML text
/// of a configuration has no use for one.
[[nodiscard]] TextPosition find_stray_non_ascii(std::string_view toml);

/// The text with a '?', which is legal in the same places and no others, for each character beyond ASCII.
[[nodiscard]] std::string ascii_only(std::string_view toml);

}  // namespace silipool::config::detail
