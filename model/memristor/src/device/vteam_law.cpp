// Model "vteam" without window: a rectangular pulse moves the state at one speed, so that everything is in
// closed form. A positive voltage of the model raises the resistance; a positive pulse here sets, so the sign
// turns.
#include <algorithm>
#include <cmath>

#include "laws.hpp"

namespace silipool::memristor::detail {
namespace {

class VteamLaw : public Law {
 public:
  explicit VteamLaw(const Card& card)
      : Law(card),
        r_on_(card.number("device.r_on")),
        r_off_(card.number("device.r_off")),
        length_(card.number("device.x_off") - card.number("device.x_on")),
        k_on_(-card.number("device.k_on")),
        k_off_(card.number("device.k_off")),
        alpha_on_(card.number("device.alpha_on")),
        alpha_off_(card.number("device.alpha_off")),
        v_on_(-card.number("device.v_on")),
        v_off_(card.number("device.v_off")) {
    g_min_s_ = 1.0 / r_off_;
    g_max_s_ = 1.0 / r_on_;
  }

  [[nodiscard]] Response respond(double g_s, const Pulse& pulse, double pulses) const override {
    const double v = std::fabs(pulse.voltage_v);
    const double time = pulses * pulse.width_s;
    const double r_before = 1.0 / g_s;
    const double speed = (r_off_ - r_on_) / length_ * (pulse.sets() ? -on_speed(v) : off_speed(v));  // ohm/s
    if (speed == 0 || time == 0) return {g_s, v * g_s};
    const double r_bound = speed < 0 ? r_on_ : r_off_;
    const double moving = std::min(time, (r_bound - r_before) / speed);
    const double r_after = moving < time ? r_bound : std::clamp(r_before + speed * time, r_on_, r_off_);
    // 1 / R averaged while R moves in a straight line, and after it has arrived.
    const double change = r_after / r_before - 1.0;
    const double mean_g = std::fabs(change) < 1e-6 ? 2.0 / (r_before + r_after)
                                                   : base::log(r_after / r_before) / (r_after - r_before);
    const double charge = v * (moving * mean_g + (time - moving) / r_after);
    return {std::clamp(1.0 / r_after, g_min_s_, g_max_s_), charge / time};
  }

 private:
  [[nodiscard]] double on_speed(double v) const {
    return v > v_on_ ? k_on_ * base::pow(v / v_on_ - 1.0, alpha_on_) : 0.0;
  }
  [[nodiscard]] double off_speed(double v) const {
    return v > v_off_ ? k_off_ * base::pow(v / v_off_ - 1.0, alpha_off_) : 0.0;
  }

  double r_on_, r_off_, length_, k_on_, k_off_, alpha_on_, alpha_off_, v_on_, v_off_;
};

}  // namespace

std::shared_ptr<const Law> make_vteam_law(const Card& card) { return std::make_shared<VteamLaw>(card); }

}  // namespace silipool::memristor::detail
