#include <silipool/sp/class_counts.hpp>

#include <algorithm>

namespace silipool::sp {
namespace {
constexpr std::uint16_t kFull = 65535;
}  // namespace

std::optional<std::size_t> ClassCounts::preferred(std::size_t column) const {
  const auto first = counts_.begin() + static_cast<std::ptrdiff_t>(column * classes_);
  const auto best = std::max_element(first, first + static_cast<std::ptrdiff_t>(classes_));
  if (*best == 0) return std::nullopt;
  return static_cast<std::size_t>(best - first);
}

void ClassCounts::count(std::size_t column, std::size_t label) {
  std::uint16_t* counts = &counts_[column * classes_];
  if (++counts[label] < kFull) return;
  for (std::size_t y = 0; y < classes_; ++y) counts[y] = static_cast<std::uint16_t>(counts[y] / 2);
}

}  // namespace silipool::sp
