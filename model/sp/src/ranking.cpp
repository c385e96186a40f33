#include <silipool/sp/ranking.hpp>

#include <algorithm>
#include <functional>

namespace silipool::sp {

std::span<const std::uint32_t> Ranking::best(std::span<const std::uint32_t> keys, std::size_t k) {
  // One word per eligible column whose descending order is the specification's: key, then lowest index.
  constexpr std::uint64_t kLast = 0xffff;
  order_.clear();
  for (std::size_t j = 0; j < keys.size(); ++j)
    if (keys[j] != 0) order_.push_back(std::uint64_t{keys[j]} << 16U | (kLast - j));
  const std::size_t winners = std::min(k, order_.size());
  std::partial_sort(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(winners), order_.end(),
                    std::greater<>());
  ranked_.clear();
  for (std::size_t r = 0; r < winners; ++r)
    ranked_.push_back(static_cast<std::uint32_t>(kLast - (order_[r] & kLast)));
  return ranked_;
}

}  // namespace silipool::sp
