#include "pairs.hpp"

#include <bit>

#include <silipool/base/error.hpp>

namespace silipool::metrics {

void require_same_size(const base::Sdr& first, const base::Sdr& second) {
  if (first.size() != second.size())
    base::bad_input("an SDR of {} bits is compared with one of {}", first.size(), second.size());
}

void require_one_size(std::span<const base::Sdr> set) {
  for (const base::Sdr& sdr : set) require_same_size(set.front(), sdr);
}

std::uint64_t common_bits(const base::Sdr& first, const base::Sdr& second) noexcept {
  std::uint64_t bits = 0;
  for (std::size_t w = 0; w < first.words().size(); ++w)
    bits += static_cast<std::uint64_t>(std::popcount(first.words()[w] & second.words()[w]));
  return bits;
}

std::uint64_t bits_without(const base::Sdr& first, const base::Sdr& second) noexcept {
  return first.count() - common_bits(first, second);
}

}  // namespace silipool::metrics
