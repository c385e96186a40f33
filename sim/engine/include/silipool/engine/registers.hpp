#pragma once
// Written by scripts/generate_registers.py from rtl/registers.toml; do not edit.
#include <cstdint>

/// Byte offsets on the AXI4-Lite port (docs/registers.md).
namespace silipool::engine::registers {

inline constexpr std::uint32_t kMapVersion = 0x00020001;  ///< what VERSION reads
inline constexpr std::uint32_t kId = 0x000;
inline constexpr std::uint32_t kVersion = 0x004;
inline constexpr std::uint32_t kConfigHash = 0x008;
inline constexpr std::uint32_t kInputs = 0x00c;
inline constexpr std::uint32_t kHypercolumns = 0x010;
inline constexpr std::uint32_t kColumnsPerHypercolumn = 0x014;
inline constexpr std::uint32_t kSlots = 0x018;
inline constexpr std::uint32_t kPermanenceBits = 0x01c;
inline constexpr std::uint32_t kConnectedThreshold = 0x020;
inline constexpr std::uint32_t kTiles = 0x024;
inline constexpr std::uint32_t kBanks = 0x028;
inline constexpr std::uint32_t kLanes = 0x02c;
inline constexpr std::uint32_t kMultipliers = 0x030;
inline constexpr std::uint32_t kStreamBits = 0x034;
inline constexpr std::uint32_t kControl = 0x038;
inline constexpr std::uint32_t kMode = 0x03c;
inline constexpr std::uint32_t kStatus = 0x040;
inline constexpr std::uint32_t kErrors = 0x044;
inline constexpr std::uint32_t kFrameErrors = 0x048;
inline constexpr std::uint32_t kInterrupts = 0x04c;
inline constexpr std::uint32_t kInterruptEnable = 0x050;
inline constexpr std::uint32_t kSeed = 0x054;
inline constexpr std::uint32_t kActiveColumns = 0x058;
inline constexpr std::uint32_t kLearningColumns = 0x05c;
inline constexpr std::uint32_t kStimulusThreshold = 0x060;
inline constexpr std::uint32_t kInitiallyConnected = 0x064;
inline constexpr std::uint32_t kIncrement = 0x068;
inline constexpr std::uint32_t kDecrement = 0x06c;
inline constexpr std::uint32_t kIncrementProbability = 0x070;
inline constexpr std::uint32_t kDecrementProbability = 0x074;
inline constexpr std::uint32_t kBoostScale = 0x078;
inline constexpr std::uint32_t kBoostTarget = 0x07c;
inline constexpr std::uint32_t kDecay = 0x080;
inline constexpr std::uint32_t kUpdatePeriod = 0x084;
inline constexpr std::uint32_t kBoostMaximum = 0x088;
inline constexpr std::uint32_t kMinimumDuty = 0x08c;
inline constexpr std::uint32_t kLogOrigin = 0x090;
inline constexpr std::uint32_t kLogScale = 0x094;
inline constexpr std::uint32_t kInhibitionRadius = 0x098;
inline constexpr std::uint32_t kStateSelect = 0x09c;
inline constexpr std::uint32_t kStateData = 0x0a0;
inline constexpr std::uint32_t kCyclesLow = 0x0a4;
inline constexpr std::uint32_t kCyclesHigh = 0x0a8;
inline constexpr std::uint32_t kStepsLow = 0x0ac;
inline constexpr std::uint32_t kStepsHigh = 0x0b0;
inline constexpr std::uint32_t kLearningStepsLow = 0x0b4;
inline constexpr std::uint32_t kLearningStepsHigh = 0x0b8;
inline constexpr std::uint32_t kOverlapCyclesLow = 0x0bc;
inline constexpr std::uint32_t kOverlapCyclesHigh = 0x0c0;
inline constexpr std::uint32_t kInhibitionCyclesLow = 0x0c4;
inline constexpr std::uint32_t kInhibitionCyclesHigh = 0x0c8;
inline constexpr std::uint32_t kLearningCyclesLow = 0x0cc;
inline constexpr std::uint32_t kLearningCyclesHigh = 0x0d0;
inline constexpr std::uint32_t kRefreshCyclesLow = 0x0d4;
inline constexpr std::uint32_t kRefreshCyclesHigh = 0x0d8;
inline constexpr std::uint32_t kOutputWaitCyclesLow = 0x0dc;
inline constexpr std::uint32_t kOutputWaitCyclesHigh = 0x0e0;
inline constexpr std::uint32_t kInputWaitCyclesLow = 0x0e4;
inline constexpr std::uint32_t kInputWaitCyclesHigh = 0x0e8;
inline constexpr std::uint32_t kReadoutCyclesLow = 0x0ec;
inline constexpr std::uint32_t kReadoutCyclesHigh = 0x0f0;
inline constexpr std::uint32_t kReadoutClasses = 0x0f4;
inline constexpr std::uint32_t kReadoutBits = 0x0f8;
inline constexpr std::uint32_t kReadoutBanks = 0x0fc;
inline constexpr std::uint32_t kReadoutSelect = 0x100;
inline constexpr std::uint32_t kReadoutData = 0x104;
inline constexpr std::uint32_t kReadoutClass = 0x108;

}  // namespace silipool::engine::registers
