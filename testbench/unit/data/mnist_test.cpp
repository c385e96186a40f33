#include <silipool/data/mnist.hpp>

#include <cstdlib>

#include <silipool/data/sets.hpp>

#include "scratch.hpp"

namespace silipool::data::test {
namespace {

class MnistFolder : public Scratch {};

TEST_F(MnistFolder, ReportsMissingWrongAndBrokenFiles) {
  put("train-images-idx3-ubyte", "abc");
  put_gz("train-labels-idx1-ubyte.gz", "abc");
  put("t10k-images-idx3-ubyte.gz", "\x1f\x8b\x08");
  const auto checks = check_mnist(folder_);
  ASSERT_EQ(checks.size(), 4U);
  const std::string abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  for (const std::size_t i : {0U, 1U}) {
    EXPECT_TRUE(checks[i].found);
    EXPECT_EQ(checks[i].sha256, abc);
    EXPECT_EQ(checks[i].problem, "");
    EXPECT_FALSE(checks[i].matches);
  }
  EXPECT_EQ(checks[1].path, folder_ / "train-labels-idx1-ubyte.gz");
  EXPECT_TRUE(checks[2].found);
  EXPECT_EQ(checks[2].sha256, "");
  EXPECT_SAYS(checks[2].problem, "truncated");
  EXPECT_FALSE(checks[2].matches);
  EXPECT_FALSE(checks[3].found);
  EXPECT_EQ(checks[3].path, folder_ / "t10k-labels-idx1-ubyte");
}

class RealMnist : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::getenv("SILIPOOL_DATA") == nullptr)
      GTEST_SKIP() << "SILIPOOL_DATA is not set: the folder that holds mnist/";
  }
};

TEST_F(RealMnist, HasThePublishedHashes) {
  for (const MnistCheck& check : check_mnist(std::filesystem::path(std::getenv("SILIPOOL_DATA")) / "mnist")) {
    EXPECT_TRUE(check.found) << check.path;
    EXPECT_TRUE(check.matches) << check.path << " " << check.sha256 << check.problem;
  }
}

TEST_F(RealMnist, Loads) {
  const Images train = load({"mnist/train", {}, {}}, search_path(), 0);
  const Images test = load({"mnist/test", {}, {}}, search_path(), 0);
  EXPECT_EQ(train.size(), 60000U);
  EXPECT_EQ(test.size(), 10000U);
  EXPECT_EQ(train.height, 28U);
  EXPECT_EQ(train.width, 28U);
  EXPECT_EQ(train.classes(), 10U);
  EXPECT_EQ(train.slice(0, 5).labels, (std::vector<std::uint8_t>{5, 0, 4, 1, 9}));
  EXPECT_EQ(test.slice(0, 5).labels, (std::vector<std::uint8_t>{7, 2, 1, 0, 4}));
}

}  // namespace
}  // namespace silipool::data::test
