#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/data/images.hpp>

namespace silipool::data {

using config::Encoding;

/// From pixels to input bits, in planes of one bit per pixel; the input of plane p at row y, column x
/// is number (p * height + y) * width + x.
///   threshold    plane p is pixel > thresholds[p]
///   on_off       plane 0 is pixel > thresholds[0], plane 1 its complement
///   thermometer  plane k of n is pixel > floor(255 (k + 1) / (n + 1))
///   quantile     plane k of n is pixel > q, the least grey level with (n + 1) #{values <= q} >= (k + 1)
///                #{values}, over all values of the training set, or over those of the pixel itself
///   mean         pixel >= the mean of its image, in integers; as htm.core's and McDougall's MNIST
///   mean_on_off  that plane and its complement
///   none         the values are bits already: 0 is off, 1 and 255 are on
class Encoder {
 public:
  /// threshold or on_off; Error{bad_input} for another encoding, without a threshold, or for on_off with
  /// more than one.
  Encoder(Encoding encoding, std::vector<std::uint8_t> thresholds);
  /// Any encoding, with what it learns from a training set learnt from `training`.
  Encoder(const config::Input& input, const Images& training);

  /// Any encoding that has learnt these thresholds, as thresholds() gives them. Error{bad_input} for a number
  /// of them that the encoding does not have.
  Encoder(const config::Input& input, std::vector<std::uint8_t> thresholds);

  /// One for each plane, or plane after plane one for each pixel; none where the encoding has none.
  [[nodiscard]] const std::vector<std::uint8_t>& thresholds() const noexcept { return thresholds_; }
  /// Bits for each value of a sample.
  [[nodiscard]] std::size_t planes() const noexcept { return planes_; }
  /// planes() * image.size() bits. Error{bad_input}: an image of another size than those that each pixel's
  /// quantiles were fitted to; with `none`, a value that is no bit.
  [[nodiscard]] base::Sdr encode(std::span<const std::uint8_t> image) const;
  [[nodiscard]] std::vector<base::Sdr> encode(const Images& images) const;

 private:
  Encoding encoding_;
  std::size_t planes_;
  std::vector<std::uint8_t> thresholds_;  // one for each plane, or plane after plane one for each pixel
  bool per_pixel_ = false;
};

/// Values of a sample that fills input.shape: those of a plane; of all planes where they are bits already.
[[nodiscard]] std::size_t sample_values(const config::Config& config);

/// The encoder of a configuration, fitted to the training set it will see. Error{bad_input} where samples
/// do not fill input.shape: they may have any shape that has as many values.
[[nodiscard]] Encoder make_encoder(const config::Config& config, const Images& training);
/// The same check alone, for a set that nothing is fitted to.
void check_shape(const config::Config& config, const Images& images);

/// A training sample as a pass of a readout with `shift` or `rotation` sees it: distorted, then encoded.
[[nodiscard]] base::Sdr distorted_input(const config::Config& config, const Encoder& encoder,
                                        const Images& images, std::uint64_t pass, std::size_t sample);

/// The inputs that are on in MORE than `fraction` of the samples. `fraction` is 0 to 1 and taken to the
/// nearest 1e-9, so that the comparison is one of integers and 0.3 means three tenths exactly.
/// Error{bad_input} for another fraction, no samples, or samples that differ in size.
[[nodiscard]] base::Sdr inputs_on_in(const std::vector<base::Sdr>& samples, double fraction);

}  // namespace silipool::data
