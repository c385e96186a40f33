#pragma once
#include <cstdint>
#include <optional>

#include <silipool/base/sdr.hpp>

namespace silipool::engine {

/// What a step is given (docs/spec.md section 6).
struct StimulusStep {
  base::Sdr input;
  bool learn = false;
  std::optional<std::uint8_t> label = std::nullopt;  ///< the input's class, for rewards
};

}  // namespace silipool::engine
