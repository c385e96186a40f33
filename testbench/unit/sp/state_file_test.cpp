// State files: what is saved goes on as if nothing had happened, and nothing else is taken for a state.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include <unistd.h>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/random.hpp>
#include <silipool/sp/spatial_pooler.hpp>
#include <silipool/sp/state_check.hpp>
#include <silipool/sp/state_file.hpp>

#include "unit/sp/events_of.hpp"

namespace silipool::sp {
namespace {

constexpr std::string_view kSmall = R"(
name = "small"
[input]
shape = [6]
[pooler]
columns_per_hypercolumn = 4
window = [3]
permanence_bits = 3
active_columns = 2
pool = "sample"
synapses_per_column = 2
[learning]
rule = "draw_per_winner"
increment_probability = 0.5
[boosting]
rule = "exponential"
strength = 2
duty_period = 64
update_period = 4
)";

config::Config small(const config::Overrides& overrides = {}) {
  return config::parse_config(kSmall, "small.toml", overrides);
}

base::Sdr random_input(base::Stream& stream, std::size_t size) {
  base::Sdr input(size);
  for (std::size_t i = 0; i < size; ++i)
    if (stream.below(3) == 0) input.set(i);
  return input;
}

/// A pooler that has learned.
SpatialPooler taught(const config::Config& config, int steps) {
  base::Stream stream(5, "state_file_test");
  SpatialPooler pooler(config.structural, config.runtime);
  for (int i = 0; i < steps; ++i) pooler.step(random_input(stream, config.structural.inputs()), true);
  return pooler;
}

Progress half_way() {
  return {.epoch = 2,
          .sample = 3,
          .learning_steps = 23,
          .data = "digits/train",
          .samples = 10,
          .data_digest = 0x0123456789abcdefULL,
          .counts = {{"flips", 7}, {"writes", 0xffffffffffffffffULL}}};
}

std::string refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.kind(), base::ErrorKind::bad_input);
    return error.what();
  }
  return "";
}

std::string refusal_of(std::string_view bytes, const config::Config& config = small()) {
  return refusal([&] { (void)decode_state(bytes, "file", config); });
}

void expect_says(const std::string& message, std::string_view part) {
  EXPECT_NE(message.find(part), std::string::npos) << "\"" << message << "\" does not say \"" << part << "\"";
}

/// The checksums made right again: what a corruption would look like that they do not catch.
std::string sealed(std::string bytes) {
  const auto word = [&bytes](std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
      value |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
    return value;
  };
  const auto seal = [&bytes](std::size_t end) {
    base::Digest digest;
    digest.text(std::string_view(bytes).substr(0, end));
    for (std::size_t i = 0; i < 8; ++i) bytes[end + i] = static_cast<char>(digest.value() >> (8 * i) & 0xffU);
  };
  seal(word(12, 4) - 8);
  seal(bytes.size() - 8);
  return bytes;
}

