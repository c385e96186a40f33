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

#include "draw.hpp"
#include "netlist.hpp"

namespace silipool::mutation {
namespace {

/// Runs over the mutants that are left, 511 at a time; a line for each that is noticed, and one for the end
/// of the run.
template <class Run>
void find(const Netlist& netlist, std::vector<Netlist::Mutant>& left, const Run& run,
          const std::string& name) {
  std::vector<Netlist::Mutant> still;
  for (std::size_t at = 0; at < left.size(); at += kLanes - 1) {
    const auto part = std::span(left).subspan(at, std::min(kLanes - 1, left.size() - at));
    const std::vector<Difference> found = run.run(netlist, part);
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (found[i].found())
        fmt::print("{}\t{} {}: cycle {}\n", part[i].number, name, found[i].value ? "value" : "time",
                   found[i].cycle);
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
        std::uint64_t wild, std::uint64_t close, std::uint64_t cycles) {
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
  each(draw_wild(structure, 0, close, cycles, true), "close");
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
  if (arguments.size() == 8 && arguments[0] == "run")
    return run(arguments[1], arguments[2], std::stoull(arguments[3]), std::stoull(arguments[4]),
               std::stoull(arguments[5]), std::stoull(arguments[6]), std::stoull(arguments[7]));
  fmt::print(stderr,
             "usage: mutants instance STRUCTURE.toml OUT.sv\n"
             "       mutants run STRUCTURE.toml NETLIST.txt TRIALS STEPS WILD CLOSE CYCLES <NUMBERS\n");
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
