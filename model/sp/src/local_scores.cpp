#include "local_scores.hpp"

#include <algorithm>
#include <numeric>

namespace silipool::sp {
namespace {

using Wide = unsigned __int128;

/// binomial(2R, i), i = 0..2R; at most 61 bits, as R is at most 32. A weighted sum of squares of 62 bits has
/// 126.
std::vector<std::uint64_t> binomials(std::size_t radius) {
  std::vector<std::uint64_t> row{1};
  for (std::size_t n = 0; n < 2 * radius; ++n) {
    row.push_back(1);
    for (std::size_t i = row.size() - 2; i > 0; --i) row[i] += row[i - 1];
  }
  return row;
}

/// A coordinate that may be outside, taken around the plane or reflected at its ends.
std::size_t inside(std::int64_t at, std::int64_t extent, bool wraps) {
  if (wraps) return static_cast<std::size_t>(((at % extent) + extent) % extent);
  while (at < 0 || at >= extent) at = at < 0 ? -1 - at : 2 * extent - 1 - at;
  return static_cast<std::size_t>(at);
}

/// One direction of the blur: `lines` lines of `extent` numbers that are `stride` apart.
void blur_lines(std::vector<std::uint64_t>& f, std::size_t extent, std::size_t stride, std::size_t lines,
                std::size_t line_stride, std::size_t radius, bool wraps) {
  const std::vector<std::uint64_t> weights = binomials(radius);
  std::vector<std::uint64_t> blurred(extent);
  for (std::size_t line = 0; line < lines; ++line) {
    std::uint64_t* at = &f[line * line_stride];
    for (std::size_t x = 0; x < extent; ++x) {
      Wide sum = 0;
      for (std::size_t i = 0; i < weights.size(); ++i) {
        const auto from = static_cast<std::int64_t>(x + i) - static_cast<std::int64_t>(radius);
        sum += Wide{weights[i]} * at[inside(from, static_cast<std::int64_t>(extent), wraps) * stride];
      }
      blurred[x] = static_cast<std::uint64_t>(sum >> (2 * radius));
    }
    for (std::size_t x = 0; x < extent; ++x) at[x * stride] = blurred[x];
  }
}

void blur(std::vector<std::uint64_t>& f, const ColumnPlane& plane, std::size_t radius, bool one_dimension) {
  blur_lines(f, plane.places(), 1, plane.rows(), plane.places(), radius, plane.wraps());
  if (!one_dimension) blur_lines(f, plane.rows(), plane.places(), plane.places(), 1, radius, plane.wraps());
}

/// sign * square / variance.
struct Score {
  int sign = 0;
  std::uint64_t square = 0, variance = 0;

  [[nodiscard]] bool operator<(const Score& o) const {
    if (sign != o.sign) return sign < o.sign;
    if (sign == 0) return false;
    const Wide mine = Wide{square} * o.variance;
    const Wide other = Wide{o.square} * variance;
    return sign > 0 ? mine < other : other < mine;
  }
};

}  // namespace

std::vector<std::uint32_t> local_score_ranks(const ColumnPlane& plane, std::span<const std::uint32_t> keys,
                                             std::size_t radius, bool one_dimension) {
  std::vector<std::uint64_t> excitement(plane.size(), 0);
  for (std::size_t c = 0; c < keys.size(); ++c) excitement[plane.position(c)] = keys[c];
  std::vector<std::uint64_t> mean = excitement;
  blur(mean, plane, radius, one_dimension);
  std::vector<std::uint64_t> square(plane.size());
  for (std::size_t at = 0; at < square.size(); ++at) {
    const std::uint64_t d = excitement[at] > mean[at] ? excitement[at] - mean[at] : mean[at] - excitement[at];
    square[at] = plane.column(at) == ColumnPlane::kVacant ? 0 : d * d;
  }
  std::vector<std::uint64_t> variance = square;
  blur(variance, plane, radius, one_dimension);

  std::vector<Score> scores(keys.size());
  for (std::size_t c = 0; c < keys.size(); ++c) {
    const std::size_t at = plane.position(c);
    if (variance[at] == 0 || square[at] == 0) continue;
    scores[c] = {excitement[at] > mean[at] ? 1 : -1, square[at], variance[at]};
  }
  std::vector<std::uint32_t> order(keys.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return scores[a] < scores[b]; });
  std::vector<std::uint32_t> ranks(keys.size());
  for (std::size_t i = 1; i < order.size(); ++i)
    ranks[order[i]] = ranks[order[i - 1]] + (scores[order[i - 1]] < scores[order[i]] ? 1 : 0);
  return ranks;
}

}  // namespace silipool::sp
