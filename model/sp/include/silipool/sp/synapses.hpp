#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/sp/kernels.hpp>
#include <silipool/sp/pool_table.hpp>
#include <silipool/sp/windows.hpp>

namespace silipool::sp {

/// The permanences of all columns, which of them are connected, and which look at an input that is on.
///
/// Bits - potential, connected, active - stand by slot (docs/spec.md section 4), in words of 64. Permanences
/// stand in rows of synapses: a synapse is a slot; or, where a column's pool is small beside the window, rows
/// are *packed*, and synapse i is the i-th potential slot of its column.
class Synapses {
 public:
  Synapses(const config::Structural& structural, const PoolTable& pools);

  /// Words of 64 slots.
  [[nodiscard]] std::size_t words() const noexcept { return words_; }
  /// Permanences of a row, and words of 64 synapses.
  [[nodiscard]] std::size_t width() const noexcept { return width_; }
  [[nodiscard]] std::size_t row_words() const noexcept { return row_words_; }
  [[nodiscard]] std::size_t slot(std::size_t column, std::size_t synapse) const noexcept {
    return slots_.empty() ? synapse : slots_[column * width_ + synapse];
  }
  /// Permanence by slot; 0 where there is no potential synapse.
  [[nodiscard]] std::uint32_t permanence(std::size_t column, std::size_t slot) const noexcept;

  [[nodiscard]] std::span<std::uint16_t> row(std::size_t column) noexcept {
    return std::span(permanences_).subspan(column * width_, width_);
  }
  [[nodiscard]] std::span<const std::uint16_t> row(std::size_t column) const noexcept {
    return std::span(permanences_).subspan(column * width_, width_);
  }
  /// By slot.
  [[nodiscard]] const std::uint64_t* connected(std::size_t column) const noexcept {
    return &connected_[column * words_];
  }
  /// By slot, of the input that was looked at; bits of void slots and past the last are anything.
  [[nodiscard]] const std::uint64_t* active(std::size_t hypercolumn) const noexcept {
    return &active_[hypercolumn * words_];
  }
  [[nodiscard]] std::size_t connected_count(std::size_t column) const noexcept;

  /// Calls f(synapse) for the potential synapses of a column, ascending; so are their slots.
  template <typename F>
  void for_potential(std::size_t column, F&& f) const {
    if (packed()) {
      for (std::size_t i = 0; i < sizes_[column]; ++i) f(i);
      return;
    }
    for (std::size_t w = 0; w < words_; ++w)
      for (std::uint64_t todo = potential(column)[w]; todo != 0; todo &= todo - 1)
        f(w * 64 + static_cast<std::size_t>(__builtin_ctzll(todo)));
  }
  /// Connected bits after a row was written: those of permanences of at least `threshold`.
  void reconnect(std::size_t column, std::uint32_t threshold);
  void clear();

  /// Takes an input; afterwards the following are of it.
  void look_at(const base::Sdr& input) { windows_.look_at(input, active_.data()); }
  /// Overlaps of all columns (section 6.1).
  void overlaps(std::span<std::uint32_t> of_column) const;
  /// The column will learn soon.
  void prefetch(std::size_t column) const noexcept {
    const std::uint16_t* first = &permanences_[column * width_];
    __builtin_prefetch(first, 1);
    __builtin_prefetch(potential(column));
  }
  /// Of row_words() words each, the column's potential synapses whose input is on, and those whose is off.
  void sides(std::size_t column, std::uint64_t* on, std::uint64_t* off) const;
  /// Of bits by slot, of words() words, those of the column's synapses; in place. Others are anything.
  void by_synapse(std::size_t column, std::uint64_t* bits) const;
  /// `gain` and `lose` as sides(), none in both. The connected bits follow.
  RowChange learn(std::size_t column, const std::uint64_t* gain, const std::uint64_t* lose,
                  const RowRule& rule);

 private:
  [[nodiscard]] bool packed() const noexcept { return !slots_.empty(); }
  [[nodiscard]] const std::uint64_t* potential(std::size_t column) const noexcept {
    return &potential_[column * words_];
  }

  std::size_t columns_, columns_per_hypercolumn_, words_, width_, row_words_;
  Windows windows_;
  std::vector<std::uint64_t> potential_, connected_;  ///< [column][word]
  std::vector<std::uint64_t> active_;                 ///< [hypercolumn][word]
  std::vector<std::uint16_t> permanences_;            ///< [column][synapse]
  std::vector<std::uint16_t> slots_;                  ///< [column][synapse] where rows are packed, else empty
  std::vector<std::uint16_t> sizes_;                  ///< [column]: synapses of a packed row
  std::vector<std::uint64_t> flipped_, scratch_;      ///< of a row
};

}  // namespace silipool::sp
