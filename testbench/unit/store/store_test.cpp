#include <silipool/store/store.hpp>

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/store/owner.hpp>

namespace silipool::store {
namespace {

constexpr const char* kHostile =
    "'; DROP TABLE points; --\n\"$(touch pwned)\" <script>alert(1)</script> \xc3\xa9";

class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "store-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static Point point(int number) {
    Point p;
    p.id = "point" + std::to_string(number);
    p.number = number;
    p.design = number / 2;
    p.parameters = {{"pooler.active_columns", std::int64_t{number}}, {"text", kHostile}};
    p.seed = number % 2;
    p.config = kHostile;
    p.arguments = {"--train=5", kHostile};
    p.reproduce = "silipool";
    return p;
  }
  static std::vector<Point> points(int count) {
    std::vector<Point> all;
    for (int i = 0; i < count; ++i) all.push_back(point(i));
    return all;
  }
  static inline const Study kStudy{"name", "run", "a.toml", kHostile, "b.toml", "text"};
  static Ending done(double accuracy) {
    Ending e;
    e.done = true;
    e.result = "{}";
    e.metrics = {{"accuracy.test", accuracy, "fraction", false}, {"state.digest", kHostile, "", false}};
    return e;
  }
  static Ending failed(std::int64_t attempts) {
    Ending e;
    e.reason = "killed";
    e.attempts = attempts;
    e.log = kHostile;
    return e;
  }
  Store fresh(int count) {
    Store store = Store::create(folder_ / "s.sqlite");
    store.plan(kStudy, {"v1", "p", "{}"}, points(count));
    return store;
  }
  /// The name of a process that has ended.
  static std::string dead_owner() {
    int pipe[2];
    EXPECT_EQ(::pipe(pipe), 0);
    const pid_t pid = ::fork();
    if (pid == 0) {
      const std::string name = this_owner();
      (void)!::write(pipe[1], name.data(), name.size());
      ::_exit(0);
    }
    char text[512];
    const ssize_t n = ::read(pipe[0], text, sizeof text);
    (void)::waitpid(pid, nullptr, 0);
    (void)::close(pipe[0]);
    (void)::close(pipe[1]);
    return {text, static_cast<std::size_t>(n)};
  }

  std::filesystem::path folder_;
};

TEST_F(StoreTest, WhatWasPutInComesBackWhateverItIs) {
  Store store = fresh(2);
  const std::string owner = this_owner();
  const Point p = store.claim("v1", owner).value();
  EXPECT_EQ(p.id, "point0");
  EXPECT_EQ(p.config, kHostile);
  EXPECT_EQ(p.arguments, point(0).arguments);
  EXPECT_TRUE(store.finish("v1", p.id, owner, done(0.5), false).kept);
  const Row row = store.rows("v1").front();
  EXPECT_EQ(row.status, Status::done);
  EXPECT_EQ(std::get<std::string>(row.point.parameters.at(1).value), kHostile);
  EXPECT_EQ(std::get<double>(row.ending.metrics.at(0).value), 0.5);
  EXPECT_EQ(row.ending.metrics.at(0).unit, "fraction");
  EXPECT_EQ(std::get<std::string>(row.ending.metrics.at(1).value), kHostile);
  EXPECT_EQ(store.study()->text, kHostile);
  EXPECT_EQ(Store::open(folder_ / "s.sqlite").counts("v1").done, 1);
}

TEST_F(StoreTest, EachPointIsClaimedOnceInTheOrderOfThePlan) {
  Store store = fresh(3);
  Store other = Store::open(folder_ / "s.sqlite");
  EXPECT_EQ(store.claim("v1", "a b c d e")->id, "point0");
  EXPECT_EQ(other.claim("v1", "f g h i j")->id, "point1");
  EXPECT_EQ(store.claim("v1", "a b c d e")->id, "point2");
  EXPECT_FALSE(other.claim("v1", "f g h i j"));
  store.release("a b c d e");
  // What became free again comes after what this one has not looked at yet.
  EXPECT_EQ(other.claim("v1", "f g h i j")->id, "point2");
  EXPECT_EQ(other.claim("v1", "f g h i j")->id, "point0");
  EXPECT_EQ(store.counts("v1").running, 3);
}

TEST_F(StoreTest, AClaimOfTheDeadIsTakenOverAndItsResultIsNotTaken) {
  Store store = fresh(2);
  const std::string dead = dead_owner();
  ASSERT_EQ(store.claim("v1", dead)->id, "point0");
  ASSERT_EQ(store.claim("v1", this_owner())->id, "point1");  // the living one keeps its point
  EXPECT_EQ(store.take_over(), 1);
  const std::string owner = this_owner();
  ASSERT_EQ(store.claim("v1", owner)->id, "point0");
  EXPECT_FALSE(store.finish("v1", "point0", dead, done(1), false).kept);
  EXPECT_TRUE(store.finish("v1", "point0", owner, done(0.25), false).kept);
  EXPECT_EQ(std::get<double>(store.rows("v1").front().ending.metrics.front().value), 0.25);
}

TEST_F(StoreTest, AClaimFromElsewhereHoldsForItsLease) {
  Store store = fresh(1);
  const std::string elsewhere = "another-host boot 1 1 0";
  ASSERT_TRUE(store.claim("v1", elsewhere));
  EXPECT_EQ(store.take_over(), 0);
}

