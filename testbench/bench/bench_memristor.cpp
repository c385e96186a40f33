// Time of the solvers of the memristive array, one thread: how it grows, and the shape that learning in the
// loop solves most often (docs/crossbar.md). Cells are on or off (100 and 1 uS), half each; wires of 1 ohm a
// segment.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <silipool/base/stream.hpp>
#include <silipool/memristor/array/approximation.hpp>
#include <silipool/memristor/array/solver.hpp>
#include <silipool/memristor/periphery/current_selection.hpp>
#include <silipool/memristor/periphery/readout.hpp>

namespace silipool::testbench {
namespace {

using namespace memristor;

constexpr double kOn = 1e-4, kOff = 1e-6, kReadV = 0.2;
constexpr std::size_t kDrives = 8;  // that take turns: none starts from its own solution

struct Setting {
  Array array;
  std::vector<std::vector<double>> row_v;
  InactiveRows inactive;

  Setting(std::size_t rows, std::size_t columns, std::size_t driven, InactiveRows rows_inactive, double v0_v,
          double segment_ohm = 1)
      : array(rows, columns, {segment_ohm, segment_ohm, 0, 0}), inactive(rows_inactive) {
    base::Stream stream(1, "bench.memristor");
    std::vector<double> g(rows * columns);
    for (double& each : g) each = stream.below(2) != 0 ? kOn : kOff;
    array.set_conductances(g);
    array.set_nonlinearity(v0_v);
    for (std::size_t k = 0; k < kDrives; ++k) {
      row_v.emplace_back(rows, 0.0);
      std::fill_n(row_v.back().begin(), driven, kReadV);
      stream.shuffle(std::span<double>(row_v.back()));
    }
  }
  [[nodiscard]] Drive drive(std::size_t k) const { return {row_v[k % kDrives], inactive, {}}; }
};

void report(benchmark::State& state, const Solution& solution) {
  state.counters["sweeps"] = static_cast<double>(solution.iterations);
  double most = 0;
  for (const double a : solution.column_current_a) most = std::max(most, std::fabs(a));
  state.counters["residual"] = solution.residual_a / most;
}

/// Another drive of the same array.
void solve(benchmark::State& state, const Setting& setting) {
  Solver solver;
  Solution solution;
  std::size_t k = 0;
  for (auto _ : state) solution = solver.solve(setting.array, setting.drive(k++));
  report(state, solution);
}

/// A cell has changed since.
void solve_changed(benchmark::State& state, Setting setting) {
  Solver solver;
  Solution solution;
  std::size_t k = 0;
  for (auto _ : state) {
    setting.array.set_conductance(0, 0, k % 2 != 0 ? kOn : kOff);
    solution = solver.solve(setting.array, setting.drive(k++));
  }
  report(state, solution);
}

/// The same drive, a cell has changed since.
void solve_warm(benchmark::State& state, Setting setting) {
  Solver solver;
  Solution solution;
  std::size_t k = 0;
  for (auto _ : state) {
    setting.array.set_conductance(0, 0, k++ % 2 != 0 ? kOn : kOff);
    solution = solver.solve_warm(setting.array, setting.drive(0));
  }
  report(state, solution);
}

void cholesky(benchmark::State& state, const Setting& setting) {
  for (auto _ : state) benchmark::DoNotOptimize(solve_direct(setting.array, setting.drive(0)).residual_a);
}

void transfers(benchmark::State& state, const Setting& setting) {
  for (auto _ : state) benchmark::DoNotOptimize(transfer(setting.array, 1).residual_a_per_v);
}

void by_transfer(benchmark::State& state, const Setting& setting) {
  const Transfer found = transfer(setting.array, 1);
  std::size_t k = 0;
  for (auto _ : state) benchmark::DoNotOptimize(found.column_current_a(setting.row_v[k++ % kDrives]).data());
}

/// The tenth of the columns with the greatest currents.
std::vector<std::size_t> greatest_tenth(const std::vector<double>& current_a) {
  const CurrentSelector selector{.winners = (current_a.size() + 9) / 10};
  return selector.select(current_a, std::vector<std::uint32_t>(current_a.size(), 4096));
}

/// Beside its time: the mean of |current / exact current - 1| over all columns, and the part that it has of
/// the exact solution's tenth with the greatest currents.
void formula(benchmark::State& state, const Setting& setting, Approximation kind) {
  std::size_t k = 0;
  for (auto _ : state) benchmark::DoNotOptimize(approximate(kind, setting.array, setting.drive(k++)).data());
  Solver solver;
  double error = 0, right = 0;
  std::size_t columns = 0, winners = 0;
  for (k = 0; k < kDrives; ++k) {
    const std::vector<double> exact = solver.solve(setting.array, setting.drive(k)).column_current_a;
    const std::vector<double> found = approximate(kind, setting.array, setting.drive(k));
    for (std::size_t j = 0; j < exact.size(); ++j) error += std::fabs(found[j] / exact[j] - 1);
    const std::vector<std::size_t> best = greatest_tenth(exact);
    right += static_cast<double>(best.size() - missed(greatest_tenth(found), best));
    columns += exact.size();
    winners += best.size();
  }
  state.counters["error"] = error / static_cast<double>(columns);
  state.counters["winners"] = right / static_cast<double>(winners);
}

void ramp(benchmark::State& state, const Setting& setting) {
  Solver solver;
  const std::vector<double> currents = solver.solve(setting.array, setting.drive(0)).column_current_a;
  RampReadout readout({ideal_calibration(setting.array.columns(), kReadV, kOn, kOff), {}, 1e-7, 1});
  readout.stop_at(4, {});
  std::size_t k = 0;
  for (auto _ : state) benchmark::DoNotOptimize(readout.read(currents, 50, k++).overlaps.data());
}

void add_all() {
  const auto add = [](const std::string& name, auto run) {
    benchmark::RegisterBenchmark(name.c_str(), run)->Unit(benchmark::kMillisecond);
  };
  for (const std::size_t n : {64U, 128U, 256U, 512U, 1024U}) {
    const auto square = [n] { return Setting(n, n, n / 5, InactiveRows::grounded, HUGE_VAL); };
    add(fmt::format("square/{}/solve", n), [=](benchmark::State& state) { solve(state, square()); });
    add(fmt::format("square/{}/factor_and_solve", n),
        [=](benchmark::State& state) { solve_changed(state, square()); });
  }
  add("square/64/cholesky", [](benchmark::State& state) {
    cholesky(state, Setting(64, 64, 13, InactiveRows::grounded, HUGE_VAL));
  });
  for (const std::size_t driven : {30U, 50U, 75U})
    for (const auto& [way, inactive] :
         {std::pair{"grounded", InactiveRows::grounded}, std::pair{"gated", InactiveRows::gated}})
      for (const auto& [cells, v0] : {std::pair{"linear", HUGE_VAL}, std::pair{"sinh", 0.1}}) {
        const auto setting = [=, inactive = inactive, v0 = v0] {
          return Setting(225, 28, driven, inactive, v0);
        };
        const std::string name = fmt::format("hypercolumn/{}_{}_{}", driven, way, cells);
        add(name + "/solve", [=](benchmark::State& state) { solve(state, setting()); });
        add(name + "/factor_and_solve", [=](benchmark::State& state) { solve_changed(state, setting()); });
        add(name + "/warm", [=](benchmark::State& state) { solve_warm(state, setting()); });
      }
  const auto plain = [] { return Setting(225, 28, 50, InactiveRows::grounded, HUGE_VAL); };
  add("hypercolumn/transfer", [=](benchmark::State& state) { transfers(state, plain()); });
  add("hypercolumn/by_transfer", [=](benchmark::State& state) { by_transfer(state, plain()); });
  add("hypercolumn/ramp", [=](benchmark::State& state) { ramp(state, plain()); });
  struct Shape {
    std::size_t rows, columns, driven;
  };
  for (const Shape& shape :
       {Shape{16, 16, 3}, Shape{64, 64, 13}, Shape{128, 128, 26}, Shape{256, 256, 51}, Shape{225, 28, 50}})
    for (const double segment_ohm : {0.3, 1.0, 5.0})
      for (const auto& [way, inactive] :
           {std::pair{"grounded", InactiveRows::grounded}, std::pair{"gated", InactiveRows::gated}})
        for (const auto& [what, kind] :
             {std::pair{"ideal", Approximation::ideal}, std::pair{"dmr", Approximation::dmr},
              std::pair{"alpha_beta", Approximation::alpha_beta}})
          add(fmt::format("approximation/{}x{}/{}_ohm/{}/{}", shape.rows, shape.columns, segment_ohm, way,
                          what),
              [=, inactive = inactive, kind = kind](benchmark::State& state) {
                formula(state,
                        Setting(shape.rows, shape.columns, shape.driven, inactive, HUGE_VAL, segment_ohm),
                        kind);
              });
}

}  // namespace
}  // namespace silipool::testbench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  silipool::testbench::add_all();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
