#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace silipool::readout {

/// Words of a bit set for `features` bits: whole vectors of four words.
[[nodiscard]] constexpr std::size_t overlap_words(std::size_t features) noexcept {
  return (features + 255) / 256 * 4;
}

/// Counts what bit sets have in common, once for each instruction set; all give the same numbers.
struct OverlapKernel {
  std::string_view name;
  /// overlaps[r] = the bits that are set in both query and reference r. Bit sets of `words` words, a multiple
  /// of 4; overlaps.size() references follow each other.
  void (*count)(const std::uint64_t* query, const std::uint64_t* references, std::size_t words,
                std::span<std::uint32_t> overlaps);
};

/// Those that this processor runs; the last is the fastest.
[[nodiscard]] std::span<const OverlapKernel> overlap_kernels();

}  // namespace silipool::readout
