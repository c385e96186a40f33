// The tables of section 6.6, in exact integer arithmetic.
#include <bit>
#include <utility>

#include <silipool/oracle/functions.hpp>

namespace silipool::oracle {
namespace {

/// The length in bits of x^(2^squarings), exactly: schoolbook squaring on 64-bit digits.
std::size_t bits_of_power(std::uint64_t x, int squarings) {
  std::vector<std::uint64_t> digits{x};
  for (int squaring = 0; squaring < squarings; ++squaring) {
    std::vector<std::uint64_t> square(2 * digits.size(), 0);
    for (std::size_t i = 0; i < digits.size(); ++i) {
      unsigned __int128 carry = 0;
      for (std::size_t j = 0; j < digits.size(); ++j) {
        carry += square[i + j] + static_cast<unsigned __int128>(digits[i]) * digits[j];
        square[i + j] = static_cast<std::uint64_t>(carry);
        carry >>= 64;
      }
      square[i + digits.size()] = static_cast<std::uint64_t>(carry);
    }
    while (square.back() == 0) square.pop_back();
    digits = std::move(square);
  }
  return 64 * (digits.size() - 1) + static_cast<std::size_t>(std::bit_width(digits.back()));
}

std::array<std::uint64_t, 256> make_boost_table() {
  // r = floor(2^(f/256) 2^12 + 1/2) is the greatest r with 2 r - 1 <= 2^(f/256) 2^13, that is, with
  // (2 r - 1)^256 <= 2^E and E = 13 * 256 + f. An odd number above 1 is no power of two, so this says that
  // (2 r - 1)^256 has at most E bits. The table ascends, so r never goes back.
  std::array<std::uint64_t, 256> table{};
  std::uint64_t r = 4096;
  for (std::size_t f = 0; f < table.size(); ++f) {
    while (bits_of_power(2 * (r + 1) - 1, 8) <= std::size_t{13} * 256 + f) ++r;
    table[f] = r;
  }
  return table;
}

std::array<std::uint64_t, 256> make_log_table() {
  // r = floor(2^12 log2(x / 256) + 1/2), x = 256 + m, is the greatest r with 2 r - 1 <= 2^13 log2(x / 256),
  // that is, with 2^(2 r - 1 + 8 * 8192) <= x^8192: with 2 r + 65536 at most the bits of x^8192.
  std::array<std::uint64_t, 256> table{};
  for (std::size_t m = 0; m < table.size(); ++m) table[m] = (bits_of_power(256 + m, 13) - 65536) / 2;
  return table;
}

}  // namespace

const std::array<std::uint64_t, 256>& boost_table() {
  static const std::array<std::uint64_t, 256> table = make_boost_table();
  return table;
}

const std::array<std::uint64_t, 256>& log_table() {
  static const std::array<std::uint64_t, 256> table = make_log_table();
  return table;
}

}  // namespace silipool::oracle
