#include <silipool/metrics/sdr_set.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <vector>

#include <silipool/base/error.hpp>

#include "pairs.hpp"

namespace silipool::metrics {
namespace {

void require_pairs(std::span<const base::Sdr> set) {
  if (set.size() < 2) base::bad_input("a measure of pairs was given {} SDRs: at least 2", set.size());
  require_one_size(set);
}

/// Of each bit, in how many SDRs it is on.
std::vector<std::uint64_t> bit_counts(std::span<const base::Sdr> set) {
  std::vector<std::uint64_t> counts(set.front().size(), 0);
  for (const base::Sdr& sdr : set) sdr.for_each([&counts](std::size_t i) { ++counts[i]; });
  return counts;
}

/// A quotient of integers; 0 / 0 is 0.
double ratio(std::uint64_t numerator, std::uint64_t denominator) {
  return denominator == 0 ? 0.0 : static_cast<double>(numerator) / static_cast<double>(denominator);
}

/// The SDRs with one number of ones.
struct Group {
  std::uint64_t sdrs = 0;
  std::vector<std::uint64_t> counts;  // of each bit
};

using Wide = __int128;  // n^2 N^2 may exceed 64 bits

/// Sums over pairs, within a group or between two: of |x n y|, and how many pairs there are.
struct PairSum {
  Wide common = 0;
  Wide pairs = 0;
};

PairSum within(const Group& group) {
  PairSum sum{.common = 0, .pairs = Wide{group.sdrs} * (group.sdrs - 1) / 2};
  for (const std::uint64_t count : group.counts) sum.common += Wide{count} * (Wide{count} - 1) / 2;
  return sum;
}

PairSum between(const Group& first, const Group& second) {
  PairSum sum{.common = 0, .pairs = Wide{first.sdrs} * second.sdrs};
  for (std::size_t i = 0; i < first.counts.size(); ++i)
    sum.common += Wide{first.counts[i]} * second.counts[i];
  return sum;
}

}  // namespace

double uniqueness(std::span<const base::Sdr> set) {
  require_pairs(set);
  std::vector<const base::Sdr*> order;
  order.reserve(set.size());
  for (const base::Sdr& sdr : set) order.push_back(&sdr);
  std::sort(order.begin(), order.end(),
            [](const base::Sdr* a, const base::Sdr* b) { return a->words() < b->words(); });
  const auto last = std::unique(order.begin(), order.end(),
                                [](const base::Sdr* a, const base::Sdr* b) { return *a == *b; });
  return ratio(static_cast<std::uint64_t>(last - order.begin()) - 1, set.size() - 1);
}

Similarity similarity(std::span<const base::Sdr> set, Confidence confidence) {
  require_pairs(set);
  const std::uint64_t numerator = confidence.numerator;
  const std::uint64_t denominator = confidence.denominator;
  if (2 * numerator <= denominator || numerator > denominator)
    base::bad_input("the confidence {} / {} is out of range: above 1/2, at most 1", numerator, denominator);
  const std::vector<std::uint64_t> counts = bit_counts(set);
  const std::uint64_t bits = counts.size();
  if (bits == 0) base::bad_input("the similarity of SDRs without bits has no value");
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  for (const std::uint64_t count : counts) {
    if (count * denominator >= numerator * set.size()) ++high;
    if (count * denominator <= (denominator - numerator) * set.size()) ++low;
  }
  return {.total = ratio(high + low, bits),
          .one = ratio(high, bits - low),
          .zero = ratio(low, bits - high),
          .dissimilarity = ratio(bits - high - low, bits)};
}

double overlap(std::span<const base::Sdr> set) {
  require_pairs(set);
  std::uint64_t largest = 0;
  std::uint64_t second = 0;
  for (const base::Sdr& sdr : set) {
    const std::uint64_t ones = sdr.count();
    second = std::max(second, std::min(ones, largest));
    largest = std::max(largest, ones);
  }
  std::uint64_t shared = 0;  // twice the sum over pairs
  for (const std::uint64_t count : bit_counts(set)) shared += count == 0 ? 0 : count * (count - 1);
  const std::uint64_t n = set.size();
  return ratio(shared, n * (n - 1) * std::max<std::uint64_t>(second, 1));
}

double correlation(std::span<const base::Sdr> set) {
  require_pairs(set);
  const std::uint64_t bits = set.front().size();
  std::map<std::uint64_t, Group> groups;  // by the number of ones
  for (const base::Sdr& sdr : set) {
    const std::uint64_t ones = sdr.count();
    if (ones == 0 || ones == bits) continue;
    Group& group = groups[ones];
    group.counts.resize(bits, 0);
    ++group.sdrs;
    sdr.for_each([&group](std::size_t i) { ++group.counts[i]; });
  }
  double total = 0.0;
  std::uint64_t pairs = 0;
  for (auto first = groups.begin(); first != groups.end(); ++first)
    for (auto second = first; second != groups.end(); ++second) {
      const std::uint64_t a = first->first;
      const std::uint64_t b = second->first;
      const PairSum sum = first == second ? within(first->second) : between(first->second, second->second);
      const Wide covariance = Wide{bits} * sum.common - Wide{a} * b * sum.pairs;
      // One number of ones: the root of a square, without rounding it.
      const double spread =
          first == second
              ? static_cast<double>(a * (bits - a))
              : std::sqrt(static_cast<double>(a * (bits - a)) * static_cast<double>(b * (bits - b)));
      total += static_cast<double>(covariance) / spread;
      pairs += static_cast<std::uint64_t>(sum.pairs);
    }
  return pairs == 0 ? 0.0 : total / static_cast<double>(pairs);
}

}  // namespace silipool::metrics
