#include <random_search.hpp>

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include <classified.hpp>

namespace silipool::experiments::published {
namespace {

TEST(RandomSearch, EverySampleIsHeldOutOnce) {
  std::vector<std::size_t> held(23);
  for (std::size_t f = 0; f < 5; ++f) {
    const Fold fold = fold_of(held.size(), 5, f);
    EXPECT_EQ(fold.learned.size() + fold.held.size(), held.size());
    for (const std::size_t i : fold.held) {
      ++held[i];
      EXPECT_FALSE(std::ranges::binary_search(fold.learned, i));
    }
  }
  EXPECT_EQ(held, std::vector<std::size_t>(23, 1));
}

TEST(RandomSearch, APointIsAFunctionOfSeedAndNumber) {
  const std::vector<Dimension> space = search_space();
  // A dimension keeps its draw whatever stands beside it.
  std::vector<Dimension> turned(space.rbegin(), space.rend());
  std::vector<std::size_t> values = draw_point(turned, 3, 17);
  std::ranges::reverse(values);
  EXPECT_EQ(values, draw_point(space, 3, 17));
  EXPECT_NE(values, draw_point(space, 4, 17));
  EXPECT_NE(values, draw_point(space, 3, 18));
}

TEST(RandomSearch, EveryValueIsDrawnAndEverySettingIsLegal) {
  const std::vector<Dimension> space = search_space();
  std::vector<std::set<std::size_t>> seen(space.size());
  for (std::size_t point = 0; point < 200; ++point) {
    const std::vector<std::size_t> values = draw_point(space, 1, point);
    for (std::size_t d = 0; d < space.size(); ++d) seen[d].insert(values[d]);
    EXPECT_NO_THROW((void)base_config(Base::hypercolumns, "x", overrides_of(space, values))) << point;
  }
  std::uint64_t settings = 1;
  for (std::size_t d = 0; d < space.size(); ++d) {
    EXPECT_EQ(seen[d].size(), space[d].values.size()) << space[d].name;
    settings *= space[d].values.size();
  }
  EXPECT_EQ(settings, settings_of(space));
}

}  // namespace
}  // namespace silipool::experiments::published
