// DUT.toml: what is read, and what each mistake in it is told.
#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/config/load.hpp>
#include <silipool/dut/wiring.hpp>

namespace silipool::dut {
namespace {

const std::string kGood =
    "[design]\nsources = [\"a.v\", \"../b.v\"]\ntop = \"t\"\n"
    "[parameters]\nN = \"inputs\"\nM = 7\nFILE.text = \"x.hex\"\n"
    "[constants]\nk = \"pooler.active_columns\"\n"
    "[clock]\nport = \"clk\"\n[reset]\nport = \"rst\"\n"
    "[input]\ndata = \"d\"\nvalid = \"v\"\nlearn = true\n"
    "[output]\ndata = \"q\"\nvalid = \"w\"\n";

config::Config small() {
  return config::parse_config(
      "name = \"small\"\n[input]\nshape = [12]\nencoding = \"none\"\n[pooler]\ncolumns_per_hypercolumn = 6\n"
      "permanence_bits = 4\nactive_columns = 2\n[learning]\nrule = \"every_step\"\n",
      "small.toml");
}

std::vector<engine::Port> ports() {
  return {{"clk", true, 1}, {"rst", true, 1}, {"d", true, 12}, {"v", true, 1},
          {"k", true, 4},   {"q", false, 6},  {"w", false, 1}};
}

template <typename F>
std::string refusal(F&& f) {
  try {
    f();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.kind(), base::ErrorKind::bad_input);
    return error.what();
  }
  return "";
}

std::string with(std::string text, const std::string& old, const std::string& now) {
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return text.replace(at, old.size(), now);
}

std::string reading(const std::string& old, const std::string& now) {
  return refusal([&] { (void)parse_design(with(kGood, old, now), "x/DUT.toml"); });
}

std::string wiring(const std::string& old, const std::string& now) {
  return refusal([&] { (void)Wiring(parse_design(with(kGood, old, now), "x/DUT.toml"), small(), ports()); });
}

TEST(Design, IsReadWhole) {
  const Design d = parse_design(kGood, "x/DUT.toml", {{"parameters.M", "9"}, {"reset.active", "high"}});
  EXPECT_EQ(d.sources, (std::vector<std::filesystem::path>{"x/a.v", "b.v"}));
  const auto values = parameter_values(d, small());
  ASSERT_EQ(values.size(), 3U);
  EXPECT_FALSE(d.reset_low);
  EXPECT_TRUE(d.always_learn);
  const auto value = [&](const std::string& name) {
    for (const auto& [n, v] : values)
      if (n == name) return v;
    return std::string();
  };
  EXPECT_EQ(value("N"), "12");
  EXPECT_EQ(value("M"), "9");
  EXPECT_EQ(value("FILE"), "\"x.hex\"");
  EXPECT_EQ(refusal([&] { (void)Wiring(d, small(), ports()); }), "");
}

TEST(Design, TheTemplateIsOne) {
  const Design d = parse_design(design_template(), "DUT.toml");
  EXPECT_EQ(d.top, "pooler");
  EXPECT_EQ(d.timeout, 100000U);
}

TEST(Design, MistakesInTheFile) {
  EXPECT_EQ(reading("top = \"t\"\n", ""), "x/DUT.toml: design.top is missing: the module to verify");
  EXPECT_EQ(reading("port = \"clk\"", "prt = \"clk\""),
            "x/DUT.toml: clock.port is missing: the port of the clock; the rising edge counts");
  EXPECT_EQ(reading("learn = true", "learn = true\nlern = 1"),
            "x/DUT.toml:18: there is no key input.lern here (did you mean input.learn?); silipool verify "
            "--dut-template lists all");
  EXPECT_EQ(reading("learn = true", "learn = true\nbit_order = \"msb\""),
            "x/DUT.toml:18: input.bit_order = \"msb\" is none of \"lsb_first\", \"msb_first\"");
  EXPECT_EQ(reading("valid = \"w\"", "valid = \"w\"\ntimeout = 0"),
            "x/DUT.toml:21: output.timeout = 0 is out of range: 1..1000000000");
  EXPECT_EQ(reading("valid = \"w\"", "valid = \"w\"\nformat = \"indices\""),
            "x/DUT.toml: output.last is missing: a list of winners ends with `last`, with `done`, or with "
            "the word `none`");
  EXPECT_EQ(
      reading("M = 7", "M = 7.5"),
      "x/DUT.toml:6: parameters.M must be a number from 0 on, true, false or the name of a quantity of the "
      "configuration, found a number with a fraction");
  EXPECT_TRUE(reading("top = \"t\"", "top = t").starts_with("x/DUT.toml:3:"));
}

TEST(Design, MistakesAgainstThePorts) {
  const std::string all =
      "the ports are input clk, input rst, input d[11:0], input v, input k[3:0], output q[5:0], output w";
  EXPECT_EQ(wiring("valid = \"v\"", "valid = \"vv\""),
            "x/DUT.toml: input.valid = \"vv\": t has no such port (did you mean v?): it has input clk, input "
            "rst, input "
            "d[11:0], input v, input k[3:0], output q[5:0], output w");
  EXPECT_EQ(wiring("valid = \"v\"", "valid = \"w\""),
            "x/DUT.toml: input.valid = \"w\" is an output of t, and must be an input: " + all);
  EXPECT_EQ(wiring("valid = \"w\"", "valid = \"q\""),
            "x/DUT.toml: output.valid = \"q\" has 6 bits, and must have 1");
  EXPECT_EQ(wiring("k = \"pooler.active_columns\"\n", ""),
            "x/DUT.toml: input k of t (4 bits) is driven by nothing: give it a value in [constants]");
  EXPECT_EQ(wiring("k = \"pooler.active_columns\"", "k = 16"),
            "x/DUT.toml: constants.k = 16 does not fit the 4 bits of the port");
  EXPECT_EQ(wiring("k = \"pooler.active_columns\"", "k = 1\nd = 1"),
            "x/DUT.toml: constants.d = \"d\" is driven already");
  EXPECT_EQ(
      wiring("valid = \"w\"", "valid = \"w\"\nwords = 2"),
      "x/DUT.toml: output.data = \"q\" has 6 bits, so that 6 columns take 1 words, and output.words is 2");
  EXPECT_EQ(wiring("valid = \"w\"", "valid = \"w\"\nformat = \"indices\"\nnone = 64"),
            "x/DUT.toml: output.data = \"q\" has 6 bits: an index of 6 columns, or 64 takes 7..64");
  EXPECT_TRUE(
      wiring("k = \"pooler.active_columns\"", "k = \"pooler.active\"")
          .starts_with("x/DUT.toml:9: constants.k: \"pooler.active\" is no quantity of the configuration"));
}

}  // namespace
}  // namespace silipool::dut
