// The mutants of a netlist against the reference model: see mutation.py.
#include <algorithm>
#include <cstdio>
#include <span>
#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/random.hpp>
#include <silipool/engine/rtl_instance.hpp>

#include "netlist.hpp"
#include "trial.hpp"
#include "wild.hpp"

namespace silipool::mutation {
namespace {

/// A structure file holds no registers: those are drawn, a set for each trial.
config::RandomStructure read_structure(const std::string& path) {
  const std::string text = base::read_file(path);
  config::Overrides complete{{"pooler.active_columns", "1", "mutation"}};
  if (text.find("boosting.rule = \"exponential\"") != std::string::npos)
    complete.push_back({"boosting.strength", "0", "mutation"});
  return {text, config::parse_config(text, path, complete).structural};
}

void widen(config::Runtime& r, std::uint64_t number, base::Stream& stream) {
  const auto draw = [&stream](std::uint64_t below) {
    return static_cast<std::uint32_t>(stream.below(below));
  };
  r.seed = static_cast<std::uint32_t>(stream.next());
  if (number % 2 == 0) r.increment = static_cast<decltype(r.increment)>(draw(0x10000));
  if (number % 3 == 0) r.decrement = static_cast<decltype(r.decrement)>(draw(0x10000));
  r.initially_connected = draw(0x10001);
  r.increment_probability = draw(0x10001);
  r.decrement_probability = draw(0x10001);
}

std::vector<Trial> draw_trials(const std::string& path, std::uint64_t first, std::uint64_t count,
                               std::uint64_t steps) {
  const config::RandomStructure structure = read_structure(path);
  std::vector<Trial> trials;
  for (std::uint64_t number = first; number < first + count; ++number) {
    base::Stream stream(11, fmt::format("mutation.trial.{}", number));
    config::Overrides set;
    const std::string text = structure.text + config::random_runtime(structure, stream);
    if (config::parse_config(text, path).microarchitecture.stream_bits >= 16) {
      if (number % 2 == 1) set.push_back({"rtl.frames", "sparse", "mutation"});
      if (number % 4 >= 2) set.push_back({"rtl.winners", "indices", "mutation"});
    }
    config::Config config = config::parse_config(text, path, set);
    const std::uint64_t seed = stream.next();
    if (number >= kWide) widen(config.runtime, number, stream);
    trials.emplace_back(config, number, seed, steps);
  }
  return trials;
}

std::vector<Wild> draw_wild(const std::string& path, std::uint64_t first, std::uint64_t count,
                            std::uint64_t cycles) {
  const config::RandomStructure structure = read_structure(path);
  std::vector<Wild> runs;
  for (std::uint64_t number = first; number < first + count; ++number) {
    base::Stream stream(11, fmt::format("mutation.wild.{}", number));
    std::vector<config::Config> configs;
    for (int i = 0; i < 8; ++i) {
      configs.push_back(config::parse_config(structure.text + config::random_runtime(structure, stream), path));
      if (i >= 6) widen(configs.back().runtime, number, stream);
    }
    runs.emplace_back(std::move(configs), stream.next(), cycles);
  }
  return runs;
}

/// Runs over the mutants that are left, 511 at a time; a line for each that is noticed, and one for the end of the run.
template <class Run>
void find(const Netlist& netlist, std::vector<Netlist::Mutant>& left, const Run& run, const std::string& name) {
  std::vector<Netlist::Mutant> still;
  for (std::size_t at = 0; at < left.size(); at += kLanes - 1) {
    const auto part = std::span(left).subspan(at, std::min(kLanes - 1, left.size() - at));
    const std::vector<Difference> found = run.run(netlist, part);
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (found[i].found())
        fmt::print("{}\t{} {}: cycle {}\n", part[i].number, name, found[i].value ? "value" : "time", found[i].cycle);
      else
        still.push_back(part[i]);
    }
    std::fflush(stdout);
  }
  left = std::move(still);
  fmt::print("done\t{}\n", name);
  std::fflush(stdout);
}

/// Reads numbers of mutants, or names of runs that are done, and writes what the runs that are not find.
int run(const std::string& structure, const std::string& path, std::uint64_t trials, std::uint64_t steps,
        std::uint64_t wild, std::uint64_t cycles) {
  const Netlist netlist = read_netlist(path);
  std::set<std::string> wanted;
  for (std::string word; std::cin >> word;) wanted.insert(word);
  std::vector<Netlist::Mutant> left;
  for (const Netlist::Mutant& mutant : netlist.mutants)
    if (wanted.contains(std::to_string(mutant.number))) left.push_back(mutant);
  const auto each = [&](const auto& runs, std::string_view kind) {
    for (std::size_t i = 0; i < runs.size(); ++i)
      if (const std::string name = fmt::format("{}{}", kind, i); !wanted.contains(name))
        find(netlist, left, runs[i], name);
  };
  each(draw_trials(structure, 0, trials, steps), "trial");
  each(draw_wild(structure, 0, wild, cycles), "wild");
  return 0;
}

int start(const std::vector<std::string>& arguments) {
  if (arguments.size() == 3 && arguments[0] == "instance") {
    const config::RandomStructure structure = read_structure(arguments[1]);
    base::Stream stream(11, "mutation.instance");
    const std::string text = structure.text + config::random_runtime(structure, stream);
    base::write_file(arguments[2], engine::rtl_instance(config::parse_config(text, arguments[1])));
    return 0;
  }
  if (arguments.size() == 7 && arguments[0] == "run")
    return run(arguments[1], arguments[2], std::stoull(arguments[3]), std::stoull(arguments[4]),
               std::stoull(arguments[5]), std::stoull(arguments[6]));
  fmt::print(stderr,
             "usage: mutants instance STRUCTURE.toml OUT.sv\n"
             "       mutants run STRUCTURE.toml NETLIST.txt TRIALS STEPS WILD CYCLES <NUMBERS\n");
  return 2;
}

}  // namespace
}  // namespace silipool::mutation

int main(int argc, char** argv) {
  try {
    return silipool::mutation::start({argv + 1, argv + argc});
  } catch (const silipool::base::Error& error) {
    fmt::print(stderr, "mutants: {}\n", error.what());
    return 1;
  }
}
