#include "suggest.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace silipool::config::detail {
namespace {

/// Levenshtein's distance: insertions, deletions and replacements of one character.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

std::string_view leaf(std::string_view key) { return key.substr(key.rfind('.') + 1); }  // npos + 1 = 0

}  // namespace

std::string suggestion(std::string_view key, const std::vector<std::string_view>& candidates) {
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, leaf(key).size() / 3) + 1;  // more mistakes are another word
  for (const std::string_view candidate : candidates) {
    const std::size_t mistakes = std::min(distance(key, candidate), distance(leaf(key), leaf(candidate)) + 1);
    if (mistakes < least) {
      least = mistakes;
      best = candidate;
    }
  }
  return best.empty() ? "" : fmt::format(" (did you mean {}?)", best);
}

}  // namespace silipool::config::detail
