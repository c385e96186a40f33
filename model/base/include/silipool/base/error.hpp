#pragma once
#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace silipool::base {

/// The exit status of the command line that an error leads to (docs/cli.md).
enum class ErrorKind {
  check_failed = 1,  ///< a comparison did not hold
  bad_input = 2,     ///< bad usage, configuration, file or path
  missing_tool = 3,  ///< an external tool is not installed
};

/// One clear message for a person: what is wrong, where (file, line, key), and the legal range.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }

 private:
  ErrorKind kind_;
};

/// Throws Error{bad_input} with a formatted message.
template <typename... Args>
[[noreturn]] void bad_input(fmt::format_string<Args...> format, Args&&... args) {
  throw Error(ErrorKind::bad_input, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace silipool::base
