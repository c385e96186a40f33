#include <silipool/sweep/planner.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/store/owner.hpp>

#include "fixture.hpp"

namespace silipool::sweep {
namespace {

const std::string kColumns = "[[axis]]\nkey = \"pooler.active_columns\"\nvalues = [1, 2, 3]\n";
const std::string kStrength = "[[axis]]\nkey = \"boosting.strength\"\nvalues = [4, 8]\n";

Planner planned(const std::string& more, const std::string& root = "", const std::string& version = "v") {
  return {sweep_of(more, root), version, Checks{}};
}

std::string value(const store::Point& point, const std::string& name) {
  for (const store::Parameter& p : point.parameters)
    if (p.name == name) return std::visit([](const auto& v) { return fmt::format("{}", v); }, p.value);
  return "absent";
}

/// "1/4 1/8 ..." over all points.
std::string values(const Planner& planner, const std::vector<std::string>& names) {
  std::string all;
  for (const store::Point& point : planner.points()) {
    all += all.empty() ? "" : " ";
    for (std::size_t i = 0; i < names.size(); ++i)
      all.append(i == 0 ? "" : "/").append(value(point, names[i]));
  }
  return all;
}

const std::vector<std::string> kBoth{"pooler.active_columns", "boosting.strength"};

TEST(Planner, AGridRunsThroughItsLastAxisFirstAndSeedsWithin) {
  EXPECT_EQ(values(planned(kColumns + kStrength), kBoth), "1/4 1/8 2/4 2/8 3/4 3/8");
  const Planner p = planned(kColumns + "[repeat]\nseeds = 2");
  EXPECT_EQ(values(p, {"pooler.active_columns", "seed"}), "1/1 1/2 2/1 2/2 3/1 3/2");
  EXPECT_EQ(p.points()[3].design, 1);
  EXPECT_EQ(p.points()[3].number, 3);
  EXPECT_NE(p.points()[3].config.find("pooler.active_columns = 2\n"), std::string::npos);
}

TEST(Planner, AConditionalAxisIsThereOnlyWhereItHolds) {
  EXPECT_EQ(values(planned(kColumns + kStrength + "when = \"pooler.active_columns == 2\"\n"), kBoth),
            "1/absent 2/4 2/8 3/absent");
}

TEST(Planner, ConstraintsSeeDefaultsThatFollow) {
  const Planner p =
      planned(kColumns + kStrength, "constraints = [\"pooler.active_columns * boosting.strength <= 12\"]");
  EXPECT_EQ(values(p, kBoth), "1/4 1/8 2/4 3/4");
  EXPECT_EQ(p.excluded(), 2);
}

TEST(Planner, AnIllegalPointIsAnErrorUnlessAConstraintLeavesItOut) {
  const std::string axis = "[[axis]]\nkey = \"pooler.active_columns\"\nvalues = [1, 99]\n";
  try {
    (void)planned(axis);
    ADD_FAILURE();
  } catch (const base::Error& error) {
    const std::string what = error.what();
    EXPECT_NE(what.find("s.toml:4: pooler.active_columns = 99"), std::string::npos) << what;
    EXPECT_NE(what.find("1..8"), std::string::npos) << what;
  }
  EXPECT_EQ(planned(axis, "constraints = [\"pooler.active_columns <= pooler.columns_per_hypercolumn\"]")
                .points()
                .size(),
            1U);
  EXPECT_THROW((void)planned(axis, "constraints = [\"pooler.active_columns == 5\"]"), base::Error);
}

TEST(Planner, ChecksOfTheDoorAreAsked) {
  const Checks no{.arguments = [](const std::vector<std::string>&) { base::bad_input("no such option"); },
                  .config = {}};
  EXPECT_THROW((void)Planner(sweep_of(kColumns), "v", no), base::Error);
}

TEST(Planner, ArgumentsBecomeOptions) {
  const Planner p = planned(
      "[arguments]\ntrain = 5\nno-baselines = true\nlockstep = false\nengine = \"$(id)\"\n[[axis]]\nkey = "
      "\"arguments.test\"\nvalues = [1, 2]\n");
  EXPECT_EQ(p.points()[1].arguments,
            (std::vector<std::string>{"--train=5", "--no-baselines", "--engine=$(id)", "--test=2"}));
  EXPECT_NE(p.points()[1].reproduce.find(" '--engine=$(id)' --test=2"), std::string::npos)
      << p.points()[1].reproduce;
}

TEST(Planner, TheAddressIsOfAllThatCountsAndNothingElse) {
  const auto id = [](const std::string& more, const std::string& version = "v") {
    return planned(more, "", version).points().front().id;
  };
  const std::string first = id("");
  EXPECT_EQ(first.size(), 32U);
  EXPECT_EQ(id("[set]\nname = \"other\""), first);
  EXPECT_EQ(id("[set]\npooler.active_columns = 2"), first) << "what tiny.toml says already";
  EXPECT_EQ(id("[limits]\nseconds = 5"), first);
  std::set<std::string> all{first,
                            id("", "w"),
                            id("[set]\npooler.active_columns = 1"),
                            id("[repeat]\nseeds = [9]"),
                            id("[arguments]\ntrain = 5"),
                            id("[arguments]\ntest = 5")};
  EXPECT_EQ(all.size(), 6U);
  // More values leave the points that were there as they are.
  const Planner few = planned(kColumns);
  const Planner more = planned("[[axis]]\nkey = \"pooler.active_columns\"\nvalues = [4, 1, 2, 3]\n");
  EXPECT_EQ(more.points()[1].id, few.points()[0].id);
}

TEST(Planner, EqualPointsAreOne) {
  const Planner p = planned("[[axis]]\nkey = \"pooler.active_columns\"\nvalues = [1, 1, 2]\n");
  EXPECT_EQ(p.points().size(), 2U);
  EXPECT_EQ(p.repeated(), 1);
}

const std::string kRange =
    "[[axis]]\nkey = \"learning.increment_probability\"\nfrom = 0.01\nto = 0.1\nscale = \"log\"\n";
const std::string kWhole = "[[axis]]\nkey = \"pooler.active_columns\"\nfrom = 1\nto = 4\n";

TEST(Planner, RandomDrawsAreInRangeAndMoreOfThemBeginWithTheSame) {
  const Planner few = planned(kRange + kWhole + "[method]\nname = \"random\"\npoints = 5");
  const Planner many = planned(kRange + kWhole + "[method]\nname = \"random\"\npoints = 40");
  ASSERT_EQ(many.points().size(), 40U);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(few.points()[i].id, many.points()[i].id);
  for (const store::Point& p : many.points()) {
    const double rate = std::stod(value(p, "learning.increment_probability"));
    EXPECT_GE(rate, 0.01);
    EXPECT_LE(rate, 0.1);
    seen.insert(value(p, "pooler.active_columns"));
  }
  EXPECT_EQ(seen, (std::set<std::string>{"1", "2", "3", "4"}));
  const Planner other = planned(kRange + kWhole + "[method]\nname = \"random\"\npoints = 5\nseed = 2");
  EXPECT_NE(other.points()[0].id, few.points()[0].id);
  // Four values cannot give five points.
  EXPECT_THROW((void)planned(kWhole + "[method]\nname = \"random\"\npoints = 5"), base::Error);
}

TEST(Planner, ALatinHypercubeTakesEachPartOfEachAxisOnce) {
  const Planner p = planned(
      "[[axis]]\nkey = \"learning.increment_probability\"\nfrom = 0.1\nto = 0.9\n[[axis]]\nkey = "
      "\"learning.decrement_probability\"\nfrom = 0.1\nto = 0.9\n"
      "[method]\nname = \"latin_hypercube\"\npoints = 8");
  for (const char* key : {"learning.increment_probability", "learning.decrement_probability"}) {
    std::set<int> parts;
    for (const store::Point& point : p.points())
      parts.insert(static_cast<int>((std::stod(value(point, key)) - 0.1) * 10));
    EXPECT_EQ(parts.size(), 8U) << key;
  }
}

TEST(Planner, HalvingTakesTheBestWithMore) {
  const Planner p = planned(
      "[arguments]\nvalidate = 50\n[[axis]]\nkey = \"boosting.strength\"\nvalues = [1, 2, 3, 4, 5]\n"
      "[method]\nname = \"halving\"\neta = 2\nrungs = 3\nfirst_budget = 10");
  EXPECT_EQ(p.total(), 5 + 3 + 2);
  EXPECT_DOUBLE_EQ(p.work(), 5 + 2 * 3 + 4 * 2);
  const std::filesystem::path file = testing::TempDir() + "halving.sqlite";
  std::filesystem::remove(file);
  store::Store store = store::Store::create(file);
  store.plan({"s", "run", "", "", "", ""}, {"v", "", "{}"}, p.points());
  const std::string owner = store::this_owner();
  // The score of a strength; 5 fails.
  const auto finish_all = [&] {
    while (const auto point = store.claim("v", owner)) {
      store::Ending e;
      const int strength = std::stoi(value(*point, "boosting.strength"));
      e.done = strength != 5;
      e.reason = e.done ? "" : "failed";
      e.metrics = {{"accuracy.test", strength == 3 ? 0.9 : 0.1 * strength, "", false}};
      (void)store.finish("v", point->id, owner, e, false);
    }
  };
  EXPECT_TRUE(p.advance(store)) << "the first rung is not done";
  EXPECT_EQ(store.counts("v").total(), 5);
  finish_all();
  EXPECT_TRUE(p.advance(store));
  EXPECT_TRUE(p.advance(store)) << "a second time nothing happens";
  EXPECT_EQ(store.counts("v").total(), 8);
  finish_all();
  EXPECT_TRUE(p.advance(store));
  finish_all();
  EXPECT_FALSE(p.advance(store));
  std::string taken;
  for (const store::Row& row : store.rows("v"))
    taken += fmt::format("{}:{}:{} ", row.point.rung, value(row.point, "arguments.train"),
                         value(row.point, "boosting.strength"));
  EXPECT_EQ(taken, "0:10:1 0:10:2 0:10:3 0:10:4 0:10:5 1:20:2 1:20:3 1:20:4 2:40:3 2:40:4 ");
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace silipool::sweep
