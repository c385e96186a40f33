#include <silipool/readout/weight_rows.hpp>

#include <cstring>

namespace silipool::readout {
namespace {

constexpr std::size_t lanes = 4;

// Vectors of the compiler's own (g++ and clang++), as wide as a register: sums stay in registers over all
// rows, and each lane is a double of its own.
using Two [[gnu::vector_size(16)]] = double;

/// N vectors of every row, from `first` on.
template <typename V, std::size_t N>
[[gnu::always_inline]] inline void sum_part(const double* first, std::size_t stride,
                                            std::span<const std::uint32_t> active, double* sums) {
  constexpr std::size_t width = sizeof(V) / sizeof(double);
  V sum[N]{};
  for (const std::uint32_t f : active) {
    const double* row = first + f * stride;
    for (std::size_t i = 0; i < N; ++i) {
      V weights;
      std::memcpy(&weights, row + i * width, sizeof(V));
      sum[i] += weights;
    }
  }
  std::memcpy(sums, sum, sizeof sum);
}

template <typename V, std::size_t N>
[[gnu::always_inline]] inline void add_part(double* first, std::size_t stride,
                                            std::span<const std::uint32_t> active, const double* step) {
  constexpr std::size_t width = sizeof(V) / sizeof(double);
  V steps[N];
  std::memcpy(steps, step, sizeof steps);
  for (const std::uint32_t f : active) {
    double* row = first + f * stride;
    for (std::size_t i = 0; i < N; ++i) {
      V weights;
      std::memcpy(&weights, row + i * width, sizeof(V));
      weights += steps[i];
      std::memcpy(row + i * width, &weights, sizeof(V));
    }
  }
}

// At most three groups of lanes at a time, 12 classes: their sums take six registers of two doubles.
template <typename V>
[[gnu::always_inline]] inline void sum_rows(const double* rows, std::size_t stride,
                                            std::span<const std::uint32_t> active, double* sums) {
  constexpr std::size_t n = lanes * sizeof(double) / sizeof(V);
  for (std::size_t lane = 0; lane < stride; lane += 3 * lanes) {
    const std::size_t groups = (stride - lane) / lanes;
    if (groups >= 3)
      sum_part<V, 3 * n>(rows + lane, stride, active, sums + lane);
    else if (groups == 2)
      sum_part<V, 2 * n>(rows + lane, stride, active, sums + lane);
    else
      sum_part<V, n>(rows + lane, stride, active, sums + lane);
  }
}

template <typename V>
[[gnu::always_inline]] inline void add_to_rows(double* rows, std::size_t stride,
                                               std::span<const std::uint32_t> active, const double* step) {
  constexpr std::size_t n = lanes * sizeof(double) / sizeof(V);
  for (std::size_t lane = 0; lane < stride; lane += 3 * lanes) {
    const std::size_t groups = (stride - lane) / lanes;
    if (groups >= 3)
      add_part<V, 3 * n>(rows + lane, stride, active, step + lane);
    else if (groups == 2)
      add_part<V, 2 * n>(rows + lane, stride, active, step + lane);
    else
      add_part<V, n>(rows + lane, stride, active, step + lane);
  }
}

void sum_by_two(const double* rows, std::size_t stride, std::span<const std::uint32_t> active, double* sums) {
  sum_rows<Two>(rows, stride, active, sums);
}
void add_by_two(double* rows, std::size_t stride, std::span<const std::uint32_t> active, const double* step) {
  add_to_rows<Two>(rows, stride, active, step);
}

#if defined(__x86_64__)
using Four [[gnu::vector_size(32)]] = double;

// AVX2 without FMA: a product and a sum are never one rounding.
[[gnu::target("avx2")]] void sum_by_four(const double* rows, std::size_t stride,
                                         std::span<const std::uint32_t> active, double* sums) {
  sum_rows<Four>(rows, stride, active, sums);
}
[[gnu::target("avx2")]] void add_by_four(double* rows, std::size_t stride,
                                         std::span<const std::uint32_t> active, const double* step) {
  add_to_rows<Four>(rows, stride, active, step);
}
#endif

}  // namespace

std::span<const RowKernels> row_kernels() {
  static constexpr RowKernels all[] {
    {"portable", sum_by_two, add_by_two},
#if defined(__x86_64__)
        {"avx2", sum_by_four, add_by_four},
#endif
  };
#if defined(__x86_64__)
  return std::span(all).first(__builtin_cpu_supports("avx2") ? 2 : 1);
#else
  return all;
#endif
}

WeightRows::WeightRows(std::size_t rows, unsigned classes)
    : classes_(classes),
      stride_((classes + lanes - 1) / lanes * lanes),
      groups_(rows * stride_ / lanes),
      kernels_(&row_kernels().back()) {}

std::vector<double> WeightRows::values() const {
  const std::size_t rows = groups_.size() * lanes / stride_;
  std::vector<double> values;
  values.reserve(rows * classes_);
  for (std::size_t row = 0; row < rows; ++row)
    for (unsigned c = 0; c < classes_; ++c) values.push_back(at(row, c));
  return values;
}

void WeightRows::set_values(std::span<const double> values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    at(i / classes_, static_cast<unsigned>(i % classes_)) = values[i];
}

}  // namespace silipool::readout
