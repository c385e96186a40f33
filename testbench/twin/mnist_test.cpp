// Presets against their twins on MNIST. Criterion and figures: docs/presets.md.
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include <silipool/data/sets.hpp>

#include "cases.hpp"

namespace silipool::twin {
namespace {

constexpr std::uint32_t kSeeds = 6;

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
  /// `entropy_agrees` false: a difference that docs/presets.md reports; the test fails when it is gone.
  static void agree(const Case& c, std::size_t train, std::size_t test, bool entropy_agrees = true) {
    const Agreement a = compare(c, samples(train, test), kSeeds);
    EXPECT_TRUE(a.accuracy.agrees());
    EXPECT_EQ(a.entropy_ratio.agrees(), entropy_agrees);
    EXPECT_TRUE(a.density.agrees());
  }
};

TEST_F(TwinsOnMnist, Mhtm) { agree(mhtm(), 2000, 1000); }
TEST_F(TwinsOnMnist, MhtmLocal) { agree(mhtm_local(), 1000, 1000); }
TEST_F(TwinsOnMnist, Nupic) { agree(nupic(), 2000, 1000, false); }
TEST_F(TwinsOnMnist, HtmCore) { agree(htm_core(), 2000, 1000); }
TEST_F(TwinsOnMnist, HtmCoreSmall) { agree(htm_core_small(), 2000, 1000); }
TEST_F(TwinsOnMnist, Cui2017) { agree(cui2017(), 2000, 1000); }
TEST_F(TwinsOnMnist, McDougall2017) { agree(mcdougall2017(), 2000, 1000); }

}  // namespace
}  // namespace silipool::twin
