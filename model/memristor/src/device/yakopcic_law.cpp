// Model "yakopcic": I = a x sinh(b V), with thresholds, and steps that shrink towards the ends.
#include <algorithm>
#include <cmath>

#include "laws.hpp"
#include "trajectory.hpp"

namespace silipool::memristor::detail {
namespace {

class YakopcicLaw : public Law {
 public:
  explicit YakopcicLaw(const Card& card)
      : Law(card),
        slope_(card.number("device.a") * card.number("device.b")),
        v_p_(card.number("device.v_p")),
        v_n_(card.number("device.v_n")),
        a_p_(card.number("device.a_p")),
        a_n_(card.number("device.a_n")),
        x_p_(card.number("device.x_p")),
        x_n_(card.number("device.x_n")),
        alpha_p_(card.number("device.alpha_p")),
        alpha_n_(card.number("device.alpha_n")),
        x_min_(card.number("device.x_min")) {
    iv_.v0_v = 1.0 / card.number("device.b");
    g_min_s_ = slope_ * x_min_;
    g_max_s_ = slope_;
  }

  [[nodiscard]] Response respond(double g_s, const Pulse& pulse, double pulses) const override {
    const double v = pulse.voltage_v;
    const double time = pulses * pulse.width_s;
    if (time == 0) return {g_s, std::fabs(iv_.current_a(g_s, v))};
    const double drive = speed(v);
    const auto rate = [&](double x) { return drive * (drive > 0 ? up(x) : down(x)); };
    const auto current = [&](double x) { return std::fabs(iv_.current_a(slope_ * x, v)); };
    const Trajectory end = follow(std::clamp(g_s / slope_, x_min_, 1.0), x_min_, 1.0, time, rate, current);
    return {std::clamp(slope_ * end.state, g_min_s_, g_max_s_), end.charge_c / time};
  }

 private:
  /// g(V) of the paper.
  [[nodiscard]] double speed(double v) const {
    if (v > v_p_) return a_p_ * (base::exp(v) - base::exp(v_p_));
    if (v < -v_n_) return -a_n_ * (base::exp(-v) - base::exp(v_n_));
    return 0;
  }
  /// f(x) of the paper, upwards and downwards.
  [[nodiscard]] double up(double x) const {
    if (x < x_p_) return 1;
    return base::exp(-alpha_p_ * (x - x_p_)) * ((x_p_ - x) / (1.0 - x_p_) + 1.0);
  }
  [[nodiscard]] double down(double x) const {
    if (x > 1.0 - x_n_) return 1;
    return base::exp(alpha_n_ * (x + x_n_ - 1.0)) * (x / (1.0 - x_n_));
  }

  double slope_, v_p_, v_n_, a_p_, a_n_, x_p_, x_n_, alpha_p_, alpha_n_, x_min_;
};

}  // namespace

std::shared_ptr<const Law> make_yakopcic_law(const Card& card) { return std::make_shared<YakopcicLaw>(card); }

}  // namespace silipool::memristor::detail
