#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/sp/pool_table.hpp>

namespace silipool::sp {

/// Which slots of each hypercolumn look at an input that is on (docs/spec.md sections 3 and 4).
///
/// Where slots are the positions of a window, all windows of a column of the grid are runs of one strip of
/// bits, the rows of the input as wide as the window and one after the other: strips are cut from the input,
/// then windows from strips, whole words at a time. Sampled slots are set input by input.
class Windows {
 public:
  Windows(const config::Structural& structural, const PoolTable& pools);

  /// active[hypercolumn][word]: slot s is bit s % 64 of word s / 64, of `words()` words. Bits past the last
  /// slot, and of void slots, are anything.
  void look_at(const base::Sdr& input, std::uint64_t* active);
  /// Words of 64 slots.
  [[nodiscard]] std::size_t words() const noexcept { return words_; }

 private:
  void widen_rows(const base::Sdr& input, std::size_t plane);
  void cut_strips();
  void cut_windows(std::size_t plane, std::uint64_t* active) const;

  bool sampled_;
  bool wrap_;
  std::size_t hypercolumns_, words_;
  // Of windows; rows and places of the input, which may be negative, count from the margin.
  std::size_t height_, width_, planes_, window_y_, window_x_;
  std::size_t row_words_ = 0, strip_words_ = 0;
  std::vector<std::size_t> lefts_;       ///< [gx]: place in a row with its margins
  std::vector<std::size_t> firsts_;      ///< [gy]: bit of a strip
  std::vector<std::size_t> strip_rows_;  ///< [row of a strip]: row of the input; height_: outside
  std::vector<std::uint64_t> rows_;    ///< [row][word]: rows of a plane with a margin of a window either side
  std::vector<std::uint64_t> strips_;  ///< [gx][word]
  // Of samples: for each input, where it is looked at: hypercolumn * 64 words() + slot.
  std::vector<std::uint32_t> seen_first_, seen_at_;
};

}  // namespace silipool::sp
