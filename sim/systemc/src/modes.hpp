#pragma once
#include <cstdint>

namespace silipool::systemc {

// Bits of the register MODE.
inline constexpr std::uint32_t kSparseFrames = 1, kListedWinners = 2, kPause = 4, kClassBeat = 8,
                               kClassAlone = 24;

// Bits of the register INTERRUPTS.
inline constexpr std::uint32_t kStepDone = 1, kFrameDropped = 2, kStateMade = 4, kClassGiven = 8;

}  // namespace silipool::systemc
