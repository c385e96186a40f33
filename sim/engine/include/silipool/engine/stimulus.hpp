#pragma once
#include <cstddef>
#include <cstdint>

#include <silipool/engine/step.hpp>

namespace silipool::engine {

/// The step-th input of a test run, a function of (inputs, seed, step) alone. Random inputs of all densities,
/// structured ones (runs, stripes, the input before with a few bits changed) and adversarial ones (empty,
/// full, a single bit, repeats) take turns; seven steps of eight learn.
[[nodiscard]] StimulusStep stimulus(std::size_t inputs, std::uint64_t seed, std::uint64_t step);

}  // namespace silipool::engine
