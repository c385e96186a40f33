#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

/// The loops that a step spends its time in, each in a portable form and in forms for wider machines. All
/// forms of a kernel give the same numbers; kernels() picks by what the processor has.
namespace silipool::sp {

/// What learning did to one column's row.
struct RowChange {
  std::uint32_t writes = 0;  ///< permanences that changed
  std::uint32_t flips = 0;   ///< synapses that crossed the threshold
};

/// Steps and bounds of permanences (docs/spec.md section 6.4).
struct RowRule {
  std::uint16_t increment = 0, decrement = 0;
  std::uint16_t top = 0;        ///< 2^B - 1
  std::uint16_t threshold = 0;  ///< theta
};

/// Who is eligible (section 6.2).
struct KeyRule {
  std::uint32_t least_overlap = 0;
  std::uint32_t least_boosted = 0;  ///< of overlap * boost
};

struct Kernels {
  const char* name;

  /// windows[g][w] = 64 bits from bit first + 64 w of strips[g][stride] on, for `count` strips; each is read
  /// to the word after.
  void (*cut)(const std::uint64_t* strips, std::size_t stride, std::size_t count, std::size_t first,
              std::size_t words, std::uint64_t* windows);

  /// overlaps[g][i] = bits set both in connected[g][i][words] and in active[g][words], for `columns` rows of
  /// each of `groups`.
  void (*overlaps)(const std::uint64_t* connected, const std::uint64_t* active, std::size_t words,
                   std::size_t columns, std::size_t groups, std::uint32_t* overlaps);

  /// keys[i] = kKeyEligible + overlap * boost of those eligible, else 0.
  void (*keys)(const std::uint32_t* overlaps, const std::uint32_t* boosts, std::size_t count,
               const KeyRule& rule, std::uint32_t* keys);

  /// The `k`-th greatest key, 1 <= k <= count; at least kKeyEligible, of which every key that is not 0 is.
  /// `scratch` has room for `count`, and is anything afterwards.
  std::uint32_t (*kth_greatest)(const std::uint32_t* keys, std::size_t count, std::size_t k,
                                std::uint32_t* scratch);
  /// Keys of at least `least`.
  std::size_t (*count_at_least)(const std::uint32_t* keys, std::size_t count, std::uint32_t least);
  /// first + the indices of keys of at least `least`, ascending, to `out`, which has room for `count`; how
  /// many.
  std::size_t (*find_at_least)(const std::uint32_t* keys, std::size_t count, std::uint32_t least,
                               std::uint32_t first, std::uint32_t* out);

  /// draws[i] = hash96(a, b, c[i]) (section 2).
  void (*hashes)(std::uint32_t a, std::uint32_t b, const std::uint32_t* c, std::size_t count,
                 std::uint32_t* draws);
  /// For the slots s of `words` words: with d the low (s even) or high (s odd) half of hash96(a, b, c + s /
  /// 2), whether d < p_gain, and whether d < p_lose; probabilities of 0 to 65536.
  void (*draw_slots)(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::size_t words,
                     std::uint32_t p_gain, std::uint32_t p_lose, std::uint64_t* gain, std::uint64_t* lose);

  /// The bits at the places of `mask`, side by side from the lowest on, in as many words as they fill, the
  /// rest of the last one 0; at least one word is written. `packed` may be `bits`.
  void (*pack)(const std::uint64_t* bits, const std::uint64_t* mask, std::size_t words,
               std::uint64_t* packed);
  /// The same backwards: bits outside `mask` are 0.
  void (*unpack)(const std::uint64_t* packed, const std::uint64_t* mask, std::size_t words,
                 std::uint64_t* bits);

  /// Of a row of permanences: those of `gain` gain, those of `lose` lose; no bit is in both. `flipped` says
  /// which crossed the threshold. Blocks of 32 without a bit are not looked at.
  RowChange (*learn_row)(std::uint16_t* permanences, const std::uint64_t* gain, const std::uint64_t* lose,
                         std::size_t words, const RowRule& rule, std::uint64_t* flipped);
};

/// The best of this processor.
[[nodiscard]] const Kernels& kernels();
/// All that this processor can run; the portable one first, the best last.
[[nodiscard]] std::vector<Kernels> all_kernels();

}  // namespace silipool::sp
