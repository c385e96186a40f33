// The RTL against the model on random configurations: every event, winners at the pins, all state.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <silipool/config/load.hpp>
#include <silipool/config/random.hpp>
#include <silipool/verilated/build.hpp>

#include "agreement.hpp"
#include "cores.hpp"
#include "random_cases.hpp"

namespace silipool {
namespace {

/// From the environment, for runs of any length (docs/verification.md).
std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

struct Tally {
  std::uint64_t structures = 0, configurations = 0, models = 0, steps = 0;
  Agreement agreed;
  std::map<std::string_view, Bins> bins;  ///< by microarchitecture
};

/// Structure `number`: `runtimes` configurations, each with its stall
/// pattern and stimulus, in every microarchitecture of `in`.
void expect_structure(std::uint64_t number, const std::vector<std::string_view>& in, std::uint64_t runtimes,
                      std::uint64_t steps, Tally& tally) {
  base::Stream stream = random_case(number);
  const config::RandomStructure structure = config::random_structure(stream);
  std::map<std::string_view, std::filesystem::path> libraries;
  for (std::uint64_t r = 0; r < runtimes; ++r) {
    const std::string runtime = config::random_runtime(structure, stream);
    const std::uint64_t seed = stream.next();
    for (const std::string_view core : in) {
      const std::string text = in_core(structure.text, core) + runtime;
      // Every second structure behind skid buffers; the formats of the streams are registers.
      config::Overrides set{{"rtl.interface", number % 2 == 0 ? "axi" : "top", "test"}};
      const bool lists = config::parse_config(text, "random.toml").microarchitecture.stream_bits >= 16;
      if (lists && r % 2 == 1) set.push_back({"rtl.frames", "sparse", "test"});
      if (lists && r % 3 == 1) set.push_back({"rtl.winners", "indices", "test"});
      const config::Config config = config::parse_config(text, "random.toml", set);
      if (!libraries.contains(core)) {
        libraries[core] = verilated::build_model(config, {}, true);
        ++tally.models;
      }
      const Scenario scenario{.stall = static_cast<engine::Stall>(r % engine::stall_names.size()),
                              .ahead = r % 2 == 0 ? 1U : 4U,
                              .late_cycles = r % 2 != 0 || r % 3 == 0 ? 0U
                                             : core == "tiled"        ? 400U
                                                                      : 4000U,
                              .drawn_state = r % 2 == 1};
      const Agreement agreed = expect_agreement(config, libraries[core], scenario, seed, steps);
      tally.agreed += agreed;
      tally.bins[core] += agreed.bins;
      tally.steps += steps;
      if (testing::Test::HasFailure()) FAIL() << "structure " << number << ", runtime " << r << "\n" << text;
    }
    ++tally.configurations;
  }
  ++tally.structures;
}

/// SILIPOOL_RANDOM_STRUCTURES from SILIPOOL_RANDOM_FIRST on, so that a long run can be cut in pieces and
/// taken up again; SILIPOOL_RANDOM_RUNTIMES configurations of each in SILIPOOL_RANDOM_STEPS steps. Unless the
/// number of structures is given, each is built for one microarchitecture only, else for all of them.
TEST(Cosim, RandomConfigurationsAgree) {
  const bool whole = std::getenv("SILIPOOL_RANDOM_STRUCTURES") != nullptr;
  const std::uint64_t first = from_environment("SILIPOOL_RANDOM_FIRST", 0);
  const std::uint64_t wanted = from_environment("SILIPOOL_RANDOM_STRUCTURES", 8);
  const std::uint64_t runtimes = from_environment("SILIPOOL_RANDOM_RUNTIMES", 6);
  const std::uint64_t steps = from_environment("SILIPOOL_RANDOM_STEPS", 60);
  ASSERT_GT(wanted * runtimes * steps, 0U);
  Tally tally;
  for (std::uint64_t number = first; number < first + wanted; ++number) {
    expect_structure(number, whole ? cores() : std::vector<std::string_view>{core_of(number)}, runtimes,
                     steps, tally);
    if (whole || HasFailure())
      fmt::print(
          "structures {}..{}: {} models, {} configurations, {} steps, {} events, of permanences {}: {}\n",
          first, number, tally.models, tally.configurations, tally.steps, tally.agreed.events,
          tally.agreed.permanences, HasFailure() ? "MISMATCH" : "no mismatch");
    std::fflush(stdout);
    if (HasFailure()) return;
  }
  for (const std::string_view core : whole ? std::vector<std::string_view>{} : cores())
    for (std::size_t bin = 0; bin < bin_names.size(); ++bin) {
      // In the serial core a synapse is its permanence: there are no rows that flips wait for. The caps of
      // the rules of boosting are met in rules_test.cpp.
      const auto of = static_cast<Bin>(bin);
      if ((core == "serial" && of == Bin::flips_wait) || of == Bin::boost_at_cap) continue;
      EXPECT_GT(tally.bins[core][bin], 0U) << "no run of " << core << " has met " << bin_names[bin];
    }
  EXPECT_GT(tally.agreed.events, 1000U * wanted);
  EXPECT_GT(tally.agreed.permanences, 100U * wanted);
}

}  // namespace
}  // namespace silipool
