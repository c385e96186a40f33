#include "tool.hpp"

#include <csignal>
#include <sstream>

#include <unistd.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/process.hpp>

namespace silipool::flow {
namespace fs = std::filesystem;

void run_tool(const std::vector<std::string>& command, const fs::path& folder, const std::string& log,
              const std::string& package, const std::string& what_failed) {
  const int status = base::run_process(command, folder, folder / log, package);
  if (status == 0) return;
  if (status == 128 + SIGINT)
    throw base::Error(base::ErrorKind::check_failed, command[0] + " was interrupted");
  // Tools say ERROR or Error where they fail; the end of the log else.
  std::istringstream lines(base::read_file(folder / log));
  std::vector<std::string> errors, tail;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("ERROR") != std::string::npos || line.starts_with("Error")) errors.push_back(line);
    if (!line.empty()) tail.push_back(line);
    if (tail.size() > 8) tail.erase(tail.begin());
  }
  std::string words;
  for (const std::string& line : errors.empty() ? tail : errors) words += "\n  " + line;
  throw base::Error(base::ErrorKind::check_failed,
                    fmt::format("{}: {} failed with status {}:{}", what_failed, command[0], status, words));
}

std::string tool_version(const std::vector<std::string>& command, const std::string& package) {
  std::string name = (fs::temp_directory_path() / "silipool-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) base::bad_input("{}: cannot make a temporary folder", name);
  const fs::path folder = name;
  std::string text;
  try {
    if (base::run_process(command, folder, folder / "version.log", package) != 0)
      throw base::Error(base::ErrorKind::missing_tool,
                        fmt::format("{} does not run: install {}", command[0], package));
    text = base::read_file(folder / "version.log");
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    throw;
  }
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  return text;
}

}  // namespace silipool::flow
