// Section 2.
#include <bit>

#include <silipool/oracle/functions.hpp>

namespace silipool::oracle {

std::uint32_t hash(std::uint32_t seed, std::uint32_t step, std::uint32_t stream, std::uint32_t column,
                   std::uint32_t item) {
  std::uint32_t a = 0xdeadbeef + seed;
  std::uint32_t b = step;
  std::uint32_t c = stream << 28 | column << 12 | item;
  c ^= b;
  c -= std::rotl(b, 14);
  a ^= c;
  a -= std::rotl(c, 11);
  b ^= a;
  b -= std::rotl(a, 25);
  c ^= b;
  c -= std::rotl(b, 16);
  a ^= c;
  a -= std::rotl(c, 4);
  b ^= a;
  b -= std::rotl(a, 14);
  c ^= b;
  c -= std::rotl(b, 24);
  return c;
}

}  // namespace silipool::oracle
