#pragma once
// The kernels in plain C++. The forms for wider machines are these, recompiled for them, where a compiler
// does well; and they fall back to these for what is left over.
#include <bit>
#include <cstddef>
#include <cstdint>

#include <silipool/base/hash.hpp>
#include <silipool/sp/kernels.hpp>

namespace silipool::sp::portable {

inline void overlaps_shared(const std::uint64_t* connected, const std::uint64_t* active, std::size_t words,
                            std::size_t columns, std::uint32_t* overlaps) {
  for (std::size_t i = 0; i < columns; ++i) {
    int sum = 0;
    for (std::size_t w = 0; w < words; ++w) sum += std::popcount(connected[i * words + w] & active[w]);
    overlaps[i] = static_cast<std::uint32_t>(sum);
  }
}

inline void overlaps_own(const std::uint64_t* connected, const std::uint64_t* active, std::size_t words,
                         std::size_t columns, std::uint32_t* overlaps) {
  for (std::size_t i = 0; i < columns; ++i) {
    int sum = 0;
    for (std::size_t w = i * words; w < (i + 1) * words; ++w) sum += std::popcount(connected[w] & active[w]);
    overlaps[i] = static_cast<std::uint32_t>(sum);
  }
}

inline RowChange learn_row(std::uint16_t* permanences, std::uint64_t* connected, const std::uint64_t* gain,
                           const std::uint64_t* lose, std::size_t words, const RowRule& rule) {
  RowChange change;
  for (std::size_t w = 0; w < words; ++w) {
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
        connected[w] ^= bit;
        ++change.flips;
      }
    }
  }
  return change;
}

inline void hashes(std::uint32_t a, std::uint32_t b, const std::uint32_t* c, std::size_t count,
                   std::uint32_t* draws) {
  for (std::size_t i = 0; i < count; ++i) draws[i] = base::hash96(a, b, c[i]);
}

inline std::size_t count_at_least(const std::uint32_t* keys, std::size_t count, std::uint32_t least) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i) found += keys[i] >= least ? 1 : 0;
  return found;
}

inline std::size_t find_at_least(const std::uint32_t* keys, std::size_t count, std::uint32_t least,
                                 std::uint32_t* out) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i)
    if (keys[i] >= least) out[found++] = static_cast<std::uint32_t>(i);
  return found;
}

}  // namespace silipool::sp::portable
