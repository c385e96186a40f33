#include <silipool/data/generators.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>

namespace silipool::data {
namespace {

std::size_t common(const base::Sdr& a, const base::Sdr& b) {
  std::size_t n = 0;
  a.for_each([&](std::size_t i) { n += b.test(i) ? 1U : 0U; });
  return n;
}
std::size_t distance(const base::Sdr& a, const base::Sdr& b) {
  return a.count() + b.count() - 2 * common(a, b);
}

TEST(RandomSdr, HasItsSizeAndEveryBitItsTurn) {
  base::Stream random(1, "test");
  std::vector<std::size_t> times(20);
  for (int i = 0; i < 2000; ++i) {
    const base::Sdr sdr = random_sdr(20, 5, random);
    EXPECT_EQ(sdr.size(), 20U);
    EXPECT_EQ(sdr.count(), 5U);
    sdr.for_each([&](std::size_t bit) { ++times[bit]; });
  }
  for (const std::size_t n : times) EXPECT_NEAR(static_cast<double>(n), 500, 80);
  EXPECT_EQ(random_sdr(7, 7, random).count(), 7U);
  EXPECT_EQ(random_sdr(7, 0, random).count(), 0U);
  EXPECT_THROW((void)random_sdr(7, 8, random), base::Error);
}

TEST(RandomSdr, OfARandomDensity) {
  base::Stream random(1, "test");
  std::set<std::size_t> counts;
  for (int i = 0; i < 2000; ++i) counts.insert(random_density_sdr(101, 2, 20, random).count());
  EXPECT_EQ(*counts.begin(), 3U);  // 2.02 bits are not there
  EXPECT_EQ(*counts.rbegin(), 20U);
  EXPECT_EQ(counts.size(), 18U);
  EXPECT_THROW((void)random_density_sdr(10, 2, 5, random), base::Error);
  EXPECT_THROW((void)random_density_sdr(100, 2, 101, random), base::Error);
  EXPECT_THROW((void)random_density_sdr(100, 20, 2, random), base::Error);
}

TEST(Noise, SwapKeepsTheNumberOfBits) {
  base::Stream random(1, "test");
  const base::Sdr sdr = random_sdr(200, 40, random);
  for (const auto& [share, swapped] : std::map<std::uint32_t, std::size_t>{
           {0, 0}, {1638, 0}, {1639, 1}, {32768, 20}, {65535, 39}, {65536, 40}}) {
    const base::Sdr noisy = swap_noise(sdr, share, random);
    EXPECT_EQ(noisy.count(), 40U);
    EXPECT_EQ(common(sdr, noisy), 40 - swapped) << share;
  }
  EXPECT_NE(swap_noise(sdr, 32768, random), swap_noise(sdr, 32768, random));
  EXPECT_THROW((void)swap_noise(sdr, 65537, random), base::Error);
  EXPECT_THROW((void)swap_noise(random_sdr(10, 8, random), 65536, random), base::Error);
}

TEST(Noise, FlipInvertsExactlySoManyBits) {
  base::Stream random(1, "test");
  const base::Sdr sdr = random_sdr(100, 40, random);
  for (const std::size_t count : {0U, 1U, 15U, 100U})
    EXPECT_EQ(distance(sdr, flip_noise(sdr, count, random)), count);
  EXPECT_THROW((void)flip_noise(sdr, 101, random), base::Error);
}

TEST(SdrClass, SamplesDifferFromTheirBaseByTheShare) {
  const SdrClass c = sdr_class({.samples = 50}, 7);
  EXPECT_EQ(c.base.size(), 100U);
  EXPECT_EQ(c.base.count(), 40U);
  ASSERT_EQ(c.samples.size(), 50U);
  for (const base::Sdr& sample : c.samples) EXPECT_EQ(distance(c.base, sample), 15U);
  EXPECT_NE(c.samples[0], c.samples[1]);
  EXPECT_EQ(sdr_class({.samples = 3}, 7).samples[2], c.samples[2]);
  EXPECT_NE(sdr_class({.samples = 3}, 8).base, c.base);
}

TEST(SdrClass, AnOutlierSharesExactlySoManyBits) {
  for (const std::size_t shared : {0U, 10U, 40U}) {
    const NoveltyClasses n = novelty_classes({.samples = 5}, shared, 3);
    EXPECT_EQ(n.outlier.base.count(), 40U);
    EXPECT_EQ(common(n.base.base, n.outlier.base), shared);
    EXPECT_EQ(n.base.base, sdr_class({.samples = 5}, 3).base);
    EXPECT_EQ(n.outlier.samples.size(), 5U);
  }
  EXPECT_THROW((void)novelty_classes({}, 41, 3), base::Error);
  EXPECT_THROW((void)novelty_classes({.size = 50, .active = 40}, 0, 3), base::Error);
}

std::size_t ink(std::span<const std::uint8_t> image) {
  return static_cast<std::size_t>(std::ranges::count(image, 255));
}

TEST(Bars, AreWhereTheyFit) {
  const Images lying = bars({.height = 8, .width = 6, .length = 4, .horizontal = 1, .vertical = 0}, 300, 1);
  std::set<std::string> different;
  for (std::size_t i = 0; i < lying.size(); ++i) {
    const auto image = lying.image(i);
    EXPECT_EQ(ink(image), 4U);
    const auto first = static_cast<std::size_t>(std::ranges::find(image, 255) - image.begin());
    for (std::size_t p = first; p < first + 4; ++p) EXPECT_EQ(image[p], 255);
    EXPECT_EQ(first / 6, (first + 3) / 6) << "a bar does not go on in the next row";
    different.emplace(image.begin(), image.end());
  }
  EXPECT_EQ(different.size(), 8U * 3U) << "every place is taken at some time";
  const Images pairs = bars({.height = 5, .width = 5, .length = 5, .horizontal = 2, .vertical = 1}, 50, 1);
  for (std::size_t i = 0; i < pairs.size(); ++i) EXPECT_EQ(ink(pairs.image(i)), 10U + 3U);
  EXPECT_EQ(bars({.height = 5, .width = 5, .length = 5, .horizontal = 2, .vertical = 1}, 7, 1).pixels,
            pairs.slice(0, 7).pixels);
}

TEST(Crosses, HaveOneCentre) {
  const Images images = crosses({.height = 7, .width = 9, .length = 5}, 200, 1);
  std::set<std::string> different;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const auto image = images.image(i);
    EXPECT_EQ(ink(image), 9U);
    const auto top = static_cast<std::size_t>(std::ranges::find(image, 255) - image.begin());
    for (std::size_t k = 0; k < 5; ++k) {
      EXPECT_EQ(image[top + 9 * k], 255);
      EXPECT_EQ(image[top + 18 - 2 + k], 255);
    }
    different.emplace(image.begin(), image.end());
  }
  EXPECT_EQ(different.size(), 3U * 5U);
  EXPECT_GT(ink(crosses({.height = 20, .width = 20, .length = 3, .crosses = 4}, 1, 1).image(0)), 9U);
}

TEST(Drawings, IllegalSettings) {
  EXPECT_THROW((void)bars({.height = 5, .width = 6, .length = 6}, 1, 1), base::Error);
  EXPECT_THROW((void)bars({.height = 5, .width = 5, .length = 0}, 1, 1), base::Error);
  EXPECT_THROW((void)bars({.height = 5, .width = 5, .length = 5, .horizontal = 6, .vertical = 0}, 1, 1),
               base::Error);
  EXPECT_THROW((void)crosses({.height = 5, .width = 5, .length = 4}, 1, 1), base::Error);
  EXPECT_THROW((void)crosses({.height = 5, .width = 5, .length = 5, .crosses = 2}, 1, 1), base::Error);
}

TEST(Generators, SameBytesEverywhere) {
  base::Digest digest;
  base::Stream random(1, "test");
  const auto add = [&digest](const base::Sdr& sdr) {
    for (const std::uint64_t word : sdr.words()) digest.u64(word);
  };
  const base::Sdr sdr = random_density_sdr(1000, 2, 20, random);
  add(sdr);
  add(swap_noise(sdr, 6554, random));
  for (const base::Sdr& sample : novelty_classes({.samples = 20}, 5, 1).outlier.samples) add(sample);
  digest.bytes(bars({.height = 20, .width = 20, .length = 9, .horizontal = 3, .vertical = 3}, 20, 1).pixels);
  digest.bytes(crosses({.height = 20, .width = 20, .length = 9, .crosses = 2}, 20, 1).pixels);
  for (const std::size_t fold : stratified_folds(std::vector<std::uint8_t>{1, 0, 1, 0, 0, 2, 2, 0}, 3, 1))
    digest.u64(fold);
  EXPECT_EQ(digest.hex(), "a13d7701855f08bc");
}

TEST(Folds, AreBalancedInEveryClassAndInAll) {
  std::vector<std::uint8_t> labels;
  for (std::size_t i = 0; i < 103; ++i) labels.push_back(static_cast<std::uint8_t>(i % 7 == 0 ? 200 : i % 3));
  const std::vector<std::size_t> folds = stratified_folds(labels, 5, 1);
  std::map<std::size_t, std::size_t> sizes;
  std::map<std::uint8_t, std::map<std::size_t, std::size_t>> of_class;
  for (std::size_t i = 0; i < labels.size(); ++i) ++sizes[folds[i]], ++of_class[labels[i]][folds[i]];
  const auto balanced = [](const std::map<std::size_t, std::size_t>& counts) {
    EXPECT_EQ(counts.size(), 5U);
    std::set<std::size_t> different;
    for (const auto& [fold, count] : counts) different.insert(count);
    EXPECT_LE(*different.rbegin() - *different.begin(), 1U);
  };
  balanced(sizes);
  for (const auto& [label, counts] : of_class) balanced(counts);
  EXPECT_NE(folds, stratified_folds(labels, 5, 2));
}

TEST(Folds, OneIsHeldOut) {
  const Split split = hold_out(std::vector<std::size_t>{0, 1, 2, 1, 0}, 1);
  EXPECT_EQ(split.test, (std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(split.train, (std::vector<std::size_t>{0, 2, 4}));
  const std::vector<std::uint8_t> labels(4);
  EXPECT_THROW((void)stratified_folds(labels, 1, 1), base::Error);
  EXPECT_THROW((void)stratified_folds(labels, 5, 1), base::Error);
}

}  // namespace
}  // namespace silipool::data
