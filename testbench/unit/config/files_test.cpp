// The configurations that come with the toolkit.
#include <silipool/config/load.hpp>

#include <filesystem>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace silipool::config {
namespace {

std::map<std::string, Config> shipped(const std::string& folder = "") {
  std::map<std::string, Config> out;
  for (const auto& file : std::filesystem::directory_iterator(SILIPOOL_SOURCE_DIR "/sim/configs" + folder))
    if (file.path().extension() == ".toml") out[file.path().stem().string()] = load_config(file.path());
  return out;
}

TEST(ShippedConfigurations, AreNamedAsTheirFilesAndDiffer) {
  const auto all = shipped();
  std::set<std::uint64_t> hashes;
  for (const auto& [stem, config] : all) {
    EXPECT_EQ(config.name, stem);
    EXPECT_TRUE(hashes.insert(hash(config)).second) << stem;
  }
  for (const char* name : {"tiny", "digits", "mnist", "mnist_binary", "mnist_global"})
    EXPECT_EQ(all.count(name), 1U) << name;
}

TEST(ShippedConfigurations, PresetsAreNamedAsTheirFilesAndDiffer) {
  const auto all = shipped("/presets");
  std::set<std::uint64_t> hashes;
  for (const auto& [stem, config] : all) {
    EXPECT_EQ(config.name, stem);
    EXPECT_TRUE(hashes.insert(hash(config)).second) << stem;
    EXPECT_FALSE(config.duplicate_first) << stem;
  }
  for (const char* name :
       {"mhtm", "mhtm_local", "nupic", "htm_core", "htm_core_small", "cui2017", "mcdougall2017"})
    EXPECT_EQ(all.count(name), 1U) << name;
}

TEST(ShippedConfigurations, PresetsHaveThePublishedSizes) {
  const auto all = shipped("/presets");
  const auto columns = [&all](const char* name) { return all.at(name).structural.columns(); };
  EXPECT_EQ(columns("mhtm"), 784U);
  EXPECT_EQ(columns("mhtm_local"), 784U);
  EXPECT_EQ(columns("nupic"), 3136U);
  EXPECT_EQ(columns("htm_core"), 12544U);
  EXPECT_EQ(columns("htm_core_small"), 6272U);
  EXPECT_EQ(columns("cui2017"), 1024U);
  EXPECT_EQ(columns("mcdougall2017"), 3136U);
}

TEST(ShippedConfigurations, DigitsIsMnistOnOtherData) {
  const auto all = shipped();
  const Config& digits = all.at("digits");
  const Config& mnist = all.at("mnist");
  EXPECT_EQ(digits.structural, mnist.structural);
  EXPECT_EQ(digits.runtime, mnist.runtime);
  EXPECT_EQ(digits.microarchitecture, mnist.microarchitecture);
  EXPECT_EQ(digits.train.name, "digits/train");
  EXPECT_EQ(digits.test.name, "digits/test");
}

TEST(ShippedConfigurations, MnistIsWithinTheHardwareDefault) {
  const Structural mnist = shipped().at("mnist").structural;
  EXPECT_EQ(mnist.inputs(), 784U);
  EXPECT_LE(mnist.columns(), 1024U);
  EXPECT_LE(mnist.permanence_bits, 4U);
}

}  // namespace
}  // namespace silipool::config
