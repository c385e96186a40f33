#include <silipool/data/encoder.hpp>

#include <limits>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

namespace silipool::data {
namespace {

std::vector<std::size_t> on(const base::Sdr& sdr) {
  std::vector<std::size_t> indices;
  sdr.for_each([&](std::size_t i) { indices.push_back(i); });
  return indices;
}

base::Sdr sdr_of(std::size_t size, std::initializer_list<std::size_t> indices) {
  base::Sdr sdr(size);
  for (const std::size_t i : indices) sdr.set(i);
  return sdr;
}

using Indices = std::vector<std::size_t>;
const Images pair{2, 2, {0, 79, 80, 81, 255, 254, 200, 1}, {0, 1}};

TEST(Encoder, ThresholdIsStrictlyAbove) {
  const Encoder encoder(Encoding::threshold, {80});
  EXPECT_EQ(encoder.planes(), 1U);
  EXPECT_EQ(encoder.encode(pair.image(0)).size(), 4U);
  EXPECT_EQ(on(encoder.encode(pair.image(0))), (Indices{3}));
  EXPECT_EQ(on(encoder.encode(pair.image(1))), (Indices{0, 1, 2}));
  EXPECT_EQ(on(Encoder(Encoding::threshold, {255}).encode(pair.image(1))), (Indices{}));
}

TEST(Encoder, OnePlanePerThreshold) {
  const Encoder encoder(Encoding::threshold, {0, 200, 254});
  EXPECT_EQ(encoder.planes(), 3U);
  const base::Sdr sdr = encoder.encode(pair.image(1));
  EXPECT_EQ(sdr.size(), 12U);
  EXPECT_EQ(on(sdr), (Indices{0, 1, 2, 3, 4, 5, 8}));
}

TEST(Encoder, OnOffIsAPlaneAndItsComplement) {
  const Encoder encoder(Encoding::on_off, {80});
  EXPECT_EQ(encoder.planes(), 2U);
  EXPECT_EQ(on(encoder.encode(pair.image(0))), (Indices{3, 4, 5, 6}));
  EXPECT_EQ(on(encoder.encode(pair.image(1))), (Indices{0, 1, 2, 7}));
}

TEST(Encoder, PlanesOfAwkwardSizeMeetWithoutGap) {
  const std::vector<std::uint8_t> image(67, 100);  // a plane ends within a word
  const base::Sdr sdr = Encoder(Encoding::threshold, {50, 100, 99}).encode(image);
  EXPECT_EQ(sdr.size(), 201U);
  for (std::size_t i = 0; i < 201; ++i) EXPECT_EQ(sdr.test(i), i < 67 || i >= 134) << i;
}

TEST(Encoder, BatchIsEachImage) {
  const Encoder encoder(Encoding::threshold, {80});
  const auto batch = encoder.encode(pair);
  ASSERT_EQ(batch.size(), 2U);
  EXPECT_EQ(batch[0], encoder.encode(pair.image(0)));
  EXPECT_EQ(batch[1], encoder.encode(pair.image(1)));
}

TEST(Encoder, IllegalThresholds) {
  EXPECT_THROW(Encoder(Encoding::threshold, {}), base::Error);
  EXPECT_THROW(Encoder(Encoding::on_off, {}), base::Error);
  EXPECT_THROW(Encoder(Encoding::on_off, {1, 2}), base::Error);
}

config::Input input_of(Encoding encoding, std::size_t levels = 0, config::Fit fit = config::Fit::all) {
  return {encoding, {}, levels, fit};
}

TEST(Encoder, OfAConfigurationIsThatOfItsThresholds) {
  const Encoder encoder({Encoding::on_off, {80}}, pair);
  EXPECT_EQ(encoder.encode(pair), Encoder(Encoding::on_off, {80}).encode(pair));
  EXPECT_EQ(Encoder({Encoding::threshold, {0, 80}}, pair).planes(), 2U);
}

TEST(Encoder, ThermometerSpreadsItsLevelsEvenly) {
  // 255 / 4, 2 * 255 / 4, 3 * 255 / 4 without their fractions: 63, 127, 191.
  const Encoder encoder(input_of(Encoding::thermometer, 3), pair);
  EXPECT_EQ(encoder.planes(), 3U);
  const std::vector<std::uint8_t> image{63, 64, 127, 128, 191, 192};
  EXPECT_EQ(on(encoder.encode(image)), (Indices{1, 2, 3, 4, 5, 9, 10, 11, 17}));
}

TEST(Encoder, QuantilesOfAllValues) {
  // Sorted: 0 0 0 0 10 20 30 40. Thirds: at least 8/3 of the values are at or below 0, 16/3 at or below 20.
  const Images training{1, 4, {0, 40, 0, 20, 0, 30, 0, 10}, {0, 0}};
  const Encoder encoder(input_of(Encoding::quantile, 2), training);
  EXPECT_EQ(on(encoder.encode(training.image(0))), (Indices{1, 3, 5}));
  EXPECT_EQ(on(encoder.encode(training.image(1))), (Indices{1, 3, 5}));
  const std::vector<std::uint8_t> other{20, 21, 1, 255, 0};  // another size: one rule for all values
  EXPECT_EQ(on(encoder.encode(other)), (Indices{0, 1, 2, 3, 6, 8}));
}

TEST(Encoder, QuantilesOfEachPixel) {
  // Medians 0, 9, 200, the lower of the two in the middle.
  const Images training{1, 3, {0, 9, 255, 0, 9, 200, 1, 9, 100, 255, 9, 201}, {0, 0, 0, 0}};
  const Encoder encoder(input_of(Encoding::quantile, 1, config::Fit::pixel), training);
  EXPECT_EQ(on(encoder.encode(training.image(0))), (Indices{2}));
  EXPECT_EQ(on(encoder.encode(training.image(1))), (Indices{}));
  EXPECT_EQ(on(encoder.encode(training.image(2))), (Indices{0}));
  EXPECT_EQ(on(encoder.encode(std::vector<std::uint8_t>{1, 10, 201})), (Indices{0, 1, 2}));
  EXPECT_THROW((void)encoder.encode(std::vector<std::uint8_t>{1, 10}), base::Error);
  EXPECT_THROW(Encoder(input_of(Encoding::quantile, 1), Images{}), base::Error);
}

TEST(Encoder, QuantilesOfEachPixelHaveAPlaneForEachLevel) {
  const Images training{1, 2, {1, 10, 2, 20, 3, 30}, {0, 0, 0}};
  const Encoder encoder(input_of(Encoding::quantile, 2, config::Fit::pixel), training);
  EXPECT_EQ(on(encoder.encode(std::vector<std::uint8_t>{2, 21})), (Indices{0, 1, 3}));
}

TEST(Encoder, MeanOfTheImageItself) {
  const Encoder mean(input_of(Encoding::mean), pair);
  const std::vector<std::uint8_t> image{1, 2, 2, 3};  // exactly its mean counts as on
  EXPECT_EQ(on(mean.encode(image)), (Indices{1, 2, 3}));
  EXPECT_EQ(on(mean.encode(std::vector<std::uint8_t>{1, 2, 2})), (Indices{1, 2}));
  EXPECT_EQ(on(mean.encode(std::vector<std::uint8_t>{0, 0})), (Indices{0, 1}));
  const Encoder both(input_of(Encoding::mean_on_off), pair);
  EXPECT_EQ(both.planes(), 2U);
  EXPECT_EQ(on(both.encode(image)), (Indices{1, 2, 3, 4}));
}

TEST(Encoder, NoneLetsBitsPass) {
  const Encoder encoder(input_of(Encoding::none), pair);
  EXPECT_EQ(on(encoder.encode(std::vector<std::uint8_t>{0, 1, 255, 0})), (Indices{1, 2}));
  EXPECT_THROW((void)encoder.encode(std::vector<std::uint8_t>{0, 2}), base::Error);
  EXPECT_THROW((void)encoder.encode(std::vector<std::uint8_t>{254}), base::Error);
}

TEST(Encoder, AnyShapeWithAsManyValuesFillsTheInput) {
  config::Config config;
  config.structural.height = 4, config.structural.width = 6, config.structural.planes = 2;
  const auto images = [](std::size_t height, std::size_t width) {
    return Images{height, width, std::vector<std::uint8_t>(height * width), {0}};
  };
  config.input = {Encoding::on_off, {80}};
  EXPECT_NO_THROW(check_shape(config, images(4, 6)));
  EXPECT_NO_THROW(check_shape(config, images(1, 24)));
  EXPECT_EQ(make_encoder(config, images(24, 1)).planes(), 2U);
  EXPECT_THROW(check_shape(config, images(4, 5)), base::Error);
  EXPECT_THROW(check_shape(config, images(1, 48)), base::Error);
  config.input = input_of(Encoding::none);  // raw bits hold all planes
  EXPECT_NO_THROW(check_shape(config, images(1, 48)));
  EXPECT_THROW((void)make_encoder(config, images(4, 6)), base::Error);
}

TEST(InputsOnIn, MoreThanTheFractionAndExactly) {
  // Input k is on in k of ten samples.
  std::vector<base::Sdr> samples(10, base::Sdr(11));
  for (std::size_t s = 0; s < 10; ++s)
    for (std::size_t k = s + 1; k <= 10; ++k) samples[s].set(k);
  EXPECT_EQ(inputs_on_in(samples, 0.0), sdr_of(11, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
  EXPECT_EQ(inputs_on_in(samples, 0.95), sdr_of(11, {10}));
  EXPECT_EQ(inputs_on_in(samples, 1.0), base::Sdr(11));
  // As a double, 0.3 is less than three tenths and 0.1 is more: neither may let input 3 or 1 in.
  EXPECT_EQ(inputs_on_in(samples, 0.3), sdr_of(11, {4, 5, 6, 7, 8, 9, 10}));
  EXPECT_EQ(inputs_on_in(samples, 0.1).count(), 9U);
  EXPECT_EQ(inputs_on_in(samples, 0.299).count(), 8U);
}

TEST(InputsOnIn, IllegalArguments) {
  const std::vector<base::Sdr> samples{base::Sdr(3), base::Sdr(3)};
  EXPECT_THROW((void)inputs_on_in(samples, -0.01), base::Error);
  EXPECT_THROW((void)inputs_on_in(samples, 1.01), base::Error);
  EXPECT_THROW((void)inputs_on_in(samples, std::numeric_limits<double>::quiet_NaN()), base::Error);
  EXPECT_THROW((void)inputs_on_in({}, 0.5), base::Error);
  EXPECT_THROW((void)inputs_on_in({base::Sdr(3), base::Sdr(4)}, 0.5), base::Error);
}

}  // namespace
}  // namespace silipool::data
