#include "array/line_kernels.hpp"
#include "array/line_solver.hpp"

#include <string_view>

#include <gtest/gtest.h>

#include "arrays.hpp"

namespace silipool::memristor {
namespace {

/// All that a solution leaves, of an array with wires and cells of every size.
std::vector<double> solved(const LineKernels& kernels, std::size_t m, std::size_t n) {
  base::Stream stream(1, "test.kernels");
  LineSolver lines;
  lines.use(kernels);
  lines.resize(m, n);
  for (std::size_t i = 0; i < m; ++i) {
    lines.row_v()[i] = stream.unit();
    for (std::size_t j = 0; j < n; ++j) {
      lines.set_row_ohm(i, j, 10 * stream.unit());
      lines.set_column_ohm(i, j, stream.below(5) == 0 ? 0.0 : 10 * stream.unit());
      lines.g()[lines.shape().in_columns(i, j)] = 1e-3 * stream.unit();
    }
  }
  lines.factor();
  std::size_t iterations = 50;
  EXPECT_TRUE(lines.solve(1e-11, 0, iterations));
  std::vector<double> all{lines.residual_a(), static_cast<double>(iterations)};
  all.insert(all.end(), lines.rows_v().begin(), lines.rows_v().end());
  all.insert(all.end(), lines.columns_v().begin(), lines.columns_v().end());
  for (std::size_t j = 0; j < n; ++j) all.push_back(lines.column_current_a(j));
  return all;
}

TEST(LineKernels, EveryFormGivesTheSameBits) {
  const LineKernelForms& forms = line_kernel_forms();
  if (forms.count == 1) GTEST_SKIP() << "this machine runs the portable form alone";
  for (const auto& [m, n] :
       {std::pair<std::size_t, std::size_t>{1, 1}, {16, 16}, {17, 5}, {40, 33}, {225, 28}})
    EXPECT_EQ(solved(*forms.forms[0], m, n), solved(*forms.forms[forms.count - 1], m, n)) << m << " x " << n;
}

TEST(LineKernels, PanelsAndBack) {
  const PanelShape shape(19, 35);
  Panel columns(shape.size()), rows(shape.size(), -1);
  for (std::size_t k = 0; k < columns.size(); ++k) columns[k] = static_cast<double>(k);
  line_kernel_forms().forms[0]->to_rows(shape, columns.data(), rows.data());
  for (std::size_t i = 0; i < shape.padded_rows(); ++i)
    for (std::size_t j = 0; j < shape.padded_columns(); ++j)
      ASSERT_EQ(rows[shape.in_rows(i, j)], columns[shape.in_columns(i, j)]);
}

}  // namespace
}  // namespace silipool::memristor
