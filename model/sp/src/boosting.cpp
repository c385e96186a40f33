#include <silipool/sp/boosting.hpp>

#include <algorithm>
#include <utility>

#include <silipool/sp/arithmetic.hpp>

namespace silipool::sp {

Boosting::Boosting(const config::Structural& structural, const config::Runtime& runtime,
                   std::shared_ptr<const ColumnPlane> plane)
    : structural_(structural), runtime_(runtime), plane_(std::move(plane)) {}

void Boosting::refresh(std::span<const std::uint32_t> duties, std::uint32_t radius,
                       std::span<const std::uint32_t> scope_sizes, std::span<std::uint32_t> boosts) const {
  const config::Runtime& r = runtime_;
  const unsigned bits = structural_.duty_fraction_bits;
  switch (structural_.boosting_rule) {
    case config::BoostingRule::none:
    case config::BoostingRule::exponential:
      if (structural_.neighbourhoods()) {
        const std::vector<std::uint64_t> sums = plane_->sums(duties, radius);
        for (std::size_t c = 0; c < boosts.size(); ++c)
          boosts[c] = boost_factor(bits, r.boost_scale, static_cast<std::uint32_t>(sums[c] / scope_sizes[c]),
                                   duties[c]);
      } else {
        for (std::size_t c = 0; c < boosts.size(); ++c)
          boosts[c] = boost_factor(bits, r.boost_scale, r.boost_target, duties[c]);
      }
      break;
    case config::BoostingRule::linear: {
      const std::vector<std::uint32_t> most = greatest(duties, radius);
      for (std::size_t c = 0; c < boosts.size(); ++c)
        boosts[c] = linear_boost(r.minimum_duty, r.boost_maximum, duties[c], most[c]);
      break;
    }
    case config::BoostingRule::logarithmic:
      for (std::size_t c = 0; c < boosts.size(); ++c)
        boosts[c] = logarithmic_boost(bits, r.duty_period, r.log_scale, duties[c]);
      break;
  }
}

std::vector<std::uint32_t> Boosting::starved(std::span<const std::uint32_t> overlap_duties,
                                             std::span<const std::uint32_t> duties,
                                             std::uint32_t radius) const {
  const bool of_overlaps = structural_.bump_reference == config::BumpReference::overlap_duty;
  const std::vector<std::uint32_t> most = greatest(of_overlaps ? overlap_duties : duties, radius);
  std::vector<std::uint32_t> columns;
  for (std::uint32_t c = 0; c < overlap_duties.size(); ++c)
    if (std::uint64_t{overlap_duties[c]} << 16U < std::uint64_t{runtime_.bump_minimum_duty} * most[c])
      columns.push_back(c);
  return columns;
}

std::vector<std::uint32_t> Boosting::greatest(std::span<const std::uint32_t> of_column,
                                              std::uint32_t radius) const {
  if (structural_.neighbourhoods()) return plane_->greatest(of_column, radius);
  std::vector<std::uint32_t> result(of_column.size());
  const std::size_t scope = structural_.scope_columns();
  for (std::size_t first = 0; first < result.size(); first += scope) {
    const auto begin = of_column.begin() + static_cast<std::ptrdiff_t>(first);
    const std::uint32_t most = *std::max_element(begin, begin + static_cast<std::ptrdiff_t>(scope));
    std::fill_n(result.begin() + static_cast<std::ptrdiff_t>(first), scope, most);
  }
  return result;
}

}  // namespace silipool::sp
