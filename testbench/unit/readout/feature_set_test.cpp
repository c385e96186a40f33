#include <silipool/readout/feature_set.hpp>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

namespace silipool::readout {
namespace {

TEST(FeatureSet, CompressedRows) {
  FeatureSet set(70, 3);
  base::Sdr first(70);
  first.set(69);
  first.set(2);
  set.add(first, 2);
  set.add(base::Sdr(70), 0);
  base::Sdr third(70);
  third.set(64);
  set.add(third, 1);
  EXPECT_EQ(set.size(), 3U);
  EXPECT_EQ(set.offsets, (std::vector<std::uint32_t>{0, 2, 2, 3}));
  EXPECT_EQ(set.indices, (std::vector<std::uint32_t>{2, 69, 64}));
  EXPECT_EQ(set.labels, (std::vector<std::uint8_t>{2, 0, 1}));
  EXPECT_EQ(set.active(1).size(), 0U);
  EXPECT_EQ(set.active(2)[0], 64U);
}

TEST(FeatureSet, RefusesWhatDoesNotFit) {
  FeatureSet set(70, 3);
  EXPECT_THROW(set.add(base::Sdr(71), 0), base::Error);
  EXPECT_THROW(set.add(base::Sdr(70), 3), base::Error);
  EXPECT_EQ(set.size(), 0U);
  EXPECT_THROW(FeatureSet(70, 0), base::Error);
  EXPECT_THROW(FeatureSet(70, 257), base::Error);
}

}  // namespace
}  // namespace silipool::readout
