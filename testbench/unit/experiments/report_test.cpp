#include <silipool/experiments/report.hpp>

#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/load.hpp>

namespace silipool::experiments {
namespace {

Report small() {
  Report r;
  r.experiment = "small";
  r.seed = 3;
  r.tables = {Table{.name = "t",
                    .columns = {"kind", "x", "y", "y_ci95"},
                    .rows = {{std::string("a, \"b\""), std::int64_t{1}, 0.1, 0.0},
                             {std::string("a, \"b\""), std::int64_t{2}, 1.0 / 3, 0.25},
                             {std::string("c"), std::int64_t{1}, 2.0, 0.5}}}};
  r.plots = {
      Plot{.name = "p",
           .table = "t",
           .title = "it's",
           .x_label = "x",
           .y_label = "y",
           .x = "x",
           .curves = {{"y", "first", "kind", "a, \"b\"", "y_ci95"}, {"y", "second", "kind", "c", ""}}}};
  base::Sdr sdr(3);
  sdr.set(1);
  r.inputs = {{"in", {sdr, base::Sdr(3)}}};
  r.configs = {
      config::parse_config("name = \"c\"\n[input]\nshape = [3]\nencoding = \"none\"\n[data]\n"
                           "train = \"in.bits\"\ntest = \"in.bits\"\n"
                           "[pooler]\ncolumns_per_hypercolumn = 4\npermanence_bits = 3\nactive_columns = 2\n"
                           "[learning]\nrule = \"every_step\"\n",
                           "c.toml")};
  r.verdict = Verdict{"less", "more", false};
  return r;
}

TEST(Report, CsvQuotesAndLosesNoBit) {
  EXPECT_EQ(
      to_csv(small().tables[0]),
      "kind,x,y,y_ci95\n\"a, \"\"b\"\"\",1,0.1,0\n\"a, \"\"b\"\"\",2,0.3333333333333333,0.25\nc,1,2,0.5\n");
}

TEST(Report, JsonHasTablesAndVerdict) {
  const std::string json = to_json(small());
  for (const char* part :
       {"\"y\": 0.3333333333333333", "\"seed\": 3", "\"agrees\": false", "\"kind\": \"a, \\\"b\\\"\""})
    EXPECT_NE(json.find(part), std::string::npos) << part << "\n" << json;
  Report quick = small();
  quick.quick = true;
  EXPECT_EQ(to_json(quick).find("agrees"), std::string::npos) << "little data judge nothing";
}

TEST(Report, CurvesAreTheirRows) {
  const std::string script = to_gnuplot(small().plots[0], small());
  EXPECT_NE(script.find("set title 'it''s'"), std::string::npos) << script;
  EXPECT_NE(script.find("every ::0::1 using 2:3 "), std::string::npos) << script;
  EXPECT_NE(script.find("every ::2::2 using 2:3 "), std::string::npos) << script;
}

TEST(Report, PlotsOfWhatIsNotThereAreRefused) {
  Report r = small();
  r.plots[0].x = "z";
  EXPECT_THROW((void)to_gnuplot(r.plots[0], r), base::Error);
  r = small();
  r.plots[0].table = "u";
  EXPECT_THROW((void)to_gnuplot(r.plots[0], r), base::Error);
  r = small();
  std::swap(r.tables[0].rows[1], r.tables[0].rows[2]);
  EXPECT_THROW((void)to_gnuplot(r.plots[0], r), base::Error) << "rows of a curve that are apart";
}

TEST(Report, Files) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("silipool.report." + std::to_string(getpid()));
  const std::string problem = write_report(small(), folder);
  EXPECT_TRUE(problem.empty() || problem.find("gnuplot-nox") != std::string::npos) << problem;
  EXPECT_EQ(std::filesystem::exists(folder / "p.svg"), problem.empty());
  EXPECT_EQ(base::read_file(folder / "results.json"), to_json(small()));
  EXPECT_EQ(base::read_file(folder / "t.csv"), to_csv(small().tables[0]));
  EXPECT_EQ(base::read_file(folder / "p.gp"), to_gnuplot(small().plots[0], small()));
  EXPECT_EQ(base::read_file(folder / "in.bits"), "0: 010\n1: 000\n");
  EXPECT_EQ(config::hash(config::load_config(folder / "c.toml", {{"data.train", "in.bits", "test"}})),
            config::hash(small().configs[0]));
  std::filesystem::remove_all(folder);
  base::write_file(folder, "a file");
  EXPECT_THROW(check_folder(folder / "below"), base::Error);
  std::filesystem::remove(folder);
}

}  // namespace
}  // namespace silipool::experiments
