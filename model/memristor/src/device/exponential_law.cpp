// Models "pulse_count" and "soft_bounds": conductance runs exponentially to or from an asymptote.
#include <algorithm>
#include <cmath>

#include "laws.hpp"

namespace silipool::memristor {
namespace detail {
namespace {

/// Largest distance of (1 - e^(-u x)) / (1 - e^(-u)) from its diagonal x, 0 <= x <= 1, u > 0, perpendicular
/// to it.
double distance_from_diagonal(double u) {
  const double full = 1.0 - base::exp(-u);
  const double x = -base::log(full / u) / u;  // where the slope is 1
  return ((1.0 - base::exp(-u * x)) / full - x) / std::sqrt(2.0);
}

/// One direction: G(P) = asymptote + (G(0) - asymptote) e^(-P / a) of the pulse position P, which grows with
/// a set pulse and falls with a reset pulse; or a straight line.
struct Curve {
  bool straight = false;
  double slope_s = 0;  ///< per pulse, of a straight line
  double asymptote_s = 0;
  double a = 1;

  [[nodiscard]] double from(double g_s, double way) const {
    if (straight) return g_s + slope_s * way;
    return asymptote_s + (g_s - asymptote_s) * base::exp(-way / a);
  }
  /// The way from one conductance to another that lies ahead.
  [[nodiscard]] double way(double from_s, double to_s) const {
    if (straight) return (to_s - from_s) / slope_s;
    return -a * base::log((to_s - asymptote_s) / (from_s - asymptote_s));
  }
  /// The integral of the conductance over the way from g.
  [[nodiscard]] double integral(double g_s, double way) const {
    if (straight) return (g_s + 0.5 * slope_s * way) * way;
    return asymptote_s * way + (g_s - asymptote_s) * a * (1.0 - base::exp(-way / a));
  }
};

/// Of a label of nonlinearity: from g_min at P = 0 to g_max at P = pulses.
Curve labelled(double g_min, double g_max, double pulses, double label) {
  if (label == 0) return {.straight = true, .slope_s = (g_max - g_min) / pulses};
  const double a = normalised_a(label);
  const double b = (g_max - g_min) / (1.0 - base::exp(-1.0 / a));
  return {.asymptote_s = g_min + b, .a = a * pulses};
}

class ExponentialLaw : public Law {
 public:
  explicit ExponentialLaw(const Card& card) : Law(card) {
    g_min_s_ = card.number("device.g_min");
    g_max_s_ = card.number("device.g_max");
    if (card.model == Model::pulse_count) {
      up_ = labelled(g_min_s_, g_max_s_, card.number("device.pulses_up"),
                     card.number("device.nonlinearity_up"));
      down_ = labelled(g_min_s_, g_max_s_, card.number("device.pulses_down"),
                       card.number("device.nonlinearity_down"));
    } else {
      up_ = {.asymptote_s = g_max_s_, .a = -1.0 / base::log(1.0 - card.number("device.step_up"))};
      down_ = {.asymptote_s = g_min_s_, .a = 1.0 / base::log(1.0 - card.number("device.step_down"))};
    }
  }

  [[nodiscard]] Response respond(double g_s, const Pulse& pulse, double pulses) const override {
    require_own(pulse);
    if (pulses == 0) return {g_s, std::fabs(iv_.current_a(g_s, pulse.voltage_v))};
    const Curve& curve = pulse.sets() ? up_ : down_;
    const double sign = pulse.sets() ? 1 : -1;
    const double bound = pulse.sets() ? g_max_s_ : g_min_s_;
    const double after = curve.from(g_s, sign * pulses);
    const double bounded = std::clamp(after, g_min_s_, g_max_s_);
    // Where the bound is met on the way, the rest of the pulses finds it there.
    const double moving = bounded == after ? pulses : std::clamp(sign * curve.way(g_s, bound), 0.0, pulses);
    const double mean_g = (sign * curve.integral(g_s, sign * moving) + (pulses - moving) * bounded) / pulses;
    return {bounded, std::fabs(iv_.current_a(mean_g, pulse.voltage_v))};
  }

 private:
  Curve up_, down_;
};

}  // namespace

std::shared_ptr<const Law> make_exponential_law(const Card& card) {
  return std::make_shared<ExponentialLaw>(card);
}

}  // namespace detail

double normalised_a(double label) {
  // The published table of A against labels 0.01..9 is the distance of the curve from its diagonal in units
  // of 0.07 (docs/memristors.md); the distance grows with u = 1 / A.
  const double wanted = 0.07 * std::fabs(label);
  double low = 1e-6;
  double high = 1e3;
  for (int i = 0; i < 200 && low < high; ++i) {
    const double middle = std::sqrt(low * high);
    if (middle <= low || middle >= high) break;
    (detail::distance_from_diagonal(middle) < wanted ? low : high) = middle;
  }
  const double a = 1.0 / std::sqrt(low * high);
  return label < 0 ? -a : a;
}

}  // namespace silipool::memristor
