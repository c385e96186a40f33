#include "compile.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <thread>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/process.hpp>
#include <silipool/base/shipped.hpp>

namespace silipool::verilated {
namespace fs = std::filesystem;
namespace {

std::string version_of(const std::vector<std::string>& command, const fs::path& folder,
                       const std::string& package) {
  const fs::path log = folder / "version.log";
  if (base::run_process(command, folder, log, package) != 0)
    throw base::Error(base::ErrorKind::missing_tool,
                      fmt::format("{} does not run: {}", command.front(), base::read_file(log)));
  return base::read_file(log);
}

}  // namespace

Scratch::Scratch() {
  std::string name = (fs::temp_directory_path() / "silipool-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) base::bad_input("{}: cannot make a temporary folder", name);
  path_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

fs::path source_root() {
  const char* root = std::getenv("SILIPOOL_ROOT");
  return root != nullptr ? fs::path(root) : base::shipped_root();
}

const std::string& tool_versions() {
  static const std::string versions = [] {
    const Scratch scratch;
    std::string text = version_of({"verilator", "--version"}, scratch.path(), "verilator");
    text += version_of({"g++", "-dumpfullversion", "-dumpmachine"}, scratch.path(), "g++");
    (void)version_of({"make", "--version"}, scratch.path(), "make");
    return text;
  }();
  return versions;
}

void run_step(const std::vector<std::string>& command, const fs::path& folder, const std::string& package) {
  const fs::path log = folder / "build.log";
  const int status = base::run_process(command, folder, log, package);
  if (status == 0) return;
  if (status == 128 + SIGINT) throw base::Error(base::ErrorKind::check_failed, "the build was interrupted");
  const std::string said = base::read_file(log);
  const std::vector<std::string> lines = lines_of(said);
  constexpr std::size_t kShown = 25;
  std::string words;
  for (std::size_t i = lines.size() > kShown ? lines.size() - kShown : 0; i < lines.size(); ++i)
    words += "\n  " + lines[i];
  // Some tools say only that a file could not be written; others remove what they had half written,
  // so that there is room again by now.
  std::error_code ignored;
  const bool full = said.find("No space left on device") != std::string::npos ||
                    fs::space(folder, ignored).available < 65536;
  throw base::Error(
      full ? base::ErrorKind::bad_input : base::ErrorKind::check_failed,
      fmt::format("{}: {} failed with status {}:{}",
                  full ? "no space left in the cache of built models" : "the simulation model was not built",
                  command.front(), status, words));
}

std::vector<std::string> make_command(const std::string& prefix) {
  return {
      "make", "--silent", "-C", "obj", "-f", prefix + ".mk", "OPT_FAST=-O1", "OPT_SLOW=-O0", "OPT_GLOBAL=-O1",
      // Everything is relative here, so the spaces in the absolute name that Verilator refuses do no harm.
      "CURDIR=."};
}

void run_make(std::vector<std::string> command, const fs::path& folder) {
  command.push_back(fmt::format("-j{}", std::max(1U, std::thread::hardware_concurrency())));
  run_step(command, folder, "make");
  std::error_code ignored;
  fs::remove_all(folder / "obj", ignored);
}

}  // namespace silipool::verilated
