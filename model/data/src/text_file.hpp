#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace silipool::data {

/// The lines of a text file, plain or gzip, one by one: without their ends, blanks around them and a byte
/// order mark; lines of nothing but blanks are left out. Error{bad_input}: not readable, or not text.
class TextFile {
 public:
  explicit TextFile(const std::filesystem::path& path);

  /// False at the end of the file.
  bool next();
  [[nodiscard]] std::string_view line() const { return line_; }
  /// "file:line", for messages.
  [[nodiscard]] std::string place() const;
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string name_;
  std::string text_;
  std::size_t at_ = 0, number_ = 0;
  std::string_view line_;
};

[[nodiscard]] std::string_view trimmed(std::string_view text);
/// For messages: quoted, cut where it is long.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace silipool::data
