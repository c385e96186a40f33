#pragma once
#include <cstddef>
#include <cstdint>

namespace silipool::sp {

inline constexpr unsigned kWordBits = 64;

/// The lowest `count` bits, of 1 to 64.
[[nodiscard]] constexpr std::uint64_t low_bits(std::size_t count) noexcept {
  return ~std::uint64_t{0} >> (kWordBits - count);
}

/// 64 bits from bit `first` on; reads the word after the first as well.
[[nodiscard]] constexpr std::uint64_t bits_from(const std::uint64_t* words, std::size_t first) noexcept {
  const std::size_t shift = first % kWordBits;
  const std::uint64_t* at = words + first / kWordBits;
  return at[0] >> shift | at[1] << 1U << (kWordBits - 1U - shift);
}

/// Writes bits one after the other, from the lowest of the first word on; to the word after the last, too.
class BitWriter {
 public:
  explicit BitWriter(std::uint64_t* words) noexcept : word_(words) {}

  /// The lowest `count` bits, of 1 to 64; the others must be 0.
  void append(std::uint64_t bits, std::size_t count) noexcept {
    pending_ |= bits << fill_;
    *word_ = pending_;
    const std::uint64_t rest = bits >> 1U >> (kWordBits - 1U - fill_);
    fill_ += count;
    const bool full = fill_ >= kWordBits;
    word_ += full ? 1 : 0;
    pending_ = full ? rest : pending_;
    fill_ %= kWordBits;
    *word_ = pending_;
  }
  /// `count` bits from bit `first` of other words on.
  void append(const std::uint64_t* words, std::size_t first, std::size_t count) noexcept {
    for (; count > kWordBits; first += kWordBits, count -= kWordBits)
      append(bits_from(words, first), kWordBits);
    append(bits_from(words, first) & low_bits(count), count);
  }

 private:
  std::uint64_t* word_;
  std::uint64_t pending_ = 0;
  std::size_t fill_ = 0;
};

}  // namespace silipool::sp
