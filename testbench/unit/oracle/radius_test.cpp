// The inhibition radius (section 6.8), worked by hand.
#include <cstdint>

#include <gtest/gtest.h>

#include <silipool/oracle/oracle.hpp>

#include "unit/oracle/tiny.hpp"

namespace silipool::oracle {
namespace {

/// One column over nine inputs: D = 4 3 2 1 0 1 2 3 4.
config::Structural nine_inputs() {
  config::Structural s = tiny_structure();
  s.width = s.window_x = 9;
  s.columns_per_hypercolumn = 1;
  s.inhibition = config::Inhibition::local;
  s.radius_rule = config::RadiusRule::mean_distance;
  return s;
}

config::Runtime registers() {
  config::Runtime r = tiny_registers();
  r.stimulus_threshold = 0;
  r.radius_period = 2;
  return r;
}

TEST(OracleRadius, IsTheRegisterWhereItIsFixed) {
  config::Structural s = bar_structure(5, 1);
  s.inhibition = config::Inhibition::local;
  config::Runtime r = bar_registers();
  r.inhibition_radius = 1024;
  Oracle oracle(s, r);
  EXPECT_EQ(oracle.inhibition_radius(), 1024U);
  EXPECT_EQ(indices(oracle.step(all_of(5), true), 3).size(), 1U);
  r.inhibition_radius = 0;
  oracle.set_runtime(r);
  EXPECT_EQ(oracle.inhibition_radius(), 0U);
  EXPECT_EQ(indices(oracle.step(all_of(5), true), 3).size(), 5U);
}

TEST(OracleRadius, MeanDistanceFollowsTheConnectedSynapses) {
  Oracle oracle(nine_inputs(), registers());
  EXPECT_EQ(oracle.inhibition_radius(), 2U);  // floor(20 / 9)
  oracle.step(input_of(9, {0, 8}), true);     // the others lose 2 of 3
  EXPECT_EQ(oracle.inhibition_radius(), 2U);
  oracle.step(input_of(9, {0, 8}), false);  // not a learning step
  EXPECT_EQ(oracle.inhibition_radius(), 2U);
  oracle.step(input_of(9, {0, 8}), true);
  EXPECT_EQ(oracle.inhibition_radius(), 4U);
  for (int step = 0; step < 2; ++step) oracle.step(input_of(9, {4}), true);  // nothing is connected
  EXPECT_EQ(oracle.inhibition_radius(), 1U);
}

TEST(OracleRadius, ARunningMaximumNeverFalls) {
  config::Structural s = nine_inputs();
  s.radius_running_maximum = true;
  Oracle oracle(s, registers());
  for (int step = 0; step < 2; ++step) oracle.step(input_of(9, {0, 8}), true);
  EXPECT_EQ(oracle.inhibition_radius(), 4U);
  for (int step = 0; step < 2; ++step) oracle.step(input_of(9, {4}), true);
  EXPECT_EQ(oracle.inhibition_radius(), 4U);
}

TEST(OracleRadius, IsComputedAfterTheRefresh) {
  // Without an active input everything is disconnected, and as the column wins without an overlap, bumped up
  // to 3 again.
  config::Structural s = nine_inputs();
  s.bump_reference = config::BumpReference::duty;
  config::Runtime r = registers();
  r.radius_period = r.update_period = 1;
  r.bump_increment = 3;
  r.bump_minimum_duty = 65536;
  Oracle oracle(s, r);
  oracle.step(base::Sdr(9), true);
  EXPECT_EQ(oracle.permanence(0, 0), 3U);
  EXPECT_EQ(oracle.inhibition_radius(), 2U);
  r.bump_minimum_duty = 0;
  oracle.set_runtime(r);
  oracle.step(base::Sdr(9), true);
  EXPECT_EQ(oracle.inhibition_radius(), 1U);
}

TEST(OracleRadius, ReceptiveFieldIsHalfTheMeanExtent) {
  // Eight columns over four inputs: A PX / (2 C W) = A / 8.
  config::Structural s = tiny_structure();
  s.columns_per_hypercolumn = 8;
  s.inhibition = config::Inhibition::local;
  s.radius_rule = config::RadiusRule::receptive_field;
  config::Runtime r = registers();
  r.active_columns = r.learning_columns = 8;
  r.radius_period = 1;
  Oracle narrow(s, r);
  EXPECT_EQ(narrow.inhibition_radius(), 4U);  // A = 8 * 4
  narrow.step(input_of(4, {1, 2}), true);     // A = 8 * 2
  EXPECT_EQ(narrow.inhibition_radius(), 2U);
  Oracle apart(s, r);
  apart.step(input_of(4, {0, 3}), true);  // from 0 to 3 with nothing between
  EXPECT_EQ(apart.inhibition_radius(), 4U);
  apart.step(base::Sdr(4), true);
  EXPECT_EQ(apart.inhibition_radius(), 1U);  // A = 0
}

TEST(OracleRadius, ReceptiveFieldsLeaveOutColumnsWithNothingConnected) {
  // Eight columns over one input: A PX / (2 C W) = A / 2. Columns 0 and 1 win and disconnect.
  config::Structural s = tiny_structure();
  s.width = s.window_x = 1;
  s.columns_per_hypercolumn = 8;
  s.inhibition = config::Inhibition::local;
  s.radius_rule = config::RadiusRule::receptive_field;
  config::Runtime r = registers();
  r.active_columns = r.learning_columns = 2;
  r.radius_period = 1;
  Oracle oracle(s, r);
  EXPECT_EQ(oracle.inhibition_radius(), 4U);
  EXPECT_EQ(indices(oracle.step(base::Sdr(1), true), 3).size(), 2U);
  EXPECT_EQ(oracle.inhibition_radius(), 3U);
}

TEST(OracleRadius, ReceptiveFieldOfAPlaneIsTheMeanOfRowsAndPlaces) {
  // 4 x 4 columns over 4 x 8 inputs, two planes that make no difference: A = 16 (8 + 4) = 192;
  // 192 (4 * 8 + 4 * 4) / (8 * 16 * 4 * 8) = 9216 / 4096 = 2.25.
  config::Structural s = tiny_structure();
  s.planes = 2;
  s.height = s.window_y = 4;
  s.width = s.window_x = 8;
  s.columns_per_hypercolumn = 16;
  s.inhibition = config::Inhibition::local_scan;
  s.radius_rule = config::RadiusRule::receptive_field;
  config::Runtime r = registers();
  EXPECT_EQ(Oracle(s, r).inhibition_radius(), 2U);
  s.window_y = 1;  // row 2 alone: A = 16 (8 + 1) = 144, 6912 / 4096
  EXPECT_EQ(Oracle(s, r).inhibition_radius(), 1U);
  s.grid_y = 4;  // PY = 16, C = 64, A = 64 * 9: 576 (16 * 8 + 4 * 4) / (8 * 64 * 32) = 82944 / 16384
  EXPECT_EQ(Oracle(s, r).inhibition_radius(), 5U);
}

}  // namespace
}  // namespace silipool::oracle
