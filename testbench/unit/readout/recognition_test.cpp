// The readout on images, pixel > 80: what the Spatial Pooler's codes are compared with.
#include <bit>
#include <cstdlib>

#include <gtest/gtest.h>

#include <silipool/base/digest.hpp>
#include <silipool/data/digits.hpp>
#include <silipool/data/encoder.hpp>
#include <silipool/data/sets.hpp>
#include <silipool/readout/counts.hpp>
#include <silipool/readout/nearest.hpp>
#include <silipool/readout/softmax.hpp>
#include <silipool/readout/svm.hpp>

namespace silipool::readout {
namespace {

FeatureSet features_of(const data::Images& images) {
  const data::Encoder encoder(data::Encoding::threshold, {80});
  FeatureSet set(images.height * images.width, 10);
  for (std::size_t i = 0; i < images.size(); ++i) set.add(encoder.encode(images.image(i)), images.labels[i]);
  return set;
}

TEST(Recognition, WeightsAreTheSameBitsEverywhere) {
  Softmax readout(784, 10, {});
  readout.train(features_of(data::digits("train", 2000, 42)));
  base::Digest digest;
  for (std::size_t f = 0; f < 784; ++f)
    for (unsigned c = 0; c < 10; ++c) digest.u64(std::bit_cast<std::uint64_t>(readout.weight(f, c)));
  EXPECT_EQ(digest.hex(), "090f4df1a76967a7");
}

TEST(Recognition, BuiltInDigitsAreNeitherTrivialNorHopeless) {
  Softmax readout(784, 10, {});
  readout.train(features_of(data::digits("train", 10000, 42)));
  const double accuracy = readout.accuracy(features_of(data::digits("test", 2000, 42)));
  EXPECT_GT(accuracy, 0.85);
  EXPECT_LT(accuracy, 0.97);
}

/// To the sample, except where a library decides on the last bits.
TEST(Recognition, EveryRuleOnBuiltInDigits) {
  const FeatureSet train = features_of(data::digits("train", 2000, 42));
  const FeatureSet test = features_of(data::digits("test", 1000, 42));
  const auto accuracy = [&](Readout&& readout) {
    readout.train(train);
    return readout.accuracy(test);
  };
  EXPECT_EQ(accuracy(Softmax(784, 10, {})), 0.878);
  EXPECT_EQ(accuracy(Softmax(784, 10, {.weight_bits = 4})), 0.871);
  EXPECT_EQ(accuracy(Counts(784, 10)), 0.547);
  EXPECT_EQ(accuracy(Nearest(784, 10, 1)), 0.776);
  EXPECT_EQ(accuracy(Nearest(784, 10, 5)), 0.786);
  if (has_liblinear()) {
    EXPECT_NEAR(accuracy(Svm(784, 10, 0.01)), 0.889, 0.0021) << "all but the samples on a border";
  }
}

TEST(Recognition, RealMnistAsALinearClassifierShould) {
  if (std::getenv("SILIPOOL_DATA") == nullptr)
    GTEST_SKIP() << "SILIPOOL_DATA is not set: the folder that holds mnist/";
  const auto where = data::search_path();
  Softmax readout(784, 10, {});
  readout.train(features_of(data::load({"mnist/train", {}, {}}, where, 0)));
  const double accuracy = readout.accuracy(features_of(data::load({"mnist/test", {}, {}}, where, 0)));
  EXPECT_GT(accuracy, 0.910);
  EXPECT_LT(accuracy, 0.925);
}

}  // namespace
}  // namespace silipool::readout
