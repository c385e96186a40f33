// Which mutants of a netlist change nothing at the pins: see mutation.py.
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <set>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <silipool/base/error.hpp>

#include "draw.hpp"
#include "invariant.hpp"
#include "netlist.hpp"
#include "prover.hpp"
#include "relation.hpp"

namespace silipool::mutation {
namespace {

constexpr int kConflicts = 20000;

Trace run(const Netlist& netlist, const std::string& structure, std::uint64_t runs, std::uint64_t cycles) {
  Trace trace;
  trace.held.resize(netlist.registers.size());
  trace.inputs.resize(netlist.inputs.size());
  const auto keep = [&](std::vector<std::uint64_t>& of, bool bit) {
    if (trace.cycles % 64 == 0) of.push_back(0);
    of.back() |= std::uint64_t{bit} << (trace.cycles % 64);
  };
  for (const Wild& wild : draw_wild(structure, 0, runs, cycles)) {
    wild.watch(netlist, [&](const LanePins& lanes) {
      for (std::size_t r = 0; r < trace.held.size(); ++r)
        keep(trace.held[r], lanes.value(netlist.registers[r].held));
      for (std::size_t i = 0; i < trace.inputs.size(); ++i)
        keep(trace.inputs[i], lanes.value(netlist.inputs[i].value >> 1U));
      ++trace.cycles;
    });
    trace.ends.push_back(trace.cycles);
  }
  // The last word is filled with what it begins with.
  for (std::size_t count = trace.cycles; count % 64 != 0; ++count)
    for (std::vector<std::uint64_t>& of : trace.held) of.back() |= (of.back() & 1U) << (count % 64);
  return trace;
}

int prove(const std::string& structure, const std::string& path, std::uint64_t runs, std::uint64_t cycles,
          unsigned most, bool when) {
  const Netlist netlist = read_netlist(path);
  std::set<std::uint64_t> wanted;
  for (std::uint64_t number = 0; std::cin >> number;) wanted.insert(number);
  if (wanted.empty()) return 0;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  Trace trace;
  const auto traced = [&]() -> const Trace& {
    if (trace.cycles == 0) trace = run(netlist, structure, runs, cycles);
    return trace;
  };
  const Invariant invariant(netlist, folder / "invariant.txt", traced);
  const Relation relation =
      when ? Relation(netlist, invariant, folder / "relation.txt", traced) : Relation(netlist, invariant);
  const Prover prover(netlist, invariant, relation);
  for (const Netlist::Mutant& mutant : netlist.mutants) {
    if (!wanted.contains(mutant.number)) continue;
    const Proof proof = prover.prove(mutant, most, kConflicts);
    fmt::print("{}\t{}\n", mutant.number,
               !proof.against.empty() ? "not: " + proof.against
               : proof.reordered      ? "in another order"
                                      : fmt::format("in {} cycles", proof.cycles));
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace
}  // namespace silipool::mutation

int main(int argc, char** argv) {
  try {
    const bool when = argc == 7 && std::string_view(argv[6]) == "when";
    if (argc == 6 || when)
      return silipool::mutation::prove(argv[1], argv[2], std::stoull(argv[3]), std::stoull(argv[4]),
                                       static_cast<unsigned>(std::stoul(argv[5])), when);
    fmt::print(stderr, "usage: mutants_prove STRUCTURE.toml NETLIST.txt RUNS CYCLES MOST [when] <NUMBERS\n");
    return 2;
  } catch (const silipool::base::Error& error) {
    fmt::print(stderr, "mutants_prove: {}\n", error.what());
    return 1;
  }
}
