#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/engine/activity.hpp>

namespace silipool::engine {
namespace {

TEST(Activity, CountsComeBack) {
  std::vector<sp::Count> counts = counts_of({});
  std::uint64_t value = 1;
  for (sp::Count& count : counts) count.value = value++;
  EXPECT_EQ(counts_of(activity_from(counts)), counts);
  EXPECT_EQ(activity_from(counts).steps, 1U);
  EXPECT_EQ(activity_from(counts).boost_updates, value - 1);
}

TEST(Activity, OtherCountsAreRefused) {
  std::vector<sp::Count> counts = counts_of({});
  counts.back().name = "flights";
  EXPECT_THROW((void)activity_from(counts), base::Error);
  counts.pop_back();
  EXPECT_THROW((void)activity_from(counts), base::Error);
  EXPECT_THROW((void)activity_from({}), base::Error);
}

}  // namespace
}  // namespace silipool::engine
