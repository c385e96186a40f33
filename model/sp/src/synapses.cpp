#include <silipool/sp/synapses.hpp>

#include <algorithm>
#include <bit>

namespace silipool::sp {
namespace {

/// A pool of its own pays where it is small beside the window.
constexpr std::size_t kSmallPool = 4;

constexpr std::uint64_t bit(std::size_t synapse) { return std::uint64_t{1} << (synapse % 64); }

std::size_t greatest_pool(const config::Structural& s, const PoolTable& pools) {
  std::size_t greatest = 1;
  for (std::size_t c = 0; c < s.columns(); ++c) {
    std::size_t count = 0;
    for (std::size_t slot = 0; slot < s.slots(); ++slot) count += pools.potential(c, slot) ? 1 : 0;
    greatest = std::max(greatest, count);
  }
  return greatest;
}

}  // namespace

Synapses::Synapses(const config::Structural& s, const PoolTable& pools)
    : columns_(s.columns()), columns_per_group_(s.columns_per_hypercolumn) {
  std::size_t synapses = s.slots();
  if (s.pool_per_column()) {
    const std::size_t greatest = greatest_pool(s, pools);
    if (greatest * kSmallPool <= s.slots()) {
      columns_per_group_ = 1;
      synapses = greatest;
    }
  }
  words_ = (synapses + 63) / 64;
  const bool own = columns_per_group_ == 1 && synapses != s.slots();
  const std::size_t groups = columns_ / columns_per_group_;
  potential_.assign(columns_ * words_, 0);
  connected_.assign(columns_ * words_, 0);
  permanences_.assign(columns_ * width(), 0);
  active_.assign(groups * words_, 0);
  if (own) slots_.assign(columns_ * width(), 0);

  std::vector<std::vector<std::uint32_t>> seen(s.inputs());
  const auto see = [&](std::size_t hypercolumn, std::size_t slot, std::size_t group, std::size_t synapse) {
    if (const std::int32_t input = pools.input_of(hypercolumn, slot); input != PoolTable::kVoid)
      seen[static_cast<std::size_t>(input)].push_back(static_cast<std::uint32_t>(group * width() + synapse));
  };
  for (std::size_t c = 0; c < columns_; ++c) {
    std::size_t synapse = 0;
    for (std::size_t slot = 0; slot < s.slots(); ++slot) {
      if (!pools.potential(c, slot)) continue;
      if (own) {
        slots_[c * width() + synapse] = static_cast<std::uint16_t>(slot);
        see(c / s.columns_per_hypercolumn, slot, c, synapse);
      } else {
        synapse = slot;
      }
      potential_[c * words_ + synapse / 64] |= bit(synapse);
      ++synapse;
    }
  }
  if (!own)
    for (std::size_t h = 0; h < s.hypercolumns(); ++h)
      for (std::size_t slot = 0; slot < s.slots(); ++slot) see(h, slot, h, slot);
  seen_first_.push_back(0);
  for (const std::vector<std::uint32_t>& at : seen) {
    seen_at_.insert(seen_at_.end(), at.begin(), at.end());
    seen_first_.push_back(static_cast<std::uint32_t>(seen_at_.size()));
  }
}

std::uint32_t Synapses::permanence(std::size_t column, std::size_t slot) const noexcept {
  if (slots_.empty()) return row(column)[slot];
  std::uint32_t found = 0;
  for_potential(column, [&](std::size_t synapse) {
    if (this->slot(column, synapse) == slot) found = row(column)[synapse];
  });
  return found;
}

std::size_t Synapses::connected_count(std::size_t column) const noexcept {
  std::size_t count = 0;
  for (std::size_t w = 0; w < words_; ++w)
    count += static_cast<std::size_t>(std::popcount(connected(column)[w]));
  return count;
}

void Synapses::reconnect(std::size_t column, std::uint32_t threshold) noexcept {
  const std::span<const std::uint16_t> permanences = row(column);
  for (std::size_t w = 0; w < words_; ++w) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 64; ++i)
      bits |= std::uint64_t{permanences[w * 64 + i] >= threshold ? 1U : 0U} << i;
    connected(column)[w] = bits;
  }
}

void Synapses::clear() {
  std::fill(permanences_.begin(), permanences_.end(), std::uint16_t{0});
  std::fill(connected_.begin(), connected_.end(), std::uint64_t{0});
}

void Synapses::look_at(const base::Sdr& input) {
  std::fill(active_.begin(), active_.end(), std::uint64_t{0});
  input.for_each([this](std::size_t i) {
    for (std::uint32_t at = seen_first_[i]; at < seen_first_[i + 1]; ++at)
      active_[seen_at_[at] / 64] |= bit(seen_at_[at]);
  });
}

void Synapses::overlaps(std::span<std::uint32_t> of_column) const {
  const Kernels& k = kernels();
  if (columns_per_group_ == 1) {
    k.overlaps_own(connected_.data(), active_.data(), words_, columns_, of_column.data());
    return;
  }
  for (std::size_t c = 0; c < columns_; c += columns_per_group_)
    k.overlaps_shared(&connected_[c * words_], &active_[c / columns_per_group_ * words_], words_,
                      columns_per_group_, &of_column[c]);
}

}  // namespace silipool::sp
