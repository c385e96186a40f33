#include <silipool/base/hex.hpp>

namespace silipool::base {

std::string hex_digits(const Sdr& bits) {
  std::string digits;
  for (std::size_t digit = (bits.size() + 3) / 4; digit-- > 0;)
    digits += "0123456789abcdef"[(bits.words()[digit / 16] >> (digit % 16 * 4)) & 15U];
  return digits;
}

}  // namespace silipool::base
