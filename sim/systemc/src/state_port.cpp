#include "state_port.hpp"

#include <algorithm>

namespace silipool::systemc {
namespace {

constexpr std::uint32_t kDutyMask = (1U << 26) - 1, kBoostMask = 0xffff, kStepsMask = (1U << 17) - 1;

}  // namespace

StatePort::StatePort(const config::Config& config, sp::SpatialPooler& pooler)
    : structural_(config.structural),
      lanes_(config.microarchitecture.lanes),
      columns_of_tile_(config.structural.columns() / config.microarchitecture.tiles),
      pooler_(pooler) {}

void StatePort::select(std::uint32_t value) {
  part_ = static_cast<Part>(value & 3U);
  column_ = (value >> 16) * columns_of_tile_;
  slot_ = lane_ = step_word_ = 0;
}

void StatePort::hold() {
  if (held_) return;
  state_ = pooler_.state();
  to_refresh_ = pooler_.steps_to_refresh();
  held_ = true;
}

std::optional<std::uint32_t> StatePort::read() {
  if (past_end()) return std::nullopt;
  hold();
  const std::uint32_t value = word();
  advance();
  return value;
}

bool StatePort::write(std::uint32_t value) {
  if (past_end()) return false;
  hold();
  set_word(value);
  changed_ = true;
  advance();
  return true;
}

void StatePort::commit() {
  if (!changed_) return;
  changed_ = false;
  pooler_.set_state(state_, to_refresh_);
}

bool StatePort::past_end() const {
  return part_ == steps ? step_word_ == 2 : column_ >= structural_.columns();
}

void StatePort::advance() {
  if (part_ == steps) {
    ++step_word_;
    return;
  }
  if (part_ == permanences) {
    lane_ += 32 / structural_.permanence_bits;
    if (lane_ < lanes_) return;
    lane_ = 0;
    slot_ += lanes_;
    if (slot_ < structural_.slots()) return;
    slot_ = 0;
  }
  ++column_;
}

std::size_t StatePort::fields() const {
  const std::size_t slot = slot_ + lane_;
  if (slot >= structural_.slots()) return 0;
  return std::min<std::size_t>(
      {32 / structural_.permanence_bits, lanes_ - lane_, structural_.slots() - slot});
}

std::uint32_t StatePort::word() const {
  if (part_ == duties) return state_.duties[column_];
  if (part_ == boosts) return state_.boosts[column_];
  if (part_ == steps) return step_word_ == 0 ? state_.learning_step : to_refresh_;
  std::uint32_t value = 0;
  const std::size_t first = column_ * structural_.slots() + slot_ + lane_;
  for (std::size_t f = 0; f < fields(); ++f)
    value |= std::uint32_t{state_.permanences[first + f]} << (f * structural_.permanence_bits);
  return value;
}

void StatePort::set_word(std::uint32_t value) {
  if (part_ == duties) {
    state_.duties[column_] = value & kDutyMask;
  } else if (part_ == boosts) {
    state_.boosts[column_] = value & kBoostMask;
  } else if (part_ == steps) {
    (step_word_ == 0 ? state_.learning_step : to_refresh_) = step_word_ == 0 ? value : value & kStepsMask;
  } else {
    const std::uint32_t mask = (1U << structural_.permanence_bits) - 1U;
    for (std::size_t f = 0; f < fields(); ++f) {
      const std::size_t slot = slot_ + lane_ + f;
      // Slots that are not potential stay 0.
      if (pooler_.pools().potential(column_, slot))
        state_.permanences[column_ * structural_.slots() + slot] =
            static_cast<std::uint16_t>(value >> (f * structural_.permanence_bits) & mask);
    }
  }
}

}  // namespace silipool::systemc
