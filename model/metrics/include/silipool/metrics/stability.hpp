#pragma once
#include <span>

#include <silipool/base/sdr.hpp>

namespace silipool::metrics {

/// sum |A_e n A_(e-1)| / sum |A_e| over inputs, with A_e the output for an input after epoch e, learning off
/// while it is measured (Cui, Ahmad, Hawkins 2017). `before` and `now` hold the outputs for the same inputs
/// in the same order. 0 to 1; 0 when `now` has no bit on. Error{bad_input} when numbers or sizes differ.
[[nodiscard]] double stability(std::span<const base::Sdr> before, std::span<const base::Sdr> now);

}  // namespace silipool::metrics
