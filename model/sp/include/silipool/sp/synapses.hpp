#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/sp/kernels.hpp>
#include <silipool/sp/pool_table.hpp>

namespace silipool::sp {

/// The permanences of all columns, which of them are connected, and which look at an input that is on.
///
/// Columns that look at the same inputs in the same order form a *group*: the columns of a hypercolumn, where
/// its slots serve them all; or each column by itself, where pools are its own and small beside the window,
/// so that only its potential synapses are held. A synapse is a place in the row of its column; rows are
/// padded to whole words of 64.
class Synapses {
 public:
  Synapses(const config::Structural& structural, const PoolTable& pools);

  /// Words of 64 synapses in a row.
  [[nodiscard]] std::size_t words() const noexcept { return words_; }
  [[nodiscard]] std::size_t width() const noexcept { return words_ * 64; }
  /// The slot of a synapse (docs/spec.md section 4).
  [[nodiscard]] std::size_t slot(std::size_t column, std::size_t synapse) const noexcept {
    return slots_.empty() ? synapse : slots_[column * width() + synapse];
  }
  /// Permanence by slot; 0 where there is no potential synapse.
  [[nodiscard]] std::uint32_t permanence(std::size_t column, std::size_t slot) const noexcept;

  [[nodiscard]] std::span<std::uint16_t> row(std::size_t column) noexcept {
    return std::span(permanences_).subspan(column * width(), width());
  }
  [[nodiscard]] std::span<const std::uint16_t> row(std::size_t column) const noexcept {
    return std::span(permanences_).subspan(column * width(), width());
  }
  [[nodiscard]] const std::uint64_t* potential(std::size_t column) const noexcept {
    return &potential_[column * words_];
  }
  [[nodiscard]] std::uint64_t* connected(std::size_t column) noexcept { return &connected_[column * words_]; }
  [[nodiscard]] const std::uint64_t* connected(std::size_t column) const noexcept {
    return &connected_[column * words_];
  }
  /// Synapses of the column whose input is on, potential or not.
  [[nodiscard]] const std::uint64_t* active(std::size_t column) const noexcept {
    return &active_[column / columns_per_group_ * words_];
  }
  [[nodiscard]] std::size_t connected_count(std::size_t column) const noexcept;

  /// Calls f(synapse) for the potential synapses of a column, ascending; so are their slots.
  template <typename F>
  void for_potential(std::size_t column, F&& f) const {
    for (std::size_t w = 0; w < words_; ++w)
      for (std::uint64_t todo = potential(column)[w]; todo != 0; todo &= todo - 1)
        f(w * 64 + static_cast<std::size_t>(__builtin_ctzll(todo)));
  }
  /// Connected bits after a row was written: those of permanences of at least `threshold`.
  void reconnect(std::size_t column, std::uint32_t threshold) noexcept;
  void clear();

  /// Takes an input; afterwards active() and overlaps() are of it.
  void look_at(const base::Sdr& input);
  /// Overlaps of all columns (section 6.1).
  void overlaps(std::span<std::uint32_t> of_column) const;

 private:
  std::size_t columns_, columns_per_group_, words_ = 1;
  std::vector<std::uint16_t> slots_;  ///< [column][synapse] where groups are columns, else empty
  // For each input, where it is looked at: group * width() + synapse.
  std::vector<std::uint32_t> seen_first_, seen_at_;
  std::vector<std::uint16_t> permanences_;            ///< [column][synapse]
  std::vector<std::uint64_t> potential_, connected_;  ///< [column][word]
  std::vector<std::uint64_t> active_;                 ///< [group][word]
};

}  // namespace silipool::sp
