#include <silipool/data/images.hpp>

#include <array>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

namespace silipool::data {
namespace {

const Images three{1, 2, {0, 255, 10, 20, 128, 30}, {4, 9, 1}};

TEST(Images, ViewsAndClasses) {
  EXPECT_EQ(three.size(), 3U);
  EXPECT_EQ(three.classes(), 10U);
  EXPECT_EQ(Images{}.classes(), 0U);
  EXPECT_EQ((Images{1, 1, {0}, {255}}.classes()), 256U);
  const auto second = three.image(1);
  EXPECT_EQ(std::vector(second.begin(), second.end()), (std::vector<std::uint8_t>{10, 20}));
}

TEST(Images, Slice) {
  const Images last = three.slice(1, 2);
  EXPECT_EQ(last.height, 1U);
  EXPECT_EQ(last.width, 2U);
  EXPECT_EQ(last.pixels, (std::vector<std::uint8_t>{10, 20, 128, 30}));
  EXPECT_EQ(last.labels, (std::vector<std::uint8_t>{9, 1}));
  EXPECT_EQ(three.slice(3, 0).size(), 0U);
  EXPECT_THROW((void)three.slice(2, 2), base::Error);
  EXPECT_THROW((void)three.slice(4, 0), base::Error);
  EXPECT_THROW((void)three.slice(1, static_cast<std::size_t>(-1)), base::Error);
}

TEST(Images, Take) {
  const std::vector<std::size_t> numbers{2, 0, 2};
  const Images taken = three.take(numbers);
  EXPECT_EQ(taken.pixels, (std::vector<std::uint8_t>{128, 30, 0, 255, 128, 30}));
  EXPECT_EQ(taken.labels, (std::vector<std::uint8_t>{1, 4, 1}));
  EXPECT_THROW((void)three.take(std::vector<std::size_t>{3}), base::Error);
}

TEST(Images, FirstDuplicatedAsOftenAsThereAreImages) {
  Images set{1, 1, {}, {}};
  for (std::uint8_t i = 0; i < 100; ++i) {
    set.pixels.push_back(i);
    set.labels.push_back(static_cast<std::uint8_t>(99 - i));
  }
  const Images twice = with_first_duplicated(set);
  ASSERT_EQ(twice.size(), 200U);
  std::array<int, 100> times{};
  std::size_t early = 0;  // copies of the first in the first half: shuffled, neither all nor none
  for (std::size_t i = 0; i < twice.size(); ++i) {
    EXPECT_EQ(twice.labels[i], 99 - twice.pixels[i]);
    ++times.at(twice.pixels[i]);
    if (i < 100 && twice.pixels[i] == 0) ++early;
  }
  EXPECT_EQ(times[0], 101);
  for (std::size_t i = 1; i < 100; ++i) EXPECT_EQ(times.at(i), 1) << i;
  EXPECT_GT(early, 30U);
  EXPECT_LT(early, 70U);
  EXPECT_EQ(twice.pixels, with_first_duplicated(set).pixels);
  EXPECT_EQ(with_first_duplicated(Images{}).size(), 0U);
}

TEST(Images, DigestIsOfSizesPixelsAndLabels) {
  EXPECT_EQ(digest(three), digest(three.slice(0, 3)));
  Images other = three;
  other.pixels[5] = 31;
  EXPECT_NE(digest(other), digest(three));
  other = three;
  other.labels[0] = 5;
  EXPECT_NE(digest(other), digest(three));
  other = three;
  std::swap(other.height, other.width);
  EXPECT_NE(digest(other), digest(three));
  EXPECT_NE(digest(three.slice(0, 2)), digest(three));
}

TEST(Images, AsText) {
  const std::vector<std::uint8_t> image{0, 255, 128, 25, 26, 0};
  EXPECT_EQ(as_text(image, 3), "  @@++\n  ..  \n");
}

}  // namespace
}  // namespace silipool::data
