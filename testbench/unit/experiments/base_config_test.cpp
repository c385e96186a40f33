#include <classified.hpp>

#include <string>

#include <gtest/gtest.h>

#include <silipool/config/load.hpp>

namespace silipool::experiments::published {
namespace {

/// The experiments' own texts are the shipped configurations without their hardware.
TEST(BaseConfig, AreThoseThatAreShipped) {
  for (const auto& [base, file] :
       {std::pair(Base::hypercolumns, "mnist.toml"), std::pair(Base::binary, "mnist_binary.toml"),
        std::pair(Base::one_bit, "mnist_one_bit.toml"), std::pair(Base::global, "mnist_global.toml")}) {
    const config::Config here = base_config(base, "here");
    const config::Config shipped =
        config::load_config(std::string(SILIPOOL_SOURCE_DIR) + "/sim/configs/" + file);
    EXPECT_EQ(here.structural, shipped.structural) << file;
    EXPECT_EQ(here.runtime, shipped.runtime) << file;
    EXPECT_EQ(here.input, shipped.input) << file;
    EXPECT_EQ(here.readout, shipped.readout) << file;
    EXPECT_EQ(here.train, shipped.train) << file;
  }
}

TEST(BaseConfig, SynapseMemory) {
  EXPECT_DOUBLE_EQ(synapse_kbit(base_config(Base::binary, "x")), 75.6);
  EXPECT_DOUBLE_EQ(synapse_kbit(base_config(Base::hypercolumns, "x")), 1008 * 225 * 4 / 1000.0);
}

}  // namespace
}  // namespace silipool::experiments::published