TEST_F(StoreTest, AKilledPointIsTriedAgainSoOften) {
  Store store = fresh(1);
  const std::string owner = this_owner();
  for (int attempt = 1; attempt <= 3; ++attempt) {
    const auto p = store.claim("v1", owner);
    ASSERT_TRUE(p) << attempt;
    (void)store.finish("v1", p->id, owner, failed(3), false);
  }
  EXPECT_FALSE(store.claim("v1", owner));
  Row row = store.rows("v1", true).front();
  EXPECT_EQ(row.status, Status::failed);
  EXPECT_EQ(row.attempts, 3);
  EXPECT_EQ(row.ending.reason, "killed");
  EXPECT_EQ(row.ending.log, kHostile);
  store.retry_failed("v1");
  const auto p = store.claim("v1", owner);
  ASSERT_TRUE(p);
  (void)store.finish("v1", p->id, owner, failed(0), false);  // by itself: at once
  EXPECT_EQ(store.counts("v1").failed, 1);
}

TEST_F(StoreTest, ANewPlanKeepsWhatIsDone) {
  Store store = fresh(2);
  const std::string owner = this_owner();
  (void)store.finish("v1", store.claim("v1", owner)->id, owner, done(0.5), false);
  store.plan(kStudy, {"v1", "p", "{}"}, points(3));
  EXPECT_EQ(store.counts("v1").done, 1);
  EXPECT_EQ(store.counts("v1").waiting, 2);
  // Another version of the code begins anew, beside it.
  Point other = point(0);
  other.id = "other";
  store.plan(kStudy, {"v2", "p", "{}"}, {other});
  EXPECT_EQ(store.code_version(), "v2");
  EXPECT_EQ(store.counts("v2").waiting, 1);
  EXPECT_EQ(store.counts("v1").done, 1);
  EXPECT_EQ(store.code_versions(), std::vector<std::string>{"v1"});
}

TEST_F(StoreTest, APlanWithoutPointsThatRunIsRefused) {
  Store store = fresh(2);
  ASSERT_TRUE(store.claim("v1", this_owner()));
  EXPECT_THROW(store.plan(kStudy, {"v1", "p", "{}"}, {point(1)}), base::Error);
  EXPECT_EQ(store.counts("v1").total(), 2);
}

TEST_F(StoreTest, ShardsAreMergedAndTheirRestWaits) {
  Store store = fresh(3);
  auto [shard, mine] = store.make_shard("v1", 0, 2, folder_);
  ASSERT_EQ(mine.size(), 2U);
  EXPECT_EQ(store.counts("v1").running, 2);
  EXPECT_EQ(store.take_over(), 0);
  {
    Store part = Store::create(shard.file, Store::Journal::rollback);
    part.plan(kStudy, {"v1", "", "{}"}, mine);
    const std::string owner = this_owner();
    (void)part.finish("v1", part.claim("v1", owner)->id, owner, done(0.75), false);
  }
  store.submitted({shard}, "7");
  EXPECT_EQ(store.shards().front().job, "7");
  EXPECT_EQ(store.close(shard), 1);
  EXPECT_TRUE(store.shards().empty());
  EXPECT_EQ(store.counts("v1").done, 1);
  EXPECT_EQ(store.counts("v1").waiting, 2);
  auto [lost, none] = store.make_shard("v1", 1, 5, folder_);  // whose store was never made
  EXPECT_EQ(none.size(), 2U);
  EXPECT_EQ(store.close(lost), 0);
  EXPECT_EQ(store.counts("v1").waiting, 2);
}

TEST_F(StoreTest, WhatIsNoStoreIsRefusedAndLeftAlone) {
  const std::filesystem::path file = folder_ / "other";
  base::write_file(file, "precious");
  EXPECT_THROW((void)Store::open(file), base::Error);
  EXPECT_THROW((void)Store::create(file), base::Error);
  EXPECT_EQ(base::read_file(file), "precious");
  EXPECT_THROW((void)Store::open(folder_ / "absent"), base::Error);
  // SQLite, but of somebody else.
  (void)fresh(1);
  std::string bytes = base::read_file(folder_ / "s.sqlite");
  bytes[68] = 0;  // application_id
  base::write_file(folder_ / "foreign.sqlite", bytes);
  EXPECT_THROW((void)Store::open(folder_ / "foreign.sqlite"), base::Error);
}

TEST_F(StoreTest, TheDocumentedSchemaIsTheOneThatIsUsed) {
  const std::string page = base::read_file(std::string(SILIPOOL_SOURCE_DIR) + "/docs/sweeps.md");
  const std::string source = base::read_file(std::string(SILIPOOL_SOURCE_DIR) + "/sim/store/src/schema.cpp");
  const std::size_t from = source.find("R\"(") + 3;
  const std::string sql = source.substr(from, source.find(")\";", from) - from);
  ASSERT_GT(sql.size(), 1000U);
  EXPECT_NE(page.find("```sql\n" + sql + "```"), std::string::npos)
      << "docs/sweeps.md, section \"The store\", must hold:\n"
      << sql;
}

}  // namespace
}  // namespace silipool::store
