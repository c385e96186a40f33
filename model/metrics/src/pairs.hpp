#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#include <silipool/base/sdr.hpp>

namespace silipool::metrics {

/// Error{bad_input} when the sizes differ.
void require_same_size(const base::Sdr& first, const base::Sdr& second);
/// Error{bad_input} when two SDRs of the set differ in size.
void require_one_size(std::span<const base::Sdr> set);

/// Bits that are on in `first` and in `second`, which have one size; in `first` and not in `second`.
[[nodiscard]] std::uint64_t common_bits(const base::Sdr& first, const base::Sdr& second) noexcept;
[[nodiscard]] std::uint64_t bits_without(const base::Sdr& first, const base::Sdr& second) noexcept;

}  // namespace silipool::metrics
