#include <silipool/metrics/fraction_sum.hpp>

namespace silipool::metrics {

void FractionSum::add(std::uint64_t numerator, std::uint64_t denominator) {
  ++terms_;
  if (denominator != 0) numerators_[denominator] += numerator;
}

double FractionSum::mean() const noexcept {
  if (terms_ == 0) return 0.0;
  double sum = 0.0;
  for (const auto& [denominator, numerator] : numerators_)
    sum += static_cast<double>(numerator) / static_cast<double>(denominator);
  return sum / static_cast<double>(terms_);
}

}  // namespace silipool::metrics
