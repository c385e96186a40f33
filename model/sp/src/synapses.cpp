#include <silipool/sp/synapses.hpp>

#include <algorithm>
#include <bit>

#include "bits.hpp"

namespace silipool::sp {
namespace {

/// Packed rows pay where pools are small beside the window.
constexpr std::size_t kSmallPool = 4;
/// Permanences of a row come in blocks of a line of cache.
constexpr std::size_t kBlock = 32;

constexpr std::uint64_t bit(std::size_t i) { return std::uint64_t{1} << (i % kWordBits); }

}  // namespace

Synapses::Synapses(const config::Structural& s, const PoolTable& pools)
    : columns_(s.columns()),
      columns_per_hypercolumn_(s.columns_per_hypercolumn),
      words_((s.slots() + kWordBits - 1) / kWordBits),
      width_(words_ * kWordBits),
      row_words_(words_),
      windows_(s, pools),
      potential_(columns_ * words_),
      connected_(columns_ * words_),
      active_(s.hypercolumns() * words_) {
  std::vector<std::uint16_t> sizes(columns_);
  for (std::size_t c = 0; c < columns_; ++c)
    for (std::size_t slot = 0; slot < s.slots(); ++slot)
      if (pools.potential(c, slot)) {
        potential_[c * words_ + slot / kWordBits] |= bit(slot);
        ++sizes[c];
      }
  const std::size_t greatest = *std::max_element(sizes.begin(), sizes.end());
  if (s.pool_per_column() && greatest * kSmallPool <= s.slots()) {
    width_ = std::max<std::size_t>(1, (greatest + kBlock - 1) / kBlock) * kBlock;
    row_words_ = (width_ + kWordBits - 1) / kWordBits;
    sizes_ = std::move(sizes);
    slots_.assign(columns_ * width_, 0);
    for (std::size_t c = 0; c < columns_; ++c)
      for (std::size_t slot = 0, synapse = 0; slot < s.slots(); ++slot)
        if (pools.potential(c, slot)) slots_[c * width_ + synapse++] = static_cast<std::uint16_t>(slot);
  }
  permanences_.assign(columns_ * width_, 0);
  flipped_.assign(words_, 0);
  scratch_.assign(words_, 0);
}

std::uint32_t Synapses::permanence(std::size_t column, std::size_t slot) const noexcept {
  if (!packed()) return row(column)[slot];
  const std::uint64_t* words = potential(column);
  if ((words[slot / kWordBits] & bit(slot)) == 0) return 0;
  auto synapse = static_cast<std::size_t>(std::popcount(words[slot / kWordBits] & (bit(slot) - 1)));
  for (std::size_t w = 0; w < slot / kWordBits; ++w)
    synapse += static_cast<std::size_t>(std::popcount(words[w]));
  return row(column)[synapse];
}

std::size_t Synapses::connected_count(std::size_t column) const noexcept {
  std::size_t count = 0;
  for (std::size_t w = 0; w < words_; ++w)
    count += static_cast<std::size_t>(std::popcount(connected(column)[w]));
  return count;
}

void Synapses::reconnect(std::size_t column, std::uint32_t threshold) {
  const std::span<const std::uint16_t> permanences = row(column);
  std::uint64_t* bits = &connected_[column * words_];
  std::fill_n(scratch_.begin(), row_words_, std::uint64_t{0});
  for (std::size_t i = 0; i < width_; ++i)
    scratch_[i / kWordBits] |= permanences[i] >= threshold ? bit(i) : 0;
  if (packed())
    kernels().unpack(scratch_.data(), potential(column), words_, bits);
  else
    std::copy(scratch_.begin(), scratch_.end(), bits);
}

void Synapses::clear() {
  std::fill(permanences_.begin(), permanences_.end(), std::uint16_t{0});
  std::fill(connected_.begin(), connected_.end(), std::uint64_t{0});
}

void Synapses::overlaps(std::span<std::uint32_t> of_column) const {
  kernels().overlaps(connected_.data(), active_.data(), words_, columns_per_hypercolumn_,
                     columns_ / columns_per_hypercolumn_, of_column.data());
}

void Synapses::sides(std::size_t column, std::uint64_t* on, std::uint64_t* off) const {
  const std::uint64_t* active = &active_[column / columns_per_hypercolumn_ * words_];
  if (!packed()) {
    for (std::size_t w = 0; w < words_; ++w) {
      on[w] = active[w] & potential(column)[w];
      off[w] = ~active[w] & potential(column)[w];
    }
    return;
  }
  kernels().pack(active, potential(column), words_, on);
  std::size_t left = sizes_[column];
  for (std::size_t w = 0; w < row_words_; ++w) {
    const std::size_t here = std::min<std::size_t>(left, kWordBits);
    off[w] = here == 0 ? 0 : ~on[w] & low_bits(here);
    left -= here;
  }
}

void Synapses::by_synapse(std::size_t column, std::uint64_t* bits) const {
  if (packed()) kernels().pack(bits, potential(column), words_, bits);
}

RowChange Synapses::learn(std::size_t column, const std::uint64_t* gain, const std::uint64_t* lose,
                          const RowRule& rule) {
  const RowChange change =
      kernels().learn_row(row(column).data(), gain, lose, row_words_, rule, flipped_.data());
  if (change.flips == 0) return change;
  const std::uint64_t* flipped = flipped_.data();
  if (packed()) {
    kernels().unpack(flipped, potential(column), words_, scratch_.data());
    flipped = scratch_.data();
  }
  for (std::size_t w = 0; w < words_; ++w) connected_[column * words_ + w] ^= flipped[w];
  return change;
}

}  // namespace silipool::sp
