#include <silipool/sweep/condition.hpp>

#include <map>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

namespace silipool::sweep {
namespace {

std::optional<std::string> value(const std::string& key) {
  static const std::map<std::string, std::string> values{
      {"a.n", "3"}, {"a.r", "0.5"}, {"a.t", "\"rtl\""}, {"a.b", "true"}, {"a.list", "[1, 2]"}};
  const auto found = values.find(key);
  return found == values.end() ? std::nullopt : std::optional(found->second);
}

std::optional<bool> holds(std::string_view text) { return Condition(text, "f:1").holds(value); }

TEST(Condition, ComparesKeysNumbersAndTexts) {
  for (const char* text :
       {"a.n == 3", "3 == a.n", "a.n<4", "a.n <= 3", "a.n >= 3", "a.n != 4", "2 * a.n == 6", "a.n*a.r == 1.5",
        "a.t == 'rtl'", "a.t != \"model\"", "a.b == true", "-1 < a.n", "a.n > 1e-3"})
    EXPECT_EQ(holds(text), true) << text;
  for (const char* text : {"a.n != 3", "a.n > 3", "a.t == 'model'", "a.b == false", "a.n * 2 < 6"})
    EXPECT_EQ(holds(text), false) << text;
  EXPECT_EQ(holds("a.absent == 3"), std::nullopt);
}

TEST(Condition, WhatItDoesNotKnowIsAnErrorThatSaysWhere) {
  for (const char* text : {"", "a.n", "a.n == ", "a.n = 3", "a.n == 3 4", "a.n == $(id)", "a.n == 'x",
                           "a.n == 3; b", "system(a) == 1", "a.n == 1e", "(a.n) == 3", "a.n + 1 == 4"}) {
    try {
      (void)holds(text);
      ADD_FAILURE() << text;
    } catch (const base::Error& error) {
      EXPECT_NE(std::string(error.what()).find("f:1: expected"), std::string::npos) << error.what();
    }
  }
  for (const char* text : {"a.t == 3", "a.t < 'x'", "a.t * 2 == 3"})
    EXPECT_THROW((void)holds(text), base::Error) << text;
}

}  // namespace
}  // namespace silipool::sweep
