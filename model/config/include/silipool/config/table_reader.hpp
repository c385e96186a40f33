#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <silipool/config/document.hpp>

namespace silipool::config {

/// One table of a document, of which every key must be asked for. Errors are Error{bad_input} and name file,
/// line and key. Table and file name must outlive it.
class TableReader {
 public:
  TableReader(const DocumentTable& table, const std::string& file_name);

  [[nodiscard]] bool has(std::string_view key) const;
  /// A text of one line, which is not empty.
  [[nodiscard]] std::string text(std::string_view key);
  /// Nothing where it is a text: what is legal is the caller's to say, with `refuse`.
  [[nodiscard]] std::optional<double> number(std::string_view key);
  /// The error that is told of a key: "FILE:LINE: TABLE.KEY PROBLEM".
  [[noreturn]] void refuse(std::string_view key, const std::string& problem);
  /// An error for a key that nobody has asked for.
  void finish() const;

 private:
  const DocumentItem& required(std::string_view key);
  [[nodiscard]] std::string full_name(std::string_view key) const;
  [[nodiscard]] std::string place(const DocumentItem& item) const;

  const DocumentTable& table_;
  const std::string& file_name_;
  std::vector<bool> asked_;
};

}  // namespace silipool::config
