#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/sp/arithmetic.hpp>

namespace silipool::sp {

/// How often columns did something lately (26 bits; docs/spec.md section 6.5): counted and decayed now and
/// then, or counted exactly over a window of learning steps. Learning steps have numbers from 1 on.
class DutyCycle {
 public:
  DutyCycle(config::DutyRule rule, unsigned fraction_bits, std::size_t columns, std::uint32_t period);

  /// Learning step t begins: what happened `period` steps ago is forgotten. The columns concerned.
  std::span<const std::uint32_t> begin(std::uint32_t t);
  /// The column did it in this step.
  void count(std::uint32_t column) {
    duties_[column] = duty_after_win(duties_[column], win_);
    if (rule_ == config::DutyRule::window) window_[row_ + column / 64] |= std::uint64_t{1} << (column % 64);
  }
  /// Section 6.6: what boosts and bumping read in a step; valid until the next change.
  [[nodiscard]] const std::vector<std::uint32_t>& rates(std::uint64_t number);
  /// Section 6.6; nothing with a window, or while a mean is young.
  void decay(std::uint32_t factor, std::uint64_t number);

  [[nodiscard]] std::uint32_t of(std::size_t column) const noexcept { return duties_[column]; }
  [[nodiscard]] const std::vector<std::uint32_t>& all() const noexcept { return duties_; }
  /// The rows of the window, as in sp::State; empty without one.
  [[nodiscard]] const std::vector<std::uint64_t>& window() const noexcept { return window_; }
  void set(std::vector<std::uint32_t> duties, std::vector<std::uint64_t> window);

 private:
  config::DutyRule rule_;
  std::uint32_t win_;
  std::uint32_t period_;
  std::size_t words_;  ///< of a row of the window
  std::vector<std::uint32_t> duties_;
  std::vector<std::uint32_t> means_;
  std::vector<std::uint64_t> window_;
  std::size_t row_ = 0;
  std::vector<std::uint32_t> forgotten_;
};

}  // namespace silipool::sp
