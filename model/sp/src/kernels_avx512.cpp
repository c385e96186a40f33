#include "kernels_avx512.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

#include <utility>

#include "kernels_avx2.hpp"
#include "kernels_portable.hpp"

#define SILIPOOL_AVX512 \
  __attribute__((       \
      target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vpopcntdq,avx2,popcnt,bmi,bmi2")))

namespace silipool::sp {
namespace {

SILIPOOL_AVX512 inline std::uint32_t bits_of(std::uint64_t word) {
  return static_cast<std::uint32_t>(_mm_popcnt_u64(word));
}

/// A mask of `count` lanes of N, or of all.
template <typename Mask>
constexpr Mask lanes(std::size_t count) {
  return count >= sizeof(Mask) * 8 ? static_cast<Mask>(~Mask{0})
                                   : static_cast<Mask>((std::uint64_t{1} << count) - 1U);
}

// --- Overlaps ---

/// Eight columns of W words are W vectors of eight words. Counts of a column's words go to bytes side by
/// side, which two instructions add up: where they come from, for a pair of those vectors.
struct Places {
  alignas(64) std::uint8_t from[64] = {};
  std::uint64_t there = 0;
};
constexpr Places places(std::size_t words, std::size_t pair) {
  Places p;
  for (std::size_t column = 0; column < 8; ++column)
    for (std::size_t w = 0; w < words; ++w) {
      const std::size_t word = column * words + w;
      if (word / 16 != pair) continue;
      p.from[column * 4 + w] = static_cast<std::uint8_t>(word % 16 * 8);
      p.there |= std::uint64_t{1} << (column * 4 + w);
    }
  return p;
}
/// Which word of a column each of the eight words of vector `v` is.
struct Words {
  alignas(64) std::uint64_t of[8];
};
constexpr Words words_of(std::size_t words, std::size_t v) {
  Words all{};
  for (std::size_t i = 0; i < 8; ++i) all.of[i] = (v * 8 + i) % words;
  return all;
}

template <std::size_t W>
SILIPOOL_AVX512 inline void overlaps_of_few_words(const std::uint64_t* connected, const std::uint64_t* active,
                                                  std::size_t columns, std::size_t groups,
                                                  std::uint32_t* overlaps) {
  static constexpr Words kWords[3] = {words_of(W, 0), words_of(W, 1), words_of(W, 2)};
  static constexpr Places kPlaces[2] = {places(W, 0), places(W, 1)};
  constexpr bool kSame = 8 % W == 0;  // all vectors begin with a column
  const __m512i from0 = _mm512_load_si512(kPlaces[0].from);
  const __m512i from1 = _mm512_load_si512(kPlaces[1].from);
  for (; groups > 0; --groups, active += W) {
    const __m512i once = _mm512_maskz_loadu_epi64(lanes<__mmask8>(W), active);
    const __m512i on0 = _mm512_permutexvar_epi64(_mm512_load_si512(kWords[0].of), once);
    const __m512i on1 = kSame ? on0 : _mm512_permutexvar_epi64(_mm512_load_si512(kWords[1].of), once);
    const __m512i on2 = kSame ? on0 : _mm512_permutexvar_epi64(_mm512_load_si512(kWords[2].of), once);
    const __m512i on[4] = {on0, on1, on2, on0};
    const auto eight = [&](std::size_t here, auto&& row) SILIPOOL_AVX512 {
      __m512i counts[4];
      for (std::size_t v = 0; v < 4; ++v)
        counts[v] = v < W ? _mm512_popcnt_epi64(_mm512_and_si512(row(v), on[v])) : _mm512_setzero_si512();
      __m512i bytes = _mm512_maskz_permutex2var_epi8(kPlaces[0].there, counts[0], from0, counts[1]);
      if (W > 2)
        bytes = _mm512_or_si512(
            bytes, _mm512_maskz_permutex2var_epi8(kPlaces[1].there, counts[2], from1, counts[3]));
      const __m256i pairs = _mm256_maddubs_epi16(_mm512_castsi512_si256(bytes), _mm256_set1_epi8(1));
      _mm256_mask_storeu_epi32(overlaps, lanes<__mmask8>(here),
                               _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
      overlaps += here;
      connected += here * W;
    };
    std::size_t left = columns;
    for (; left >= 8; left -= 8)
      eight(8, [&](std::size_t v) SILIPOOL_AVX512 { return _mm512_loadu_si512(connected + v * 8); });
    if (left > 0)
      eight(left, [&](std::size_t v) SILIPOOL_AVX512 {
        const std::size_t words = left * W > v * 8 ? left * W - v * 8 : 0;
        return _mm512_maskz_loadu_epi64(lanes<__mmask8>(words), connected + v * 8);
      });
  }
}

SILIPOOL_AVX512 void overlaps(const std::uint64_t* connected, const std::uint64_t* active, std::size_t words,
                              std::size_t columns, std::size_t groups, std::uint32_t* overlaps) {
  switch (words) {
    case 1:
      return overlaps_of_few_words<1>(connected, active, columns, groups, overlaps);
    case 2:
      return overlaps_of_few_words<2>(connected, active, columns, groups, overlaps);
    case 3:
      return overlaps_of_few_words<3>(connected, active, columns, groups, overlaps);
    case 4:
      return overlaps_of_few_words<4>(connected, active, columns, groups, overlaps);
    default:
      break;
  }
  for (std::size_t g = 0; g < groups; ++g, active += words)
    for (std::size_t i = 0; i < columns; ++i, connected += words) {
      __m512i sum = _mm512_setzero_si512();
      for (std::size_t w = 0; w < words; w += 8) {
        const __mmask8 there = lanes<__mmask8>(words - w);
        const __m512i both = _mm512_and_si512(_mm512_maskz_loadu_epi64(there, connected + w),
                                              _mm512_maskz_loadu_epi64(there, active + w));
        sum = _mm512_add_epi64(sum, _mm512_popcnt_epi64(both));
      }
      *overlaps++ = static_cast<std::uint32_t>(_mm512_reduce_add_epi64(sum));
    }
}

// --- Keys and winners ---

SILIPOOL_AVX512 void keys(const std::uint32_t* overlaps, const std::uint32_t* boosts, std::size_t count,
                          const KeyRule& rule, std::uint32_t* keys) {
  portable::keys(overlaps, boosts, count, rule, keys);
}

SILIPOOL_AVX512 std::size_t count_at_least(const std::uint32_t* keys, std::size_t count,
                                           std::uint32_t least) {
  const __m512i limit = _mm512_set1_epi32(static_cast<int>(least));
  const __m512i one = _mm512_set1_epi32(1);
  __m512i sum = _mm512_setzero_si512();
  std::size_t i = 0;
  for (; i + 16 <= count; i += 16)
    sum = _mm512_mask_add_epi32(sum, _mm512_cmpge_epu32_mask(_mm512_loadu_si512(keys + i), limit), sum, one);
  const __mmask16 rest = lanes<__mmask16>(count - i);
  sum = _mm512_mask_add_epi32(
      sum, _mm512_mask_cmpge_epu32_mask(rest, _mm512_maskz_loadu_epi32(rest, keys + i), limit), sum, one);
  return static_cast<std::uint32_t>(_mm512_reduce_add_epi32(sum));
}

SILIPOOL_AVX512 std::size_t find_at_least(const std::uint32_t* keys, std::size_t count, std::uint32_t least,
                                          std::uint32_t first, std::uint32_t* out) {
  const __m512i limit = _mm512_set1_epi32(static_cast<int>(least));
  __m512i index = _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(first)),
                                   _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; i += 16) {
    const __mmask16 there = lanes<__mmask16>(count - i);
    const __mmask16 some =
        _mm512_mask_cmpge_epu32_mask(there, _mm512_maskz_loadu_epi32(there, keys + i), limit);
    const std::size_t more = bits_of(some);
    // A store of whole lanes: a store that compresses is slow on some processors.
    _mm512_mask_storeu_epi32(out + found, lanes<__mmask16>(more), _mm512_maskz_compress_epi32(some, index));
    found += more;
    index = _mm512_add_epi32(index, _mm512_set1_epi32(16));
  }
  return found;
}

SILIPOOL_AVX512 std::size_t take_between(const std::uint32_t* keys, std::size_t count, std::uint32_t low,
                                         std::uint32_t high, std::uint32_t* out) {
  const __m512i from = _mm512_set1_epi32(static_cast<int>(low));
  const __m512i span = _mm512_set1_epi32(static_cast<int>(high - low));
  std::size_t taken = 0;
  for (std::size_t i = 0; i < count; i += 16) {
    const __mmask16 there = lanes<__mmask16>(count - i);
    const __m512i some = _mm512_maskz_loadu_epi32(there, keys + i);
    const __mmask16 between = _mm512_mask_cmple_epu32_mask(there, _mm512_sub_epi32(some, from), span);
    const std::size_t more = bits_of(between);
    _mm512_mask_storeu_epi32(out + taken, lanes<__mmask16>(more), _mm512_maskz_compress_epi32(between, some));
    taken += more;
  }
  return taken;
}

/// The k-th greatest of 16 keys: each is compared with all others, a turn at a time.
template <int... Turn>
SILIPOOL_AVX512 inline std::uint32_t kth_of_16(__m512i keys, std::size_t k,
                                               std::integer_sequence<int, Turn...>) {
  __m512i rank = _mm512_setzero_si512();
  const __m512i one = _mm512_set1_epi32(1);
  ((rank = _mm512_mask_add_epi32(
        rank, _mm512_cmpgt_epu32_mask(_mm512_alignr_epi32(keys, keys, Turn + 1), keys), rank, one)),
   ...);
  return _mm512_mask_reduce_min_epu32(_mm512_cmplt_epu32_mask(rank, _mm512_set1_epi32(static_cast<int>(k))),
                                      keys);
}
SILIPOOL_AVX512 inline std::uint32_t kth_of_16(__m512i keys, std::size_t k) {
  return kth_of_16(keys, k, std::make_integer_sequence<int, 15>());
}

/// The same of 32.
template <int... Turn>
SILIPOOL_AVX512 inline std::uint32_t kth_of_32(__m512i low, __m512i high, std::size_t k,
                                               std::integer_sequence<int, Turn...>) {
  const __m512i one = _mm512_set1_epi32(1);
  __m512i rank_low = _mm512_setzero_si512();
  __m512i rank_high = _mm512_setzero_si512();
  const auto meet = [&](__m512i others) SILIPOOL_AVX512 {
    rank_low = _mm512_mask_add_epi32(rank_low, _mm512_cmpgt_epu32_mask(others, low), rank_low, one);
    rank_high = _mm512_mask_add_epi32(rank_high, _mm512_cmpgt_epu32_mask(others, high), rank_high, one);
  };
  ((meet(_mm512_alignr_epi32(low, low, Turn)), meet(_mm512_alignr_epi32(high, high, Turn))), ...);
  const __m512i wanted = _mm512_set1_epi32(static_cast<int>(k));
  const __m512i none = _mm512_set1_epi32(-1);
  return _mm512_reduce_min_epu32(
      _mm512_min_epu32(_mm512_mask_mov_epi32(none, _mm512_cmplt_epu32_mask(rank_low, wanted), low),
                       _mm512_mask_mov_epi32(none, _mm512_cmplt_epu32_mask(rank_high, wanted), high)));
}

/// Of `count` keys, followed by zeros to a multiple of 16, the k-th greatest, 1 <= k <= count.
SILIPOOL_AVX512 inline std::uint32_t kth_by_ranks(const std::uint32_t* keys, std::size_t count,
                                                  std::size_t k) {
  if (count <= 16) return kth_of_16(_mm512_loadu_si512(keys), k);
  std::uint32_t kth = ~std::uint32_t{0};
  for (std::size_t i = 0; i < count; ++i) {
    const __m512i key = _mm512_set1_epi32(static_cast<int>(keys[i]));
    std::size_t rank = 0;
    for (std::size_t j = 0; j < count; j += 16)
      rank += bits_of(_mm512_cmpgt_epu32_mask(_mm512_loadu_si512(keys + j), key));
    kth = rank < k && keys[i] < kth ? keys[i] : kth;
  }
  return kth;
}

SILIPOOL_AVX512 std::uint32_t kth_greatest(const std::uint32_t* keys, std::size_t count, std::size_t k,
                                           std::uint32_t* scratch) {
  if (count <= 32) {
    const __mmask16 rest = count > 16 ? lanes<__mmask16>(count - 16) : 0;
    const std::uint32_t kth =
        kth_of_32(_mm512_maskz_loadu_epi32(lanes<__mmask16>(count), keys),
                  _mm512_maskz_loadu_epi32(rest, keys + 16), k, std::make_integer_sequence<int, 16>());
    return std::max(kth, kKeyEligible);
  }
  __m512i most = _mm512_setzero_si512();
  for (std::size_t i = 0; i < count; i += 16)
    most = _mm512_max_epu32(most, _mm512_maskz_loadu_epi32(lanes<__mmask16>(count - i), keys + i));
  if (k <= 16) {
    // The k-th greatest is not below that of the 16 maxima, which few keys reach.
    constexpr std::size_t kMost = 64;
    alignas(64) std::uint32_t few[kMost];
    const std::uint32_t low = std::max(kth_of_16(most, k), kKeyEligible);
    const std::size_t reach = count_at_least(keys, count, low);
    if (reach < k) return kKeyEligible;
    if (reach <= kMost) {
      for (std::size_t i = 0; i < reach; i += 16) _mm512_store_si512(few + i, _mm512_setzero_si512());
      take_between(keys, count, low, ~std::uint32_t{0}, few);
      return kth_by_ranks(few, reach, k);
    }
  }
  return portable::kth_greatest_by_counts(keys, count, k, _mm512_reduce_max_epu32(most), scratch,
                                          count_at_least, take_between);
}

// --- Learning ---

/// hash96(a0, b0, c) of each lane.
SILIPOOL_AVX512 inline __m512i hash(std::uint32_t a0, std::uint32_t b0, __m512i c) {
  __m512i a = _mm512_set1_epi32(static_cast<int>(a0));
  __m512i b = _mm512_set1_epi32(static_cast<int>(b0));
  c = _mm512_sub_epi32(_mm512_xor_si512(c, b), _mm512_rol_epi32(b, 14));
  a = _mm512_sub_epi32(_mm512_xor_si512(a, c), _mm512_rol_epi32(c, 11));
  b = _mm512_sub_epi32(_mm512_xor_si512(b, a), _mm512_rol_epi32(a, 25));
  c = _mm512_sub_epi32(_mm512_xor_si512(c, b), _mm512_rol_epi32(b, 16));
  a = _mm512_sub_epi32(_mm512_xor_si512(a, c), _mm512_rol_epi32(c, 4));
  b = _mm512_sub_epi32(_mm512_xor_si512(b, a), _mm512_rol_epi32(a, 14));
  return _mm512_sub_epi32(_mm512_xor_si512(c, b), _mm512_rol_epi32(b, 24));
}

SILIPOOL_AVX512 void hashes(std::uint32_t a, std::uint32_t b, const std::uint32_t* c, std::size_t count,
                            std::uint32_t* draws) {
  for (std::size_t i = 0; i < count; i += 16) {
    const __mmask16 there = lanes<__mmask16>(count - i);
    _mm512_mask_storeu_epi32(draws + i, there, hash(a, b, _mm512_maskz_loadu_epi32(there, c + i)));
  }
}

SILIPOOL_AVX512 void draw_slots(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::size_t words,
                                std::uint32_t p_gain, std::uint32_t p_lose, std::uint64_t* gain,
                                std::uint64_t* lose) {
  // d < p iff d <= p - 1, unless p is 0.
  const __m512i last_gain = _mm512_set1_epi16(static_cast<short>(p_gain - 1U));
  const __m512i last_lose = _mm512_set1_epi16(static_cast<short>(p_lose - 1U));
  const __m512i sixteen = _mm512_set1_epi32(16);
  __m512i counter = _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(c)),
                                     _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  for (std::size_t w = 0; w < words; ++w) {
    const __m512i low = hash(a, b, counter);
    counter = _mm512_add_epi32(counter, sixteen);
    const __m512i high = hash(a, b, counter);
    counter = _mm512_add_epi32(counter, sixteen);
    const std::uint64_t gains = std::uint64_t{_mm512_cmple_epu16_mask(high, last_gain)} << 32U |
                                _mm512_cmple_epu16_mask(low, last_gain);
    const std::uint64_t loses = std::uint64_t{_mm512_cmple_epu16_mask(high, last_lose)} << 32U |
                                _mm512_cmple_epu16_mask(low, last_lose);
    gain[w] = p_gain == 0 ? 0 : gains;
    lose[w] = p_lose == 0 ? 0 : loses;
  }
}

SILIPOOL_AVX512 RowChange learn_row(std::uint16_t* permanences, const std::uint64_t* gain,
                                    const std::uint64_t* lose, std::size_t words, const RowRule& rule,
                                    std::uint64_t* flipped) {
  const __m512i increment = _mm512_set1_epi16(static_cast<short>(rule.increment));
  const __m512i decrement = _mm512_set1_epi16(static_cast<short>(rule.decrement));
  const __m512i top = _mm512_set1_epi16(static_cast<short>(rule.top));
  const __m512i threshold = _mm512_set1_epi16(static_cast<short>(rule.threshold));
  RowChange change;
  for (std::size_t w = 0; w < words; ++w) {
    std::uint64_t crossed = 0;
    for (unsigned part = 0; part < 64; part += 32) {
      const auto gains = static_cast<__mmask32>(gain[w] >> part);
      const auto loses = static_cast<__mmask32>(lose[w] >> part);
      if ((gains | loses) == 0) continue;
      std::uint16_t* at = permanences + w * 64 + part;
      const __m512i before = _mm512_loadu_si512(at);
      const __m512i up = _mm512_min_epu16(_mm512_adds_epu16(before, increment), top);
      const __m512i gained = _mm512_mask_mov_epi16(before, gains, up);
      const __m512i after = _mm512_mask_subs_epu16(gained, loses, gained, decrement);
      const std::uint32_t changed = _mm512_cmpneq_epu16_mask(before, after);
      if (changed == 0) continue;
      _mm512_storeu_si512(at, after);
      change.writes += bits_of(changed);
      crossed |= std::uint64_t{_mm512_cmpge_epu16_mask(before, threshold) ^
                               _mm512_cmpge_epu16_mask(after, threshold)}
                 << part;
    }
    flipped[w] = crossed;
    change.flips += bits_of(crossed);
  }
  return change;
}

}  // namespace

const Kernels* avx512_kernels() {
  const bool there = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                     __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                     __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vpopcntdq");
  const Kernels* avx2 = avx2_kernels();
  if (!there || avx2 == nullptr) return nullptr;
  static const Kernels all{"avx512",      avx2->cut, overlaps,   keys,       kth_greatest, count_at_least,
                           find_at_least, hashes,    draw_slots, avx2->pack, avx2->unpack, learn_row};
  return &all;
}

}  // namespace silipool::sp

#else

namespace silipool::sp {
const Kernels* avx512_kernels() { return nullptr; }
}  // namespace silipool::sp

#endif
