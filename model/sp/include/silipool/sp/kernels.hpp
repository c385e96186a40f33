#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
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

struct Kernels {
  const char* name;

  /// overlaps[i] = bits set both in connected[i][words] and in active[words], for `columns` rows.
  void (*overlaps_shared)(const std::uint64_t* connected, const std::uint64_t* active, std::size_t words,
                          std::size_t columns, std::uint32_t* overlaps);
  /// The same where each row has an active[i][words] of its own.
  void (*overlaps_own)(const std::uint64_t* connected, const std::uint64_t* active, std::size_t words,
                       std::size_t columns, std::uint32_t* overlaps);

  /// Of a row of 64 * words permanences: those of `gain` gain, those of `lose` lose. `connected` follows.
  RowChange (*learn_row)(std::uint16_t* permanences, std::uint64_t* connected, const std::uint64_t* gain,
                         const std::uint64_t* lose, std::size_t words, const RowRule& rule);

  /// draws[i] = hash96(a, b, c[i]) (section 2).
  void (*hashes)(std::uint32_t a, std::uint32_t b, const std::uint32_t* c, std::size_t count,
                 std::uint32_t* draws);

  /// Keys of at least `least`.
  std::size_t (*count_at_least)(const std::uint32_t* keys, std::size_t count, std::uint32_t least);

  /// Indices of keys of at least `least`, ascending, to `out`; how many.
  std::size_t (*find_at_least)(const std::uint32_t* keys, std::size_t count, std::uint32_t least,
                               std::uint32_t* out);
};

/// The best of this processor.
[[nodiscard]] const Kernels& kernels();
/// All that this processor can run; the portable one first.
[[nodiscard]] std::vector<Kernels> all_kernels();

}  // namespace silipool::sp
