#include "text_file.hpp"

#include <algorithm>

#include <silipool/base/error.hpp>

#include "gz_file.hpp"

namespace silipool::data {

TextFile::TextFile(const std::filesystem::path& path) : name_(path.string()) {
  const std::vector<std::uint8_t> bytes = read_unpacked(path);
  text_.assign(bytes.begin(), bytes.end());
  if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
  if (text_.find('\0') != std::string::npos) base::bad_input("{}: is not text: it has bytes of 0", name_);
}

bool TextFile::next() {
  while (at_ < text_.size()) {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    line_ = trimmed(std::string_view(text_).substr(at_, end - at_));
    at_ = end + 1;
    ++number_;
    if (!line_.empty()) return true;
  }
  return false;
}

std::string TextFile::place() const { return fmt::format("{}:{}", name_, number_); }

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string shown(std::string_view text) {
  constexpr std::size_t longest = 30;
  std::string out = "\"";
  for (const char ch : text.substr(0, longest)) out += ch >= ' ' && ch <= '~' ? ch : '?';
  return out + (text.size() > longest ? "...\"" : "\"");
}

}  // namespace silipool::data
