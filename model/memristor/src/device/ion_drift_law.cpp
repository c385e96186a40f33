// Model "linear_ion_drift": R = r_on x + r_off (1 - x), dx/dt = mobility r_on / thickness^2 i F(x).
#include <algorithm>
#include <cmath>

#include <silipool/base/error.hpp>

#include "laws.hpp"
#include "trajectory.hpp"

namespace silipool::memristor::detail {
namespace {

/// Joglekar's window is 0 at both ends, from which nothing would ever leave: the state keeps this far away.
constexpr double kEdge = 1e-3;

class IonDriftLaw : public Law {
 public:
  explicit IonDriftLaw(const Card& card)
      : Law(card),
        r_on_(card.number("device.r_on")),
        r_off_(card.number("device.r_off")),
        threshold_(card.number("device.threshold")),
        windowed_(card.number("device.window") == 1) {
    if (!windowed_ && card.number("device.window") != 0)
      base::bad_input("the card {}: device.window = {}: legal are 0 and 1", card.name,
                      card.number("device.window"));
    const double thickness = card.number("device.thickness");
    drift_ = card.number("device.mobility") * r_on_ / (thickness * thickness);
    const double edge = windowed_ ? kEdge : 0.0;
    g_min_s_ = 1.0 / resistance(edge);
    g_max_s_ = 1.0 / resistance(1.0 - edge);
  }

  [[nodiscard]] Response respond(double g_s, const Pulse& pulse, double pulses) const override {
    const double v = std::fabs(pulse.voltage_v);
    const double time = pulses * pulse.width_s;
    if (v < threshold_ || time == 0) return {g_s, v * g_s};
    return windowed_ ? through_window(g_s, pulse, time) : closed_form(g_s, pulse, time);
  }

 private:
  [[nodiscard]] double resistance(double x) const { return r_on_ * x + r_off_ * (1.0 - x); }

  /// R dR/dt = -(r_off - r_on) drift v: R^2 falls in a straight line; the charge is the way divided by drift.
  [[nodiscard]] Response closed_form(double g_s, const Pulse& pulse, double time) const {
    const double v = std::fabs(pulse.voltage_v);
    const double r_before = 1.0 / g_s;
    const double slope = 2.0 * (r_off_ - r_on_) * drift_ * v * (pulse.sets() ? -1.0 : 1.0);
    const double r_bound = pulse.sets() ? r_on_ : r_off_;
    const double arrival = std::max(0.0, (r_bound * r_bound - r_before * r_before) / slope);
    const double moving = std::min(time, arrival);
    const double r_after = time >= arrival ? r_bound : std::sqrt(r_before * r_before + slope * time);
    const double charge =
        std::fabs(r_after - r_before) / ((r_off_ - r_on_) * drift_) + (time - moving) * v / r_after;
    return {std::clamp(1.0 / r_after, g_min_s_, g_max_s_), charge / time};
  }

  [[nodiscard]] Response through_window(double g_s, const Pulse& pulse, double time) const {
    const double x = (r_off_ - 1.0 / g_s) / (r_off_ - r_on_);
    const double v = pulse.voltage_v;
    const auto rate = [&](double at) { return drift_ * v / resistance(at) * 4.0 * at * (1.0 - at); };
    const auto current = [&](double at) { return std::fabs(v) / resistance(at); };
    const Trajectory end = follow(std::clamp(x, kEdge, 1.0 - kEdge), kEdge, 1.0 - kEdge, time, rate, current);
    return {std::clamp(1.0 / resistance(end.state), g_min_s_, g_max_s_), end.charge_c / time};
  }

  double r_on_, r_off_, threshold_, drift_ = 0;
  bool windowed_;
};

}  // namespace

std::shared_ptr<const Law> make_ion_drift_law(const Card& card) {
  return std::make_shared<IonDriftLaw>(card);
}

}  // namespace silipool::memristor::detail
