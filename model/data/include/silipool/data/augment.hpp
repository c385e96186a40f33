#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <silipool/data/images.hpp>

namespace silipool::data {

/// What becomes of an image: turned about its centre, then shifted; what comes in from outside is 0.
struct Distortion {
  int down = 0, right = 0;  ///< pixels
  int angle = 0;  ///< hundredths of a degree, -1500..1500; positive is anticlockwise as one looks at it
  friend bool operator==(const Distortion&, const Distortion&) = default;
};

inline constexpr int greatest_angle = 1500;

/// The image distorted, in integers: the pixel at distance (y, x) from the centre, after the shift is taken
/// back, is read at
///     x' = x cos a - y sin a,   y' = x sin a + y cos a        y down, sine and cosine as of turn()
/// to 2^-16 of a pixel, rounded half up, and interpolated bilinearly between the four pixels there, rounded
/// half up. Without an angle that is the shift alone. Error{bad_input} for an angle out of range, or an image
/// that is not height * width pixels.
[[nodiscard]] std::vector<std::uint8_t> distorted(std::span<const std::uint8_t> image, std::size_t height,
                                                  std::size_t width, const Distortion& distortion);

/// Sine and cosine of hundredths of a degree, -1500..1500, in 2^-30: Taylor's series to the ninth and eighth
/// power in integers, off by less than 3 * 2^-30.
struct Turn {
  std::int64_t sine = 0, cosine = 0;
};
[[nodiscard]] Turn turn(int angle);

/// The greatest distortions that are drawn; 0 draws none of that kind.
struct Augmentation {
  unsigned shift = 0;  ///< pixels, each way
  unsigned angle = 0;  ///< hundredths of a degree, each way; at most 1500
};

/// Uniform in the augmentation's range: a function of (seed, stream, pass, sample) alone.
[[nodiscard]] Distortion draw_distortion(const Augmentation& augmentation, std::uint64_t seed,
                                         std::string_view stream, std::uint64_t pass, std::uint64_t sample);

/// All images of a set, each with its own draw for this pass; labels stay.
[[nodiscard]] Images augmented(const Images& images, const Augmentation& augmentation, std::uint64_t seed,
                               std::string_view stream, std::uint64_t pass);

}  // namespace silipool::data
