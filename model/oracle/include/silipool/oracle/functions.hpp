#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <silipool/config/config.hpp>

/// The pure functions of the specification (docs/spec.md), each under the name that its examples use.
namespace silipool::oracle {

/// Streams of the hash (section 2).
enum Stream : std::uint32_t { stream_pool = 1, stream_initial = 2, stream_draw = 3, stream_sample = 4 };

/// Section 2. `stream` < 16, `column` < 65536, `item` < 4096.
[[nodiscard]] std::uint32_t hash(std::uint32_t seed, std::uint32_t step, std::uint32_t stream,
                                 std::uint32_t column, std::uint32_t item);

/// Section 3, in one dimension: where the window of hypercolumn g of `grid` begins; may be negative.
[[nodiscard]] std::int64_t window_origin(std::int64_t extent, std::int64_t grid, std::int64_t window,
                                         std::int64_t g);

/// Section 4, "drawing m of R": those of the ascending `candidates` that are taken, in ascending order.
[[nodiscard]] std::vector<std::size_t> draw_pool(const std::vector<std::size_t>& candidates, std::size_t m,
                                                 std::uint32_t pool_seed, Stream stream, std::size_t column);

/// Section 5, `two_sided`; `initially_connected` is Q0.16, `u` the hash of column and slot.
[[nodiscard]] std::uint64_t initial_permanence(unsigned bits, std::uint64_t theta,
                                               std::uint64_t initially_connected, std::uint32_t u);
/// Section 5, `uniform`; `window` is initial_window.
[[nodiscard]] std::uint64_t initial_uniform(unsigned bits, std::uint64_t theta, std::uint64_t window,
                                            std::uint32_t u);
/// Section 5, `distance`: D and Dmax of the specification, in inputs; distance <= greatest, greatest >= 1.
[[nodiscard]] std::uint64_t initial_distance(unsigned bits, std::uint64_t theta, std::uint64_t window,
                                             std::uint64_t distance, std::uint64_t greatest);

/// Sections 6.2 and 6.3: one column of a hypercolumn.
struct Contender {
  std::uint64_t overlap = 0;
  std::uint64_t boost = 0;  ///< Q4.12
  [[nodiscard]] std::uint64_t key() const { return overlap * boost; }
};
struct Outcome {
  std::vector<std::size_t> winners;   ///< ascending
  std::vector<std::size_t> learners;  ///< ascending; the best of the winners
};
/// One hypercolumn by itself: the lowest index is preferred, the raw overlap held against sigma.
[[nodiscard]] Outcome inhibit(std::size_t k, std::size_t k_learn, std::uint64_t sigma,
                              const std::vector<Contender>& contenders);
/// Winners, ascending, under any rule of inhibition and ties: one hypercolumn in one dimension, all boosts 1,
/// no wrapping; `radius` is that of the neighbourhood or of the blur.
[[nodiscard]] std::vector<std::size_t> rule_winners(config::Inhibition inhibition, config::Ties ties,
                                                    std::size_t k, std::size_t radius, std::uint64_t sigma,
                                                    const std::vector<std::uint64_t>& overlaps);

/// Section 6.4.
[[nodiscard]] std::uint64_t gain(unsigned bits, std::uint64_t permanence, std::uint64_t increment);
[[nodiscard]] std::uint64_t lose(std::uint64_t permanence, std::uint64_t decrement);

/// What a slot does: gain if its input is on, lose if it is off (section 6.4; probabilities are Q0.16).
struct Draw {
  bool gains = false;
  bool loses = false;
  friend bool operator==(const Draw&, const Draw&) = default;
};
[[nodiscard]] Draw draw_per_winner(std::uint32_t seed, std::uint32_t t, std::uint32_t c, std::uint64_t p_inc,
                                   std::uint64_t p_dec);
[[nodiscard]] Draw draw_per_synapse(std::uint32_t seed, std::uint32_t t, std::uint32_t c, std::uint32_t s,
                                    std::uint64_t p_inc, std::uint64_t p_dec);

/// Section 6.4, of the permanences of a column's potential slots; raise_step >= 1.
[[nodiscard]] std::vector<std::uint64_t> raise(unsigned bits, std::uint64_t theta,
                                               std::size_t minimum_connected, std::uint64_t raise_step,
                                               const std::vector<std::uint64_t>& permanences);
[[nodiscard]] std::uint64_t trim(std::uint64_t permanence, std::uint64_t least);

/// Section 6.6: 2^(f / 256) rounded half up to 12 bits, in exact integer arithmetic.
[[nodiscard]] const std::array<std::uint64_t, 256>& boost_table();
/// Section 6.6: LOG, that is log2(1 + m / 256) rounded half up to 12 bits, in exact integer arithmetic.
[[nodiscard]] const std::array<std::uint64_t, 256>& log_table();

/// Section 6.6, `exponential`; `bits` is duty_fraction_bits, here and below.
[[nodiscard]] std::uint64_t boost(std::int64_t boost_scale, std::int64_t boost_target, std::int64_t duty,
                                  unsigned bits = 8);
[[nodiscard]] std::uint64_t decay(std::uint64_t duty, std::uint64_t factor);
/// Section 6.6, `mean`: what is read of a duty in learning step i >= 1.
[[nodiscard]] std::uint64_t mean_duty(std::uint64_t duty_period, std::uint64_t i, std::uint64_t counted);

/// Section 6.6, `linear`; `minimum_duty` is Q0.16, `maximum` Q4.12, `greatest` the duty M.
[[nodiscard]] std::uint64_t linear(std::uint64_t minimum_duty, std::uint64_t maximum, std::uint64_t duty,
                                   std::uint64_t greatest);

/// Section 6.6, `logarithmic`: log(x) of x >= 1, Q.12; the constant log_scale, Error{bad_input} where den is
/// below 16; the boost with that constant.
[[nodiscard]] std::uint64_t log(std::uint64_t x);
[[nodiscard]] std::uint64_t log_scale(std::uint64_t duty_period, std::uint64_t boost_target,
                                      unsigned bits = 8);
[[nodiscard]] std::uint64_t logarithmic(std::uint64_t duty_period, std::uint64_t scale, std::uint64_t duty,
                                        unsigned bits = 8);

}  // namespace silipool::oracle
