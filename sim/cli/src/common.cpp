#include "common.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/sweep/planner.hpp>

#include "code_version.hpp"

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
  common.app = &command;
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

std::string command_line(const CLI::App& command) {
  std::vector<std::string> words;
  for (const CLI::App* app = &command; app != nullptr; app = app->get_parent())
    words.insert(words.begin(), app->get_name());
  std::vector<std::string> options;
  for (const CLI::Option* option : command.get_options()) {
    constexpr std::array<std::string_view, 5> without{"--json", "--threads", "--quiet", "--out", "--records"};
    const std::string name = option->get_name();
    if (option->count() == 0 || std::find(without.begin(), without.end(), name) != without.end()) continue;
    const CLI::results_t& values = option->results();
    if (option->get_positional())
      words.insert(words.end(), values.begin(), values.end());
    else if (option->get_expected_max() == 0)
      options.push_back(name);
    else if (option->get_delimiter() != '\0')
      options.push_back(name + "=" +
                        fmt::format("{}", fmt::join(values, std::string(1, option->get_delimiter()))));
    else
      for (const std::string& value : values) options.push_back(name + "=" + value);
  }
  words.insert(words.end(), options.begin(), options.end());
  std::string line;
  for (const std::string& word : words)
    line.append(line.empty() ? "" : " ").append(sweep::shell_quoted(word));
  return line;
}

void write_json(const Common& common, const Json& json) {
  if (common.json.empty()) return;
  const std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  if (common.json == "-")
    std::cout << text << std::flush;
  else
    base::write_file(common.json, text);
}

void write_result(const Common& common, Json json) {
  const Json provenance{{"command", command_line(*common.app)}, {"code_version", code_version()}};
  if (json.is_object()) json["provenance"] = provenance;
  if (json.is_array())
    for (Json& each : json) each["provenance"] = provenance;
  write_json(common, json);
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
