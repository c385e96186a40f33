#include <silipool/sweep/export.hpp>

#include <string>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/sweep/metrics.hpp>
#include <silipool/sweep/planner.hpp>

namespace silipool::sweep {
namespace {

TEST(Metrics, AreTheLeavesOfTheResult) {
  const auto metrics = metrics_of(
      R"({"config": {"name": "x"}, "seed": 3, "accuracy": {"test": 0.5}, "n": [1, {"b": true}], "t": "<script>", "z": null,
          "figures": {"confusion": ["1"], "cells": {"slots": 3}},
          "rate": {"learn_per_s": 2.0}})");
  ASSERT_EQ(metrics.size(), 5U);
  EXPECT_EQ(metrics[0].name, "accuracy.test");
  EXPECT_EQ(std::get<double>(metrics[0].value), 0.5);
  EXPECT_EQ(metrics[0].unit, "fraction");
  EXPECT_EQ(metrics[1].name, "n.0");
  EXPECT_EQ(std::get<std::int64_t>(metrics[1].value), 1);
  EXPECT_EQ(metrics[2].name, "n.1.b");
  EXPECT_EQ(std::get<std::string>(metrics[3].value), "<script>");
  EXPECT_TRUE(metrics[4].timing);
  for (const char* text : {"", "3", "{", "nonsense"})
    EXPECT_THROW((void)metrics_of(text), base::Error) << text;
}

TEST(Export, QuotesWhatNeedsIt) {
  store::Row row;
  row.point.id = "id";
  row.point.parameters = {{"a", std::string("x,\"y\"\nz")}};
  row.status = store::Status::done;
  row.ending.metrics = {{"accuracy.test", 0.1, "fraction", false},
                        {"rate.learn_per_s", 5.0, "steps/s", true}};
  EXPECT_EQ(to_csv({row}, false),
            "number,point,design,rung,status,reason,config_hash,a,accuracy.test [fraction]\r\n"
            "0,id,0,0,done,,,\"x,\"\"y\"\"\nz\",0.1\r\n");
  EXPECT_NE(to_csv({row}, true).find("rate.learn_per_s [steps/s]"), std::string::npos);
  const std::string json = to_json({"n", "run", "", "", "", ""}, "v", {row}, false);
  EXPECT_NE(json.find(R"("a": "x,\"y\"\nz")"), std::string::npos) << json;
  EXPECT_EQ(json.find("rate."), std::string::npos);
}

TEST(Export, CommandsAreSafeToPaste) {
  EXPECT_EQ(shell_quoted("--set"), "--set");
  EXPECT_EQ(shell_quoted("a=$(id) 'b'\n"), "'a=$(id) '\\''b'\\''\n'");
  EXPECT_EQ(shell_quoted(""), "''");
}

}  // namespace
}  // namespace silipool::sweep
