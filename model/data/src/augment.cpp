#include <silipool/data/augment.hpp>

#include <cstdlib>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>

namespace silipool::data {
namespace {

/// a / 2^bits, rounded half up.
std::int64_t rounded(std::int64_t a, int bits) { return (a + (std::int64_t{1} << (bits - 1))) >> bits; }

std::int64_t product(std::int64_t a, std::int64_t b) { return rounded(a * b, 30); }

void check_angle(std::int64_t angle) {
  if (std::abs(angle) > greatest_angle)
    base::bad_input("an angle of {} hundredths of a degree: -{}..{} are legal", angle, greatest_angle,
                    greatest_angle);
}

struct Source {
  std::span<const std::uint8_t> image;
  std::int64_t height, width;

  [[nodiscard]] std::int64_t at(std::int64_t y, std::int64_t x) const {
    const bool inside = y >= 0 && x >= 0 && y < height && x < width;
    return inside ? image[static_cast<std::size_t>(y * width + x)] : 0;
  }
  /// At a place in 1/65536 pixels.
  [[nodiscard]] std::uint8_t between(std::int64_t y, std::int64_t x) const {
    const std::int64_t row = y >> 16, column = x >> 16;
    const std::int64_t low = y & 0xffff, right = x & 0xffff;
    const std::int64_t top = at(row, column) * (65536 - right) + at(row, column + 1) * right;
    const std::int64_t bottom = at(row + 1, column) * (65536 - right) + at(row + 1, column + 1) * right;
    return static_cast<std::uint8_t>(rounded(top * (65536 - low) + bottom * low, 32));
  }
};

}  // namespace

Turn turn(int angle) {
  check_angle(angle);
  // pi / 18000 to 2^-45, so that the angle is right to 2^-34; at 15 degrees the first term left out is below
  // 2^-35 in both series.
  constexpr std::int64_t unit = 6140831382;
  const std::int64_t a = rounded(angle * unit, 15);  // radians in 2^-30
  const std::int64_t a2 = product(a, a);
  constexpr std::int64_t one = std::int64_t{1} << 30;
  const auto series = [&](std::int64_t first, std::int64_t k) {
    std::int64_t sum = first, term = first;
    for (; k < 9; k += 2) {
      term = -product(term, a2) / (k * (k + 1));
      sum += term;
    }
    return sum;
  };
  return {series(a, 2), series(one, 1)};
}

std::vector<std::uint8_t> distorted(std::span<const std::uint8_t> image, std::size_t height,
                                    std::size_t width, const Distortion& distortion) {
  if (image.size() != height * width)
    base::bad_input("an image of {} pixels is not {} x {}", image.size(), height, width);
  const Turn t = turn(distortion.angle);
  const Source source{image, static_cast<std::int64_t>(height), static_cast<std::int64_t>(width)};
  std::vector<std::uint8_t> out;
  out.reserve(image.size());
  for (std::int64_t row = 0; row < source.height; ++row)
    for (std::int64_t column = 0; column < source.width; ++column) {
      // Twice the distances, which are whole also where the centre is between pixels.
      const std::int64_t y = 2 * (row - distortion.down) - (source.height - 1);
      const std::int64_t x = 2 * (column - distortion.right) - (source.width - 1);
      const std::int64_t from_y = rounded(x * t.sine + y * t.cosine, 15);
      const std::int64_t from_x = rounded(x * t.cosine - y * t.sine, 15);
      out.push_back(
          source.between(from_y + 32768 * (source.height - 1), from_x + 32768 * (source.width - 1)));
    }
  return out;
}

Distortion draw_distortion(const Augmentation& augmentation, std::uint64_t seed, std::string_view stream,
                           std::uint64_t pass, std::uint64_t sample) {
  check_angle(augmentation.angle);
  base::Stream random(seed, fmt::format("augment.{}.{}.{}", stream, pass, sample));
  const auto draw = [&random](unsigned greatest) {
    return static_cast<int>(static_cast<std::int64_t>(random.below(2 * std::uint64_t{greatest} + 1)) -
                            greatest);
  };
  Distortion distortion;
  distortion.down = draw(augmentation.shift);
  distortion.right = draw(augmentation.shift);
  distortion.angle = draw(augmentation.angle);
  return distortion;
}

Images augmented(const Images& images, const Augmentation& augmentation, std::uint64_t seed,
                 std::string_view stream, std::uint64_t pass) {
  Images out{images.height, images.width, {}, images.labels};
  out.pixels.reserve(images.pixels.size());
  for (std::size_t i = 0; i < images.size(); ++i) {
    const auto image = distorted(images.image(i), images.height, images.width,
                                 draw_distortion(augmentation, seed, stream, pass, i));
    out.pixels.insert(out.pixels.end(), image.begin(), image.end());
  }
  return out;
}

}  // namespace silipool::data
