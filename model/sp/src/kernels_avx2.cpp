#include "kernels_avx2.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

#include "kernels_portable.hpp"

#define SILIPOOL_AVX2 __attribute__((target("avx2,popcnt,bmi,bmi2")))

namespace silipool::sp {
namespace {

SILIPOOL_AVX2 inline std::uint32_t bits_of(std::uint64_t word) {
  return static_cast<std::uint32_t>(_mm_popcnt_u64(word));
}

SILIPOOL_AVX2 void cut(const std::uint64_t* strips, std::size_t stride, std::size_t count, std::size_t first,
                       std::size_t words, std::uint64_t* windows) {
  const __m128i down = _mm_cvtsi64_si128(static_cast<long long>(first % kWordBits));
  const __m128i up = _mm_cvtsi64_si128(static_cast<long long>(kWordBits - first % kWordBits));
  for (std::size_t g = 0; g < count; ++g) {
    const std::uint64_t* at = strips + g * stride + first / kWordBits;
    std::uint64_t* window = windows + g * words;
    std::size_t w = 0;
    for (; w + 4 <= words; w += 4) {
      const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + w));
      const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + w + 1));
      // A shift by 64 leaves nothing.
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(window + w),
                          _mm256_or_si256(_mm256_srl_epi64(low, down), _mm256_sll_epi64(high, up)));
    }
    for (; w < words; ++w) window[w] = bits_from(at, first % kWordBits + w * kWordBits);
  }
}

SILIPOOL_AVX2 void overlaps(const std::uint64_t* connected, const std::uint64_t* active, std::size_t words,
                            std::size_t columns, std::size_t groups, std::uint32_t* overlaps) {
  // Few words stay in registers.
  switch (words) {
    case 1:
      return portable::overlaps(connected, active, 1, columns, groups, overlaps);
    case 2:
      return portable::overlaps(connected, active, 2, columns, groups, overlaps);
    case 3:
      return portable::overlaps(connected, active, 3, columns, groups, overlaps);
    case 4:
      return portable::overlaps(connected, active, 4, columns, groups, overlaps);
    case 5:
      return portable::overlaps(connected, active, 5, columns, groups, overlaps);
    default:
      return portable::overlaps(connected, active, words, columns, groups, overlaps);
  }
}

SILIPOOL_AVX2 void keys(const std::uint32_t* overlaps, const std::uint32_t* boosts, std::size_t count,
                        const KeyRule& rule, std::uint32_t* keys) {
  portable::keys(overlaps, boosts, count, rule, keys);
}

/// Lanes of 16 bits, all ones where the bit is set.
SILIPOOL_AVX2 inline __m256i lanes_of(std::uint32_t bits16) {
  const __m256i bit =
      _mm256_setr_epi16(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, -32768);
  return _mm256_cmpeq_epi16(_mm256_and_si256(_mm256_set1_epi16(static_cast<short>(bits16)), bit), bit);
}

/// One bit for each lane of 16 bits that is all ones.
SILIPOOL_AVX2 inline std::uint32_t bits_of_lanes(__m256i lanes) {
  const __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi16(lanes, _mm256_setzero_si256()), 0xd8);
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(packed)) & 0xffffU;
}

SILIPOOL_AVX2 RowChange learn_row(std::uint16_t* permanences, const std::uint64_t* gain,
                                  const std::uint64_t* lose, std::size_t words, const RowRule& rule,
                                  std::uint64_t* flipped) {
  const __m256i increment = _mm256_set1_epi16(static_cast<short>(rule.increment));
  const __m256i decrement = _mm256_set1_epi16(static_cast<short>(rule.decrement));
  const __m256i top = _mm256_set1_epi16(static_cast<short>(rule.top));
  const __m256i threshold = _mm256_set1_epi16(static_cast<short>(rule.threshold));
  const auto connected = [&](__m256i lanes) SILIPOOL_AVX2 {
    return _mm256_cmpeq_epi16(_mm256_max_epu16(lanes, threshold), lanes);
  };
  RowChange change;
  for (std::size_t w = 0; w < words; ++w) {
    const std::uint64_t all = gain[w] | lose[w];
    std::uint64_t crossed = 0;
    for (unsigned part = 0; part < 64; part += 16) {
      if (((all >> part) & 0xffffU) == 0) continue;
      auto* at = reinterpret_cast<__m256i*>(permanences + w * 64 + part);
      const __m256i before = _mm256_loadu_si256(at);
      const __m256i gains = lanes_of(static_cast<std::uint32_t>(gain[w] >> part) & 0xffffU);
      const __m256i loses = lanes_of(static_cast<std::uint32_t>(lose[w] >> part) & 0xffffU);
      // Of the lanes that do not gain, none may fall to the top.
      const __m256i up = _mm256_min_epu16(_mm256_adds_epu16(before, increment), top);
      const __m256i gained = _mm256_blendv_epi8(before, up, gains);
      const __m256i after = _mm256_subs_epu16(gained, _mm256_and_si256(decrement, loses));
      _mm256_storeu_si256(at, after);
      change.writes += 16U - bits_of(bits_of_lanes(_mm256_cmpeq_epi16(before, after)));
      crossed |= std::uint64_t{bits_of_lanes(_mm256_xor_si256(connected(before), connected(after)))} << part;
    }
    flipped[w] = crossed;
    change.flips += bits_of(crossed);
  }
  return change;
}

SILIPOOL_AVX2 inline __m256i rotl(__m256i x, int n) {
  return _mm256_or_si256(_mm256_slli_epi32(x, n), _mm256_srli_epi32(x, 32 - n));
}

