#include <silipool/estimate/fpga.hpp>

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

namespace silipool::estimate {
namespace {

constexpr const char* kRow =
    R"([{"config": "a", "device": "iCE40 HX8K", "yosys": "Yosys 0.23", "nextpnr": "nextpnr-ice40 0.4",
         "fmax_mhz": 26.23, "icetime_mhz": 26.23, "utilisation": {"ICESTORM_LC": [6761, 7680], "ICESTORM_RAM": [30, 32]}}])";

std::string replaced(const std::string& from, const std::string& to) {
  std::string text = kRow;
  return text.replace(text.find(from), from.size(), to);
}

template <typename F>
std::string error_of(base::ErrorKind kind, F&& f) {
  try {
    f();
  } catch (const base::Error& e) {
    EXPECT_EQ(e.kind(), kind) << e.what();
    return e.what();
  }
  ADD_FAILURE() << "no error";
  return {};
}

TEST(Fpga, ReadsARow) {
  const Placed placed = parse_placed(kRow, "rows.json");
  EXPECT_EQ(placed.device, "iCE40 HX8K");
  EXPECT_EQ(placed.logic_cells, 6761U);
  EXPECT_EQ(placed.block_rams, 30U);
  EXPECT_DOUBLE_EQ(placed.fmax_hz, 26.23e6);
  ASSERT_EQ(placed.resources.size(), 2U);
  EXPECT_EQ(placed.resources[1].available, 32U);
}

TEST(Fpga, WhatDoesNotFitIsOneMessage) {
  EXPECT_EQ(error_of(base::ErrorKind::check_failed,
                     [] {
                       (void)parse_placed(replaced("\"fmax_mhz\"", "\"unfit\": \"no BELs\", \"fmax_mhz\""),
                                          "rows.json");
                     }),
            "a does not fit the iCE40 HX8K: no BELs");
  EXPECT_NE(error_of(base::ErrorKind::bad_input,
                     [] { (void)parse_placed(replaced("\"yosys\"", "\"y\""), "rows.json"); })
                .find("rows.json: no row of place_and_route.py: "),
            std::string::npos);
}

TEST(Fpga, PricesByHand) {
  Placed placed;
  placed.logic_cells = 100;
  engine::Activity activity;
  activity.row_reads = 3;
  activity.row_bits = 17;  // two block RAMs
  const cost::Ledger ledger = price_ice40(placed, activity, 1000);
  // (2184 - 388.4) uA of 42 MHz, and (641.3 - 613.5) uA of 196 cells at 12 MHz, at 1.219 V.
  EXPECT_NEAR(ledger.total_of_cause("clock").low, 1000 * 52.115e-12, 1e-12);
  EXPECT_NEAR(ledger.total_of_cause("clock").high, 1000 * 53.626e-12, 1e-12);
  EXPECT_NEAR(ledger.total_of_cause("logic").low, 100000 * 14.408e-15, 1e-12);
  EXPECT_NEAR(ledger.total_of_cause("logic").high, 100000 * 198.09e-15, 1e-11);
  EXPECT_LT(ledger.total_of_cause("logic").low, ledger.total_of_cause("logic").nominal);
  // 5.96 + 0.502 x 16 + 0.000714 x 16 x 256 pJ, carried from 130 nm to 40 nm at one voltage.
  EXPECT_NEAR(ledger.total_of_cause("memory").nominal, 6 * 16.9165e-12 * 40 / 130, 1e-15);
  EXPECT_NE(ledger.explain().find("EXTRAPOLATED"), std::string::npos);
}

}  // namespace
}  // namespace silipool::estimate
