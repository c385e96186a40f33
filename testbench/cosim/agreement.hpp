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

/// From where, how inputs come, and how winners leave.
struct Scenario {
  engine::Stall stall = engine::Stall::none;
  std::uint64_t ahead = 1;  ///< inputs that are offered before the winners of the one before them have come
  std::uint64_t late_cycles = 0;  ///< that winners now and then have to wait (late_sink.hpp)
  bool drawn_state = false;       ///< written over the bus, its values often at the ends of their ranges
};

/// Runs the RTL of `library` against the model after reset, on stimulus of `seed`: every event, the winners
/// at the pins, classes where there is a readout, all state in every fourth step, and that the model's
/// account of what the hardware does is what the hardware did. A difference is a failure of the test that is
/// running. Returns what was compared.
Agreement expect_agreement(const config::Config& config, const std::filesystem::path& library,
                           const Scenario& scenario, std::uint64_t seed, std::uint64_t steps);

}  // namespace silipool
