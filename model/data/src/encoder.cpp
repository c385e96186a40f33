#include <silipool/data/encoder.hpp>

#include <array>
#include <numeric>
#include <utility>

#include <silipool/base/error.hpp>
#include <silipool/data/augment.hpp>

namespace silipool::data {

namespace {

bool with_complement(Encoding encoding) {
  return encoding == Encoding::on_off || encoding == Encoding::mean_on_off;
}

std::vector<std::uint8_t> evenly_spread(std::size_t levels) {
  std::vector<std::uint8_t> thresholds;
  for (std::size_t k = 1; k <= levels; ++k)
    thresholds.push_back(static_cast<std::uint8_t>(255 * k / (levels + 1)));
  return thresholds;
}

using Counts = std::array<std::uint64_t, 256>;

/// Level k of n, k from 1: the least grey with at least k / (n + 1) of the values at or below it.
std::uint8_t quantile(const Counts& counts, std::uint64_t values, std::size_t k, std::size_t levels) {
  std::uint64_t below = 0;
  std::size_t grey = 0;
  while ((below += counts[grey]) * (levels + 1) < k * values) ++grey;
  return static_cast<std::uint8_t>(grey);
}

std::vector<std::uint8_t> quantiles_of_all(const Images& images, std::size_t levels) {
  Counts counts{};
  for (const std::uint8_t pixel : images.pixels) ++counts[pixel];
  std::vector<std::uint8_t> thresholds;
  for (std::size_t k = 1; k <= levels; ++k)
    thresholds.push_back(quantile(counts, images.pixels.size(), k, levels));
  return thresholds;
}

std::vector<std::uint8_t> quantiles_of_each(const Images& images, std::size_t levels) {
  const std::size_t area = images.height * images.width;
  std::vector<std::uint8_t> thresholds(levels * area);
  for (std::size_t p = 0; p < area; ++p) {
    Counts counts{};
    for (std::size_t i = p; i < images.pixels.size(); i += area) ++counts[images.pixels[i]];
    for (std::size_t k = 1; k <= levels; ++k)
      thresholds[(k - 1) * area + p] = quantile(counts, images.size(), k, levels);
  }
  return thresholds;
}

/// Sets bits from `input` on where on(j) says so. Without a branch: which are on is as good as random.
template <typename On>
void put_plane(std::vector<std::uint64_t>& words, std::size_t input, std::size_t count, On on) {
  for (std::size_t j = 0; j < count; ++j, ++input) words[input / 64] |= std::uint64_t{on(j)} << (input % 64);
}

void check_bits(std::span<const std::uint8_t> image) {
  for (std::size_t j = 0; j < image.size(); ++j)
    if (image[j] > 1 && image[j] != 255)
      base::bad_input(
          "value {} of a sample is {}: with input.encoding = \"none\" a value must be 0, or 1 or 255 for on",
          j, image[j]);
}

}  // namespace

Encoder::Encoder(Encoding encoding, std::vector<std::uint8_t> thresholds)
    : encoding_(encoding),
      planes_(with_complement(encoding) ? 2 : thresholds.size()),
      thresholds_(std::move(thresholds)) {
  if (encoding_ != Encoding::threshold && encoding_ != Encoding::on_off)
    base::bad_input("encoder: thresholds are for threshold and on_off only");
  if (thresholds_.empty()) base::bad_input("encoder: no threshold given, expected at least 1");
  if (encoding_ == Encoding::on_off && thresholds_.size() != 1)
    base::bad_input("encoder: on_off takes exactly 1 threshold, found {}", thresholds_.size());
}

Encoder::Encoder(const config::Input& input, const Images& training)
    : encoding_(input.encoding), planes_(with_complement(input.encoding) ? 2 : 1) {
  switch (input.encoding) {
    case Encoding::threshold:
    case Encoding::on_off:
      *this = Encoder(input.encoding, input.thresholds);
      return;
    case Encoding::thermometer:
      thresholds_ = evenly_spread(input.levels);
      planes_ = input.levels;
      return;
    case Encoding::quantile:
      if (training.size() == 0) base::bad_input("encoder: no training set to take quantiles of");
      per_pixel_ = input.fit == config::Fit::pixel;
      thresholds_ =
          per_pixel_ ? quantiles_of_each(training, input.levels) : quantiles_of_all(training, input.levels);
      planes_ = input.levels;
      return;
    case Encoding::mean:
    case Encoding::mean_on_off:
    case Encoding::none:
      return;
  }
}

Encoder::Encoder(const config::Input& input, std::vector<std::uint8_t> thresholds)
    : encoding_(input.encoding), planes_(with_complement(input.encoding) ? 2 : 1) {
  if (input.encoding != Encoding::quantile) {
    *this = Encoder(input, Images{});
    if (thresholds != thresholds_)
      base::bad_input("encoder: thresholds of encoding \"quantile\" alone are learnt, others follow from it");
    return;
  }
  planes_ = input.levels;
  per_pixel_ = input.fit == config::Fit::pixel;
  if (thresholds.empty() || thresholds.size() % planes_ != 0 || (!per_pixel_ && thresholds.size() != planes_))
    base::bad_input("encoder: {} thresholds for quantiles in {} planes", thresholds.size(), planes_);
  thresholds_ = std::move(thresholds);
}

base::Sdr Encoder::encode(std::span<const std::uint8_t> image) const {
  const std::size_t area = image.size();
  if (per_pixel_ && thresholds_.size() != planes_ * area)
    base::bad_input("a sample has {} values, those that quantiles were fitted to have {}", area,
                    thresholds_.size() / planes_);
  base::Sdr sdr(planes_ * area);
  std::vector<std::uint64_t>& words = sdr.words();
  const auto put = [&](auto on) {
    put_plane(words, 0, area, on);
    if (with_complement(encoding_)) put_plane(words, area, area, [&](std::size_t j) { return !on(j); });
  };
  if (encoding_ == Encoding::none) {
    check_bits(image);
    put([&](std::size_t j) { return image[j] != 0; });
  } else if (encoding_ == Encoding::mean || encoding_ == Encoding::mean_on_off) {
    const std::uint64_t sum = std::accumulate(image.begin(), image.end(), std::uint64_t{0});
    put([&](std::size_t j) { return image[j] * area >= sum; });
  } else if (encoding_ == Encoding::on_off) {
    put([&, threshold = thresholds_.front()](std::size_t j) { return image[j] > threshold; });
  } else {
    for (std::size_t plane = 0; plane < planes_; ++plane) {
      const auto own = std::span(thresholds_).subspan(per_pixel_ ? plane * area : plane);
      if (per_pixel_)
        put_plane(words, plane * area, area, [&](std::size_t j) { return image[j] > own[j]; });
      else
        put_plane(words, plane * area, area, [&, t = own.front()](std::size_t j) { return image[j] > t; });
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

std::size_t sample_values(const config::Config& config) {
  const config::Structural& s = config.structural;
  return config.input.encoding == Encoding::none ? s.inputs() : s.height * s.width;
}

void check_shape(const config::Config& config, const Images& images) {
  const config::Structural& s = config.structural;
  const bool bits = config.input.encoding == Encoding::none;
  const std::size_t values = sample_values(config);
  if (images.height * images.width == values) return;
  base::bad_input(
      "{}: input.shape is {} x {}{}, {} values, but the samples of the data set are {} x {}, {} values",
      config.name, s.height, s.width, bits ? fmt::format(" in {} planes", s.planes) : "", values,
      images.height, images.width, images.height * images.width);
}

Encoder make_encoder(const config::Config& config, const Images& training) {
  check_shape(config, training);
  return {config.input, training};
}

base::Sdr distorted_input(const config::Config& config, const Encoder& encoder, const Images& images,
                          std::uint64_t pass, std::size_t sample) {
  const Augmentation most{static_cast<unsigned>(config.readout.shift),
                          static_cast<unsigned>(100 * config.readout.rotation)};
  return encoder.encode(
      distorted(images.image(sample), images.height, images.width,
                draw_distortion(most, config.runtime.seed, "readout.distortion", pass, sample)));
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
