#include <silipool/capi/silipool_c.h>

#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/config/load.hpp>
#include <silipool/config/quantity.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool {
namespace {

const std::string kFile = SILIPOOL_SOURCE_DIR "/sim/configs/tiny.toml";

struct Destroy {
  void operator()(silipool_pooler* p) const { silipool_pooler_destroy(p); }
};
using Pooler = std::unique_ptr<silipool_pooler, Destroy>;

Pooler tiny(const char* settings = nullptr) {
  return Pooler(silipool_pooler_create(kFile.c_str(), settings));
}

std::uint32_t quantity(const Pooler& p, const char* name) {
  return static_cast<std::uint32_t>(silipool_pooler_quantity(p.get(), name));
}

/// The input of a step of the generated stimulus, in `more` words than it needs.
std::vector<std::uint32_t> given(const Pooler& p, std::uint32_t step, std::int32_t& learn,
                                 std::size_t more = 0) {
  std::vector<std::uint32_t> words((quantity(p, "inputs") + 31) / 32 + more, 0xdeadbeef);
  EXPECT_EQ(
      silipool_pooler_stimulus(p.get(), step, words.data(), static_cast<std::uint32_t>(words.size()), &learn),
      0);
  return words;
}

std::uint32_t size(const std::vector<std::uint32_t>& v) { return static_cast<std::uint32_t>(v.size()); }

void expect_error(std::int64_t status, const std::string& part) {
  EXPECT_EQ(status, -1);
  EXPECT_NE(std::string(silipool_last_error()).find(part), std::string::npos) << silipool_last_error();
}

TEST(Capi, ComputesWhatTheModelComputes) {
  const config::Config config = config::load_config(kFile, {{"seed", "7", "test"}});
  sp::SpatialPooler model(config.structural, config.runtime);
  const Pooler p = tiny("seed=7\n\n");
  ASSERT_NE(p, nullptr) << silipool_last_error();
  EXPECT_EQ(silipool_pooler_configuration(p.get()), config::canonical(config));
  const std::size_t columns = config.structural.columns(), slots = config.structural.slots();
  for (const std::string& name : config::quantity_names())
    EXPECT_EQ(quantity(p, name.c_str()), config::quantity(config, name)) << name;
  std::vector<std::uint32_t> overlaps(columns), duties(columns), boosts(columns), permanences(slots);
  for (std::uint32_t step = 0; step < 300; ++step) {
    const engine::StimulusStep s = engine::stimulus(config.structural.inputs(), 7, step);
    std::int32_t learn = -1;
    const auto words = given(p, step, learn, 3);
    ASSERT_EQ(learn, s.learn ? 1 : 0);
    if (step % 3 == 0) {
      std::vector<std::uint32_t> indices;
      s.input.for_each(
          [&](std::size_t i) { indices.insert(indices.begin(), static_cast<std::uint32_t>(i)); });
      ASSERT_EQ(silipool_pooler_step_indices(p.get(), indices.data(), size(indices), learn), 0);
    } else if (step % 3 == 1) {
      ASSERT_EQ(silipool_pooler_step(p.get(), words.data(), size(words), learn), 0);
    } else {
      std::vector<silipool_logic> logic;
      for (const std::uint32_t w : words) logic.push_back({w, 0});
      ASSERT_EQ(silipool_pooler_step_logic(p.get(), logic.data(), size(words), learn), 0);
    }
    const sp::StepTrace& trace = model.step(s.input, s.learn);
    std::vector<std::uint32_t> indices(columns), bitmap((columns + 31) / 32 + 1, ~0U);
    const std::int32_t count = silipool_pooler_winner_indices(p.get(), indices.data(), size(indices));
    ASSERT_EQ(count, silipool_pooler_winner_indices(p.get(), nullptr, 0));
    indices.resize(static_cast<std::size_t>(count));
    ASSERT_EQ(indices, trace.winners);
    ASSERT_EQ(silipool_pooler_winners(p.get(), bitmap.data(), size(bitmap)), 0);
    std::vector<std::uint32_t> wanted(bitmap.size());
    for (const std::uint32_t c : trace.winners) wanted[c / 32] |= 1U << (c % 32);
    ASSERT_EQ(bitmap, wanted);
    ASSERT_EQ(silipool_pooler_overlaps(p.get(), overlaps.data(), size(overlaps)), 0);
    ASSERT_EQ(overlaps, trace.overlaps);
    ASSERT_EQ(silipool_pooler_compare(p.get(), bitmap.data(), size(bitmap)), 1);
  }
  std::uint64_t digest = 0;
  ASSERT_EQ(silipool_pooler_digest(p.get(), &digest), 0);
  EXPECT_EQ(digest, model.digest());
  EXPECT_EQ(silipool_pooler_value(p.get(), "learning_step", 0, 0), model.learning_step());
  ASSERT_EQ(silipool_pooler_duties(p.get(), duties.data(), size(duties)), 0);
  ASSERT_EQ(silipool_pooler_boosts(p.get(), boosts.data(), size(boosts)), 0);
  for (std::uint32_t c = 0; c < columns; ++c) {
    ASSERT_EQ(silipool_pooler_permanences(p.get(), c, permanences.data(), size(permanences)), 0);
    ASSERT_EQ(duties[c], model.duty(c));
    ASSERT_EQ(boosts[c], model.boost(c));
    ASSERT_EQ(silipool_pooler_value(p.get(), "duty", c, 0), model.duty(c));
    ASSERT_EQ(silipool_pooler_value(p.get(), "boost", c, 0), model.boost(c));
    ASSERT_EQ(silipool_pooler_value(p.get(), "overlap", c, 0), overlaps[c]);
    for (std::uint32_t s = 0; s < slots; ++s) {
      ASSERT_EQ(permanences[s], model.permanence(c, s));
      ASSERT_EQ(silipool_pooler_compare_value(p.get(), "permanence", c, s, permanences[s]), 1);
    }
  }
  EXPECT_EQ(silipool_pooler_passed(p.get()), 1);
  EXPECT_EQ(silipool_pooler_count(p.get(), "first_mismatch"), -1);
  EXPECT_EQ(std::string(silipool_pooler_report(p.get())),
            "PASS: tiny: 300 steps (" + std::to_string(silipool_pooler_count(p.get(), "learning_steps")) +
                " learning), winners of 300 compared, " + std::to_string(columns * slots) +
                " values, 0 mismatches");
}

TEST(Capi, FromTextAndReset) {
  const std::string text = silipool_pooler_configuration(tiny().get());
  const Pooler p(silipool_pooler_create_from_text(text.c_str(), nullptr, nullptr)), q = tiny();
  std::uint64_t before = 0, after = 0, other = 0;
  silipool_pooler_digest(p.get(), &before);
  std::int32_t learn = 0;
  const auto words = given(p, 0, learn);
  ASSERT_EQ(silipool_pooler_step(p.get(), words.data(), size(words), 1), 0);
  silipool_pooler_digest(p.get(), &after);
  EXPECT_NE(before, after);
  ASSERT_EQ(silipool_pooler_reset(p.get()), 0);
  silipool_pooler_digest(p.get(), &after);
  silipool_pooler_digest(q.get(), &other);
  EXPECT_EQ(before, after);
  EXPECT_EQ(before, other);
  EXPECT_EQ(silipool_pooler_winner_indices(p.get(), nullptr, 0), 0);
  EXPECT_EQ(silipool_pooler_count(p.get(), "waiting"), 0);
}

TEST(Capi, AStateGoesOnWhereItStood) {
  const Pooler p = tiny(), q = tiny();
  std::int32_t learn = 0;
  for (std::uint32_t step = 0; step < 20; ++step) {
    const auto words = given(p, step, learn);
    ASSERT_EQ(silipool_pooler_step(p.get(), words.data(), size(words), learn), 0);
  }
  const std::string file = ::testing::TempDir() + "capi.state";
  ASSERT_EQ(silipool_pooler_save(p.get(), file.c_str()), 0) << silipool_last_error();
  ASSERT_EQ(silipool_pooler_load(q.get(), file.c_str()), 0) << silipool_last_error();
  std::uint64_t a = 0, b = 0;
  silipool_pooler_digest(p.get(), &a);
  silipool_pooler_digest(q.get(), &b);
  EXPECT_EQ(a, b);
  expect_error(silipool_pooler_load(tiny("pooler.permanence_bits=5").get(), file.c_str()), "permanence_bits");
  std::filesystem::remove(file);
  expect_error(silipool_pooler_load(q.get(), file.c_str()), "cannot open");
}

TEST(Capi, DifferencesAreCountedAndSaidInWords) {
  const Pooler p = tiny();
  const std::uint32_t columns = quantity(p, "columns");
  std::vector<std::uint32_t> bitmap((columns + 31) / 32 + 1), indices(columns);
  std::int32_t learn = 0;
  const auto step = [&](std::uint32_t n) {
    const auto words = given(p, n, learn);
    EXPECT_EQ(silipool_pooler_step(p.get(), words.data(), size(words), learn), 0);
    EXPECT_EQ(silipool_pooler_winners(p.get(), bitmap.data(), size(bitmap)), 0);
  };
  // The model may be ahead: answers are taken in the order of the steps.
  step(0);
  const auto first = bitmap;
  step(1);
  EXPECT_EQ(silipool_pooler_compare(p.get(), first.data(), size(first)), 1);
  EXPECT_EQ(silipool_pooler_passed(p.get()), 0);
  EXPECT_NE(std::strstr(silipool_pooler_report(p.get()), "FAIL: tiny: 2 steps"), nullptr);
  EXPECT_NE(std::strstr(silipool_pooler_report(p.get()), "winners of 1 steps never came"), nullptr);
  EXPECT_EQ(silipool_pooler_compare(p.get(), bitmap.data(), size(bitmap)), 1);
  EXPECT_EQ(silipool_pooler_passed(p.get()), 1);
  EXPECT_STREQ(silipool_pooler_difference(p.get()), "");

  EXPECT_EQ(silipool_pooler_compare(p.get(), bitmap.data(), size(bitmap)), 0);
  EXPECT_STREQ(silipool_pooler_difference(p.get()), "step 2: winners that no step has asked for");

  step(2);
  std::int32_t count = silipool_pooler_winner_indices(p.get(), indices.data(), size(indices));
  ASSERT_GT(count, 0);
  const std::uint32_t lost = indices[0];
  bitmap[lost / 32] ^= 1U << (lost % 32);
  EXPECT_EQ(silipool_pooler_compare(p.get(), bitmap.data(), size(bitmap)), 0);
  EXPECT_EQ(silipool_pooler_difference(p.get()), "step 2: winners: missing " + std::to_string(lost));

  step(3);
  count = silipool_pooler_winner_indices(p.get(), indices.data(), size(indices));
  indices.resize(static_cast<std::size_t>(count));
  indices.push_back(columns);
  EXPECT_EQ(silipool_pooler_compare_indices(p.get(), indices.data(), size(indices)), 0);
  EXPECT_EQ(silipool_pooler_difference(p.get()), "step 3: winners: index " + std::to_string(columns) +
                                                     " must be 0.." + std::to_string(columns - 1));
  step(4);
  std::vector<silipool_logic> logic;
  for (const std::uint32_t w : bitmap) logic.push_back({w, 0});
  logic[0].b = 4;
  logic[0].a &= ~4U;
  EXPECT_EQ(silipool_pooler_compare_logic(p.get(), logic.data(), size(bitmap)), 0);
  EXPECT_EQ(std::string(silipool_pooler_difference(p.get())).find("step 4: winners: bit 2 is z"), 0U);
  step(5);
  bitmap.back() = 2;
  EXPECT_EQ(silipool_pooler_compare(p.get(), bitmap.data(), size(bitmap)), 0);
  EXPECT_NE(std::strstr(silipool_pooler_difference(p.get()), "is on: there are"), nullptr);

  EXPECT_EQ(silipool_pooler_compare_value(p.get(), "boost", 3, 0, 1), 0);
  EXPECT_EQ(silipool_pooler_difference(p.get()),
            "step 5: boost of column 3 is 1, " +
                std::to_string(silipool_pooler_value(p.get(), "boost", 3, 0)) + " in the model");
  EXPECT_EQ(silipool_pooler_fail(p.get(), "a time-out"), 0);
  EXPECT_STREQ(silipool_pooler_difference(p.get()), "step 6: a time-out");
  EXPECT_EQ(silipool_pooler_count(p.get(), "mismatches"), 7);
  EXPECT_EQ(silipool_pooler_count(p.get(), "first_mismatch"), 2);
  EXPECT_NE(std::strstr(silipool_pooler_report(p.get()), "first: step 2: winners that no step"), nullptr);
}

TEST(Capi, OldStepsAreForgottenNotKept) {
  const Pooler p = tiny();
  for (std::uint32_t i = 0; i < SILIPOOL_POOLER_WAITING + 5; ++i)
    ASSERT_EQ(silipool_pooler_step_indices(p.get(), &i, 1, 0), i < quantity(p, "inputs") ? 0 : -1);
  ASSERT_EQ(silipool_pooler_forget(p.get()), 0);
  const std::uint32_t zero = 0;
  for (int i = 0; i < SILIPOOL_POOLER_WAITING + 5; ++i)
    ASSERT_EQ(silipool_pooler_step_indices(p.get(), &zero, 1, 0), 0);
  EXPECT_EQ(silipool_pooler_count(p.get(), "waiting"), SILIPOOL_POOLER_WAITING + 5);
  EXPECT_EQ(silipool_pooler_passed(p.get()), 1);  // nobody has compared
  ASSERT_EQ(silipool_pooler_forget(p.get()), 0);
  EXPECT_EQ(silipool_pooler_count(p.get(), "waiting"), 0);
}

TEST(Capi, WrongArgumentsAreErrorsNotCrashes) {
  EXPECT_EQ(silipool_pooler_create(nullptr, nullptr), nullptr);
  EXPECT_STREQ(silipool_last_error(), "file is NULL");
  EXPECT_EQ(silipool_pooler_create("/nowhere.toml", nullptr), nullptr);
  EXPECT_NE(std::strstr(silipool_last_error(), "/nowhere.toml: cannot open"), nullptr);
  EXPECT_EQ(silipool_pooler_create_from_text("pooler = 3", nullptr, nullptr), nullptr);
  EXPECT_NE(std::strstr(silipool_last_error(), "configuration"), nullptr);
  EXPECT_EQ(silipool_pooler_create(kFile.c_str(), "pooler.columns=4"), nullptr);
  EXPECT_NE(std::strstr(silipool_last_error(), "pooler.columns"), nullptr);
  EXPECT_EQ(silipool_pooler_create(kFile.c_str(), "nothing"), nullptr);
  EXPECT_NE(std::strstr(silipool_last_error(), "must be KEY=VALUE"), nullptr);
  silipool_pooler_destroy(nullptr);

  const Pooler p = tiny();
  std::uint64_t before = 0, after = 0;
  ASSERT_EQ(silipool_pooler_digest(p.get(), &before), 0);
  std::uint32_t words[64] = {};
  std::int32_t learn = 0;
  const std::uint32_t inputs = quantity(p, "inputs"), columns = quantity(p, "columns");
  for (silipool_pooler* const none : {static_cast<silipool_pooler*>(nullptr)}) {
    EXPECT_EQ(silipool_pooler_configuration(none), nullptr);
    EXPECT_EQ(silipool_pooler_difference(none), nullptr);
    EXPECT_EQ(silipool_pooler_report(none), nullptr);
    const silipool_logic logic[64] = {};
    for (const std::int64_t status : {std::int64_t{silipool_pooler_reset(none)},
                                      silipool_pooler_quantity(none, "inputs"),
                                      std::int64_t{silipool_pooler_step(none, words, 64, 1)},
                                      std::int64_t{silipool_pooler_step_indices(none, words, 1, 1)},
                                      std::int64_t{silipool_pooler_step_logic(none, logic, 64, 1)},
                                      std::int64_t{silipool_pooler_set_class(none, 0)},
                                      std::int64_t{silipool_pooler_stimulus(none, 0, words, 64, &learn)},
                                      std::int64_t{silipool_pooler_winners(none, words, 64)},
                                      std::int64_t{silipool_pooler_winner_indices(none, words, 64)},
                                      std::int64_t{silipool_pooler_overlaps(none, words, 64)},
                                      std::int64_t{silipool_pooler_duties(none, words, 64)},
                                      std::int64_t{silipool_pooler_boosts(none, words, 64)},
                                      std::int64_t{silipool_pooler_permanences(none, 0, words, 64)},
                                      silipool_pooler_value(none, "duty", 0, 0),
                                      std::int64_t{silipool_pooler_digest(none, &after)},
                                      std::int64_t{silipool_pooler_save(none, "x")},
                                      std::int64_t{silipool_pooler_load(none, "x")},
                                      std::int64_t{silipool_pooler_compare(none, words, 64)},
                                      std::int64_t{silipool_pooler_compare_indices(none, words, 1)},
                                      std::int64_t{silipool_pooler_compare_logic(none, logic, 64)},
                                      std::int64_t{silipool_pooler_compare_value(none, "duty", 0, 0, 0)},
                                      std::int64_t{silipool_pooler_fail(none, "x")},
                                      std::int64_t{silipool_pooler_forget(none)},
                                      silipool_pooler_count(none, "steps"),
                                      std::int64_t{silipool_pooler_passed(none)}})
      expect_error(status, "pooler is NULL");
  }
  expect_error(silipool_pooler_step(p.get(), nullptr, 64, 1), "input: the bitmap is NULL");
  expect_error(silipool_pooler_step(p.get(), words, 1, 1), "words: " + std::to_string(inputs) + " bits need");
  expect_error(silipool_pooler_step(p.get(), words, 64, 2), "learn is 2: must be 0 or 1");
  words[inputs / 32] |= 1U << (inputs % 32);
  expect_error(silipool_pooler_step(p.get(), words, 64, 1), "bit " + std::to_string(inputs) + " is on");
  words[inputs / 32] = 0;
  silipool_logic logic[64] = {};
  logic[0] = {1, 1};
  expect_error(silipool_pooler_step_logic(p.get(), logic, 64, 1), "input: bit 0 is x");
  expect_error(silipool_pooler_step_indices(p.get(), nullptr, 1, 1), "input: the list is NULL");
  const std::uint32_t twice[2] = {3, 3};
  expect_error(silipool_pooler_step_indices(p.get(), twice, 2, 1), "index 3 comes twice");
  expect_error(silipool_pooler_step_indices(p.get(), &inputs, 1, 1),
               "must be 0.." + std::to_string(inputs - 1));
  expect_error(silipool_pooler_set_class(p.get(), 0), "learning.reward");
  expect_error(silipool_pooler_stimulus(p.get(), 0, words, 64, nullptr), "learn is NULL");
  expect_error(silipool_pooler_winners(p.get(), words, 0), "words");
  expect_error(silipool_pooler_overlaps(p.get(), words, 1), "must be at least " + std::to_string(columns));
  expect_error(silipool_pooler_duties(p.get(), nullptr, columns), "NULL");
  expect_error(silipool_pooler_permanences(p.get(), columns, words, 64), "column");
  expect_error(silipool_pooler_value(p.get(), "permanence", 0, 4096), "slot 4096");
  expect_error(silipool_pooler_value(p.get(), "permanense", 0, 0), "did you mean permanence");
  expect_error(silipool_pooler_value(p.get(), nullptr, 0, 0), "kind is NULL");
  expect_error(silipool_pooler_quantity(p.get(), "colums"), "did you mean columns");
  expect_error(silipool_pooler_digest(p.get(), nullptr), "digest is NULL");
  expect_error(silipool_pooler_count(p.get(), "step"), "did you mean steps");
  expect_error(silipool_pooler_save(p.get(), "/nowhere/state"), "/nowhere/state");
  expect_error(silipool_pooler_compare(p.get(), words, 1), "winners");
  ASSERT_EQ(silipool_pooler_digest(p.get(), &after), 0);
  EXPECT_EQ(before, after);
  EXPECT_EQ(silipool_pooler_count(p.get(), "steps"), 0);
  EXPECT_EQ(silipool_pooler_count(p.get(), "mismatches"), 0);
}

TEST(Capi, EachThreadHasItsOwnError) {
  expect_error(silipool_pooler_reset(nullptr), "pooler is NULL");
  std::thread([] {
    EXPECT_STREQ(silipool_last_error(), "");
    EXPECT_EQ(silipool_pooler_create(nullptr, nullptr), nullptr);
    EXPECT_STREQ(silipool_last_error(), "file is NULL");
  }).join();
  EXPECT_STREQ(silipool_last_error(), "pooler is NULL");
}

}  // namespace
}  // namespace silipool
