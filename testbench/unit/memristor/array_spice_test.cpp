#include <silipool/memristor/array/spice.hpp>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/process.hpp>

#include "arrays.hpp"

// Currents that ngspice found stand in golden/, as its decks write them. To write them anew:
// SILIPOOL_WRITE_GOLDEN=1 test_memristor_array --gtest_filter='Spice.*'

namespace silipool::memristor {
namespace {

namespace fs = std::filesystem;
const fs::path kGolden = SILIPOOL_SOURCE_DIR "/testbench/unit/memristor/golden";

/// Runs a deck in a folder of its own; the content of its output file. Nothing where ngspice is missing.
std::string run_deck(const std::string& name, const std::string& deck) {
  const fs::path folder = fs::path(testing::TempDir()) / ("silipool_spice_" + name);
  fs::remove_all(folder);
  fs::create_directories(folder);
  base::write_file(folder / "deck.cir", deck);
  try {
    // Its status says nothing: it is 0 after a singular matrix, too.
    (void)base::run_process({"ngspice", "-b", "deck.cir"}, folder, folder / "log", "ngspice");
  } catch (const base::Error& error) {
    if (error.kind() == base::ErrorKind::missing_tool) return {};
    throw;
  }
  const std::string log = base::read_file(folder / "log");
  for (const char* trouble : {"singular", "aborted", "Error"})
    EXPECT_EQ(log.find(trouble), std::string::npos) << log;
  if (!fs::exists(folder / "out.txt")) {
    ADD_FAILURE() << log;
    return {};
  }
  return base::read_file(folder / "out.txt");
}

TEST(Spice, GoldenCurrents) {
  for (const Case& each : hard_cases()) {
    SCOPED_TRACE(each.name);
    const std::vector<double> golden =
        read_deck_output(base::read_file(kGolden / (each.name + ".txt")), each.array.columns());
    const double most = greatest(golden);
    const Solution solution = Solver().solve(each.array, each.drive());
    EXPECT_LE(greatest_difference(solution.column_current_a, golden), 1e-6 * most);
    EXPECT_LE(greatest_difference(solve_direct(each.array, each.drive()).column_current_a, golden),
              1e-6 * most);
  }
}

TEST(Spice, NgspiceAgrees) {
  for (const Case& each : hard_cases()) {
    SCOPED_TRACE(each.name);
    const std::string output = run_deck(each.name, read_deck(each.array, each.drive(), "out.txt"));
    if (output.empty() && !HasFailure()) GTEST_SKIP() << "ngspice is not installed (Debian package ngspice)";
    if (std::getenv("SILIPOOL_WRITE_GOLDEN") != nullptr)
      base::write_file(kGolden / (each.name + ".txt"), output);
    const std::vector<double> currents = read_deck_output(output, each.array.columns());
    const Solution solution = Solver().solve(each.array, each.drive());
    EXPECT_LE(greatest_difference(solution.column_current_a, currents), 1e-6 * greatest(currents));
  }
}

constexpr Vteam kVteam{.r_on_ohm = 1e4,
                       .r_off_ohm = 1e6,
                       .w_on_m = 0,
                       .w_off_m = 3e-9,
                       .k_on_m_per_s = -10,
                       .k_off_m_per_s = 5e-4,
                       .alpha_on = 3,
                       .alpha_off = 1,
                       .v_on_v = -0.5,
                       .v_off_v = 0.5};

/// The state after a pulse with linear edges, where no wire takes any of it.
double after_pulse(const Vteam& cell, double state_m, double v, const WritePulse& pulse) {
  const bool off = v > 0;
  const double k = off ? cell.k_off_m_per_s : cell.k_on_m_per_s;
  const double alpha = off ? cell.alpha_off : cell.alpha_on;
  const double over = v / (off ? cell.v_off_v : cell.v_on_v) - 1;
  if (over <= 0) return state_m;
  const double flat = k * std::pow(over, alpha) * (pulse.width_s - pulse.edge_s);
  // Both edges, the integral of k (v s / v_threshold - 1)^alpha over the part s of the way up.
  const double edges = 2 * pulse.edge_s * k * std::pow(over, alpha + 1) / ((alpha + 1) * (over + 1));
  return std::clamp(state_m + flat + edges, cell.w_on_m, cell.w_off_m);
}

// Half of the voltage, below threshold, on the lines that are not selected; without wires, each cell's state
// has a closed form.
TEST(Spice, WritePulseByClosedForm) {
  const double write_v = 0.9;
  for (const bool off : {true, false}) {
    const double v = off ? write_v : -write_v;
    std::vector<double> row_v(4, v / 2), column_v(4, v / 2), states(16);
    row_v[1] = v;
    column_v[2] = 0;
    for (std::size_t k = 0; k < states.size(); ++k) states[k] = static_cast<double>(k + 1) * 0.15e-9;
    const WritePulse pulse{row_v, column_v, off ? 1e-6 : 1e-10, off ? 1e-7 : 1e-11};
    const Array array(4, 4, {});
    const std::string name = off ? "write_off" : "write_on";
    const std::string output = run_deck(name, write_deck(array, kVteam, states, pulse, "out.txt"));
    if (output.empty() && !HasFailure()) GTEST_SKIP() << "ngspice is not installed (Debian package ngspice)";
    const std::vector<double> found = write_deck_output(output, kVteam, 16);
    for (std::size_t k = 0; k < found.size(); ++k) {
      const double across = row_v[k / 4] - column_v[k % 4];
      EXPECT_NEAR(found[k], after_pulse(kVteam, states[k], across, pulse), 1e-3 * kVteam.w_off_m) << k;
      if (k != 6) {
        EXPECT_NEAR(found[k], states[k], 1e-6 * kVteam.w_off_m) << k;
      }
    }
    // Something happened.
    EXPECT_GT(std::fabs(found[6] - states[6]), 0.1 * kVteam.w_off_m);
  }
}

TEST(Spice, WiresWeakenAWritePulse) {
  const std::vector<double> row_v{0.9, 0.45}, column_v{0.0, 0.45}, states(4, 0.3e-9);
  const WritePulse pulse{row_v, column_v, 1e-6, 1e-7};
  const std::string output = run_deck(
      "write_wires", write_deck(Array(2, 2, {500, 500, 1000, 1000}), kVteam, states, pulse, "out.txt"));
  if (output.empty() && !HasFailure()) GTEST_SKIP() << "ngspice is not installed (Debian package ngspice)";
  const double found = write_deck_output(output, kVteam, 4)[0];
  const double ideal = after_pulse(kVteam, states[0], 0.9, pulse);
  EXPECT_LT(found, ideal - 0.001 * kVteam.w_off_m);
  EXPECT_GT(found, states[0]);
}

TEST(Spice, RefusesWhatIsWrong) {
  const std::vector<double> row_v(2, 0.9), states(4, 1e-9), outside(4, 4e-9);
  const Array array(2, 2, {});
  EXPECT_THROW((void)write_deck(array, kVteam, outside, {row_v, row_v, 1e-6, 1e-7}, "o"), base::Error);
  EXPECT_THROW((void)write_deck(array, kVteam, states, {row_v, row_v, 1e-7, 1e-6}, "o"), base::Error);
  EXPECT_THROW((void)write_deck(array, kVteam, states, {row_v, {}, 1e-6, 1e-7}, "o"), base::Error);
  EXPECT_THROW((void)read_deck_output("i(v) = 1e-3\n", 2), base::Error);
  EXPECT_THROW((void)read_deck_output("i(v) = failed\n", 1), base::Error);
}

}  // namespace
}  // namespace silipool::memristor
