#include "kernels_avx2.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

#include "kernels_portable.hpp"

#define SILIPOOL_AVX2 __attribute__((target("avx2,popcnt,bmi")))

namespace silipool::sp {
namespace {

SILIPOOL_AVX2 inline std::uint32_t bits_of(std::uint64_t word) {
  return static_cast<std::uint32_t>(_mm_popcnt_u64(word));
}

SILIPOOL_AVX2 void overlaps_shared(const std::uint64_t* connected, const std::uint64_t* active,
                                   std::size_t words, std::size_t columns, std::uint32_t* overlaps) {
  const auto rows = [&]<std::size_t W>() SILIPOOL_AVX2 {
    std::uint64_t a[W];
    for (std::size_t w = 0; w < W; ++w) a[w] = active[w];
    for (std::size_t i = 0; i < columns; ++i) {
      std::uint32_t sum = 0;
      for (std::size_t w = 0; w < W; ++w) sum += bits_of(connected[i * W + w] & a[w]);
      overlaps[i] = sum;
    }
  };
  switch (words) {
    case 1:
      return rows.operator()<1>();
    case 2:
      return rows.operator()<2>();
    case 3:
      return rows.operator()<3>();
    case 4:
      return rows.operator()<4>();
    case 5:
      return rows.operator()<5>();
    default:
      break;
  }
  for (std::size_t i = 0; i < columns; ++i) {
    std::uint32_t sum = 0;
    for (std::size_t w = 0; w < words; ++w) sum += bits_of(connected[i * words + w] & active[w]);
    overlaps[i] = sum;
  }
}

SILIPOOL_AVX2 void overlaps_own(const std::uint64_t* connected, const std::uint64_t* active,
                                std::size_t words, std::size_t columns, std::uint32_t* overlaps) {
  if (words == 1) {
    for (std::size_t i = 0; i < columns; ++i) overlaps[i] = bits_of(connected[i] & active[i]);
    return;
  }
  for (std::size_t i = 0; i < columns; ++i) {
    std::uint32_t sum = 0;
    for (std::size_t w = i * words; w < (i + 1) * words; ++w) sum += bits_of(connected[w] & active[w]);
    overlaps[i] = sum;
  }
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

SILIPOOL_AVX2 RowChange learn_row(std::uint16_t* permanences, std::uint64_t* connected,
                                  const std::uint64_t* gain, const std::uint64_t* lose, std::size_t words,
                                  const RowRule& rule) {
  const __m256i increment = _mm256_set1_epi16(static_cast<short>(rule.increment));
  const __m256i decrement = _mm256_set1_epi16(static_cast<short>(rule.decrement));
  const __m256i top = _mm256_set1_epi16(static_cast<short>(rule.top));
  const __m256i threshold = _mm256_set1_epi16(static_cast<short>(rule.threshold));
  RowChange change;
  for (std::size_t w = 0; w < words; ++w) {
    const std::uint64_t all = gain[w] | lose[w];
    std::uint64_t now = connected[w];
    for (unsigned part = 0; part < 64; part += 16) {
      if (((all >> part) & 0xffffU) == 0) continue;
      auto* at = reinterpret_cast<__m256i*>(permanences + w * 64 + part);
      const __m256i before = _mm256_loadu_si256(at);
      const __m256i gains = lanes_of(static_cast<std::uint32_t>(gain[w] >> part) & 0xffffU);
      const __m256i loses = lanes_of(static_cast<std::uint32_t>(lose[w] >> part) & 0xffffU);
      const __m256i up = _mm256_min_epu16(_mm256_adds_epu16(before, _mm256_and_si256(increment, gains)), top);
      const __m256i after = _mm256_subs_epu16(up, _mm256_and_si256(decrement, loses));
      _mm256_storeu_si256(at, after);
      const std::uint32_t same = bits_of_lanes(_mm256_cmpeq_epi16(before, after));
      change.writes += 16U - bits_of(same);
      const std::uint64_t over = bits_of_lanes(_mm256_cmpeq_epi16(_mm256_max_epu16(after, threshold), after));
      const std::uint64_t here = std::uint64_t{0xffff} << part;
      now = (now & ~here) | (over << part);
    }
    change.flips += bits_of(now ^ connected[w]);
    connected[w] = now;
  }
  return change;
}

SILIPOOL_AVX2 inline __m256i rotl(__m256i x, int n) {
  return _mm256_or_si256(_mm256_slli_epi32(x, n), _mm256_srli_epi32(x, 32 - n));
}

SILIPOOL_AVX2 void hashes(std::uint32_t a0, std::uint32_t b0, const std::uint32_t* c0, std::size_t count,
                          std::uint32_t* draws) {
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    __m256i a = _mm256_set1_epi32(static_cast<int>(a0));
    __m256i b = _mm256_set1_epi32(static_cast<int>(b0));
    __m256i c = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(c0 + i));
    const auto mix = [](__m256i& x, __m256i y, int n)
                         SILIPOOL_AVX2 { x = _mm256_sub_epi32(_mm256_xor_si256(x, y), rotl(y, n)); };
    mix(c, b, 14);
    mix(a, c, 11);
    mix(b, a, 25);
    mix(c, b, 16);
    mix(a, c, 4);
    mix(b, a, 14);
    mix(c, b, 24);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(draws + i), c);
  }
  portable::hashes(a0, b0, c0 + i, count - i, draws + i);
}

/// One bit for each of eight keys of at least `least`.
SILIPOOL_AVX2 inline std::uint32_t at_least(const std::uint32_t* keys, __m256i least) {
  const __m256i k = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(keys));
  return static_cast<std::uint32_t>(
      _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(_mm256_max_epu32(k, least), k))));
}

SILIPOOL_AVX2 std::size_t count_at_least(const std::uint32_t* keys, std::size_t count, std::uint32_t least) {
  const __m256i limit = _mm256_set1_epi32(static_cast<int>(least));
  __m256i sum = _mm256_setzero_si256();
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const __m256i k = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(keys + i));
    sum = _mm256_sub_epi32(sum, _mm256_cmpeq_epi32(_mm256_max_epu32(k, limit), k));
  }
  alignas(32) std::uint32_t parts[8];
  _mm256_store_si256(reinterpret_cast<__m256i*>(parts), sum);
  std::size_t found = 0;
  for (const std::uint32_t part : parts) found += part;
  return found + portable::count_at_least(keys + i, count - i, least);
}

SILIPOOL_AVX2 std::size_t find_at_least(const std::uint32_t* keys, std::size_t count, std::uint32_t least,
                                        std::uint32_t* out) {
  const __m256i limit = _mm256_set1_epi32(static_cast<int>(least));
  std::size_t found = 0;
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8)
    for (std::uint32_t some = at_least(keys + i, limit); some != 0; some &= some - 1)
      out[found++] = static_cast<std::uint32_t>(i) + static_cast<std::uint32_t>(__builtin_ctz(some));
  for (; i < count; ++i)
    if (keys[i] >= least) out[found++] = static_cast<std::uint32_t>(i);
  return found;
}

constexpr Kernels kAvx2{"avx2", overlaps_shared, overlaps_own, learn_row,
                        hashes, count_at_least,  find_at_least};

}  // namespace

const Kernels* avx2_kernels() {
  const bool there =
      __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi");
  return there ? &kAvx2 : nullptr;
}

}  // namespace silipool::sp

#else

namespace silipool::sp {
const Kernels* avx2_kernels() { return nullptr; }
}  // namespace silipool::sp

#endif
