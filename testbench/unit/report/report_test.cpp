#include <silipool/report/data.hpp>
#include <silipool/report/page.hpp>

#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/store/owner.hpp>

namespace silipool::report {
namespace {

using Json = nlohmann::json;

constexpr const char* kHostile = "</script><script>alert(1)</script><!-- \"'&\n$(touch pwned)";
constexpr const char* kVersion = "1+0";

class ReportTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "report-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    base::write_file(folder_ / "d3.js", "let d3; // </script>");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// Two designs of two seeds each; the last point fails.
  store::Store make_store(const std::string& text) const {
    store::Store store = store::Store::create(folder_ / "s.sqlite");
    std::vector<store::Point> points;
    for (int i = 0; i < 4; ++i) {
      store::Point p;
      p.id = "point" + std::to_string(i);
      p.number = i;
      p.design = i / 2;
      p.seed = i % 2;
      p.parameters = {{"pooler.active_columns", std::int64_t{1 + i / 2}}, {"text", text}};
      p.config_hash = "hash" + std::to_string(i / 2);
      p.reproduce = "silipool run " + text;
      points.push_back(p);
    }
    store.plan({text, "run", text, text, text, text}, {kVersion, "silipool", R"({"compiler": "x"})"}, points);
    const std::string owner = store::this_owner();
    auto claimed = store.claim(kVersion, owner);
    for (int i = 0; claimed; ++i) {
      store::Ending ending;
      ending.done = i < 3;
      ending.attempts = 1;
      ending.started = 100 + i;
      ending.wall_s = i;
      if (ending.done) {
        ending.result =
            R"({"figures": {"confusion": ["1 2", "3 4"]}, "crossbar": {"energy_j": {"learn": {"wires": {"nominal": 1e-12}}}}})";
        ending.metrics = {{"accuracy.test", 0.5 + i, "fraction", false},
                          {"rate.learn_per_s", 100.0 + i, "steps/s", true},
                          {"state.digest", std::string("abc"), "", false}};
      } else {
        ending.reason = "exit status 2";
        ending.log = text;
      }
      claimed = store.finish(kVersion, claimed->id, owner, ending, true).next;
    }
    return store;
  }

