#pragma once
#include <bit>
#include <cstdint>

namespace silipool::base {

/// The counter-based hash of docs/spec.md section 2: the 96-bit `final` mix of Bob Jenkins' lookup3
/// (public domain). Pure 32-bit additions, exclusive ors and rotations, so that hardware evaluates it
/// without multipliers, for any counter in any order. Mirrored by rtl/silipool_hash.svh.
[[nodiscard]] constexpr std::uint32_t hash96(std::uint32_t a, std::uint32_t b, std::uint32_t c) noexcept {
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

}  // namespace silipool::base
