#pragma once
#include <algorithm>
#include <cstdint>

#include <silipool/base/hash.hpp>

/// The scalar rules of docs/spec.md, one function each, with the section they come from.
namespace silipool::sp {

/// Streams of the hash (section 2).
enum class DrawStream : std::uint32_t { pool = 1, initial = 2, draw = 3, sample = 4 };

inline constexpr unsigned kItemBits = 12;         ///< width of `item` in the hash counter
inline constexpr std::uint32_t kBoostOne = 4096;  ///< 1.0 in Q4.12
inline constexpr std::uint32_t kDutyMax = (1U << 26U) - 1U;
inline constexpr std::uint32_t kKeyEligible = 1U << 31U;  ///< flag in the value of a KEY event

inline constexpr std::uint32_t kHashSeed = 0xdeadbeefU;

/// Section 2: the third word of the hash.
[[nodiscard]] constexpr std::uint32_t draw_counter(DrawStream stream, std::uint32_t column,
                                                   std::uint32_t item) noexcept {
  return static_cast<std::uint32_t>(stream) << 28U | column << kItemBits | item;
}
/// Section 2.
[[nodiscard]] constexpr std::uint32_t draw(std::uint32_t seed, std::uint32_t step, DrawStream stream,
                                           std::uint32_t column, std::uint32_t item) noexcept {
  return base::hash96(kHashSeed + seed, step, draw_counter(stream, column, item));
}

/// Section 6.2, overlap_scale connected_fraction.
[[nodiscard]] constexpr std::uint32_t connected_fraction(std::uint32_t overlap,
                                                         std::uint32_t connected) noexcept {
  return connected == 0 ? 0U : (overlap << 15U) / connected;
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

/// Section 5, initialisation uniform and distance.
struct InitialRange {
  std::uint32_t low = 0, high = 0;
};
[[nodiscard]] constexpr InitialRange initial_range(unsigned bits, std::uint32_t threshold,
                                                   std::uint32_t window) noexcept {
  const std::uint32_t top = (1U << bits) - 1U;
  return {threshold > window ? threshold - window : 0U, top - threshold > window ? threshold + window : top};
}
[[nodiscard]] constexpr std::uint32_t initial_uniform(InitialRange range, std::uint32_t u) noexcept {
  return range.low + static_cast<std::uint32_t>((std::uint64_t{u} * (range.high - range.low + 1U)) >> 32U);
}
[[nodiscard]] constexpr std::uint32_t initial_distance(InitialRange range, std::uint32_t distance,
                                                       std::uint32_t greatest) noexcept {
  return range.low +
         static_cast<std::uint32_t>(std::uint64_t{range.high - range.low} * (greatest - distance) / greatest);
}

/// Section 6.4.
[[nodiscard]] constexpr std::uint32_t gain(unsigned bits, std::uint32_t permanence,
                                           std::uint32_t increment) noexcept {
  const std::uint32_t top = (1U << bits) - 1U;
  return top - permanence < increment ? top : permanence + increment;
}

/// Whether active slots gain and inactive ones lose.
struct Verdict {
  bool gains = false, loses = false;
  friend constexpr bool operator==(const Verdict&, const Verdict&) = default;
};
/// Section 6.4, rule draw_per_winner: what the winner's draw v decides for the whole column.
[[nodiscard]] constexpr Verdict verdict_of(std::uint32_t v, std::uint32_t p_increment,
                                           std::uint32_t p_decrement) noexcept {
  return {(v & 0xffffU) < p_increment, (v >> 16U) < p_decrement};
}
[[nodiscard]] constexpr Verdict winner_verdict(std::uint32_t seed, std::uint32_t step, std::uint32_t column,
                                               std::uint32_t p_increment,
                                               std::uint32_t p_decrement) noexcept {
  return verdict_of(draw(seed, step, DrawStream::draw, column, 0), p_increment, p_decrement);
}

/// Section 6.4, rule draw_per_synapse: the draw d of a slot.
[[nodiscard]] constexpr std::uint32_t slot_draw(std::uint32_t seed, std::uint32_t step, std::uint32_t column,
                                                std::uint32_t slot) noexcept {
  const std::uint32_t both = draw(seed, step, DrawStream::draw, column, slot / 2);
  return slot % 2 == 0 ? both & 0xffffU : both >> 16U;
}

/// Section 6.4, raise: what all permanences go up by, so that one of `permanence` reaches the threshold.
[[nodiscard]] constexpr std::uint32_t raise_by(std::uint32_t threshold, std::uint32_t permanence,
                                               std::uint32_t raise_step) noexcept {
  return permanence >= threshold ? 0U : (threshold - permanence + raise_step - 1U) / raise_step * raise_step;
}

/// Section 6.6, rule linear: `greatest` is the greatest duty in scope.
[[nodiscard]] constexpr std::uint32_t linear_boost(std::uint32_t minimum_duty, std::uint32_t maximum,
                                                   std::uint32_t duty, std::uint32_t greatest) noexcept {
  const std::uint64_t limit = std::uint64_t{minimum_duty} * greatest;
  const std::uint64_t scaled = std::uint64_t{duty} << 16U;
  if (limit == 0) return maximum;
  if (scaled > limit) return kBoostOne;
  return maximum - static_cast<std::uint32_t>((maximum - kBoostOne) * scaled / limit);
}
/// Section 6.6, rule logarithmic; `log_scale` as config::log_scale.
[[nodiscard]] std::uint32_t logarithmic_boost(unsigned fraction_bits, std::uint32_t duty_period,
                                              std::uint32_t log_scale, std::uint32_t duty) noexcept;

/// Section 6.6: Q4.12 boost of a duty cycle.
[[nodiscard]] std::uint32_t boost_factor(unsigned fraction_bits, std::uint32_t boost_scale,
                                         std::uint32_t boost_target, std::uint32_t duty) noexcept;
/// Section 6.6: the duty after one decay.
[[nodiscard]] constexpr std::uint32_t decayed(std::uint32_t duty, std::uint32_t decay) noexcept {
  return duty - static_cast<std::uint32_t>((std::uint64_t{duty} * decay + 0x8000U) >> 16U);
}
/// Section 6.6, duty mean; `number` >= 1 is that of the learning step.
[[nodiscard]] constexpr std::uint32_t mean_duty(std::uint32_t duty_period, std::uint64_t number,
                                                std::uint32_t counted) noexcept {
  if (number >= duty_period) return counted;
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(kDutyMax, std::uint64_t{counted} * duty_period / number));
}
/// Section 6.5.
[[nodiscard]] constexpr std::uint32_t duty_after_win(std::uint32_t duty, std::uint32_t win) noexcept {
  return duty > kDutyMax - win ? kDutyMax : duty + win;
}

/// Section 3: first row (or column) of the window of hypercolumn g, before clipping; may be negative.
[[nodiscard]] constexpr std::int64_t window_origin(std::int64_t extent, std::int64_t grid,
                                                   std::int64_t window, std::int64_t g) noexcept {
  return ((2 * g + 1) * extent) / (2 * grid) - window / 2;
}

}  // namespace silipool::sp
