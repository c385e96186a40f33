#include <silipool/data/encoder.hpp>

#include <utility>

#include <silipool/base/error.hpp>

namespace silipool::data {

Encoder::Encoder(Encoding encoding, std::vector<std::uint8_t> thresholds)
    : encoding_(encoding), thresholds_(std::move(thresholds)) {
  if (thresholds_.empty()) base::bad_input("encoder: no threshold given, expected at least 1");
  if (encoding_ == Encoding::on_off && thresholds_.size() != 1)
    base::bad_input("encoder: on_off takes exactly 1 threshold, found {}", thresholds_.size());
}

base::Sdr Encoder::encode(std::span<const std::uint8_t> image) const {
  base::Sdr sdr(planes() * image.size());
  std::vector<std::uint64_t>& words = sdr.words();
  std::size_t input = 0;
  for (std::size_t plane = 0; plane < planes(); ++plane) {
    const bool complement = encoding_ == Encoding::on_off && plane == 1;
    const std::uint8_t threshold = thresholds_[complement ? 0 : plane];
    // Without a branch on the pixel: which ones are on is as good as random.
    for (const std::uint8_t pixel : image) {
      words[input / 64] |= std::uint64_t{(pixel > threshold) != complement} << (input % 64);
      ++input;
    }
  }
  return sdr;
}

std::vector<base::Sdr> Encoder::encode(const Images& images) const {
  std::vector<base::Sdr> samples;
  samples.reserve(images.size());
  for (std::size_t i = 0; i < images.size(); ++i) samples.push_back(encode(images.image(i)));
  return samples;
}

base::Sdr inputs_on_in(const std::vector<base::Sdr>& samples, double fraction) {
  if (!(fraction >= 0.0 && fraction <= 1.0)) base::bad_input("fraction {}: legal is 0 to 1", fraction);
  if (samples.empty()) base::bad_input("no samples to count inputs in");
  std::vector<std::uint64_t> counts(samples.front().size());
  for (const base::Sdr& sample : samples) {
    if (sample.size() != counts.size())
      base::bad_input("a sample has {} inputs, the first has {}", sample.size(), counts.size());
    sample.for_each([&](std::size_t input) { ++counts[input]; });
  }
  constexpr std::uint64_t unit = 1'000'000'000;
  const auto parts = static_cast<std::uint64_t>(fraction * static_cast<double>(unit) + 0.5);
  base::Sdr on(counts.size());
  for (std::size_t input = 0; input < counts.size(); ++input)
    if (counts[input] * unit > samples.size() * parts) on.set(input);
  return on;
}

}  // namespace silipool::data
