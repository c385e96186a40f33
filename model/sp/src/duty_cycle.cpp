#include <silipool/sp/duty_cycle.hpp>

#include <bit>
#include <utility>

#include <silipool/sp/arithmetic.hpp>

namespace silipool::sp {

DutyCycle::DutyCycle(config::DutyRule rule, std::size_t columns, std::uint32_t period)
    : rule_(rule), period_(period), words_((columns + 63) / 64), duties_(columns) {
  if (rule_ == config::DutyRule::window) window_.assign(words_ * period_, 0);
}

std::span<const std::uint32_t> DutyCycle::begin(std::uint32_t t) {
  forgotten_.clear();
  if (rule_ == config::DutyRule::decayed) return forgotten_;
  row_ = t % period_ * words_;
  for (std::size_t w = 0; w < words_; ++w) {
    for (std::uint64_t bits = window_[row_ + w]; bits != 0; bits &= bits - 1) {
      const auto column =
          static_cast<std::uint32_t>(w * 64) + static_cast<std::uint32_t>(std::countr_zero(bits));
      duties_[column] -= kDutyWin;
      forgotten_.push_back(column);
    }
    window_[row_ + w] = 0;
  }
  return forgotten_;
}

void DutyCycle::decay(std::uint32_t factor) {
  if (rule_ == config::DutyRule::window) return;
  for (std::uint32_t& duty : duties_) duty = decayed(duty, factor);
}

void DutyCycle::set(std::vector<std::uint32_t> duties, std::vector<std::uint64_t> window) {
  duties_ = std::move(duties);
  window_ = std::move(window);
}

}  // namespace silipool::sp
