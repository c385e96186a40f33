#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>

/// The specification (docs/spec.md), read literally: plain loops, wide integers, no cleverness. It shares no
/// arithmetic with the model, so that an error has to be made twice, independently, to go unnoticed.
namespace silipool::oracle {

// ---- The functions of the specification
// ---------------------------------------------------------------------

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

/// Section 5; `initially_connected` is Q0.16, `u` the hash of column and slot.
[[nodiscard]] std::uint64_t initial_permanence(unsigned bits, std::uint64_t theta,
                                               std::uint64_t initially_connected, std::uint32_t u);

/// Sections 6.2 and 6.3: one hypercolumn, by place in it.
struct Contender {
  std::uint64_t overlap = 0;
  std::uint64_t boost = 0;  ///< Q4.12
  [[nodiscard]] std::uint64_t key() const { return overlap * boost; }
};
struct Outcome {
  std::vector<std::size_t> winners;   ///< ascending
  std::vector<std::size_t> learners;  ///< ascending; the best of the winners
};
[[nodiscard]] Outcome inhibit(std::size_t k, std::size_t k_learn, std::uint64_t sigma,
                              const std::vector<Contender>& contenders);

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

/// Section 6.6: 2^(f / 256) rounded half up to 12 bits, in exact integer arithmetic.
[[nodiscard]] const std::array<std::uint64_t, 256>& boost_table();

/// Section 6.6.
[[nodiscard]] std::uint64_t boost(std::int64_t boost_scale, std::int64_t boost_target, std::int64_t duty);
[[nodiscard]] std::uint64_t decay(std::uint64_t duty, std::uint64_t factor);

// ---- The machine of the specification
// -----------------------------------------------------------------------

/// Section 7.
struct Event {
  std::uint32_t step = 0;
  int phase = 0;
  std::uint32_t index = 0;
  std::uint64_t value = 0;
  friend bool operator==(const Event&, const Event&) = default;
};

class Oracle {
 public:
  /// The state at reset. Error{bad_input} where a size does not fit the specification.
  Oracle(const config::Structural& structural, const config::Runtime& runtime);

  /// One step (section 6); its events (section 7) in ascending order of (phase, index).
  /// Error{bad_input} where the input has not N bits.
  std::vector<Event> step(const base::Sdr& input, bool learn, bool digest_step = true);

  /// Section 8.
  [[nodiscard]] std::uint64_t digest() const;

  /// Writes the registers; the state stays.
  void set_runtime(const config::Runtime& runtime);

  [[nodiscard]] std::uint64_t permanence(std::size_t c, std::size_t s) const {
    return permanence_.at(c).at(s);
  }
  [[nodiscard]] std::uint64_t duty(std::size_t c) const { return duty_.at(c); }
  [[nodiscard]] std::uint64_t boost(std::size_t c) const { return boost_.at(c); }
  [[nodiscard]] bool potential(std::size_t c, std::size_t s) const { return potential_.at(c).at(s); }
  /// The input that slot s of hypercolumn h looks at; nothing where it is void.
  [[nodiscard]] std::optional<std::size_t> input_of_slot(std::size_t h, std::size_t s) const {
    return input_of_slot_.at(h).at(s);
  }
  [[nodiscard]] std::uint32_t learning_step() const { return t_; }

 private:
  using Slots = std::vector<std::optional<std::size_t>>;

  [[nodiscard]] std::optional<std::size_t> input_of_position(std::size_t h, std::size_t q) const;
  [[nodiscard]] Slots slots_of_hypercolumn(std::size_t h) const;
  [[nodiscard]] std::vector<bool> potential_slots(std::size_t c) const;
  [[nodiscard]] bool within_radius(std::size_t j, std::size_t s) const;
  [[nodiscard]] bool input_is_on(const base::Sdr& input, std::size_t c, std::size_t s) const;
  [[nodiscard]] std::uint64_t overlap(const base::Sdr& input, std::size_t c) const;
  [[nodiscard]] Outcome inhibit_all(const std::vector<Contender>& contenders) const;
  [[nodiscard]] Draw draw(std::size_t c, std::size_t s) const;
  [[nodiscard]] std::uint64_t learned(const base::Sdr& input, std::size_t c, std::size_t s) const;

  config::Structural structural_;
  config::Runtime runtime_;
  std::size_t n_, columns_, slots_;  ///< n, C and S of section 1

  std::vector<Slots> input_of_slot_;          ///< [h][s]
  std::vector<std::vector<bool>> potential_;  ///< [c][s]

  std::vector<std::vector<std::uint64_t>> permanence_;  ///< [c][s]
  std::vector<std::uint64_t> duty_;                     ///< [c], Q18.8
  std::vector<std::uint64_t> boost_;                    ///< [c], Q4.12
  std::uint32_t t_ = 0;                                 ///< learning steps

  std::uint32_t step_ = 0;  ///< all steps, learning or not
};

}  // namespace silipool::oracle
