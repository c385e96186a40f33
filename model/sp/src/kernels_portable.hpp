#pragma once
// The kernels in plain C++. The forms for wider machines are these, recompiled for them, where a compiler
// does well; and they fall back to these for what is left over.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <silipool/base/hash.hpp>
#include <silipool/sp/arithmetic.hpp>
#include <silipool/sp/kernels.hpp>

#include "bits.hpp"

/// Into a form for a wider machine, so that its loops are compiled for that.
#define SILIPOOL_INTO_FORM [[gnu::always_inline]] inline

namespace silipool::sp::portable {

SILIPOOL_INTO_FORM void cut(const std::uint64_t* strips, std::size_t stride, std::size_t count,
                            std::size_t first, std::size_t words, std::uint64_t* windows) {
  for (std::size_t g = 0; g < count; ++g)
    for (std::size_t w = 0; w < words; ++w)
      windows[g * words + w] = bits_from(strips + g * stride, first + w * kWordBits);
}

SILIPOOL_INTO_FORM void overlaps(const std::uint64_t* connected, const std::uint64_t* active,
                                 std::size_t words, std::size_t columns, std::size_t groups,
                                 std::uint32_t* overlaps) {
  for (std::size_t g = 0; g < groups; ++g, active += words)
    for (std::size_t i = 0; i < columns; ++i, connected += words) {
      int sum = 0;
      for (std::size_t w = 0; w < words; ++w) sum += std::popcount(connected[w] & active[w]);
      *overlaps++ = static_cast<std::uint32_t>(sum);
    }
}

SILIPOOL_INTO_FORM void keys(const std::uint32_t* overlaps, const std::uint32_t* boosts, std::size_t count,
                             const KeyRule& rule, std::uint32_t* keys) {
  const KeyRule least = rule;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t boosted = overlaps[i] * boosts[i];
    const bool eligible = (overlaps[i] >= least.least_overlap) & (boosted >= least.least_boosted);
    keys[i] = eligible ? kKeyEligible + boosted : 0U;
  }
}

SILIPOOL_INTO_FORM std::size_t count_at_least(const std::uint32_t* keys, std::size_t count,
                                              std::uint32_t least) {
  std::uint32_t found = 0;
  for (std::size_t i = 0; i < count; ++i) found += keys[i] >= least ? 1U : 0U;
  return found;
}

SILIPOOL_INTO_FORM std::size_t find_at_least(const std::uint32_t* keys, std::size_t count,
                                             std::uint32_t least, std::uint32_t first, std::uint32_t* out) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i)
    if (keys[i] >= least) out[found++] = first + static_cast<std::uint32_t>(i);
  return found;
}

/// Keys of low..high, to `out`, which may be `keys`; how many.
SILIPOOL_INTO_FORM std::size_t take_between(const std::uint32_t* keys, std::size_t count, std::uint32_t low,
                                            std::uint32_t high, std::uint32_t* out) {
  std::size_t taken = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t key = keys[i];
    out[taken] = key;
    taken += key - low <= high - low ? 1 : 0;
  }
  return taken;
}

SILIPOOL_INTO_FORM std::uint32_t greatest(const std::uint32_t* keys, std::size_t count) {
  std::uint32_t most = 0;
  for (std::size_t i = 0; i < count; ++i) most = std::max(most, keys[i]);
  return most;
}

/// Where few of few are wanted, keeping them beats counting.
inline constexpr std::size_t kFewKeys = 64, kFewWanted = 8;

SILIPOOL_INTO_FORM std::uint32_t kth_greatest_of_few(const std::uint32_t* keys, std::size_t count,
                                                     std::size_t k) {
  std::array<std::uint32_t, kFewWanted> best{};
  for (std::size_t at = 0; at < count; ++at) {
    const std::uint32_t key = keys[at];
    if (key <= best[k - 1]) continue;
    std::size_t i = k - 1;
    for (; i > 0 && best[i - 1] < key; --i) best[i] = best[i - 1];
    best[i] = key;
  }
  return std::max(best[k - 1], kKeyEligible);
}

/// Bisection by counting; once few keys are left between the bounds, only those are counted. `count_in` and
/// `take` are count_at_least and take_between.
template <typename Count, typename Take>
SILIPOOL_INTO_FORM std::uint32_t kth_greatest_by_counts(const std::uint32_t* keys, std::size_t count,
                                                        std::size_t k, std::uint32_t most,
                                                        std::uint32_t* scratch, Count count_in, Take take) {
  constexpr std::size_t kLeft = 4;  // of so many, one is left
  std::uint32_t low = kKeyEligible;
  std::uint32_t high = std::max(most, low);
  std::size_t from_low = count;  // keys of at least `low`, or more of them
  std::size_t over_high = 0;     // keys above `high`, fewer than k
  while (low < high) {           // at least k keys are not below `low`, or `low` is the least legal
    const std::uint32_t middle = low + (high - low + 1) / 2;
    const std::size_t found = count_in(keys, count, middle);
    if (found >= k) {
      low = middle;
      from_low = found;
    } else {
      high = middle - 1;
      over_high = found;
    }
    if ((from_low - over_high) * kLeft > count || count <= kFewKeys) continue;
    count = take(keys, count, low, high, scratch);
    keys = scratch;
    k -= over_high;
    from_low = count;
    over_high = 0;
  }
  return low;
}

