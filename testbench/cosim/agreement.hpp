#pragma once
#include <cstdint>
#include <filesystem>

#include <silipool/config/config.hpp>
#include <silipool/engine/stall.hpp>

#include "bins.hpp"

namespace silipool {

struct Agreement {
  std::uint64_t events = 0;
  std::uint64_t permanences = 0;  ///< events of permanences among them
  Bins bins;
  Agreement& operator+=(const Agreement& other) {
    events += other.events;
    permanences += other.permanences;
    bins += other.bins;
    return *this;
  }
};

/// Runs the RTL of `library` against the model from reset on, on stimulus of `seed`: every event, the winners
/// at the pins, classes where there is a readout, all state in every fourth step, and that the model's
/// account of what the hardware does is what the hardware did. A difference is a failure of the test that is
/// running. Returns what was compared.
Agreement expect_agreement(const config::Config& config, const std::filesystem::path& library,
                           engine::Stall stall, std::uint64_t seed, std::uint64_t steps);

}  // namespace silipool
