// A design in C++ behind each protocol: it agrees under every pattern of stalls, and each broken rule is
// told.
#include <gtest/gtest.h>

#include <silipool/config/load.hpp>
#include <silipool/experiments/dut_verification.hpp>

#include "fake_design.hpp"

namespace silipool::dut {
namespace {

using Fault = FakeDesign::Fault;
using Kind = FakeDesign::Kind;

config::Config small() {
  return config::parse_config(
      "name = \"small\"\n[input]\nshape = [13]\nencoding = \"none\"\n[pooler]\ncolumns_per_hypercolumn = 6\n"
      "permanence_bits = 4\nactive_columns = 2\n[learning]\nrule = \"every_step\"\n"
      "[boosting]\nrule = \"exponential\"\nstrength = 4\nduty_period = 20\nupdate_period = 4\n",
      "small.toml");
}

const std::string kHead =
    "[design]\nsources = [\"fake.v\"]\ntop = \"fake\"\n[clock]\nport = \"clk\"\n"
    "[reset]\nport = \"rst\"\nactive = \"high\"\n";
const std::string kStreams =
    "[input]\ndata = \"in_data\"\nvalid = \"in_valid\"\nready = \"in_ready\"\nlast = \"in_last\"\nlearn = "
    "\"in_learn\"\n"
    "[output]\ndata = \"out_data\"\nvalid = \"out_valid\"\nready = \"out_ready\"\nlast = "
    "\"out_last\"\ntimeout = 200\n";
const std::string kIndices =
    "[input]\nformat = \"indices\"\nnone = 255\ndata = \"in_data\"\nvalid = \"in_valid\"\nready = "
    "\"in_ready\"\n"
    "last = \"in_last\"\nlearn = \"in_learn\"\n[output]\nformat = \"indices\"\nnone = 255\ndata = "
    "\"out_data\"\n"
    "valid = \"out_valid\"\nready = \"out_ready\"\nlast = \"out_last\"\ntimeout = 200\n";
const std::string kCall =
    "[input]\nprotocol = \"start\"\ndata = \"in_data\"\nwrite = \"in_write\"\naddress = \"in_address\"\nbase "
    "= 16\n"
    "start = \"start\"\nlearn = \"in_learn\"\n[output]\nprotocol = \"done\"\ndata = \"out_data\"\n"
    "address = \"out_address\"\ndone = \"done\"\ntimeout = 200\n";
const std::string kState =
    "[state]\nevery = 4\n[state.permanence]\nsignal = \"rows[*]\"\norder = \"by_slot\"\nbits = 16\nper_word "
    "= 6\n"
    "[state.duty]\nsignal = \"duty[*]\"\n";

experiments::DutVerification run(const std::string& toml, Kind kind, std::size_t in, std::size_t out,
                                 Fault fault, engine::Stall stall, std::uint64_t steps = 150) {
  const config::Config config = small();
  DutEngine engine(parse_design(kHead + toml, "DUT.toml"), config,
                   std::make_unique<FakeDesign>(config, kind, in, out, fault), stall, 3);
  return experiments::verify_dut(config, engine, {.steps = steps, .stop = nullptr, .progress = {}});
}

TEST(DutEngine, EveryProtocolAgreesUnderEveryStall) {
  for (int s = 0; s < 5; ++s) {
    const auto stall = static_cast<engine::Stall>(s);
    for (const std::size_t width : {1U, 3U, 8U, 13U, 64U})
      EXPECT_FALSE(run(kStreams, Kind::words, width, width, Fault::none, stall).mismatch) << width;
    EXPECT_FALSE(run(kIndices, Kind::indices, 8, 8, Fault::none, stall).mismatch);
    EXPECT_FALSE(run(kCall, Kind::call, 5, 4, Fault::none, stall).mismatch);
    const auto with_state = run(kStreams + kState, Kind::words, 8, 8, Fault::none, stall);
    EXPECT_FALSE(with_state.mismatch);
    EXPECT_EQ(with_state.state_words, 38U * (13 * 6 + 6));  // every 4th of 150 steps, and the last
    EXPECT_EQ(with_state.resets, 2U);
  }
}

std::string complaint(const std::string& toml, Kind kind, Fault fault) {
  const auto v = run(toml, kind, 8, 8, fault, engine::Stall::both);
  if (!v.mismatch) return "";
  EXPECT_EQ(v.mismatch->phase, engine::Phase::handshake);
  return v.mismatch->signal + ": " + v.mismatch->what;
}

TEST(DutEngine, EachBrokenRuleIsTold) {
  const auto words = [](Fault fault) { return complaint(kStreams, Kind::words, fault); };
  EXPECT_EQ(words(Fault::drops_valid), "out_valid: fell although the word that stood was not taken");
  EXPECT_EQ(words(Fault::changes_data), "out_data: changed although the word that stood was not taken");
  EXPECT_EQ(words(Fault::in_reset), "out_valid: high while reset is active");
  EXPECT_EQ(words(Fault::no_last), "out_last: low at the last of 1 words");
  EXPECT_EQ(words(Fault::past_the_end), "out_data: a bit is set past the last column");
  EXPECT_EQ(words(Fault::twice), "out_last: low at the last of 1 words");
  EXPECT_EQ(words(Fault::hangs),
            "out_valid: no answer in 200 cycles: an input was taken, and 0 words of its winners have come");
  EXPECT_EQ(words(Fault::never_ready),
            "in_ready: no answer in 200 cycles: an input is not taken: 0 of its words were");
  EXPECT_EQ(words(Fault::ends), "fake: the design ended the simulation: fake.v:7: $finish");
  const auto indices = [](Fault fault) { return complaint(kIndices, Kind::indices, fault); };
  EXPECT_TRUE(indices(Fault::double_index).ends_with("wins twice"));
  EXPECT_EQ(indices(Fault::index_too_great), "out_data: 6 is no column: there are 6");
  EXPECT_EQ(run(kStreams, Kind::words, 3, 3, Fault::early_last, engine::Stall::none).mismatch->what,
            "high at word 1 of 2");
  // Without `last` what is said twice is told by what nobody asked for.
  std::string no_last = kStreams;
  no_last.erase(no_last.find("last = \"out_last\"\n"), 18);
  EXPECT_EQ(complaint(no_last, Kind::words, Fault::twice),
            "out_valid: winners come that no input has asked for");
}

TEST(DutEngine, StateThatAResetLeavesIsFoundAndNamed) {
  const config::Config config = small();
  DutEngine engine(parse_design(kHead + kStreams, "DUT.toml"), config,
                   std::make_unique<FakeDesign>(config, Kind::words, 13, 6, Fault::keeps_state),
                   engine::Stall::none, 3);
  const auto v = experiments::verify_dut(config, engine, {.steps = 300, .stop = nullptr, .progress = {}});
  ASSERT_TRUE(v.mismatch);
  EXPECT_GE(v.mismatch->step, 50U);
  const variants::Diagnosis d = experiments::diagnose(config, engine, v, nullptr);
  ASSERT_EQ(d.explanations.size(), 1U);
  EXPECT_EQ(d.explanations[0].name, "reset_keeps_all");
}

}  // namespace
}  // namespace silipool::dut
