#include <silipool/sp/maps.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/random.hpp>

namespace silipool::sp {
namespace {

using Numbers = std::vector<std::uint32_t>;

base::Sdr sdr_of(std::size_t size, std::initializer_list<std::size_t> indices) {
  base::Sdr sdr(size);
  for (const std::size_t i : indices) sdr.set(i);
  return sdr;
}

// Column 0 sees inputs 0 1 2 in its slots 0 1 2, column 1 inputs 2 3 in 0 1, its slot 2 is void. Both win in
// every step, and a synapse is connected iff its input was on in the last one.
SpatialPooler two_columns() {
  const config::Config config = config::parse_config(R"(
name = "two"
[input]
shape = [4]
[pooler]
hypercolumns = [2]
columns_per_hypercolumn = 1
window = [3]
permanence_bits = 1
initially_connected = 0
active_columns = 1
stimulus_threshold = 0
[learning]
rule = "every_step"
)",
                                                     "two.toml");
  SpatialPooler pooler(config.structural, config.runtime);
  pooler.step(sdr_of(4, {0, 2}), true);
  return pooler;
}

TEST(Maps, ByHand) {
  const SpatialPooler pooler = two_columns();
  EXPECT_EQ(feature_map(pooler), (Numbers{1, 0, 1, 0}));
  EXPECT_EQ(votes(pooler, Numbers{0, 1}), (Numbers{1, 0, 2, 0}));
  EXPECT_EQ(votes(pooler, Numbers{1}), (Numbers{0, 0, 1, 0}));
  EXPECT_EQ(votes(pooler, Numbers{}), Numbers(4, 0));
  EXPECT_EQ(reconstruction(pooler, Numbers{0, 1}), sdr_of(4, {0, 2}));
  EXPECT_EQ(reconstruction(pooler, Numbers{1}), sdr_of(4, {2}));
  EXPECT_EQ(connections(pooler), sdr_of(6, {0, 2, 3}));
  const ReceptiveField field = receptive_field(pooler, 1);
  EXPECT_EQ(field.planes, 1U);
  EXPECT_EQ(field.height, 1U);
  EXPECT_EQ(field.width, 4U);
  EXPECT_EQ(field.permanences, (Numbers{0, 0, 1, 0}));
  EXPECT_EQ(field.potential, sdr_of(4, {2, 3}));
}

TEST(Maps, OfAFeatureMapByHand) {
  const Numbers features = {9, 0, 15, 8, 7};
  EXPECT_EQ(probabilistic_map(features, sdr_of(5, {0, 1, 4})), (Numbers{9, 0, 0, 0, 7}));
  const base::Sdr mask = reduction_mask(features, 8);
  EXPECT_EQ(mask, sdr_of(5, {0, 2, 3}));
  EXPECT_EQ(reduced(mask, sdr_of(5, {0, 1, 3, 4})), sdr_of(3, {0, 2}));
  EXPECT_EQ(reduced(base::Sdr(5), sdr_of(5, {0})), base::Sdr(0));
}

TEST(Maps, MostVotedByHand) {
  const Numbers votes = {2, 0, 5, 2, 2, 7};
  EXPECT_EQ(most_voted(votes, 0), base::Sdr(6));
  EXPECT_EQ(most_voted(votes, 2), sdr_of(6, {2, 5}));
  EXPECT_EQ(most_voted(votes, 4), sdr_of(6, {0, 2, 3, 5}));  // of equal votes the lowest inputs
  EXPECT_EQ(most_voted(votes, 9), sdr_of(6, {0, 2, 3, 4, 5}));
}

/// The permanence of a column's potential synapse on an input, -1 without one, by a search.
std::int64_t permanence_on(const SpatialPooler& pooler, std::size_t column, std::size_t input) {
  const config::Structural& s = pooler.structural();
  for (std::size_t slot = 0; slot < s.slots(); ++slot)
    if (pooler.pools().potential(column, slot) &&
        pooler.pools().input_of(column / s.columns_per_hypercolumn, slot) == static_cast<std::int32_t>(input))
      return pooler.permanence(column, slot);
  return -1;
}

TEST(Maps, AsASearchOnRandomPoolers) {
  base::Stream stream(1, "test.maps");
  std::size_t connected_inputs = 0;
  for (int round = 0; round < 150; ++round) {
    const config::Config config = config::random_config(stream);
    const config::Structural& s = config.structural;
    SpatialPooler pooler(s, config.runtime);
    Numbers winners;
    for (int step = 0; step < 20; ++step) {
      base::Sdr input(s.inputs());
      for (std::size_t i = 0; i < s.inputs(); ++i)
        if (stream.below(3) == 0) input.set(i);
      winners = pooler.step(input, true).winners;
    }
    const Numbers features = feature_map(pooler);
    const Numbers counts = votes(pooler, winners);
    const base::Sdr rebuilt = reconstruction(pooler, winners);
    const base::Sdr mask = reduction_mask(features, s.connected_threshold);
    const auto column = static_cast<std::size_t>(stream.below(s.columns()));
    const ReceptiveField field = receptive_field(pooler, column);
    ASSERT_EQ(features.size(), s.inputs());
    ASSERT_EQ(field.planes * field.height * field.width, s.inputs());
    for (std::size_t i = 0; i < s.inputs(); ++i) {
      std::int64_t greatest = 0;
      std::uint32_t voters = 0;
      for (std::size_t c = 0; c < s.columns(); ++c) {
        const std::int64_t permanence = permanence_on(pooler, c, i);
        greatest = std::max(greatest, permanence);
        if (permanence >= s.connected_threshold &&
            std::find(winners.begin(), winners.end(), c) != winners.end())
          ++voters;
      }
      ASSERT_EQ(features[i], greatest) << "round " << round << " input " << i;
      ASSERT_EQ(mask.test(i), greatest >= s.connected_threshold) << "round " << round << " input " << i;
      ASSERT_EQ(counts[i], voters) << "round " << round << " input " << i;
      ASSERT_EQ(rebuilt.test(i), voters > 0) << "round " << round << " input " << i;
      const std::int64_t own = permanence_on(pooler, column, i);
      ASSERT_EQ(field.permanences[i], std::max<std::int64_t>(own, 0)) << "round " << round << " input " << i;
      ASSERT_EQ(field.potential.test(i), own >= 0) << "round " << round << " input " << i;
      connected_inputs += rebuilt.test(i) ? 1 : 0;
    }
    const base::Sdr connected = connections(pooler);
    for (std::size_t c = 0; c < s.columns(); ++c)
      for (std::size_t slot = 0; slot < s.slots(); ++slot)
        ASSERT_EQ(connected.test(c * s.slots() + slot), pooler.permanence(c, slot) >= s.connected_threshold)
            << "round " << round << " column " << c << " slot " << slot;
  }
  EXPECT_GT(connected_inputs, 500U);
}

TEST(Maps, Refuse) {
  const SpatialPooler pooler = two_columns();
  EXPECT_THROW((void)votes(pooler, Numbers{2}), base::Error);
  EXPECT_THROW((void)receptive_field(pooler, 2), base::Error);
  EXPECT_THROW((void)probabilistic_map(Numbers{1, 2}, base::Sdr(3)), base::Error);
  EXPECT_THROW((void)reduced(base::Sdr(4), base::Sdr(3)), base::Error);
}

}  // namespace
}  // namespace silipool::sp