SILIPOOL_INTO_FORM std::uint32_t kth_greatest(const std::uint32_t* keys, std::size_t count, std::size_t k,
                                              std::uint32_t* scratch) {
  if (count <= kFewKeys && k <= kFewWanted) return kth_greatest_of_few(keys, count, k);
  return kth_greatest_by_counts(
      keys, count, k, greatest(keys, count), scratch,
      [](const std::uint32_t* in, std::size_t n, std::uint32_t least)
          __attribute__((always_inline)) { return count_at_least(in, n, least); },
      [](const std::uint32_t* in, std::size_t n, std::uint32_t low, std::uint32_t high, std::uint32_t* out)
          __attribute__((always_inline)) { return take_between(in, n, low, high, out); });
}

SILIPOOL_INTO_FORM void hashes(std::uint32_t a, std::uint32_t b, const std::uint32_t* c, std::size_t count,
                               std::uint32_t* draws) {
  for (std::size_t i = 0; i < count; ++i) draws[i] = base::hash96(a, b, c[i]);
}

SILIPOOL_INTO_FORM void draw_slots(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::size_t words,
                                   std::uint32_t p_gain, std::uint32_t p_lose, std::uint64_t* gain,
                                   std::uint64_t* lose) {
  for (std::size_t w = 0; w < words; ++w) {
    std::uint64_t gains = 0;
    std::uint64_t loses = 0;
    for (std::uint32_t pair = 0; pair < 32; ++pair) {
      const std::uint32_t v = base::hash96(a, b, c + static_cast<std::uint32_t>(w * 32) + pair);
      const std::uint32_t low = v & 0xffffU;
      const std::uint32_t high = v >> 16U;
      gains |= std::uint64_t{(low < p_gain ? 1U : 0U) | (high < p_gain ? 2U : 0U)} << (2 * pair);
      loses |= std::uint64_t{(low < p_lose ? 1U : 0U) | (high < p_lose ? 2U : 0U)} << (2 * pair);
    }
    gain[w] = gains;
    lose[w] = loses;
  }
}

SILIPOOL_INTO_FORM void pack(const std::uint64_t* bits, const std::uint64_t* mask, std::size_t words,
                             std::uint64_t* packed) {
  std::uint64_t pending = 0;
  std::size_t filled = 0;
  for (std::size_t w = 0; w < words; ++w) {
    const std::uint64_t from = bits[w];
    for (std::uint64_t todo = mask[w]; todo != 0; todo &= todo - 1) {
      pending |= (from >> std::countr_zero(todo) & 1U) << (filled % 64);
      if (++filled % 64 != 0) continue;
      packed[filled / 64 - 1] = pending;
      pending = 0;
    }
  }
  if (filled == 0 || filled % 64 != 0) packed[filled / 64] = pending;
}

SILIPOOL_INTO_FORM void unpack(const std::uint64_t* packed, const std::uint64_t* mask, std::size_t words,
                               std::uint64_t* bits) {
  std::size_t taken = 0;
  for (std::size_t w = 0; w < words; ++w) {
    std::uint64_t to = 0;
    for (std::uint64_t todo = mask[w]; todo != 0; todo &= todo - 1, ++taken)
      if ((packed[taken / 64] >> (taken % 64) & 1U) != 0) to |= todo & (~todo + 1);
    bits[w] = to;
  }
}

SILIPOOL_INTO_FORM RowChange learn_row(std::uint16_t* permanences, const std::uint64_t* gain,
                                       const std::uint64_t* lose, std::size_t words, const RowRule& rule,
                                       std::uint64_t* flipped) {
  RowChange change;
  for (std::size_t w = 0; w < words; ++w) {
    flipped[w] = 0;
    for (std::uint64_t todo = gain[w] | lose[w]; todo != 0; todo &= todo - 1) {
      const std::uint64_t bit = todo & (~todo + 1);
      std::uint16_t& permanence = permanences[w * 64 + static_cast<std::size_t>(std::countr_zero(todo))];
      const std::uint32_t before = permanence;
      const std::uint32_t room = rule.top - before;
      const std::uint32_t after = (gain[w] & bit) != 0
                                      ? (room < rule.increment ? rule.top : before + rule.increment)
                                      : (before < rule.decrement ? 0U : before - rule.decrement);
      if (after == before) continue;
      permanence = static_cast<std::uint16_t>(after);
      ++change.writes;
      if ((before >= rule.threshold) != (after >= rule.threshold)) {
        flipped[w] |= bit;
        ++change.flips;
      }
    }
  }
  return change;
}

}  // namespace silipool::sp::portable