class StateFile : public ::testing::Test {
 protected:
  StateFile()
      : folder_(std::filesystem::temp_directory_path() /
                fmt::format("silipool.state.{}.{}", ::getpid(),
                            ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::create_directories(folder_);
  }
  ~StateFile() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  std::string refusal_of_file(const std::string& name, std::string_view content) {
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return refusal([&] { (void)read_state(folder_ / name, small()); });
  }
  std::filesystem::path folder_;
};

TEST_F(StateFile, GoesOnToTheBitOnRandomConfigurations) {
  base::Stream stream(1, "state_file_test");
  for (int round = 0; round < 60; ++round) {
    const config::Config config = config::random_config(stream);
    SCOPED_TRACE(config::canonical(config));
    const std::size_t inputs = config.structural.inputs();
    SpatialPooler pooler(config.structural, config.runtime);
    for (std::uint64_t left = stream.below(20); left > 0; --left)
      pooler.step(random_input(stream, inputs), true);

    const Progress progress{.learning_steps = pooler.learning_step()};
    write_state(folder_ / "state", config, pooler.state(), progress);
    const SavedState saved = read_state(folder_ / "state", config);
    EXPECT_EQ(saved, (SavedState{pooler.state(), progress}));
    SpatialPooler other(config.structural, config.runtime);
    other.set_state(saved.state);
    ASSERT_EQ(other.digest(), pooler.digest());
    for (std::uint32_t step = 0; step < 20; ++step) {
      const base::Sdr input = random_input(stream, inputs);
      const bool learn = stream.below(8) != 0;
      const auto expected = testbench::events_of(pooler, pooler.step(input, learn), step);
      ASSERT_EQ(testbench::events_of(other, other.step(input, learn), step), expected);
    }
  }
}

TEST_F(StateFile, KeepsProgress) {
  const config::Config config = small();
  write_state(folder_ / "state", config, taught(config, 23).state(), half_way());
  EXPECT_EQ(read_state(folder_ / "state", config).progress, half_way());
}

TEST(StateBytes, AStateIsSomethingElseThanTheBeginning) {
  const config::Config config = small();
  EXPECT_NE(taught(config, 23).digest(), taught(config, 0).digest());
}

TEST(StateBytes, EveryCorruptByteIsRefused) {
  const config::Config config = small();
  const std::string bytes = encode_state(config, taught(config, 23).state(), half_way());
  ASSERT_EQ(refusal_of(bytes), "");
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (const int change : {0x01, 0x80, 0xff}) {
      std::string corrupt = bytes;
      corrupt[at] = static_cast<char>(corrupt[at] ^ change);
      ASSERT_NE(refusal_of(corrupt), "") << "byte " << at << " of " << bytes.size();
    }
}

TEST(StateBytes, EveryTruncationAndAddedByteIsRefused) {
  const config::Config config = small();
  const std::string bytes = encode_state(config, taught(config, 23).state(), half_way());
  for (std::size_t size = 1; size < bytes.size(); ++size)
    expect_says(refusal_of(bytes.substr(0, size)), fmt::format("truncated state: expected"));
  expect_says(refusal_of(bytes.substr(0, bytes.size() - 1)),
              fmt::format("expected {} bytes, found {} bytes", bytes.size(), bytes.size() - 1));
  expect_says(refusal_of(bytes + "x"), "trailing bytes");
}

/// Behind right checksums: nothing may crash, and nothing impossible may come through.
TEST(StateBytes, ForgedBytesAreRefusedOrLegal) {
  const config::Config config = small();
  const std::string bytes = encode_state(config, taught(config, 23).state(), half_way());
  const PoolTable pools(config.structural);
  std::size_t refused = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (const int change : {0x01, 0x80, 0xff}) {
      std::string forged = bytes;
      forged[at] = static_cast<char>(forged[at] ^ change);
      // The head's checksum is where the head says that it ends.
      if (at >= 12 && at < 16) continue;
      try {
        const SavedState saved = decode_state(sealed(forged), "file", config);
        EXPECT_NO_THROW(check_state(config.structural, config.runtime, pools, saved.state));
      } catch (const base::Error&) {
        ++refused;
      }
    }
  EXPECT_GT(refused, bytes.size());
}

TEST_F(StateFile, ForeignFilesAreNamedForWhatTheyAreNot) {
  expect_says(refusal_of_file("a", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "a: not a state file");
  expect_says(refusal_of_file("b", ""), "b: is empty");
  expect_says(refusal_of_file("c", kSmall), "c: not a state file");
  expect_says(refusal_of_file("d", std::string(1000, '\0')), "d: not a state file");
  expect_says(refusal_of_file("e", std::string(10'000'000, 'x')), "e: not a state file");
  expect_says(refusal_of_file("f", "\x89S"), "f: a truncated state");
  expect_says(refusal([&] { (void)read_state(folder_, small()); }), "is a directory");
  expect_says(refusal([&] { (void)read_state(folder_ / "none", small()); }), "No such file");
  expect_says(refusal([&] { (void)read_state("/dev/zero", small()); }), "not a state file");
}

TEST(StateBytes, AnotherVersionIsNamed) {
  const config::Config config = small();
  std::string bytes = encode_state(config, taught(config, 23).state(), half_way());
  bytes[8] = 2;
  expect_says(refusal_of(sealed(bytes)), "format version 2, of which this silipool reads 1");
}

TEST(StateBytes, AnotherConfigurationIsRefusedByItsFirstKey) {
  const config::Config config = small();
  const std::string bytes = encode_state(config, taught(config, 23).state(), half_way());
  const auto with = [&bytes](const config::Overrides& overrides) {
    return refusal_of(bytes, small(overrides));
  };
  const auto set = [](const char* key, const char* value) { return config::Override{key, value, "--set"}; };
  expect_says(with({set("pooler.permanence_bits", "4")}), "pooler.permanence_bits is 3 there and 4 in small");
  expect_says(with({set("pooler.connected_threshold", "5")}), "pooler.connected_threshold is 4 there and 5");
  expect_says(with({set("pooler.columns_per_hypercolumn", "5"), set("pooler.permanence_bits", "4")}),
              "pooler.columns_per_hypercolumn is 4 there and 5");
  expect_says(with({set("pooler.pool_seed", "2")}), "pooler.pool_seed is 1 there and 2");
  expect_says(with({set("pooler.pool", "window"), set("pooler.synapses_per_column", "")}),
              "pooler.pool is \"sample\" there and \"window\"");
  expect_says(
      with({set("pooler.pool", "radius"), set("pooler.synapses_per_column", ""), set("pooler.radius", "1")}),
      "pooler.pool is");
  expect_says(with({set("input.thresholds", "[80]")}), "input.thresholds is [127] there and [80]");
  expect_says(with({set("bumping.increment", "1")}), "bumping.increment is 0 there and above 0");
  expect_says(with({set("boosting.duty", "window")}), "boosting.duty is \"decayed\" there and \"window\"");
  expect_says(with({set("learning.reward", "gate")}), "learning.reward is");
}

TEST(StateBytes, RegistersMayDiffer) {
  const config::Config config = small();
  const SpatialPooler pooler = taught(config, 23);
  const std::string bytes = encode_state(config, pooler.state(), half_way());
  const config::Config other = small({{"seed", "9", "--set"},
                                      {"name", "other", "--set"},
                                      {"pooler.active_columns", "1", "--set"},
                                      {"pooler.initially_connected", "0.1", "--set"},
                                      {"learning.increment", "2", "--set"},
                                      {"learning.increment_probability", "0.25", "--set"},
                                      {"boosting.duty_period", "32", "--set"},
                                      {"boosting.update_period", "3", "--set"},
                                      {"rtl.lanes", "2", "--set"},
                                      {"data.train", "mnist/train", "--set"}});
  SpatialPooler next(other.structural, other.runtime);
  next.set_state(decode_state(bytes, "file", other).state);
  EXPECT_EQ(next.digest(), pooler.digest());
}

/// Each impossible value is refused when it is written, when it is read and when it is set.
TEST(StateCheck, ValuesThatNoRunLeavesAreRefused) {
  const config::Config config = small();
  const SpatialPooler pooler = taught(config, 23);
  const auto broken = [&](const std::function<void(State&)>& change, std::string_view part) {
    State state = pooler.state();
    change(state);
    expect_says(refusal([&] { (void)encode_state(config, state, {}); }), part);
    SpatialPooler other = pooler;
    expect_says(refusal([&] { other.set_state(state); }), part);
    EXPECT_EQ(other.digest(), pooler.digest());
  };
  const auto slot_where = [&](bool potential) {
    for (std::size_t s = 0;; ++s)
      if (pooler.pools().potential(0, s) == potential) return s;
  };
  broken([&](State& s) { s.permanences[slot_where(true)] = 8; }, "permanence 8 is out of range: 0..7");
  broken([&](State& s) { s.permanences[slot_where(false)] = 1; }, "not potential");
  broken([](State& s) { s.permanences.pop_back(); }, "11 permanences where there must be 12");
  broken([](State& s) { s.duties[3] = 1U << 26U; }, "column 3: duty 67108864 is out of range");
  broken([](State& s) { s.duties.push_back(0); }, "5 duties where there must be 4");
  broken([](State& s) { s.boosts[1] = 0; }, "column 1: boost 0 is out of range: 1..65535");
  broken([](State& s) { s.boosts[1] = 65536; }, "boost 65536 is out of range");
  broken([](State& s) { s.boosts.clear(); }, "0 boosts");
  broken([](State& s) { s.overlap_duties.resize(4); }, "overlap duties");
  broken([](State& s) { s.inhibition_radius = 1; }, "inhibition radius");
  broken([](State& s) { s.wins.resize(64); }, "window of wins");
  broken([](State& s) { s.overlaps.resize(64); }, "window of overlaps");
  broken([](State& s) { s.class_counts.resize(40); }, "class counts");
}

TEST(StateCheck, PartsOfTheOtherRules) {
  const config::Config config = small({{"pooler.inhibition", "local", "--set"},
                                       {"pooler.radius_rule", "receptive_field", "--set"},
                                       {"learning.reward", "gate", "--set"},
                                       {"learning.classes", "3", "--set"},
                                       {"boosting.duty", "window", "--set"},
                                       {"bumping.increment", "1", "--set"}});
  State state = taught(small(), 0).state();
  state.overlap_duties.assign(4, 0);
  state.inhibition_radius = 2;
  state.wins.assign(64, 0);
  state.overlaps.assign(64, 0);
  state.class_counts.assign(12, 0);
  // Steps 5 and 9: columns 1 and 3 won, column 1 in both; column 2 had overlap in step 0.
  state.wins[5] = 0b1010;
  state.wins[9] = 0b0010;
  state.duties = {0, 512, 0, 256};
  state.overlaps[0] = 0b0100;
  state.overlap_duties = {0, 0, 256, 0};
  state.class_counts[4] = 65534;
  const SavedState whole{state, {}};
  EXPECT_EQ(decode_state(encode_state(config, state, {}), "file", config), whole);

  const auto broken = [&](const std::function<void(State&)>& change, std::string_view part) {
    State other = state;
    change(other);
    expect_says(refusal([&] { (void)encode_state(config, other, {}); }), part);
  };
  broken([](State& s) { s.duties[0] = 256; }, "column 0: duty 256, but its wins in the window are 0");
  broken([](State& s) { s.wins[7] = 1; }, "column 0: duty 0, but its wins in the window are 1");
  broken([](State& s) { s.wins[7] = 16; }, "the window of wins has a column 4: must be 0..3");
  broken([](State& s) { s.overlaps[7] = 1; }, "its overlaps in the window");
  broken([](State& s) { s.inhibition_radius = 0; }, "inhibition radius 0 is out of range: 1..65535");
  broken([](State& s) { s.inhibition_radius = 65536; }, "inhibition radius 65536");
  broken([](State& s) { s.class_counts[11] = 65535; }, "column 3: class count 65535 is out of range");
  broken([](State& s) { s.class_counts.pop_back(); }, "11 class counts where there must be 12");
  broken([](State& s) { s.overlap_duties[1] = 1U << 26U; }, "overlap duty");
}

TEST(StateCheck, ProgressThatDoesNotAddUpIsRefused) {
  const config::Config config = small();
  const State state = taught(config, 23).state();
  const auto broken = [&](const std::function<void(Progress&)>& change, std::string_view part) {
    Progress progress = half_way();
    change(progress);
    expect_says(refusal([&] { (void)encode_state(config, state, progress); }), part);
  };
  broken([](Progress& p) { p.sample = 10; }, "sample 10 is out of range: 0..9");
  broken([](Progress& p) { p.learning_steps = 24; }, "are not 24 learning steps");
  broken([](Progress& p) { p.epoch = 3; }, "pass 3, sample 3 of 10 are not 23");
  broken([](Progress& p) { p.samples = 0; }, "of no data");
  broken([](Progress& p) { p.data = std::string(1 << 20, 'x'); }, "too long");
}

TEST_F(StateFile, WhatCannotBeWrittenLeavesTheOldFile) {
  const config::Config config = small();
  write_state(folder_ / "state", config, taught(config, 5).state(), {});
  const std::string before = base::read_file(folder_ / "state");
  State impossible = taught(config, 6).state();
  impossible.boosts[0] = 0;
  EXPECT_THROW(write_state(folder_ / "state", config, impossible, {}), base::Error);
  EXPECT_EQ(base::read_file(folder_ / "state"), before);
  EXPECT_THROW(write_state(folder_ / "none" / "state", config, taught(config, 6).state(), {}), base::Error);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

}  // namespace
}  // namespace silipool::sp
