// Models "binary", two states and pulses that switch between them, and "programmed", which has no pulses.
#include <cmath>

#include <silipool/base/elementary.hpp>

#include "laws.hpp"

namespace silipool::memristor::detail {
namespace {

class BinaryLaw : public Law {
 public:
  explicit BinaryLaw(const Card& card) : Law(card) {
    g_min_s_ = card.number("device.g_min");
    g_max_s_ = card.number("device.g_max");
    set_mean_ = card.number_or("switching.set_mean", 0);
    set_sigma_ = card.number_or("switching.set_sigma", 0);
    reset_mean_ = card.number_or("switching.reset_mean", 0);
    reset_sigma_ = card.number_or("switching.reset_sigma", 0);
  }

  /// Any pulse switches for certain: probabilities are the business of CellArray.
  [[nodiscard]] Response respond(double g_s, const Pulse& pulse, double pulses) const override {
    require_width(pulse);
    const double after = pulses > 0 ? (pulse.sets() ? g_max_s_ : g_min_s_) : g_s;
    return {after, std::fabs(iv_.current_a((g_s + after) / 2, pulse.voltage_v))};
  }

  /// The amplitude at which a cell switches is normally distributed.
  [[nodiscard]] double switch_probability(const Pulse& pulse) const override {
    require_width(pulse);
    const double mean = pulse.sets() ? set_mean_ : reset_mean_;
    const double sigma = pulse.sets() ? set_sigma_ : reset_sigma_;
    const double above = std::fabs(pulse.voltage_v) - mean;
    if (sigma == 0) return above >= 0 ? 1 : 0;
    return base::normal_probability(above / sigma);
  }

 private:
  /// Amplitudes may differ, since the switching amplitude is what varies; widths may not.
  void require_width(const Pulse& pulse) const {
    const Pulse& own = this->pulse(pulse.sets() ? Direction::set : Direction::reset);
    if (pulse.width_s != own.width_s || pulse.voltage_v == 0) require_own(pulse);
  }

  double set_mean_, set_sigma_, reset_mean_, reset_sigma_;
};

class ProgrammedLaw : public Law {
 public:
  explicit ProgrammedLaw(const Card& card) : Law(card) {
    g_min_s_ = card.number("device.g_min");
    g_max_s_ = card.number("device.g_max");
  }
  [[nodiscard]] Response respond(double g_s, const Pulse& pulse, double) const override {
    require_own(pulse);  // which it cannot be
    return {g_s, 0};
  }
};

}  // namespace

std::shared_ptr<const Law> make_binary_law(const Card& card) { return std::make_shared<BinaryLaw>(card); }
std::shared_ptr<const Law> make_programmed_law(const Card& card) {
  return std::make_shared<ProgrammedLaw>(card);
}

}  // namespace silipool::memristor::detail
