// Duties, boosts and bumping (sections 6.5 and 6.6).
#include <algorithm>

#include <silipool/oracle/oracle.hpp>
#include <silipool/base/error.hpp>

namespace silipool::oracle {
namespace {

constexpr std::uint64_t greatest_duty = (std::uint64_t{1} << 26) - 1;

std::uint64_t with_a_win(std::uint64_t duty, std::uint64_t win) {
  return std::min(greatest_duty, duty + win);
}

/// The greatest of `values` in `scope`.
std::uint64_t greatest_in(const std::vector<std::size_t>& scope, const std::vector<std::uint64_t>& values) {
  std::uint64_t greatest = 0;
  for (const std::size_t c : scope) greatest = std::max(greatest, values[c]);
  return greatest;
}

}  // namespace

std::uint64_t boost(std::int64_t boost_scale, std::int64_t boost_target, std::int64_t duty, unsigned bits) {
  const std::int64_t half = std::int64_t{1} << (bits + 15);
  const std::int64_t y = (boost_scale * (boost_target - duty) + half) >> (bits + 16);
  const std::int64_t whole = y >> 8;                         // I of the specification: floor(y / 256)
  const auto f = static_cast<std::size_t>(y - whole * 256);  // 0..255 for a negative y as well
  if (whole >= 4) return 65535;
  if (whole <= -13) return 1;
  if (whole >= 0) return boost_table()[f] << whole;
  return std::max<std::uint64_t>(1, boost_table()[f] >> -whole);
}

std::uint64_t decay(std::uint64_t duty, std::uint64_t factor) {
  return duty - ((duty * factor + (std::uint64_t{1} << 15)) >> 16);
}

std::uint64_t mean_duty(std::uint64_t duty_period, std::uint64_t i, std::uint64_t counted) {
  return std::min(greatest_duty, counted * duty_period / std::min(i, duty_period));
}

std::uint64_t linear(std::uint64_t minimum_duty, std::uint64_t maximum, std::uint64_t duty,
                     std::uint64_t greatest) {
  const std::uint64_t limit = minimum_duty * greatest;  // L of the specification
  if (limit == 0) return maximum;
  if (65536 * duty > limit) return 4096;
  return maximum - (maximum - 4096) * 65536 * duty / limit;
}

std::uint64_t log(std::uint64_t x) {
  std::uint64_t e = 0;
  while (x >> (e + 1) != 0) ++e;
  const std::uint64_t m = e >= 8 ? (x >> (e - 8)) - 256 : (x << (8 - e)) - 256;
  return 4096 * e + log_table()[m];
}

std::uint64_t log_scale(std::uint64_t duty_period, std::uint64_t boost_target, unsigned bits) {
  const std::uint64_t always = log((std::uint64_t{1} << bits) * duty_period);
  const std::uint64_t target = log(std::max<std::uint64_t>(1, boost_target));
  if (always < target + 16)
    base::bad_input("oracle: log(W duty_period) is {} and log(boost_target) {}; legal is 16 or more less",
                    always, target);
  const std::uint64_t den = always - target;
  return ((std::uint64_t{1} << 28) + den / 2) / den;
}

std::uint64_t logarithmic(std::uint64_t duty_period, std::uint64_t scale, std::uint64_t duty, unsigned bits) {
  const std::uint64_t always = log((std::uint64_t{1} << bits) * duty_period);
  const std::uint64_t now = log(std::max<std::uint64_t>(1, duty));
  if (always <= now) return 1;
  const std::uint64_t boost = ((always - now) * scale + 32768) >> 16;
  return std::min<std::uint64_t>(65535, std::max<std::uint64_t>(1, boost));
}

// Section 6.5.
void Oracle::count_duties(const std::vector<std::size_t>& learners,
                          const std::vector<std::uint64_t>& overlap) {
  std::vector<bool> won(columns_, false);
  for (const std::size_t c : learners) won[c] = true;
  std::vector<bool> overlapped(columns_, false);
  for (std::size_t c = 0; c < columns_; ++c) overlapped[c] = bumping() && overlap[c] >= runtime_.bump_overlap;

  const std::uint64_t win = std::uint64_t{1} << structural_.duty_fraction_bits;
  if (!windowed()) {
    for (std::size_t c = 0; c < columns_; ++c) {
      if (won[c]) duty_[c] = with_a_win(duty_[c], win);
      if (overlapped[c]) overlap_duty_[c] = with_a_win(overlap_duty_[c], win);
    }
    return;
  }
  wins_[t_ % runtime_.duty_period] = won;
  overlaps_[t_ % runtime_.duty_period] = overlapped;
  for (std::size_t c = 0; c < columns_; ++c) {
    duty_[c] = overlap_duty_[c] = 0;
    for (const std::vector<bool>& step : wins_) duty_[c] += step[c] ? win : 0;
    for (const std::vector<bool>& step : overlaps_) overlap_duty_[c] += step[c] ? win : 0;
  }
}

/// What boosts and bumping read in this step.
std::vector<std::uint64_t> Oracle::as_read(const std::vector<std::uint64_t>& counted) const {
  if (structural_.duty_rule != config::DutyRule::mean) return counted;
  std::vector<std::uint64_t> read;
  for (const std::uint64_t duty : counted)
    read.push_back(mean_duty(runtime_.duty_period, std::uint64_t{t_} + 1, duty));
  return read;
}

/// The boost of column c from the duties that are read.
std::uint64_t Oracle::refreshed_boost(std::size_t c, const std::vector<std::uint64_t>& duty) const {
  const std::vector<std::size_t>& scope = scopes_.of(c);
  switch (structural_.boosting_rule) {
    case config::BoostingRule::none:
    case config::BoostingRule::exponential:
      break;
    case config::BoostingRule::linear:
      return linear(runtime_.minimum_duty, runtime_.boost_maximum, duty[c], greatest_in(scope, duty));
    case config::BoostingRule::logarithmic:
      return logarithmic(runtime_.duty_period, runtime_.log_scale, duty[c], structural_.duty_fraction_bits);
  }
  std::uint64_t target = runtime_.boost_target;
  if (structural_.inhibition == config::Inhibition::local ||
      structural_.inhibition == config::Inhibition::local_scan) {
    std::uint64_t sum = 0;
    for (const std::size_t a : scope) sum += duty[a];
    target = sum / scope.size();
  }
  return oracle::boost(runtime_.boost_scale, static_cast<std::int64_t>(target),
                       static_cast<std::int64_t>(duty[c]), structural_.duty_fraction_bits);
}

// Section 6.6, "bumping".
void Oracle::bump() {
  const std::vector<std::uint64_t> overlap_duty = as_read(overlap_duty_);
  const std::vector<std::uint64_t> reference =
      structural_.bump_reference == config::BumpReference::overlap_duty ? overlap_duty : as_read(duty_);
  for (std::size_t c = 0; c < columns_; ++c) {
    const std::uint64_t greatest = greatest_in(scopes_.of(c), reference);
    if (65536 * overlap_duty[c] >= runtime_.bump_minimum_duty * greatest) continue;
    for (std::size_t s = 0; s < slots_; ++s)
      if (potential_[c][s])
        permanence_[c][s] = gain(structural_.permanence_bits, permanence_[c][s], runtime_.bump_increment);
    trim_column(c);
  }
}

// Section 6.6.
void Oracle::refresh() {
  const std::vector<std::uint64_t> duty = as_read(duty_);
  for (std::size_t c = 0; c < columns_; ++c) boost_[c] = refreshed_boost(c, duty);
  if (bumping()) bump();
  const bool young =
      structural_.duty_rule == config::DutyRule::mean && std::uint64_t{t_} + 1 <= runtime_.duty_period;
  if (windowed() || young) return;
  for (std::size_t c = 0; c < columns_; ++c) {
    duty_[c] = oracle::decay(duty_[c], runtime_.decay);
    overlap_duty_[c] = oracle::decay(overlap_duty_[c], runtime_.decay);
  }
}

}  // namespace silipool::oracle
