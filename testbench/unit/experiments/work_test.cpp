#include <work.hpp>

#include <atomic>
#include <stdexcept>

#include <gtest/gtest.h>

namespace silipool::experiments::published {
namespace {

TEST(Work, ResultsStandByNumberWhateverTheThreads) {
  for (const unsigned threads : {1U, 3U, 16U}) {
    std::size_t told = 0;
    const ExperimentOptions options{.threads = threads,
                                    .progress = [&](std::string_view, std::size_t done, std::size_t total) {
                                      EXPECT_EQ(done, ++told);
                                      EXPECT_EQ(total, 10U);
                                    }};
    const auto results = work<std::size_t>(options, "squares", 10, [](std::size_t i) { return i * i; });
    for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(results[i], i * i);
    EXPECT_EQ(told, 10U);
  }
}

TEST(Work, WhatWasCutShortHasNoResult) {
  std::atomic<bool> stop{false};
  const ExperimentOptions options{.stop = &stop};
  const auto results = work<int>(options, "pieces", 6, [&](std::size_t i) {
    if (i == 3) stop = true;
    return static_cast<int>(i);
  });
  EXPECT_TRUE(results[2].has_value());
  EXPECT_FALSE(results[3].has_value());
  // Two repetitions each: the second setting lacks one.
  EXPECT_TRUE(repetitions(results, 0, 2).has_value());
  EXPECT_FALSE(repetitions(results, 1, 2).has_value());
}

TEST(Work, AnExceptionGoesOn) {
  for (const unsigned threads : {1U, 4U}) {
    const ExperimentOptions options{.threads = threads};
    EXPECT_THROW((void)work<int>(options, "pieces", 8,
                                 [](std::size_t i) -> int {
                                   if (i == 2) throw std::runtime_error("two");
                                   return 0;
                                 }),
                 std::runtime_error);
  }
}

}  // namespace
}  // namespace silipool::experiments::published
