#pragma once
// Arrays and drives that the tests share.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <silipool/base/stream.hpp>
#include <silipool/memristor/array/solver.hpp>

namespace silipool::memristor {

constexpr double kOn = 1e-4, kOff = 1e-6, kReadV = 0.2;

struct Case {
  std::string name;
  Array array;
  std::vector<double> row_v, column_v;
  InactiveRows inactive = InactiveRows::grounded;

  [[nodiscard]] Drive drive() const { return {row_v, inactive, column_v}; }
};

/// Cells are on or off, half each; `driven` of the rows at kReadV.
inline Case random_case(std::string name, std::size_t rows, std::size_t columns, const Wires& wires,
                        std::size_t driven, std::uint64_t seed = 1) {
  base::Stream stream(seed, "test.arrays");
  Case made{std::move(name), Array(rows, columns, wires), std::vector<double>(rows, 0.0), {}};
  std::vector<double> g(rows * columns);
  for (double& each : g) each = stream.below(2) != 0 ? kOn : kOff;
  made.array.set_conductances(g);
  std::fill_n(made.row_v.begin(), driven, kReadV);
  stream.shuffle(std::span<double>(made.row_v));
  return made;
}

/// All wires unlike: 0 to 8 ohm, some of exactly 0.
inline void unequal_wires(Array& array, std::uint64_t seed = 1) {
  base::Stream stream(seed, "test.unequal");
  const auto ohm = [&] { return stream.below(8) == 0 ? 0.0 : 8 * stream.unit(); };
  for (std::size_t i = 0; i < array.rows(); ++i) {
    array.set_driver(i, 20 * ohm());
    for (std::size_t j = 0; j < array.columns(); ++j) {
      array.set_row_segment(i, j, ohm());
      array.set_column_segment(i, j, ohm());
    }
  }
  for (std::size_t j = 0; j < array.columns(); ++j) array.set_sense(j, 20 * ohm());
}

/// Broken wires, a row cut from its driver, a column cut from its sense end, shorted and missing cells.
inline void damage(Array& array) {
  const std::size_t m = array.rows(), n = array.columns();
  array.set_row_segment(1, n / 2, kOpen);
  array.set_row_segment(2, 0, kOpen);
  array.set_column_segment(m / 2, 1, kOpen);
  array.set_sense(2, kOpen);
  array.set_conductance(3, 3, 1.0);
  array.set_conductance(m - 1, n - 1, 0.1);
  for (std::size_t j = 0; j < n; ++j) array.set_conductance(4, j, 0.0);
  // What is left of row 5 after its break has no cells.
  array.set_row_segment(5, n / 2, kOpen);
  for (std::size_t j = n / 2; j < n; ++j) array.set_conductance(5, j, 0.0);
}

inline std::vector<Case> hard_cases() {
  std::vector<Case> all;
  all.push_back(random_case("linear", 8, 8, {1, 1, 0, 0}, 3));
  all.push_back(random_case("linear_32", 32, 32, {1, 2, 100, 50}, 7));
  all.push_back(random_case("wide", 5, 23, {3, 1, 10, 0}, 2));
  all.push_back(random_case("tall", 33, 3, {1, 3, 0, 10}, 8));
  all.push_back(random_case("nonlinear", 16, 16, {2, 2, 50, 50}, 5));
  all.back().array.set_nonlinearity(0.1);
  all.push_back(random_case("strongly_nonlinear", 8, 8, {5, 5, 200, 0}, 4));
  all.back().array.set_nonlinearity(0.02);
  all.push_back(random_case("unequal", 16, 16, {1, 1, 1, 1}, 6));
  unequal_wires(all.back().array);
  all.push_back(random_case("unequal_nonlinear", 12, 16, {1, 1, 1, 1}, 6));
  unequal_wires(all.back().array, 2);
  all.back().array.set_nonlinearity(0.15);
  all.push_back(random_case("damaged", 16, 16, {1, 1, 10, 10}, 6));
  damage(all.back().array);
  all.push_back(random_case("damaged_nonlinear", 16, 16, {1, 1, 10, 10}, 6));
  damage(all.back().array);
  all.back().array.set_nonlinearity(0.1);
  all.push_back(random_case("gated", 32, 24, {1, 2, 100, 0}, 9));
  all.back().inactive = InactiveRows::gated;
  all.push_back(random_case("gated_damaged_nonlinear", 24, 16, {1, 2, 100, 0}, 8, 3));
  damage(all.back().array);
  all.back().array.set_nonlinearity(0.1);
  all.back().inactive = InactiveRows::gated;
  all.push_back(random_case("no_row_wires", 8, 8, {0, 5, 0, 0}, 3));
  all.push_back(random_case("no_column_wires", 8, 8, {5, 0, 0, 0}, 3));
  all.push_back(random_case("no_wires", 8, 8, {}, 3));
  all.push_back(random_case("biased", 8, 8, {2, 2, 10, 10}, 3));
  all.back().column_v.assign(8, 0.05);
  all.back().column_v[2] = -0.1;
  return all;
}

inline double greatest(std::span<const double> values) {
  double most = 0;
  for (const double value : values) most = std::max(most, std::fabs(value));
  return most;
}

inline double greatest_difference(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size()) return HUGE_VAL;
  double most = 0;
  for (std::size_t k = 0; k < a.size(); ++k) most = std::max(most, std::fabs(a[k] - b[k]));
  return most;
}

}  // namespace silipool::memristor
