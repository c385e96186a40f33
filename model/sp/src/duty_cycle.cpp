#include <silipool/sp/duty_cycle.hpp>

#include <bit>
#include <utility>

#include <silipool/sp/arithmetic.hpp>

namespace silipool::sp {

DutyCycle::DutyCycle(config::DutyRule rule, unsigned fraction_bits, std::size_t columns, std::uint32_t period)
    : rule_(rule), win_(1U << fraction_bits), period_(period), words_((columns + 63) / 64), duties_(columns) {
  if (rule_ == config::DutyRule::window) window_.assign(words_ * period_, 0);
}

std::span<const std::uint32_t> DutyCycle::begin(std::uint32_t t) {
  forgotten_.clear();
  if (rule_ != config::DutyRule::window) return forgotten_;
  row_ = t % period_ * words_;
  for (std::size_t w = 0; w < words_; ++w) {
    for (std::uint64_t bits = window_[row_ + w]; bits != 0; bits &= bits - 1) {
      const auto column =
          static_cast<std::uint32_t>(w * 64) + static_cast<std::uint32_t>(std::countr_zero(bits));
      duties_[column] -= win_;
      forgotten_.push_back(column);
    }
    window_[row_ + w] = 0;
  }
  return forgotten_;
}

const std::vector<std::uint32_t>& DutyCycle::rates(std::uint64_t number) {
  if (rule_ != config::DutyRule::mean || number >= period_) return duties_;
  means_.resize(duties_.size());
  for (std::size_t c = 0; c < duties_.size(); ++c) means_[c] = mean_duty(period_, number, duties_[c]);
  return means_;
}

void DutyCycle::decay(std::uint32_t factor, std::uint64_t number) {
  if (rule_ == config::DutyRule::window || (rule_ == config::DutyRule::mean && number <= period_)) return;
  for (std::uint32_t& duty : duties_) duty = decayed(duty, factor);
}

void DutyCycle::set(std::vector<std::uint32_t> duties, std::vector<std::uint64_t> window) {
  duties_ = std::move(duties);
  window_ = std::move(window);
}

}  // namespace silipool::sp