/// hash96(a0, b0, c) of each lane.
SILIPOOL_AVX2 inline __m256i hash(std::uint32_t a0, std::uint32_t b0, __m256i c) {
  __m256i a = _mm256_set1_epi32(static_cast<int>(a0));
  __m256i b = _mm256_set1_epi32(static_cast<int>(b0));
  const auto mix = [](__m256i& x, __m256i y, int n)
                       SILIPOOL_AVX2 { x = _mm256_sub_epi32(_mm256_xor_si256(x, y), rotl(y, n)); };
  mix(c, b, 14);
  mix(a, c, 11);
  mix(b, a, 25);
  mix(c, b, 16);
  mix(a, c, 4);
  mix(b, a, 14);
  mix(c, b, 24);
  return c;
}

SILIPOOL_AVX2 void hashes(std::uint32_t a, std::uint32_t b, const std::uint32_t* c, std::size_t count,
                          std::uint32_t* draws) {
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8)
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(draws + i),
                        hash(a, b, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(c + i))));
  portable::hashes(a, b, c + i, count - i, draws + i);
}

SILIPOOL_AVX2 void draw_slots(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::size_t words,
                              std::uint32_t p_gain, std::uint32_t p_lose, std::uint64_t* gain,
                              std::uint64_t* lose) {
  // d < p iff d <= p - 1, unless p is 0.
  const __m256i last_gain = _mm256_set1_epi16(static_cast<short>(p_gain - 1U));
  const __m256i last_lose = _mm256_set1_epi16(static_cast<short>(p_lose - 1U));
  const __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  for (std::size_t w = 0; w < words; ++w) {
    std::uint64_t gains = 0;
    std::uint64_t loses = 0;
    for (unsigned part = 0; part < 4; ++part) {
      const auto first = c + static_cast<std::uint32_t>(w * 32) + part * 8;
      const __m256i d = hash(a, b, _mm256_add_epi32(_mm256_set1_epi32(static_cast<int>(first)), lane));
      gains |= std::uint64_t{bits_of_lanes(_mm256_cmpeq_epi16(_mm256_min_epu16(d, last_gain), d))}
               << part * 16;
      loses |= std::uint64_t{bits_of_lanes(_mm256_cmpeq_epi16(_mm256_min_epu16(d, last_lose), d))}
               << part * 16;
    }
    gain[w] = p_gain == 0 ? 0 : gains;
    lose[w] = p_lose == 0 ? 0 : loses;
  }
}

SILIPOOL_AVX2 void pack(const std::uint64_t* bits, const std::uint64_t* mask, std::size_t words,
                        std::uint64_t* packed) {
  std::uint64_t pending = 0;
  std::size_t filled = 0;
  for (std::size_t w = 0; w < words; ++w) {
    const std::uint64_t some = _pext_u64(bits[w], mask[w]);
    const std::size_t shift = filled % 64;
    pending |= some << shift;
    filled += bits_of(mask[w]);
    if (filled / 64 == (filled - bits_of(mask[w])) / 64) continue;
    packed[filled / 64 - 1] = pending;
    pending = some >> 1U >> (63U - shift);
  }
  if (filled == 0 || filled % 64 != 0) packed[filled / 64] = pending;
}

SILIPOOL_AVX2 void unpack(const std::uint64_t* packed, const std::uint64_t* mask, std::size_t words,
                          std::uint64_t* bits) {
  std::size_t taken = 0;
  for (std::size_t w = 0; w < words; ++w) {
    const std::size_t count = bits_of(mask[w]);
    const std::size_t shift = taken % 64;
    std::uint64_t some = 0;
    if (count > 0) some = packed[taken / 64] >> shift;
    if (shift + count > 64) some |= packed[taken / 64 + 1] << (64 - shift);
    bits[w] = _pdep_u64(some, mask[w]);
    taken += count;
  }
}

/// One bit for each of eight keys of at least `least`.
SILIPOOL_AVX2 inline std::uint32_t at_least(const std::uint32_t* keys, __m256i least) {
  const __m256i k = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(keys));
  return static_cast<std::uint32_t>(
      _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(_mm256_max_epu32(k, least), k))));
}

SILIPOOL_AVX2 std::size_t count_at_least(const std::uint32_t* keys, std::size_t count, std::uint32_t least) {
  return portable::count_at_least(keys, count, least);
}

SILIPOOL_AVX2 std::uint32_t kth_greatest(const std::uint32_t* keys, std::size_t count, std::size_t k,
                                         std::uint32_t* scratch) {
  return portable::kth_greatest(keys, count, k, scratch);
}

SILIPOOL_AVX2 std::size_t find_at_least(const std::uint32_t* keys, std::size_t count, std::uint32_t least,
                                        std::uint32_t first, std::uint32_t* out) {
  const __m256i limit = _mm256_set1_epi32(static_cast<int>(least));
  std::size_t found = 0;
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8)
    for (std::uint32_t some = at_least(keys + i, limit); some != 0; some &= some - 1)
      out[found++] = first + static_cast<std::uint32_t>(i) + static_cast<std::uint32_t>(__builtin_ctz(some));
  return found + portable::find_at_least(keys + i, count - i, least, first + static_cast<std::uint32_t>(i),
                                         out + found);
}

constexpr Kernels kAvx2{"avx2",        cut,    overlaps,   keys, kth_greatest, count_at_least,
                        find_at_least, hashes, draw_slots, pack, unpack,       learn_row};

}  // namespace

const Kernels* avx2_kernels() {
  const bool there = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt") &&
                     __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  return there ? &kAvx2 : nullptr;
}

}  // namespace silipool::sp

#else

namespace silipool::sp {
const Kernels* avx2_kernels() { return nullptr; }
}  // namespace silipool::sp

#endif
