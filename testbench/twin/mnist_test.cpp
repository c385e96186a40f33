// Presets against their twins on MNIST. Criterion and figures: docs/presets.md.
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include <silipool/data/sets.hpp>

#include "cases.hpp"

namespace silipool::twin {
namespace {

constexpr std::uint32_t kSeeds = 4;
/// What is allowed follows from how far seeds scatter at this size.
constexpr Margins within(double accuracy, double entropy_ratio = 0.03) {
  return {.accuracy = accuracy, .entropy_ratio = entropy_ratio, .density = 0.003};
}

class TwinsOnMnist : public testing::Test {
 protected:
  void SetUp() override {
    if (!data::available({"mnist/train", {}, {}}, data::search_path()))
      GTEST_SKIP() << "MNIST is not there: set SILIPOOL_DATA";
  }
  static Data samples(std::size_t train, std::size_t test) {
    const data::SearchPath where = data::search_path();
    return {data::load({"mnist/train", {}, {}}, where, 1).slice(0, train),
            data::load({"mnist/test", {}, {}}, where, 1).slice(0, test)};
  }
  static void agree(const Case& c, std::size_t train, std::size_t test, const Margins& margins) {
    const Agreement a = compare(c, samples(train, test), kSeeds);
    EXPECT_TRUE(a.accuracy.within(margins.accuracy));
    EXPECT_TRUE(a.entropy_ratio.within(margins.entropy_ratio));
    EXPECT_TRUE(a.density.within(margins.density));
  }
};

TEST_F(TwinsOnMnist, Mhtm) { agree(mhtm(), 4000, 2000, within(0.02)); }
TEST_F(TwinsOnMnist, MhtmLocal) { agree(mhtm_local(), 1500, 2000, within(0.02)); }
TEST_F(TwinsOnMnist, Nupic) { agree(nupic(), 4000, 2000, within(0.03)); }
TEST_F(TwinsOnMnist, HtmCore) { agree(htm_core(), 4000, 2000, within(0.01)); }
TEST_F(TwinsOnMnist, HtmCoreSmall) { agree(htm_core_small(), 4000, 2000, within(0.015)); }
TEST_F(TwinsOnMnist, Cui2017) { agree(cui2017(), 4000, 2000, within(0.03, 0.04)); }
TEST_F(TwinsOnMnist, McDougall2017) { agree(mcdougall2017(), 2000, 2000, within(0.02)); }

}  // namespace
}  // namespace silipool::twin
