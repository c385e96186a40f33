#include <silipool/data/digits.hpp>

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>

namespace silipool::data {
namespace {

TEST(Digits, SameBytesEverywhere) {
  const Images images = digits("train", 2000, 42);
  base::Digest digest;
  digest.bytes(images.pixels);
  digest.bytes(images.labels);
  EXPECT_EQ(digest.hex(), "005cbe4c98151ea8");
}

TEST(Digits, AnImageDependsOnItsOwnNumberOnly) {
  const Images longer = digits("test", 57, 5);
  const Images shorter = digits("test", 13, 5);
  EXPECT_EQ(longer.slice(0, 13).pixels, shorter.pixels);
  EXPECT_EQ(longer.slice(0, 13).labels, shorter.labels);
}

TEST(Digits, SplitAndSeedChangeThem) {
  const Images images = digits("train", 50, 5);
  EXPECT_NE(images.pixels, digits("test", 50, 5).pixels);
  EXPECT_NE(images.labels, digits("test", 50, 5).labels);
  EXPECT_NE(images.pixels, digits("train", 50, 6).pixels);
  EXPECT_THROW((void)digits("validation", 1, 5), base::Error);
}

TEST(Digits, LabelsAreBalancedInRandomOrder) {
  const Images images = digits("train", 200, 42);
  for (std::size_t block = 0; block < 20; ++block) {
    auto ten = images.slice(block * 10, 10).labels;
    std::ranges::sort(ten);
    EXPECT_EQ(ten, (std::vector<std::uint8_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  }
  EXPECT_NE(images.slice(0, 10).labels, images.slice(10, 10).labels);
}

TEST(Digits, InkIsThereAndKeepsOffTheBorder) {
  const Images images = digits("train", 500, 42);
  std::size_t border_ink = 0;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const auto image = images.image(i);
    const auto ink = std::ranges::count_if(image, [](std::uint8_t pixel) { return pixel > 80; });
    EXPECT_GT(ink, 15) << "image " << i;
    EXPECT_LT(ink, 260) << "image " << i;
    for (std::size_t k = 0; k < 28; ++k)
      for (const std::size_t pixel : {k, 27 * 28 + k, 28 * k, 28 * k + 27})
        border_ink += image[pixel] > 80 ? 1U : 0U;
  }
  // The specks alone put ink on about 0.7 % of the pixels.
  EXPECT_LT(border_ink, images.size() * 112 / 50);
}

}  // namespace
}  // namespace silipool::data
