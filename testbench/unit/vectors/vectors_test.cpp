#include <silipool/vectors/files.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/load.hpp>
#include <silipool/data/files.hpp>
#include <silipool/data/npz_writer.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/sp/spatial_pooler.hpp>
#include <silipool/vectors/schedule.hpp>

namespace silipool::vectors {
namespace {

/// 20 inputs, 12 columns of 20 slots, 3 winners.
config::Config small() {
  return config::load_config(SILIPOOL_SOURCE_DIR "/docs/examples/serial_pooler/small.toml");
}

Recording recorded(const config::Config& config, std::uint64_t steps, bool overlaps,
                   std::uint64_t state_every) {
  return record(config,
                [&](std::uint64_t step) { return engine::stimulus(config.structural.inputs(), 3, step); },
                {.steps = steps,
                 .stimulus = "a test",
                 .overlaps = overlaps,
                 .state_every = state_every,
                 .stop = nullptr,
                 .progress = {}});
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) all.push_back(line);
  return all;
}

const File& named(const std::vector<File>& files, const std::string& name) {
  for (const File& file : files)
    if (file.name == name) return file;
  throw std::runtime_error("no file " + name);
}

std::uint64_t number(const std::string& hex) { return std::stoull(hex, nullptr, 16); }

TEST(Vectors, MemhHoldsWhatTheModelDid) {
  const config::Config config = small();
  const auto all = files(recorded(config, 40, true, 16), Format::memh);
  const auto inputs = lines(named(all, "inputs.memh").content),
             learn = lines(named(all, "learn.memh").content),
             winners = lines(named(all, "winners.memh").content),
             overlaps = lines(named(all, "overlaps.memh").content),
             permanences = lines(named(all, "permanences.memh").content),
             duties = lines(named(all, "duties.memh").content),
             boosts = lines(named(all, "boosts.memh").content),
             steps = lines(named(all, "learning_steps.memh").content);
  ASSERT_EQ(inputs.size(), 40U);
  ASSERT_EQ(overlaps.size(), 40U * 12);
  ASSERT_EQ(steps.size(), 3U);
  ASSERT_EQ(permanences.size(), 3U * 12 * 20);
  sp::SpatialPooler model(config.structural, config.runtime);
  const auto compare_state = [&](std::size_t i) {
    EXPECT_EQ(number(steps[i]), model.learning_step());
    for (std::size_t c = 0; c < 12; ++c) {
      EXPECT_EQ(number(duties[i * 12 + c]), model.duty(c));
      EXPECT_EQ(number(boosts[i * 12 + c]), model.boost(c));
      for (std::size_t s = 0; s < 20; ++s)
        EXPECT_EQ(number(permanences[(i * 12 + c) * 20 + s]), model.permanence(c, s));
    }
  };
  compare_state(0);
  for (std::size_t step = 0; step < 40; ++step) {
    base::Sdr input(20);
    ASSERT_EQ(inputs[step].size(), 5U);
    input.words()[0] = number(inputs[step]);
    ASSERT_EQ(input, engine::stimulus(20, 3, step).input);
    const sp::StepTrace& trace = model.step(input, learn[step] == "1");
    std::uint64_t won = 0;
    for (const std::uint32_t c : trace.winners) won |= 1ULL << c;
    ASSERT_EQ(number(winners[step]), won);
    for (std::size_t c = 0; c < 12; ++c) ASSERT_EQ(number(overlaps[step * 12 + c]), trace.overlaps[c]);
    if ((step + 1) % 16 == 0) compare_state((step + 1) / 16);
  }
  const std::string& header = named(all, "vectors.vh").content;
  for (const char* line :
       {"localparam STEPS = 32'd40;\n", "localparam STATES = 32'd3;\n", "localparam INPUTS = 32'd20;\n",
        "localparam LEARNING_INCREMENT_PROBABILITY = 32'd26214;\n"})
    EXPECT_NE(header.find(line), std::string::npos) << line;
}

TEST(Vectors, MemhOfMoreThanAWord) {
  const config::Config config = config::load_config(SILIPOOL_SOURCE_DIR "/sim/configs/tiny.toml");
  const Recording r = recorded(config, 3, false, 0);
  const auto all = files(r, Format::memh);
  EXPECT_EQ(all.size(), 4U);
  const auto winners = lines(named(all, "winners.memh").content);
  const std::size_t columns = config.structural.columns();
  ASSERT_GT(columns, 64U);
  for (std::size_t step = 0; step < 3; ++step) {
    ASSERT_EQ(winners[step].size(), (columns + 3) / 4);
    for (std::size_t c = 0; c < columns; ++c)
      ASSERT_EQ(number(winners[step].substr(winners[step].size() - 1 - c / 4, 1)) >> (c % 4) & 1U,
                r.winners[step].test(c) ? 1U : 0U);
  }
}

TEST(Vectors, CsvHoldsTheSame) {
  const Recording r = recorded(small(), 20, true, 20);
  const auto all = files(r, Format::csv);
  const auto steps = lines(named(all, "steps.csv").content),
             overlaps = lines(named(all, "overlaps.csv").content),
             states = lines(named(all, "states.csv").content);
  ASSERT_EQ(steps.size(), 21U);
  EXPECT_EQ(steps[0], "step,learn,input,winners");
  for (std::size_t step = 0; step < 20; ++step) {
    std::string line = std::to_string(step) + (r.given[step].learn ? ",1," : ",0,");
    const auto list = [&line](const base::Sdr& sdr) {
      const std::size_t before = line.size();
      sdr.for_each([&](std::size_t i) {
        if (line.size() != before) line += " ";
        line += std::to_string(i);
      });
    };
    list(r.given[step].input);
    line += ",";
    list(r.winners[step]);
    EXPECT_EQ(steps[step + 1], line);
  }
  EXPECT_EQ(overlaps[0].substr(0, 14), "step,column_0,");
  ASSERT_EQ(states.size(), 1U + 2 * 12);
  EXPECT_EQ(states[13].substr(0, 3), "20,");
}

TEST(Vectors, NpzIsReadBack) {
  const Recording r = recorded(small(), 30, true, 10);
  const auto all = files(r, Format::npz);
  ASSERT_EQ(all.size(), 1U);
  const std::filesystem::path path = std::filesystem::path(::testing::TempDir()) / "vectors_test.npz";
  base::write_file(path, all[0].content);
  const data::Images inputs = data::load_file(
      path, {.format = {.range = std::array<std::int64_t, 2>{0, 255}, .npz_keys = {"inputs", "learn"}}});
  ASSERT_EQ(inputs.size(), 30U);
  for (std::size_t step = 0; step < 30; ++step) {
    EXPECT_EQ(inputs.labels[step], r.given[step].learn ? 1 : 0);
    for (std::size_t i = 0; i < 20; ++i)
      ASSERT_EQ(inputs.image(step)[i], r.given[step].input.test(i) ? 1 : 0);
  }
  std::filesystem::remove(path);
}

TEST(Vectors, NpzRefusesWhatDoesNotFit) {
  data::NpzWriter archive;
  const std::vector<std::uint32_t> values{1, 2, 3};
  EXPECT_THROW(archive.add<std::uint32_t>("a", {2, 2}, values), base::Error);
  archive.add<std::uint32_t>("a", {3}, values);
  EXPECT_THROW(archive.add<std::uint32_t>("a", {3}, values), base::Error);
}

TEST(Vectors, ManifestNamesEveryFile) {
  const Recording r = recorded(small(), 5, false, 0);
  const auto all = files(r, Format::beats);
  const std::string text = manifest(r, Format::beats, all);
  for (const File& file : all)
    EXPECT_NE(text.find("\"" + file.name + "\": \""), std::string::npos) << file.name;
  EXPECT_THROW((void)files(recorded(small(), 5, true, 0), Format::beats), base::Error);
}

TEST(Vectors, SchedulesAndDensities) {
  const Schedule all("all", 1), none("none", 1), mixed("mixed", 3), first("7", 1);
  for (std::uint64_t step = 0; step < 50; ++step) {
    EXPECT_TRUE(all.learns(step));
    EXPECT_FALSE(none.learns(step));
    EXPECT_EQ(mixed.learns(step), engine::stimulus(20, 3, step).learn);
    EXPECT_EQ(first.learns(step), step < 7);
    EXPECT_EQ(random_sdr(100, 0.125, 5, step).count(), 13U);
  }
  EXPECT_THROW(Schedule("some", 1), base::Error);
  EXPECT_EQ(random_sdr(10, 1, 1, 0).count(), 10U);
  EXPECT_EQ(random_sdr(10, 0, 1, 0).count(), 0U);
  EXPECT_NE(random_sdr(100, 0.5, 1, 0), random_sdr(100, 0.5, 1, 1));
}

TEST(Vectors, TooMuchIsRefusedBeforeItIsRecorded) {
  EXPECT_THROW((void)recorded(small(), 1000000000, true, 1), base::Error);
}

}  // namespace
}  // namespace silipool::vectors
