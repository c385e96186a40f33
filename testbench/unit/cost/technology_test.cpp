#include <silipool/cost/technology.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include <silipool/base/file.hpp>

#include "refusal.hpp"

namespace silipool::cost {
namespace {

/// A folder of tables that takes the place of the source tree's for one test.
class OwnTables : public ::testing::Test {
 protected:
  OwnTables() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              ("silipool.cost." + std::string(info->name()) + "." + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    (void)setenv("SILIPOOL_COST_TABLES", folder_.c_str(), 1);
  }
  ~OwnTables() override {
    (void)unsetenv("SILIPOOL_COST_TABLES");
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::filesystem::path folder_;
};

TEST(Technology, TheDefaultPricesEveryOperation) {
  const CostTable table = load_cost_table("cmos45");
  EXPECT_EQ(table.name, "cmos45");
  for (const Operation& operation : operations()) {
    const Cost& cost = table.cost_of(operation.name);
    EXPECT_GT(cost.energy.low, 0) << operation.name;
    EXPECT_LT(cost.energy.low, cost.energy.high) << operation.name;
    EXPECT_LT(cost.energy.high, 1e-10) << operation.name;
    EXPECT_NE(cost.node.find(" nm"), std::string::npos) << operation.name;
  }
}

TEST(Technology, EveryTableOfTheTreeLoads) {
  const auto known = known_technologies();
  EXPECT_NE(std::find(known.begin(), known.end(), "cmos45"), known.end());
  for (const std::string& name : known) EXPECT_EQ(load_cost_table(name).name, name);
}

TEST(Technology, UnknownOnesAreListedAgainst) {
  const std::string message = test::refusal([] { (void)load_cost_table("../tables/cmos45"); });
  EXPECT_EQ(message.rfind("unknown technology '../tables/cmos45': ", 0), 0U) << message;
  EXPECT_NE(message.find(" has cmos45"), std::string::npos) << message;
}

TEST_F(OwnTables, AreSortedAndTakeThePlaceOfTheDefault) {
  base::write_file(folder_ / "test.toml", test::kTable);
  base::write_file(folder_ / "a.toml", test::kTable);
  base::write_file(folder_ / "notes.txt", "");
  EXPECT_EQ(known_technologies(), (std::vector<std::string>{"a", "test"}));
  EXPECT_EQ(load_cost_table("test").costs.size(), 2U);
  EXPECT_EQ(test::refusal([] { (void)load_cost_table("cmos45"); }),
            "unknown technology 'cmos45': " + folder_.string() + " has a, test");
  EXPECT_EQ(test::refusal([] { (void)load_cost_table("a"); }),
            (folder_ / "a.toml").string() + ": the table is named 'test', it must be 'a' as the file");
}

TEST_F(OwnTables, MayBeEmptyOrMissing) {
  EXPECT_EQ(test::refusal([] { (void)load_cost_table("cmos45"); }),
            "unknown technology 'cmos45': " + folder_.string() + " has no cost tables");
  std::filesystem::remove_all(folder_);
  EXPECT_EQ(test::refusal([] { (void)known_technologies(); }).rfind(folder_.string() + ": cannot list", 0),
            0U);
}

}  // namespace
}  // namespace silipool::cost
