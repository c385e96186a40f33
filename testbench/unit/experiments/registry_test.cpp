#include <silipool/experiments/experiment.hpp>

#include <atomic>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

namespace silipool::experiments {
namespace {

TEST(Registry, EveryExperimentSaysWhatItIs) {
  std::set<std::string_view> names;
  for (const Experiment& e : experiments()) {
    EXPECT_TRUE(names.insert(e.name).second) << e.name;
    EXPECT_TRUE(e.question.ends_with('?')) << e.name;
    EXPECT_FALSE(e.publication.empty()) << e.name;
    EXPECT_GT(e.repeats, 1U) << e.name << ": an interval takes two";
    EXPECT_EQ(&find_experiment(e.name), &e);
  }
  EXPECT_GE(names.size(), 20U);
}

TEST(Registry, AnotherNameIsRefusedWithThoseThatThereAre) {
  try {
    (void)find_experiment("noisy");
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_NE(std::string(error.what()).find("noisy"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("random_sdrs"), std::string::npos);
  }
}

TEST(Registry, ResultsDoNotDependOnThreads) {
  const Experiment& e = find_experiment("novelty");
  const Report one = run_experiment(e, {.repeats = 3, .quick = true, .threads = 1});
  const Report four = run_experiment(e, {.repeats = 3, .quick = true, .threads = 4});
  EXPECT_EQ(to_json(one), to_json(four));
  EXPECT_NE(to_json(one), to_json(run_experiment(e, {.seed = 2, .repeats = 3, .quick = true})));
}

TEST(Registry, StoppedBeforeItBeganThereIsNoVerdict) {
  const std::atomic<bool> stop{true};
  for (const char* name :
       {"noise", "sparsity", "bars_and_crosses", "fault_tolerance", "parameters", "random_search"}) {
    const Report report = run_experiment(find_experiment(name), {.quick = true, .stop = &stop});
    EXPECT_TRUE(report.interrupted) << name;
    EXPECT_FALSE(report.verdict) << name;
    for (const Table& table : report.tables) EXPECT_TRUE(table.rows.empty()) << name;
  }
}

}  // namespace
}  // namespace silipool::experiments
