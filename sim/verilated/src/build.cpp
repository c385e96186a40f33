#include <silipool/verilated/build.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string_view>
#include <thread>
#include <vector>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/process.hpp>
#include <silipool/engine/rtl_instance.hpp>

#include "cache.hpp"

namespace silipool::verilated {
namespace fs = std::filesystem;
namespace {

/// Where rtl/ and sim/ stand: $SILIPOOL_ROOT, else the tree this was built from.
fs::path source_root() {
  const char* root = std::getenv("SILIPOOL_ROOT");
  return root != nullptr ? fs::path(root) : fs::path(SILIPOOL_SOURCE_DIR);
}

struct Source {
  std::string name, text;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

struct Recipe {
  std::vector<Source> sources;
  std::vector<std::string> verilator, make;
};

Recipe recipe(const config::Config& config, const BuildOptions& options) {
  const fs::path root = source_root();
  Recipe r;
  const auto add = [&r](const fs::path& path) {
    r.sources.push_back({path.filename().string(), base::read_file(path)});
  };
  const std::vector<std::string> rtl = lines_of(base::read_file(root / "rtl/silipool.f"));
  for (const std::string& name : rtl) add(root / "rtl" / name);
  for (const char* name :
       {"silipool_hash.svh", "silipool_boost_rom.svh", "silipool_log_rom.svh", "silipool_plane.svh"})
    add(root / "rtl" / name);
  for (const char* name : {"silipool_build.vlt", "silipool_shim.h", "silipool_shim.cpp"})
    add(root / "sim/verilated/sv" / name);
  r.sources.push_back({"silipool_instance.sv", engine::rtl_instance(config)});

  std::string definitions = fmt::format("-fPIC -fvisibility=hidden -w -DSILIPOOL_STREAM_BITS={}",
                                        config.microarchitecture.stream_bits);
  r.verilator = {"verilator", "--cc", "--exe", "--prefix", "Vsilipool", "--top-module", "silipool_instance",
                 "-Wno-fatal", "-Wno-lint", "-Wno-style", "-Werror-USERERROR", "-Werror-USERFATAL",
                 "--x-initial", "unique", "--x-assign", "unique", "--max-num-width", "4194304",
                 // Loops stay loops unless small: code that fits the caches, and builds in seconds.
                 "--unroll-stmts", "100", "--output-split", "20000", "-O3", "-I.", "-Mdir", "obj", "-o",
                 "../model.so"};
  if (options.observe) definitions += " -DSILIPOOL_OBSERVE";
  if (options.inject) definitions += " -DSILIPOOL_INJECT";
  if (options.trace) {
    definitions += " -DSILIPOOL_TRACE";
    r.verilator.insert(r.verilator.end(), {"--trace-fst", "--trace-structs"});
  }
  r.verilator.insert(r.verilator.end(),
                     {"-CFLAGS", definitions, "-LDFLAGS", "-shared", "silipool_build.vlt"});
  r.verilator.insert(r.verilator.end(), rtl.begin(), rtl.end());
  if (options.observe) {
    add(root / "sim/verilated/sv/silipool_observe.sv");
    r.verilator.emplace_back("silipool_observe.sv");
  }
  if (options.inject) {
    add(root / "sim/verilated/sv/silipool_inject.sv");
    r.verilator.emplace_back("silipool_inject.sv");
  }
  r.verilator.insert(r.verilator.end(), {"silipool_instance.sv", "silipool_shim.cpp"});
  r.make = {
      "make", "--silent", "-C", "obj", "-f", "Vsilipool.mk", "OPT_FAST=-O1", "OPT_SLOW=-O0", "OPT_GLOBAL=-O1",
      // Everything is relative here, so the spaces in the absolute name that Verilator refuses do no harm.
      "CURDIR=."};
  return r;
}

std::string version_of(const std::vector<std::string>& command, const fs::path& folder,
                       const std::string& package) {
  const fs::path log = folder / "version.log";
  if (base::run_process(command, folder, log, package) != 0)
    throw base::Error(base::ErrorKind::missing_tool,
                      fmt::format("{} does not run: {}", command.front(), base::read_file(log)));
  return base::read_file(log);
}

/// The folder the tools' versions are asked in; removed with this.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "silipool-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) base::bad_input("{}: cannot make a temporary folder", name);
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string tool_versions() {
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

}  // namespace

fs::path build_model(const config::Config& config, const BuildOptions& options, bool quiet) {
  Recipe r = recipe(config, options);
  base::Digest digest;
  digest.text(tool_versions());
  for (const Source& source : r.sources) {
    digest.text(source.name);
    digest.u64(source.text.size());
    digest.text(source.text);
  }
  for (const auto* command : {&r.verilator, &r.make})
    for (const std::string& argument : *command) {
      digest.text(argument);
      digest.u16(0);
    }
  CacheEntry entry(cache_folder(), digest.hex());
  if (!entry.complete()) {
    if (!quiet) fmt::print(stderr, "building the simulation model of {} with Verilator ...\n", config.name);
    const fs::path& folder = entry.start_build();
    // The tools run inside this folder on plain relative names: make knows no spaces in paths.
    for (const Source& source : r.sources) base::write_file(folder / source.name, source.text);
    run_step(r.verilator, folder, "verilator");
    r.make.push_back(fmt::format("-j{}", std::max(1U, std::thread::hardware_concurrency())));
    run_step(r.make, folder, "make");
    std::error_code ignored;
    fs::remove_all(folder / "obj", ignored);
    entry.publish();
  }
  return entry.folder() / "model.so";
}

}  // namespace silipool::verilated
