#include <silipool/data/augment.hpp>

#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/data/digits.hpp>

namespace silipool::data {
namespace {

using Bytes = std::vector<std::uint8_t>;

TEST(Distortion, ShiftFillsWithZero) {
  const Bytes image{1, 2, 3, 4, 5, 6};
  EXPECT_EQ(distorted(image, 2, 3, {}), image);
  EXPECT_EQ(distorted(image, 2, 3, {.down = 1, .right = 0}), (Bytes{0, 0, 0, 1, 2, 3}));
  EXPECT_EQ(distorted(image, 2, 3, {.down = 0, .right = -1}), (Bytes{2, 3, 0, 5, 6, 0}));
  EXPECT_EQ(distorted(image, 2, 3, {.down = -1, .right = 2}), (Bytes{0, 0, 4, 0, 0, 0}));
  EXPECT_EQ(distorted(image, 2, 3, {.down = 2, .right = 0}), Bytes(6));
}

TEST(Turn, IsSineAndCosine) {
  constexpr double unit = 1 << 30;
  for (int angle = -greatest_angle; angle <= greatest_angle; ++angle) {
    const double radians = angle * 3.14159265358979323846 / 18000;
    EXPECT_NEAR(static_cast<double>(turn(angle).sine), std::sin(radians) * unit, 3.0) << angle;
    EXPECT_NEAR(static_cast<double>(turn(angle).cosine), std::cos(radians) * unit, 3.0) << angle;
  }
  EXPECT_EQ(turn(1500).sine, 277904834);  // everywhere
  EXPECT_EQ(turn(1500).cosine, 1037154958);
  EXPECT_EQ(turn(0).cosine, 1 << 30);
  EXPECT_THROW((void)turn(1501), base::Error);
  EXPECT_THROW((void)turn(-1501), base::Error);
}

/// Centre of the ink, in pixels from the centre of the image, y down.
std::pair<double, double> centre(const Bytes& image, std::size_t side) {
  double sum = 0, y = 0, x = 0;
  for (std::size_t i = 0; i < image.size(); ++i) {
    const double middle = static_cast<double>(side - 1) / 2;
    sum += image[i];
    y += image[i] * (static_cast<double>(i / side) - middle);
    x += image[i] * (static_cast<double>(i % side) - middle);
  }
  return {y / sum, x / sum};
}

TEST(Distortion, TurnsAnticlockwiseAboutTheCentre) {
  Bytes image(31 * 31);
  image[15 * 31 + 25] = 255;  // ten to the right
  for (const int angle : {-1500, -700, 1, 900, 1500}) {
    const auto [y, x] = centre(distorted(image, 31, 31, {.angle = angle}), 31);
    const double radians = angle * 3.14159265358979323846 / 18000;
    // The weights of a single dot read backwards are not quite those of its own place.
    EXPECT_NEAR(y, -10 * std::sin(radians), 0.05) << angle;
    EXPECT_NEAR(x, 10 * std::cos(radians), 0.05) << angle;
  }
  EXPECT_EQ(distorted(image, 31, 31, {.angle = 1500})[15 * 31 + 15], 0);
}

TEST(Distortion, TurnsThenShifts) {
  Bytes image(15 * 15);
  image[7 * 15 + 7] = 200;  // the centre stays
  const Bytes turned = distorted(image, 15, 15, {.down = 2, .right = -3, .angle = 1234});
  EXPECT_EQ(turned[9 * 15 + 4], 200);
}

TEST(Distortion, BilinearAndBackAgain) {
  // What is the same everywhere stays so, away from the border.
  const Bytes flat(28 * 28, 77);
  const Bytes turned = distorted(flat, 28, 28, {.angle = 1500});
  for (std::size_t y = 8; y < 20; ++y)
    for (std::size_t x = 8; x < 20; ++x) EXPECT_EQ(turned[y * 28 + x], 77);
  EXPECT_EQ(turned[0], 0) << "the corner comes from outside";
}

TEST(Distortion, SameBytesEverywhere) {
  const Images images = augmented(digits("train", 50, 1), {.shift = 3, .angle = 1500}, 1, "test", 2);
  base::Digest digest;
  digest.bytes(images.pixels);
  EXPECT_EQ(digest.hex(), "4c288055f2945b51");
}

TEST(Distortion, IllegalArguments) {
  EXPECT_THROW((void)distorted(Bytes(5), 2, 3, {}), base::Error);
  EXPECT_THROW((void)distorted(Bytes(6), 2, 3, {.angle = 1501}), base::Error);
  EXPECT_THROW((void)draw_distortion({.shift = 0, .angle = 1501}, 1, "a", 0, 0), base::Error);
}

TEST(Augmentation, DrawsCoverTheRangeAndDependOnNameAndCountersOnly) {
  const Augmentation most{.shift = 2, .angle = 3};
  std::set<int> down, right, angle;
  for (std::uint64_t i = 0; i < 400; ++i) {
    const Distortion d = draw_distortion(most, 1, "a", 5, i);
    EXPECT_EQ(d, draw_distortion(most, 1, "a", 5, i));
    down.insert(d.down), right.insert(d.right), angle.insert(d.angle);
  }
  EXPECT_EQ(down, (std::set{-2, -1, 0, 1, 2}));
  EXPECT_EQ(right, (std::set{-2, -1, 0, 1, 2}));
  EXPECT_EQ(angle, (std::set{-3, -2, -1, 0, 1, 2, 3}));
  const Augmentation wide{.shift = 1000, .angle = 1500};
  const Distortion d = draw_distortion(wide, 1, "a", 5, 7);
  EXPECT_NE(d, draw_distortion(wide, 2, "a", 5, 7));
  EXPECT_NE(d, draw_distortion(wide, 1, "b", 5, 7));
  EXPECT_NE(d, draw_distortion(wide, 1, "a", 6, 7));
  EXPECT_NE(d, draw_distortion(wide, 1, "a", 5, 8));
  EXPECT_EQ(draw_distortion({}, 1, "a", 5, 7), Distortion{});
}

TEST(Augmentation, ASetKeepsItsLabels) {
  const Images images = digits("test", 20, 1);
  const Images same = augmented(images, {}, 1, "a", 0);
  EXPECT_EQ(same.pixels, images.pixels);
  const Images other = augmented(images, {.shift = 2, .angle = 0}, 1, "a", 0);
  EXPECT_EQ(other.labels, images.labels);
  const Distortion d = draw_distortion({.shift = 2, .angle = 0}, 1, "a", 0, 13);
  const auto thirteenth = other.image(13);
  EXPECT_EQ(Bytes(thirteenth.begin(), thirteenth.end()), distorted(images.image(13), 28, 28, d));
  EXPECT_NE(augmented(images, {.shift = 2, .angle = 0}, 1, "a", 1).pixels, other.pixels);  // another pass
}

}  // namespace
}  // namespace silipool::data
