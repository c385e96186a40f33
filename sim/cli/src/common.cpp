#include "common.hpp"

#include <csignal>
#include <cstdio>
#include <iostream>
#include <thread>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>

namespace silipool::cli {
namespace {
std::atomic<bool> stop{false};
}

unsigned Common::thread_count() const {
  return threads != 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
}

void add_common(CLI::App& command, Common& common) {
  command
      .add_option("--json", common.json,
                  "Write what is printed, machine-readable, to this file (- : standard output)")
      ->type_name("FILE");
  command.add_option("--seed", common.seed, "Seed of the pooler, in place of the configuration's")
      ->type_name("N");
  command
      .add_option("--threads", common.threads, "Threads (default: all cores); results do not depend on it")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  command.add_flag("--quiet", common.quiet, "No progress on standard error");
}

void add_set(CLI::App& command, Common& common) {
  command
      .add_option("--set", common.set,
                  "Set a key of the configuration, such as --set pooler.active_columns=3")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

config::Config load_config(const std::filesystem::path& path, const Common& common) {
  config::Overrides overrides;
  for (const std::string& text : common.set) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      base::bad_input("--set {}: must be KEY=VALUE, such as --set pooler.active_columns=3", text);
    overrides.push_back({text.substr(0, equals), text.substr(equals + 1), "--set"});
  }
  if (common.seed) overrides.push_back({"seed", std::to_string(*common.seed), "--seed"});
  return config::load_config(path, overrides);
}

void write_json(const Common& common, const Json& json) {
  if (common.json.empty()) return;
  const std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  if (common.json == "-")
    std::cout << text << std::flush;
  else
    base::write_file(common.json, text);
}

const std::atomic<bool>& stop_requested() { return stop; }

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = [](int) { stop.store(true); };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  (void)::sigaction(SIGINT, &action, nullptr);
  (void)::sigaction(SIGTERM, &action, nullptr);
}

}  // namespace silipool::cli
