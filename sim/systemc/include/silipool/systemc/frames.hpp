#pragma once
#include <cstdint>

#include <silipool/base/sdr.hpp>

namespace silipool::systemc {

// Cycles are numbers of rising edges since the start of the simulation, the first being 0: a beat carries
// the number of the edge at which valid and ready stood together.

/// One input of the block.
struct InputFrame {
  base::Sdr bits;
  bool learn = false;
  std::uint64_t first_beat = 0, last_beat = 0;  ///< cycles; filled in by the driver
};

/// The winners that the block gave for one input.
struct OutputFrame {
  base::Sdr winners;
  std::uint64_t first_beat = 0, last_beat = 0;  ///< cycles
};

}  // namespace silipool::systemc
