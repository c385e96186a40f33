#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/data/images.hpp>

namespace silipool::data {

/// From pixels to input bits, in planes of one bit per pixel; the input of plane p at row y, column x
/// is number (p * height + y) * width + x.
/// threshold: plane p is pixel > thresholds[p]; on_off: plane 0 is pixel > thresholds[0], plane 1 its
/// complement.
using config::Encoding;

class Encoder {
 public:
  /// Error{bad_input} without a threshold, or for on_off with more than one.
  Encoder(Encoding encoding, std::vector<std::uint8_t> thresholds);

  [[nodiscard]] std::size_t planes() const noexcept {
    return encoding_ == Encoding::on_off ? 2 : thresholds_.size();
  }
  /// planes() * image.size() bits.
  [[nodiscard]] base::Sdr encode(std::span<const std::uint8_t> image) const;
  [[nodiscard]] std::vector<base::Sdr> encode(const Images& images) const;

 private:
  Encoding encoding_;
  std::vector<std::uint8_t> thresholds_;
};

/// The inputs that are on in MORE than `fraction` of the samples. `fraction` is 0 to 1 and taken to the
/// nearest 1e-9, so that the comparison is one of integers and 0.3 means three tenths exactly.
/// Error{bad_input} for another fraction, no samples, or samples that differ in size.
[[nodiscard]] base::Sdr inputs_on_in(const std::vector<base::Sdr>& samples, double fraction);

}  // namespace silipool::data
