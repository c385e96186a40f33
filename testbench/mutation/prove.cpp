// Which mutants of a netlist change nothing at the pins: see mutation.py.
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <set>
#include <string>

#include <fmt/format.h>

#include <silipool/base/error.hpp>

#include "draw.hpp"
#include "invariant.hpp"
#include "netlist.hpp"
#include "prover.hpp"

namespace silipool::mutation {
namespace {

constexpr std::uint64_t kApart = 3;  // cycles between states that are looked at
constexpr int kConflicts = 2000;

Samples sample(const Netlist& netlist, const std::string& structure, std::uint64_t runs,
               std::uint64_t cycles) {
  Samples samples(netlist.registers.size());
  std::uint64_t count = 0;
  for (const Wild& wild : draw_wild(structure, 0, runs, cycles))
    wild.watch(netlist, [&](const LanePins& lanes) {
      if (lanes.cycle() % kApart != 0) return;
      for (std::size_t r = 0; r < samples.size(); ++r) {
        if (count % 64 == 0) samples[r].push_back(0);
        samples[r].back() |= std::uint64_t{lanes.value(netlist.registers[r].held)} << (count % 64);
      }
      ++count;
    });
  // The last word is filled with what it begins with.
  for (; count % 64 != 0; ++count)
    for (std::vector<std::uint64_t>& of : samples) of.back() |= (of.back() & 1U) << (count % 64);
  return samples;
}

int prove(const std::string& structure, const std::string& path, std::uint64_t runs, std::uint64_t cycles,
          unsigned most) {
  const Netlist netlist = read_netlist(path);
  std::set<std::uint64_t> wanted;
  for (std::uint64_t number = 0; std::cin >> number;) wanted.insert(number);
  if (wanted.empty()) return 0;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  const Invariant invariant(netlist, folder / "invariant.txt",
                            [&] { return sample(netlist, structure, runs, cycles); });
  const Prover prover(netlist, invariant, folder / "conditions.txt");
  for (const Netlist::Mutant& mutant : netlist.mutants) {
    if (!wanted.contains(mutant.number)) continue;
    const Proof proof = prover.prove(mutant, most, kConflicts);
    fmt::print("{}\t{}\n", mutant.number,
               proof.against.empty() ? fmt::format("in {} cycles", proof.cycles) : "not: " + proof.against);
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace
}  // namespace silipool::mutation

int main(int argc, char** argv) {
  try {
    if (argc == 6)
      return silipool::mutation::prove(argv[1], argv[2], std::stoull(argv[3]), std::stoull(argv[4]),
                                       static_cast<unsigned>(std::stoul(argv[5])));
    fmt::print(stderr, "usage: mutants_prove STRUCTURE.toml NETLIST.txt RUNS CYCLES MOST <NUMBERS\n");
    return 2;
  } catch (const silipool::base::Error& error) {
    fmt::print(stderr, "mutants_prove: {}\n", error.what());
    return 1;
  }
}
