#pragma once
#include <memory>
#include <string>

#include <silipool/memristor/device/card.hpp>
#include <silipool/memristor/device/iv.hpp>

namespace silipool::memristor {

/// A rectangular pulse: positive sets (raises the conductance), negative resets.
struct Pulse {
  double voltage_v = 0;
  double width_s = 0;
  [[nodiscard]] bool sets() const noexcept { return voltage_v > 0; }
};

enum class Direction { set, reset };

/// What pulses did to a nominal cell.
struct Response {
  double g_s = 0;             ///< small-signal conductance after them
  double mean_current_a = 0;  ///< over the pulses, magnitude
};

/// The law of one device without variation, noise or faults: a function of the small-signal conductance (the
/// only state) and the pulses. Cells vary around it (CellArray).
class Law {
 public:
  virtual ~Law() = default;

  [[nodiscard]] double g_min_s() const noexcept { return g_min_s_; }
  [[nodiscard]] double g_max_s() const noexcept { return g_max_s_; }
  [[nodiscard]] const Iv& iv() const noexcept { return iv_; }
  /// The name of the card, for messages.
  [[nodiscard]] const std::string& card() const noexcept { return card_; }
  /// The card's own pulses. Error{bad_input} if it has none (model "programmed").
  [[nodiscard]] const Pulse& pulse(Direction direction) const;

  /// `pulses` pulses of one kind from conductance g, g_min <= g <= g_max; a real number of them, 0 or more,
  /// since variation scales it. The response is within the bounds and monotone in `pulses`.
  /// Error{bad_input} for a pulse that the card's law does not hold for.
  [[nodiscard]] virtual Response respond(double g_s, const Pulse& pulse, double pulses) const = 0;

  /// The probability that one pulse switches a cell of two states; 0 or 1 where nothing is known of it.
  [[nodiscard]] virtual double switch_probability(const Pulse& pulse) const;

 protected:
  explicit Law(const Card& card);
  /// Error{bad_input} unless it is the card's own set or reset pulse: measured curves hold for no other.
  void require_own(const Pulse& pulse) const;

  std::string card_;
  double g_min_s_ = 0, g_max_s_ = 0;
  Iv iv_;
  Pulse set_, reset_;
};

/// The law that the card's model names. Error{bad_input} where numbers contradict each other (g_min not below
/// g_max).
[[nodiscard]] std::shared_ptr<const Law> make_law(const Card& card);

/// The constant A of the pulse-count curve (docs/memristors.md), in units of the number of pulses, for a
/// label of nonlinearity 0 < |label| <= 9; it has the sign of the label.
[[nodiscard]] double normalised_a(double label);

}  // namespace silipool::memristor
