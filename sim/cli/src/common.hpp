#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <silipool/config/load.hpp>

namespace silipool::cli {

using Json = nlohmann::ordered_json;

/// Exit statuses beyond those of base::ErrorKind (docs/cli.md).
inline constexpr int kDone = 0;
inline constexpr int kCheckFailed = 1;
inline constexpr int kNotCaught = 4;
inline constexpr int kInterrupted = 130;

/// Options that every subcommand has.
struct Common {
  std::optional<std::uint32_t> seed;
  unsigned threads = 0;  ///< 0: as many as the machine has
  bool quiet = false;
  std::string json;
  std::vector<std::string> set;   ///< "key=value"
  const CLI::App* app = nullptr;  ///< the subcommand that these are of

  [[nodiscard]] unsigned thread_count() const;
};
void add_common(CLI::App& command, Common& common);
void add_set(CLI::App& command, Common& common);

/// The configuration with --seed and --set applied.
[[nodiscard]] config::Config load_config(const std::filesystem::path& path, const Common& common);

/// The command line as it was given, quoted for a shell, without what no result depends on (where results are
/// written, threads, progress).
[[nodiscard]] std::string command_line(const CLI::App& command);

/// Writes the result where --json says; "-" is standard output.
void write_json(const Common& common, const Json& json);
/// The same of what a configuration gave, or of several: each with its `provenance`, command and code
/// version.
void write_result(const Common& common, Json json);

/// Set by Ctrl-C. The first one ends the work in good order, a second one kills.
[[nodiscard]] const std::atomic<bool>& stop_requested();
void catch_interrupts();

/// A subcommand adds itself to the program; `run` is called when it was chosen and returns the exit status.
struct Command {
  CLI::App* app = nullptr;
  std::function<int()> run;
};
Command add_run(CLI::App& program);
Command add_verify(CLI::App& program);
Command add_replay(CLI::App& program);
Command add_report(CLI::App& program);
Command add_config(CLI::App& program);
Command add_data(CLI::App& program);
Command add_experiment(CLI::App& program);
Command add_crossbar(CLI::App& program);
Command add_estimate(CLI::App& program);
Command add_vectors(CLI::App& program);
Command add_sweep(CLI::App& program);
[[nodiscard]] std::vector<Command> add_all(CLI::App& program);

}  // namespace silipool::cli
