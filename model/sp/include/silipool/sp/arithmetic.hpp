#pragma once
#include <cstdint>

#include <silipool/base/hash.hpp>

/// The scalar rules of docs/spec.md, one function each, with the section they come from.
namespace silipool::sp {

/// Streams of the hash (section 2).
enum class DrawStream : std::uint32_t { pool = 1, initial = 2, draw = 3, sample = 4 };

inline constexpr unsigned kItemBits = 12;         ///< width of `item` in the hash counter
inline constexpr std::uint32_t kBoostOne = 4096;  ///< 1.0 in Q4.12
inline constexpr std::uint32_t kDutyWin = 256;    ///< one win in Q18.8
inline constexpr std::uint32_t kDutyMax = (1U << 26U) - 1U;
inline constexpr std::uint32_t kKeyEligible = 1U << 31U;  ///< flag in the value of a KEY event

/// Section 2.
[[nodiscard]] constexpr std::uint32_t draw(std::uint32_t seed, std::uint32_t step, DrawStream stream,
                                           std::uint32_t column, std::uint32_t item) noexcept {
  return base::hash96(0xdeadbeefU + seed, step,
                      static_cast<std::uint32_t>(stream) << 28U | column << kItemBits | item);
}

/// Sections 6.2 and 7: kKeyEligible + key of an eligible column, else 0.
[[nodiscard]] constexpr std::uint32_t key_value(std::uint32_t overlap, std::uint32_t boost,
                                                std::uint32_t stimulus_threshold) noexcept {
  return overlap >= stimulus_threshold ? kKeyEligible + overlap * boost : 0U;
}

/// Section 5: the permanence that the draw u gives to a potential slot.
[[nodiscard]] constexpr std::uint32_t initial_permanence(unsigned bits, std::uint32_t threshold,
                                                         std::uint32_t initially_connected,
                                                         std::uint32_t u) noexcept {
  const std::uint32_t low = u & 0xffffU;
  const std::uint32_t high = u >> 16U;
  return low < initially_connected ? threshold + ((high * ((1U << bits) - threshold)) >> 16U)
                                   : (high * threshold) >> 16U;
}

/// Section 6.4.
[[nodiscard]] constexpr std::uint32_t gain(unsigned bits, std::uint32_t permanence,
                                           std::uint32_t increment) noexcept {
  const std::uint32_t top = (1U << bits) - 1U;
  return top - permanence < increment ? top : permanence + increment;
}
[[nodiscard]] constexpr std::uint32_t lose(std::uint32_t permanence, std::uint32_t decrement) noexcept {
  return permanence < decrement ? 0U : permanence - decrement;
}

/// Whether active slots gain and inactive ones lose.
struct Verdict {
  bool gains = false, loses = false;
  friend constexpr bool operator==(const Verdict&, const Verdict&) = default;
};
/// Section 6.4, rule draw_per_winner: one draw decides for the whole column.
[[nodiscard]] constexpr Verdict winner_verdict(std::uint32_t seed, std::uint32_t step, std::uint32_t column,
                                               std::uint32_t p_increment,
                                               std::uint32_t p_decrement) noexcept {
  const std::uint32_t v = draw(seed, step, DrawStream::draw, column, 0);
  return {(v & 0xffffU) < p_increment, (v >> 16U) < p_decrement};
}
/// Section 6.4, rule draw_per_synapse: what the slot does if its input is on, and if it is off.
[[nodiscard]] constexpr Verdict synapse_verdict(std::uint32_t seed, std::uint32_t step, std::uint32_t column,
                                                std::uint32_t slot, std::uint32_t p_increment,
                                                std::uint32_t p_decrement) noexcept {
  const std::uint32_t v = draw(seed, step, DrawStream::draw, column, slot / 2U);
  const std::uint32_t d = (slot & 1U) != 0 ? v >> 16U : v & 0xffffU;
  return {d < p_increment, d < p_decrement};
}

/// Section 6.6: Q4.12 boost of a duty cycle.
[[nodiscard]] std::uint32_t boost_factor(std::uint32_t boost_scale, std::uint32_t boost_target,
                                         std::uint32_t duty) noexcept;
/// Section 6.6: the duty after one decay.
[[nodiscard]] constexpr std::uint32_t decayed(std::uint32_t duty, std::uint32_t decay) noexcept {
  return duty - static_cast<std::uint32_t>((std::uint64_t{duty} * decay + 0x8000U) >> 16U);
}
/// Section 6.5.
[[nodiscard]] constexpr std::uint32_t duty_after_win(std::uint32_t duty) noexcept {
  return duty > kDutyMax - kDutyWin ? kDutyMax : duty + kDutyWin;
}

/// Section 3: first row (or column) of the window of hypercolumn g, before clipping; may be negative.
[[nodiscard]] constexpr std::int64_t window_origin(std::int64_t extent, std::int64_t grid,
                                                   std::int64_t window, std::int64_t g) noexcept {
  return ((2 * g + 1) * extent) / (2 * grid) - window / 2;
}

}  // namespace silipool::sp
