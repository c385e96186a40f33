#include <string>

#include <gtest/gtest.h>

#include <silipool/base/file.hpp>
#include <silipool/sweep/metrics.hpp>
#include <silipool/sweep/study.hpp>

namespace silipool::sweep {
namespace {

TEST(Docs, KeysAreThoseOfTheReader) {
  const std::string page = base::read_file(std::string(SILIPOOL_SOURCE_DIR) + "/docs/sweeps.md");
  const std::string begin = "<!-- keys -->\n";
  const std::size_t from = page.find(begin);
  ASSERT_NE(from, std::string::npos);
  EXPECT_TRUE(page.substr(from + begin.size()) == markdown()) << "docs/sweeps.md must end with:\n"
                                                              << begin << markdown();
}

TEST(Docs, UnitsAreThoseOfTheLongestName) {
  EXPECT_EQ(unit_of("accuracy.test"), "fraction");
  EXPECT_EQ(unit_of("crossbar.learn.reads"), "1/step");
  EXPECT_EQ(unit_of("crossbar.learn.read_s"), "s/step");
  EXPECT_EQ(unit_of("crossbar.life.years_first"), "years");
  EXPECT_EQ(unit_of("estimate.learn.energy_j.nominal"), "J/step");
  EXPECT_EQ(unit_of("estimate.area_m2.all.nominal"), "m2");
  EXPECT_EQ(unit_of("tables.x.0.y"), "");
}

}  // namespace
}  // namespace silipool::sweep
