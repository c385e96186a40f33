#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/oracle/functions.hpp>
#include <silipool/oracle/inhibition.hpp>
#include <silipool/oracle/plane.hpp>

/// The specification (docs/spec.md), read literally: plain loops, wide integers, no cleverness. It shares no
/// arithmetic with the model, so that an error has to be made twice, independently, to go unnoticed.
namespace silipool::oracle {

/// Section 7.
struct Event {
  std::uint32_t step = 0;
  int phase = 0;
  std::uint32_t index = 0;
  std::uint64_t value = 0;
  friend bool operator==(const Event&, const Event&) = default;
};

/// The machine of the specification. What each section does can be overridden: a machine that is wrong in one
/// place (model/variants).
class Oracle {
 public:
  virtual ~Oracle() = default;
  Oracle(const Oracle&) = default;
  Oracle& operator=(const Oracle&) = default;
  /// The state at reset. Error{bad_input} where a size does not fit the specification.
  Oracle(const config::Structural& structural, const config::Runtime& runtime);

  /// One step (section 6); its events (section 7) in ascending order of (phase, index). `label` is the class
  /// of the input, read only where learning.reward is on. Error{bad_input} where the input has not N bits or
  /// there is no such class.
  std::vector<Event> step(const base::Sdr& input, bool learn, bool digest_step = true,
                          std::optional<std::uint8_t> label = std::nullopt);

  /// Section 8.
  [[nodiscard]] std::uint64_t digest() const;

  /// Writes the registers; the state stays. Error{bad_input} where there would be another state to keep:
  /// bumping switched on or off, another number of classes, another duty_period of a window.
  void set_runtime(const config::Runtime& runtime);

  [[nodiscard]] std::uint64_t permanence(std::size_t c, std::size_t s) const {
    return permanence_.at(c).at(s);
  }
  [[nodiscard]] std::uint64_t duty(std::size_t c) const { return duty_.at(c); }
  /// 0 without bumping.
  [[nodiscard]] std::uint64_t overlap_duty(std::size_t c) const { return overlap_duty_.at(c); }
  [[nodiscard]] std::uint64_t boost(std::size_t c) const { return boost_.at(c); }
  /// R; the register where pooler.radius_rule is `fixed`.
  [[nodiscard]] std::size_t inhibition_radius() const { return radius_; }
  /// Wins of column c at inputs of class y; throws std::out_of_range without learning.reward.
  [[nodiscard]] std::uint64_t class_count(std::size_t c, std::size_t y) const {
    return class_count_.at(c).at(y);
  }
  [[nodiscard]] bool potential(std::size_t c, std::size_t s) const { return potential_.at(c).at(s); }
  /// The input that slot s of hypercolumn h looks at; nothing where it is void.
  [[nodiscard]] std::optional<std::size_t> input_of_slot(std::size_t h, std::size_t s) const {
    return input_of_slot_.at(h).at(s);
  }
  [[nodiscard]] std::uint32_t learning_step() const { return t_; }

 protected:
  using Slots = std::vector<std::optional<std::size_t>>;
  /// The columns of each of the last duty_period learning steps, by number of step modulo duty_period.
  using Window = std::vector<std::vector<bool>>;
  /// What a reward makes of a learner's slots (section 6.4).
  enum class Lesson { as_drawn, nothing, punishment };
  /// Of each column: sections 6.1 and 6.2.
  struct Keys {
    std::vector<std::uint64_t> overlap, key;
    std::vector<bool> eligible;
  };

  // Sections 3 and 4.
  [[nodiscard]] std::optional<std::size_t> input_of_position(std::size_t h, std::size_t q) const;
  [[nodiscard]] Slots slots_of_hypercolumn(std::size_t h) const;
  [[nodiscard]] std::vector<bool> potential_slots(std::size_t c) const;
  [[nodiscard]] bool within_radius(std::size_t j, std::size_t s) const;
  /// Where the input of a potential slot is in its plane.
  [[nodiscard]] Place input_place(std::size_t c, std::size_t s) const;
  [[nodiscard]] virtual bool connected(std::size_t c, std::size_t s) const;

  // Section 5.
  [[nodiscard]] std::vector<std::uint64_t> initial_permanences(std::size_t c) const;
  [[nodiscard]] std::size_t distance_from_centre(std::size_t c, std::size_t s) const;

  // Sections 6.1 to 6.3.
  [[nodiscard]] virtual bool input_is_on(const base::Sdr& input, std::size_t c, std::size_t s) const;
  [[nodiscard]] virtual Keys keys(const base::Sdr& input, bool learn) const;
  [[nodiscard]] virtual Outcome inhibit_all(const Keys& keys) const;

  // Section 6.4.
  [[nodiscard]] virtual Draw draw(std::size_t c, std::size_t s) const;
  [[nodiscard]] virtual std::uint64_t learned(const base::Sdr& input, std::size_t c, std::size_t s,
                                              Lesson lesson) const;
  [[nodiscard]] Lesson lesson(std::size_t c, std::uint8_t label) const;
  void count_class(std::size_t c, std::uint8_t label);
  virtual void learn_column(std::size_t c, const base::Sdr& input, std::optional<std::uint8_t> label);
  void raise_column(std::size_t c);
  void trim_column(std::size_t c);

  // Sections 6.5 and 6.6.
  virtual void count_duties(const std::vector<std::size_t>& learners,
                            const std::vector<std::uint64_t>& overlap);
  [[nodiscard]] std::vector<std::uint64_t> as_read(const std::vector<std::uint64_t>& counted) const;
  [[nodiscard]] virtual std::uint64_t refreshed_boost(std::size_t c,
                                                      const std::vector<std::uint64_t>& duty) const;
  void bump();
  virtual void refresh();

  // Sections 6.4 to 6.8, of a step that learns.
  virtual void update(const base::Sdr& input, const Keys& now, const Outcome& outcome,
                      std::optional<std::uint8_t> label);
  /// Whether the learning step that is under way ends with a refresh.
  [[nodiscard]] virtual bool refreshes() const;

  // Section 6.8.
  [[nodiscard]] std::size_t radius_now() const;
  void set_radius(std::size_t radius);

  [[nodiscard]] bool bumping() const { return runtime_.bump_increment > 0; }
  [[nodiscard]] bool windowed() const { return structural_.duty_rule == config::DutyRule::window; }
  [[nodiscard]] bool rewarding() const { return structural_.reward != config::Reward::none; }
  [[nodiscard]] bool fixed_radius() const { return structural_.radius_rule == config::RadiusRule::fixed; }

  config::Structural structural_;
  config::Runtime runtime_;
  std::size_t n_, columns_, slots_;  ///< n, C and S of section 1
  Plane plane_;

  std::vector<Slots> input_of_slot_;          ///< [h][s]
  std::vector<std::vector<bool>> potential_;  ///< [c][s]

  std::vector<std::vector<std::uint64_t>> permanence_;   ///< [c][s]
  std::vector<std::uint64_t> duty_, overlap_duty_;       ///< [c], Q18.8
  std::vector<std::uint64_t> boost_;                     ///< [c], Q4.12
  std::size_t radius_ = 0;                               ///< R
  Window wins_, overlaps_;                               ///< [step modulo duty_period][c]
  std::vector<std::vector<std::uint64_t>> class_count_;  ///< [c][y]
  std::uint32_t t_ = 0;                                  ///< learning steps

  Scopes scopes_;           ///< follows from radius_
  std::uint32_t step_ = 0;  ///< all steps, learning or not
};

}  // namespace silipool::oracle
