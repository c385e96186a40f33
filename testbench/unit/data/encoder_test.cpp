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
