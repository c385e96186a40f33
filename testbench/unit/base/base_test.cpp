#include <filesystem>
#include <algorithm>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/hex.hpp>
#include <silipool/base/process.hpp>
#include <silipool/base/sdr.hpp>
#include <silipool/base/stream.hpp>

namespace silipool::base {
namespace {
namespace fs = std::filesystem;

class Scratch : public testing::Test {
 protected:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "silipool base 'test' XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Scratch() override { fs::remove_all(folder_); }
  fs::path folder_;
};

TEST(Sdr, SetsAndCounts) {
  Sdr s(130);
  for (const std::size_t i : {0U, 63U, 64U, 129U}) s.set(i);
  EXPECT_EQ(s.count(), 4U);
  s.reset(64);
  std::vector<std::size_t> seen;
  s.for_each([&seen](std::size_t i) { seen.push_back(i); });
  EXPECT_EQ(seen, (std::vector<std::size_t>{0, 63, 129}));
  s.clear();
  EXPECT_EQ(s, Sdr(130));
}

TEST(Hex, HasBitZeroInTheLowestOfTheLastDigit) {
  Sdr s(70);
  for (const std::size_t i : {0U, 5U, 63U, 64U, 69U}) s.set(i);
  EXPECT_EQ(hex_digits(s), "218000000000000021");
  EXPECT_EQ(hex_digits(Sdr(1)), "0");
  EXPECT_EQ(hex_digits(Sdr()), "");
}

TEST(Digest, IsFnv1a) {
  Digest empty;
  EXPECT_EQ(empty.hex(), "cbf29ce484222325");
  Digest a;
  a.text("a");
  EXPECT_EQ(a.hex(), "af63dc4c8601ec8c");  // published test vector
  Digest words;
  words.u32(0x64636261);
  Digest bytes;
  bytes.text("abcd");
  EXPECT_EQ(words.value(), bytes.value());
}

TEST(Stream, NamesAndSeedsGiveOtherStreams) {
  Stream a(1, "a");
  EXPECT_EQ(a.at(0), Stream(1, "a").next());
  EXPECT_NE(a.at(0), Stream(1, "b").at(0));
  EXPECT_NE(a.at(0), Stream(2, "a").at(0));
}

TEST(Stream, DrawsBelowAreEven) {
  Stream s(1, "even");
  std::vector<int> counts(7);
  for (int i = 0; i < 70000; ++i) ++counts[s.below(7)];
  for (const int count : counts) EXPECT_NEAR(count, 10000, 500);
}

TEST(Stream, ShufflesToAPermutation) {
  std::vector<int> items(100);
  std::iota(items.begin(), items.end(), 0);
  std::vector<int> shuffled = items;
  Stream(1, "shuffle").shuffle(std::span(shuffled));
  EXPECT_NE(shuffled, items);
  std::sort(shuffled.begin(), shuffled.end());
  EXPECT_EQ(shuffled, items);
}

TEST_F(Scratch, FilesAreReplacedWhole) {
  const fs::path file = folder_ / "a file";
  write_file(file, "one");
  write_file(file, "two");
  EXPECT_EQ(read_file(file), "two");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
  EXPECT_THROW((void)read_file(folder_), Error);
  EXPECT_THROW((void)read_file(folder_ / "none"), Error);
  EXPECT_THROW(write_file(folder_ / "none" / "x", "y"), Error);
}

TEST_F(Scratch, NoMoreOfAFileIsReadThanWasAskedFor) {
  write_file(folder_ / "long", std::string(100000, 'x'));
  EXPECT_EQ(read_file(folder_ / "long", 70000).size(), 70000U);
  EXPECT_EQ(read_file(folder_ / "long", 200000).size(), 100000U);
  EXPECT_EQ(read_file("/dev/zero", 3), std::string(3, '\0'));
}

TEST_F(Scratch, WhetherAFileCanBeWrittenIsSaidBefore) {
  write_file(folder_ / "old", "one");
  check_writable(folder_ / "old");
  check_writable(folder_ / "new");
  check_writable("/dev/null");
  EXPECT_EQ(read_file(folder_ / "old"), "one");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
  EXPECT_THROW(check_writable(folder_), Error);
  EXPECT_THROW(check_writable(folder_ / "none" / "x"), Error);
}

TEST_F(Scratch, ProcessesRunWithoutAShell) {
  EXPECT_EQ(run_process({"sh", "-c", "echo \"$1\"; pwd", "x", "a; b $(c)"}, folder_, folder_ / "log", "sh"),
            0);
  EXPECT_EQ(read_file(folder_ / "log"), "a; b $(c)\n" + fs::canonical(folder_).string() + "\n");
  EXPECT_EQ(run_process({"sh", "-c", "exit 7"}, folder_, folder_ / "log", "sh"), 7);
  try {
    (void)run_process({"no-such-program"}, folder_, folder_ / "log", "its-package");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::missing_tool);
    EXPECT_NE(std::string(error.what()).find("its-package"), std::string::npos);
  }
}

}  // namespace
}  // namespace silipool::base
