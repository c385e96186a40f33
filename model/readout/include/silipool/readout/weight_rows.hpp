#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace silipool::readout {

/// The two loops of a linear readout, once for each instruction set. Each class has a sum of its own, in the
/// order of `active`, so all give the same bits. Rows are `stride` doubles, a multiple of 4.
struct RowKernels {
  std::string_view name;
  /// sums[c] = 0 + rows[active[0]][c] + rows[active[1]][c] + ...
  void (*sum)(const double* rows, std::size_t stride, std::span<const std::uint32_t> active, double* sums);
  /// rows[f][c] += step[c] for every f in active.
  void (*add)(double* rows, std::size_t stride, std::span<const std::uint32_t> active, const double* step);
};

/// Those that this processor runs; the last is the fastest.
[[nodiscard]] std::span<const RowKernels> row_kernels();

/// A row of weights, one for each class, for every feature; at first zero.
class WeightRows {
 public:
  WeightRows(std::size_t rows, unsigned classes);

  /// classes rounded up to whole lanes: what sum() and add() work on. Weights past classes stay zero as long
  /// as steps are zero there.
  [[nodiscard]] std::size_t stride() const noexcept { return stride_; }
  void sum(std::span<const std::uint32_t> active, std::span<double> sums) const {
    kernels_->sum(groups_.data()->weights, stride_, active, sums.data());
  }
  void add(std::span<const std::uint32_t> active, std::span<const double> step) {
    kernels_->add(groups_.data()->weights, stride_, active, step.data());
  }
  [[nodiscard]] double at(std::size_t row, unsigned label) const {
    return groups_.at((row * stride_ + label) / lanes).weights[label % lanes];
  }
  [[nodiscard]] double& at(std::size_t row, unsigned label) {
    return groups_.at((row * stride_ + label) / lanes).weights[label % lanes];
  }

  /// All weights, [row][class].
  [[nodiscard]] std::vector<double> values() const;
  void set_values(std::span<const double> values);

 private:
  static constexpr std::size_t lanes = 4;
  /// Aligned, so that no load of a vector crosses two lines of a cache.
  struct alignas(lanes * sizeof(double)) Group {
    double weights[lanes];
  };

  unsigned classes_;
  std::size_t stride_;
  std::vector<Group> groups_;
  const RowKernels* kernels_;
};

}  // namespace silipool::readout
