#pragma once

namespace silipool::readout {

/// e^x for x <= 0 from additions and multiplications of IEEE doubles alone, so that every compiler and
/// C library gives the same bits. Relative error below 1e-15; 0 for x < -708, where the result would
/// leave the normal range, and for NaN.
[[nodiscard]] double exp_nonpositive(double x) noexcept;

}  // namespace silipool::readout
