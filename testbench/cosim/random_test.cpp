// The RTL against the model on random configurations: every event, winners at the pins, all state.
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include <silipool/base/stream.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/random.hpp>
#include <silipool/verilated/build.hpp>

#include "agreement.hpp"

namespace silipool {
namespace {

/// SILIPOOL_RANDOM_STRUCTURES: how many structures to build; 6 runtimes and stall patterns each.
int structures() {
  const char* text = std::getenv("SILIPOOL_RANDOM_STRUCTURES");
  return text != nullptr ? std::atoi(text) : 8;
}
constexpr int kRuntimes = 6;
constexpr std::uint64_t kSteps = 60;

TEST(Cosim, RandomConfigurationsAgree) {
  base::Stream stream(7, "cosim.configurations");
  const int wanted = structures();
  ASSERT_GT(wanted, 0);
  std::uint64_t events = 0;
  for (int i = 0; i < wanted; ++i) {
    const config::RandomStructure structure = config::random_structure(stream);
    std::filesystem::path library;
    for (int r = 0; r < kRuntimes; ++r) {
      const std::string text = structure.text + config::random_runtime(structure, stream);
      // Every second structure behind skid buffers; the formats of the streams are registers.
      config::Overrides set{{"rtl.interface", i % 2 == 0 ? "axi" : "top", "test"}};
      const bool lists = config::parse_config(text, "random.toml").microarchitecture.stream_bits >= 16;
      if (lists && r % 2 == 1) set.push_back({"rtl.frames", "sparse", "test"});
      if (lists && r % 3 == 1) set.push_back({"rtl.winners", "indices", "test"});
      const config::Config config = config::parse_config(text, "random.toml", set);
      if (library.empty()) library = verilated::build_model(config, {}, true);
      const auto stall = static_cast<engine::Stall>(r % 5);
      events += expect_agreement(config, library, stall, stream.next(), kSteps);
      if (HasFailure()) FAIL() << "runtime " << r << "\n" << text;
    }
  }
  EXPECT_GT(events, 1000U * static_cast<unsigned>(wanted));
}

}  // namespace
}  // namespace silipool
