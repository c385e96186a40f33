#pragma once
#include <cstdint>
#include <map>

namespace silipool::metrics {

/// A sum of fractions, kept in integers: the numerators of each denominator. Its value does not depend on
/// the order in which the fractions came, and one denominator gives one division.
class FractionSum {
 public:
  /// Adds numerator / denominator; a fraction with denominator 0 counts as 0.
  void add(std::uint64_t numerator, std::uint64_t denominator);
  [[nodiscard]] std::uint64_t terms() const noexcept { return terms_; }
  /// The sum divided by terms(); 0 of none.
  [[nodiscard]] double mean() const noexcept;

 private:
  std::uint64_t terms_ = 0;
  std::map<std::uint64_t, std::uint64_t> numerators_;  // by denominator
};

}  // namespace silipool::metrics
