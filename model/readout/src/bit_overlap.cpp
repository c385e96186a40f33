#include <silipool/readout/bit_overlap.hpp>

#include <algorithm>
#include <array>
#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace silipool::readout {
namespace {

[[gnu::always_inline]] inline void count_words(const std::uint64_t* query, const std::uint64_t* references,
                                               std::size_t words, std::span<std::uint32_t> overlaps) {
  for (std::uint32_t& overlap : overlaps) {
    overlap = 0;
    for (std::size_t w = 0; w < words; ++w)
      overlap += static_cast<std::uint32_t>(std::popcount(query[w] & references[w]));
    references += words;
  }
}

void count_portable(const std::uint64_t* query, const std::uint64_t* references, std::size_t words,
                    std::span<std::uint32_t> overlaps) {
  count_words(query, references, words, overlaps);
}

#if defined(__x86_64__)
[[gnu::target("popcnt")]] void count_popcnt(const std::uint64_t* query, const std::uint64_t* references,
                                            std::size_t words, std::span<std::uint32_t> overlaps) {
  count_words(query, references, words, overlaps);
}

// A table of the sixteen counts of half a byte, looked up for 64 of them at a time (Mula, Kurz, Lemire 2018).
[[gnu::target("avx2")]] void count_avx2(const std::uint64_t* query, const std::uint64_t* references,
                                        std::size_t words, std::span<std::uint32_t> overlaps) {
  const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,  //
                                         0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
  const __m256i low = _mm256_set1_epi8(15);
  constexpr std::size_t vectors_of_bytes = 31;  // of at most 8 each: a byte holds their sum
  const std::size_t vectors = words / 4;
  const auto* of_query = reinterpret_cast<const __m256i*>(query);
  const auto* of_reference = reinterpret_cast<const __m256i*>(references);
  for (std::uint32_t& overlap : overlaps) {
    __m256i sum = _mm256_setzero_si256();
    for (std::size_t first = 0; first < vectors; first += vectors_of_bytes) {
      __m256i bytes = _mm256_setzero_si256();
      const std::size_t end = std::min(vectors, first + vectors_of_bytes);
      for (std::size_t v = first; v < end; ++v) {
        const __m256i both =
            _mm256_and_si256(_mm256_loadu_si256(of_query + v), _mm256_loadu_si256(of_reference + v));
        const __m256i high = _mm256_and_si256(_mm256_srli_epi16(both, 4), low);
        bytes = _mm256_add_epi8(bytes, _mm256_shuffle_epi8(table, _mm256_and_si256(both, low)));
        bytes = _mm256_add_epi8(bytes, _mm256_shuffle_epi8(table, high));
      }
      sum = _mm256_add_epi64(sum, _mm256_sad_epu8(bytes, _mm256_setzero_si256()));
    }
    alignas(32) std::array<std::uint64_t, 4> parts;
    _mm256_store_si256(reinterpret_cast<__m256i*>(parts.data()), sum);
    overlap = static_cast<std::uint32_t>(parts[0] + parts[1] + parts[2] + parts[3]);
    of_reference += vectors;
  }
}
#endif

}  // namespace

std::span<const OverlapKernel> overlap_kernels() {
  static constexpr OverlapKernel all[] {
    {"portable", count_portable},
#if defined(__x86_64__)
        {"popcnt", count_popcnt}, {"avx2", count_avx2},
#endif
  };
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("popcnt")) return std::span(all).first(1);
  return std::span(all).first(__builtin_cpu_supports("avx2") ? 3 : 2);
#else
  return all;
#endif
}

}  // namespace silipool::readout