  std::filesystem::path folder_;
};

TEST_F(ReportTest, HasTheResultsOfAStoreByColumn) {
  const Json data = Json::parse(data_of_store(make_store("plain"), kVersion));
  EXPECT_EQ(data["kind"], "study");
  ASSERT_EQ(data["points"].size(), 4U);
  EXPECT_EQ(data["points"][3]["status"], "failed");
  EXPECT_EQ(data["points"][2]["design"], 1);
  ASSERT_EQ(data["metrics"].size(), 1U) << "times and texts are no results to compare";
  EXPECT_EQ(data["metrics"][0]["name"], "accuracy.test");
  EXPECT_EQ(data["metrics"][0]["unit"], "fraction");
  EXPECT_EQ(data["metrics"][0]["values"], Json::parse("[0.5, 1.5, 2.5, null]"));
  EXPECT_EQ(data["parameters"][0]["values"], Json::parse("[1, 1, 2, 2]"));
  ASSERT_EQ(data["details"].size(), 3U);
  EXPECT_EQ(data["details"][1]["point"], 2) << "the first seed of each design comes first";
  EXPECT_EQ(data["details"][0]["figures"]["energy_j"]["learn"]["wires"], 1e-12);
  ASSERT_EQ(data["failures"].size(), 1U);
  EXPECT_EQ(data["failures"][0]["reason"], "exit status 2");
  EXPECT_TRUE(data["left_out"].empty());
  EXPECT_NE(data["provenance"].dump().find(R"(["compiler","x"])"), std::string::npos);
  EXPECT_THROW((void)data_of_store(store::Store::open(folder_ / "s.sqlite"), "2+0"), base::Error);
}

TEST_F(ReportTest, ShortensWhatIsLongAndSaysWhatIsLeftOut) {
  const store::Store store = make_store(std::string(1'000'000, '<'));
  const std::string text = data_of_store(store, kVersion);
  EXPECT_LT(text.size(), 150'000U);
  EXPECT_NE(text.find("(1000000 bytes in all)"), std::string::npos);
  const Json small = Json::parse(data_of_store(store, kVersion, 10'000));
  EXPECT_EQ(small["points"].size(), 1U);
  EXPECT_EQ(small["left_out"][0], "3 of 4 points");
}

TEST_F(ReportTest, CutsAtWholeCharacters) {
  const store::Store store = make_store("\xc3\xa9" + std::string(150, 'x') + std::string(50, '\xff'));
  EXPECT_FALSE(Json::parse(data_of_store(store, kVersion), nullptr, false).is_discarded());
}

TEST_F(ReportTest, PageKeepsDataFromBeingReadAsAnythingElse) {
  const std::string data = data_of_store(make_store(kHostile), kVersion);
  const std::string text = page(data, folder_ / "d3.js");
  EXPECT_EQ(text.find("<script>alert"), std::string::npos);
  EXPECT_EQ(text.find("<!-- "), std::string::npos);
  std::size_t ends = 0;
  for (std::size_t at = text.find("</script"); at != std::string::npos; at = text.find("</script", at + 1))
    ++ends;
  EXPECT_EQ(ends, 3U) << "ours: data, library, scripts";
  const std::size_t begin = text.find(R"(id="data">)") + 10;
  const Json read = Json::parse(text.substr(begin, text.find("</script", begin) - begin));
  EXPECT_EQ(read, Json::parse(data)) << "nothing is lost by that";
  EXPECT_NE(text.find("default-src 'none'"), std::string::npos);
}

TEST_F(ReportTest, PutsTextsThatLookLikeMarksAsTheyAre) {
  const std::string text = page(R"({"a":"@SCRIPTS@"})", folder_ / "d3.js");
  EXPECT_NE(text.find(R"({"a":"@SCRIPTS@"})"), std::string::npos);
}

TEST_F(ReportTest, NamesThePackageThatIsMissing) {
  try {
    (void)page("{}", folder_ / "none.js");
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.kind(), base::ErrorKind::missing_tool);
    EXPECT_NE(std::string(error.what()).find("libjs-d3"), std::string::npos);
  }
}

TEST_F(ReportTest, TakesTheJsonOfARunAndOfAVerification) {
  const std::string run =
      R"({"config": {"name": "tiny", "hash": "12"}, "engine": "model", "seed": 7, "steps": {"learn": 5},
          "accuracy": {"test": 0.9}, "figures": {"confusion": ["1"]}, "state": {"digest": "ab"}})";
  const Json data = Json::parse(data_of_result(run, "r.json"));
  EXPECT_EQ(data["title"], "tiny");
  EXPECT_EQ(data["kind"], "result");
  EXPECT_EQ(data["details"][0]["figures"]["confusion"][0], "1");
  EXPECT_NE(data["provenance"].dump().find(R"(["config.hash","12"])"), std::string::npos);
  EXPECT_NE(data["provenance"].dump().find(R"(["seed","7"])"), std::string::npos);
  const Json tiles = Json::parse(data_of_result("[" + run + "," + run + "]", "r.json"));
  EXPECT_EQ(tiles["points"].size(), 2U);
  const Json verify = Json::parse(data_of_result(
      R"({"config": {"name": "x"}, "steps": {}, "injected": {"kind": "duty", "step": 3}, "first_mismatch": {"what": "<b>"}})",
      "v.json"));
  EXPECT_EQ(verify["details"][0]["checks"], Json::parse(R"([["injected.kind", "duty"], ["injected.step", "3"],
                                                            ["first_mismatch.what", "<b>"]])"));
  for (const char* text : {"", "3", "[]", "{}", "[3]", R"({"config": 1, "steps": 1})", "SQLite"})
    EXPECT_THROW((void)data_of_result(text, "x"), base::Error) << text;
}

}  // namespace
}  // namespace silipool::report
