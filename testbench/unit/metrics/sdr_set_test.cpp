#include <silipool/metrics/sdr_set.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

#include "sdrs.hpp"

namespace silipool::metrics {
namespace {

using Set = std::vector<base::Sdr>;

constexpr int kRounds = 1000;

// --- The definitions as they are written, in doubles, pair by pair ---

double bit(const base::Sdr& sdr, std::size_t i) { return sdr.test(i) ? 1.0 : 0.0; }

double ones(const base::Sdr& sdr) {
  double sum = 0;
  for (std::size_t i = 0; i < sdr.size(); ++i) sum += bit(sdr, i);
  return sum;
}

double naive_uniqueness(const Set& set) {
  std::set<std::vector<std::uint64_t>> different;
  for (const base::Sdr& sdr : set) different.insert(sdr.words());
  return (static_cast<double>(different.size()) - 1) / (static_cast<double>(set.size()) - 1);
}

double naive_overlap(const Set& set) {
  double sum = 0;
  double pairs = 0;
  std::vector<double> sizes;
  for (std::size_t i = 0; i < set.size(); ++i) {
    sizes.push_back(ones(set[i]));
    for (std::size_t j = i + 1; j < set.size(); ++j, ++pairs)
      for (std::size_t b = 0; b < set[i].size(); ++b) sum += bit(set[i], b) * bit(set[j], b);
  }
  std::sort(sizes.begin(), sizes.end());
  const double second = sizes[sizes.size() - 2];
  return sum / pairs / (second == 0 ? 1 : second);
}

double naive_correlation(const Set& set) {
  double sum = 0;
  double pairs = 0;
  for (std::size_t i = 0; i < set.size(); ++i)
    for (std::size_t j = i + 1; j < set.size(); ++j) {
      const auto n = static_cast<double>(set[i].size());
      const double u = ones(set[i]) / n;
      const double v = ones(set[j]) / n;
      if (u == 0 || u == 1 || v == 0 || v == 1) continue;
      double uv = 0;
      double uu = 0;
      double vv = 0;
      for (std::size_t b = 0; b < set[i].size(); ++b) {
        uv += (bit(set[i], b) - u) * (bit(set[j], b) - v);
        uu += (bit(set[i], b) - u) * (bit(set[i], b) - u);
        vv += (bit(set[j], b) - v) * (bit(set[j], b) - v);
      }
      const double distance = 1 - uv / (std::sqrt(uu) * std::sqrt(vv));
      sum += distance;
      pairs += 1;
    }
  return pairs == 0 ? 0 : 1 - sum / pairs;
}

Similarity naive_similarity(const Set& set) {
  const auto bits = static_cast<double>(set.front().size());
  double high = 0;
  double low = 0;
  for (std::size_t b = 0; b < set.front().size(); ++b) {
    double mean = 0;
    for (const base::Sdr& sdr : set) mean += bit(sdr, b);
    mean /= static_cast<double>(set.size());
    constexpr double rounding = 1e-12;  // 1 - 0.9 is below 0.1 in doubles
    if (mean >= 0.9 - rounding) ++high;
    if (mean <= 1 - 0.9 + rounding) ++low;
  }
  return {.total = (high + low) / bits,
          .one = low == bits ? 0 : high / (bits - low),
          .zero = high == bits ? 0 : low / (bits - high),
          .dissimilarity = 1 - (high + low) / bits};
}

// --- Tests ---

// x0 = 1100, x1 = 1100, x2 = 1010, x3 = 0001.
Set four() { return {sdr_of(4, {0, 1}), sdr_of(4, {0, 1}), sdr_of(4, {0, 2}), sdr_of(4, {3})}; }

TEST(Uniqueness, ByHand) {
  EXPECT_EQ(uniqueness(four()), 2.0 / 3.0);
  EXPECT_EQ(uniqueness(Set(5, sdr_of(4, {1}))), 0.0);
  EXPECT_EQ(uniqueness(Set{sdr_of(2, {0}), sdr_of(2, {1}), base::Sdr(2)}), 1.0);
}

TEST(Overlap, ByHand) {
  // Pairs 2, 1, 0, 1, 0, 0: mean 4/6; the second largest number of ones is 2.
  EXPECT_NEAR(overlap(four()), 1.0 / 3.0, 1e-15);
  EXPECT_EQ(overlap(Set{sdr_of(4, {0, 1, 2}), sdr_of(4, {0})}), 1.0);
  EXPECT_EQ(overlap(Set{sdr_of(4, {0, 1, 2}), base::Sdr(4)}), 0.0);
  EXPECT_EQ(overlap(Set(3, base::Sdr(4))), 0.0);
}

TEST(Correlation, ByHand) {
  // N = 4. Two of two: (4 c - 4) / 4. Two with one: (4 c - 2) / sqrt(4 * 3).
  // Pairs 1, 0, -2/sqrt 12, 0, -2/sqrt 12, -2/sqrt 12.
  EXPECT_NEAR(correlation(four()), (1 - 6 / std::sqrt(12.0)) / 6, 1e-15);
  EXPECT_EQ(correlation(Set(7, sdr_of(4, {1, 2}))), 1.0);
  EXPECT_EQ(correlation(Set{sdr_of(4, {1, 2}), sdr_of(4, {0, 3})}), -1.0);
}

TEST(Correlation, SdrsWithoutOneAreLeftOut) {
  Set set = four();
  set.push_back(base::Sdr(4));
  set.push_back(sdr_of(4, {0, 1, 2, 3}));
  EXPECT_EQ(correlation(set), correlation(four()));
  EXPECT_EQ(correlation(Set(3, base::Sdr(4))), 0.0);
  EXPECT_EQ(correlation(Set{sdr_of(2, {0}), base::Sdr(2)}), 0.0);
}

TEST(Similarity, ByHand) {
  // Bit 0 in 9 of 10, bit 1 in 1 of 10, bit 2 in all, bit 3 in 5, bit 4 in none.
  Set set;
  for (std::size_t i = 0; i < 10; ++i) {
    set.push_back(sdr_of(5, {2}));
    if (i != 4) set.back().set(0);
    if (i == 4) set.back().set(1);
    if (i < 5) set.back().set(3);
  }
  const Similarity found = similarity(set);
  EXPECT_EQ(found.total, 4.0 / 5.0);
  EXPECT_EQ(found.one, 2.0 / 3.0);
  EXPECT_EQ(found.zero, 2.0 / 3.0);
  EXPECT_EQ(found.dissimilarity, 1.0 / 5.0);
  const Similarity strict = similarity(set, {.numerator = 1, .denominator = 1});
  EXPECT_EQ(strict.total, 2.0 / 5.0);
  EXPECT_EQ(strict.one, 1.0 / 4.0);
}

TEST(Similarity, AllOffAndAllOn) {
  const Similarity off = similarity(Set(2, base::Sdr(3)));
  EXPECT_EQ(off.total, 1.0);
  EXPECT_EQ(off.one, 0.0);
  EXPECT_EQ(off.zero, 1.0);
  const Similarity on = similarity(Set(2, sdr_of(3, {0, 1, 2})));
  EXPECT_EQ(on.one, 1.0);
  EXPECT_EQ(on.zero, 0.0);
  EXPECT_EQ(on.dissimilarity, 0.0);
}

TEST(SdrSet, AsTheDefinitionsOnRandomSets) {
  base::Stream stream(1, "test.sdr_set");
  for (int round = 0; round < kRounds; ++round) {
    const Set set = random_set(stream);
    ASSERT_EQ(uniqueness(set), naive_uniqueness(set)) << "round " << round;
    ASSERT_NEAR(overlap(set), naive_overlap(set), 1e-12) << "round " << round;
    ASSERT_NEAR(correlation(set), naive_correlation(set), 1e-12) << "round " << round;
    const Similarity found = similarity(set);
    const Similarity naive = naive_similarity(set);
    ASSERT_EQ(found.total, naive.total) << "round " << round;
    ASSERT_EQ(found.one, naive.one) << "round " << round;
    ASSERT_EQ(found.zero, naive.zero) << "round " << round;
    ASSERT_NEAR(found.dissimilarity, naive.dissimilarity, 1e-12) << "round " << round;
  }
}

TEST(SdrSet, DoesNotDependOnTheOrder) {
  base::Stream stream(2, "test.sdr_set");
  for (int round = 0; round < 50; ++round) {
    Set set = random_set(stream);
    const double before = correlation(set);
    stream.shuffle(std::span(set));
    EXPECT_EQ(correlation(set), before);
  }
}

TEST(SdrSet, LargeSetsInClosedForm) {
  constexpr std::size_t bits = 1024;
  base::Sdr low(bits);
  base::Sdr high(bits);
  for (std::size_t i = 0; i < bits; ++i) (i < bits / 2 ? low : high).set(i);
  Set set(20000, low);
  set.insert(set.end(), 20000, high);
  // Half of the pairs, nearly, are equal and the rest opposite: (2 C(n/2, 2) - (n/2)^2) / C(n, 2) = -1 / (n -
  // 1).
  EXPECT_NEAR(correlation(set), -1.0 / 39999, 1e-15);
  EXPECT_NEAR(overlap(set), 19999.0 / 39999, 1e-15);
}

TEST(SdrSet, Refuses) {
  const Set one = {base::Sdr(3)};
  EXPECT_THROW((void)uniqueness(one), base::Error);
  EXPECT_THROW((void)overlap(one), base::Error);
  EXPECT_THROW((void)correlation(one), base::Error);
  EXPECT_THROW((void)similarity(one), base::Error);
  EXPECT_THROW((void)overlap(Set{base::Sdr(3), base::Sdr(4)}), base::Error);
  EXPECT_THROW((void)similarity(Set(2, base::Sdr())), base::Error);
  EXPECT_THROW((void)similarity(four(), {.numerator = 1, .denominator = 2}), base::Error);
  EXPECT_THROW((void)similarity(four(), {.numerator = 3, .denominator = 2}), base::Error);
}

}  // namespace
}  // namespace silipool::metrics
