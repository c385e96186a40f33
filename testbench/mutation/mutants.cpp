// The mutants of a netlist against the reference model: see mutation.py.
#include <cstdio>
#include <iostream>
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

#include "trial.hpp"

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

/// Reads numbers of mutants and writes a line for each: number, tab, how the first trial that notices it
/// does, or nothing. `netlist` is the design, `around` the module silipool_instance around it.
int run(const std::string& structure, const std::string& netlist, std::uint64_t first, std::uint64_t count,
        std::uint64_t steps) {
  const verilated::ForeignSources sources{.name = netlist,
                                          .files = {netlist},
                                          .include = {},
                                          .defines = {},
                                          .top = "silipool_mutants",
                                          .parameters = {}};
  Mutants mutants;
  mutants.top = verilated::elaborate(sources);
  mutants.model = verilated::build_foreign(sources, mutants.top, {}, false, false);
  std::vector<Trial> trials = draw_trials(structure, first, count, steps);
  for (std::size_t i = 0; i < trials.size(); ++i) (void)trials[i].run(mutants, 0);
  for (std::uint64_t mutant = 0; std::cin >> mutant;) {
    std::string how;
    for (std::size_t i = 0; i < trials.size() && how.empty(); ++i)
      if (const auto noticed = trials[i].run(mutants, mutant))
        how = fmt::format("trial {}: {}", first + i, *noticed);
    fmt::print("{}\t{}\n", mutant, how);
    std::fflush(stdout);
  }
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
  if (arguments.size() == 6 && arguments[0] == "run")
    return run(arguments[1], arguments[2], std::stoull(arguments[3]), std::stoull(arguments[4]),
               std::stoull(arguments[5]));
  fmt::print(stderr,
             "usage: mutants instance STRUCTURE.toml OUT.sv\n"
             "       mutants run STRUCTURE.toml NETLIST.v FIRST_TRIAL TRIALS STEPS <NUMBERS\n");
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
