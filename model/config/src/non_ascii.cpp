#include "non_ascii.hpp"

namespace silipool::config::detail {
namespace {

/// Where in TOML text a character stands.
class Context {
 public:
  /// Takes the text from its first character; returns how many characters belong together.
  std::size_t advance(std::string_view rest) {
    const char ch = rest.front();
    if (ch == '\n') {
      if (!multi_line_) quote_ = '\0';
      comment_ = false;
    } else if (!comment_ && quote_ == '\0') {
      return open(rest);
    } else if (quote_ == '"' && ch == '\\' && rest.size() > 1 && (rest[1] == '"' || rest[1] == '\\')) {
      return 2;
    } else if (quote_ != '\0' && ch == quote_) {
      return close(rest);
    }
    return 1;
  }
  [[nodiscard]] bool takes_non_ascii() const { return comment_ || (quote_ != '\0' && !multi_line_); }

 private:
  static bool three(std::string_view rest) {
    return rest.size() >= 3 && rest[1] == rest[0] && rest[2] == rest[0];
  }
  std::size_t open(std::string_view rest) {
    const char ch = rest.front();
    comment_ = ch == '#';
    if (ch != '"' && ch != '\'') return 1;
    quote_ = ch;
    multi_line_ = three(rest);
    return multi_line_ ? 3 : 1;
  }
  std::size_t close(std::string_view rest) {
    if (multi_line_ && !three(rest)) return 1;
    std::size_t length = multi_line_ ? 3 : 1;
    // One or two quotes more are the last characters of a multi-line string.
    while (multi_line_ && length < 5 && length < rest.size() && rest[length] == quote_) ++length;
    quote_ = '\0';
    multi_line_ = false;
    return length;
  }

  char quote_ = '\0';  ///< of the string that is open, or none
  bool multi_line_ = false;
  bool comment_ = false;
};

void skip_byte_order_mark(std::string_view& toml) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (toml.starts_with(byte_order_mark)) toml.remove_prefix(byte_order_mark.size());
}

/// Whether a byte continues a character of UTF-8.
bool continues(unsigned char byte) { return (byte & 0xc0U) == 0x80U; }

}  // namespace

TextPosition find_stray_non_ascii(std::string_view toml) {
  skip_byte_order_mark(toml);
  Context context;
  TextPosition at{1, 1};
  while (!toml.empty()) {
    const auto byte = static_cast<unsigned char>(toml.front());
    if (byte >= 0x80 && !context.takes_non_ascii()) return at;
    const std::size_t length = context.advance(toml);
    if (byte == '\n')
      at = {at.line + 1, 1};
    else if (!continues(byte))
      at.column += static_cast<unsigned>(length);
    toml.remove_prefix(length);
  }
  return {};
}

std::string ascii_only(std::string_view toml) {
  skip_byte_order_mark(toml);
  std::string out;
  for (const char ch : toml)
    if (const auto byte = static_cast<unsigned char>(ch); byte < 0x80)
      out.push_back(ch);
    else if (!continues(byte))
      out.push_back('?');
  return out;
}

}  // namespace silipool::config::detail
