#pragma once
#include <cstdint>
#include <filesystem>

#include <silipool/config/config.hpp>
#include <silipool/engine/stall.hpp>

namespace silipool {

/// Runs the RTL of `library` against the model from reset on, on stimulus of `seed`: every event, the winners
/// at the pins, classes where there is a readout, all state in every fourth step, and that the model's
/// account of what the hardware does is what the hardware did. A difference is a failure of the test that is
/// running. Returns the events compared.
std::uint64_t expect_agreement(const config::Config& config, const std::filesystem::path& library,
                               engine::Stall stall, std::uint64_t seed, std::uint64_t steps);

}  // namespace silipool
