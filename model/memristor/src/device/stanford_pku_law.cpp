// Model "stanford_pku": a tunnelling gap that self-heating opens and closes.
#include <algorithm>
#include <cmath>

#include "laws.hpp"
#include "trajectory.hpp"

namespace silipool::memristor::detail {
namespace {

constexpr double kBoltzmannEv = 1.380649e-23 / 1.602176634e-19;  // eV/K, exact SI values

class StanfordPkuLaw : public Law {
 public:
  explicit StanfordPkuLaw(const Card& card)
      : Law(card),
        current_(card.number("device.current")),
        gap_scale_(card.number("device.gap_scale")),
        velocity_(card.number("device.velocity")),
        activation_(card.number("device.activation")),
        gamma_(card.number("device.gamma")),
        beta_(card.number("device.beta")),
        lever_(card.number("device.atom_spacing") / card.number("device.thickness")),
        thermal_resistance_(card.number("device.thermal_resistance")),
        ambient_(card.number("device.ambient")),
        least_(card.number("device.field_min") * card.number("device.thickness")),
        gap_min_(card.number("device.gap_min")),
        gap_max_(card.number("device.gap_max")) {
    // I0 exp(-gap / g0) sinh(V / V0) is the common form with the small-signal conductance below.
    iv_.v0_v = card.number("device.voltage_scale");
    g_min_s_ = conductance(gap_max_);
    g_max_s_ = conductance(gap_min_);
  }

  [[nodiscard]] Response respond(double g_s, const Pulse& pulse, double pulses) const override {
    const double v = pulse.voltage_v;
    const double time = pulses * pulse.width_s;
    const double gap = -gap_scale_ * base::log(g_s * iv_.v0_v / current_);
    const double shape = current_ * base::sinh(std::fabs(v) / iv_.v0_v);
    const auto current = [&](double at) { return shape * base::exp(-at / gap_scale_); };
    if (time == 0) return {g_s, current(gap)};
    const auto rate = [&](double at) {
      const double nm = at * 1e9;
      const double gamma = gamma_ - beta_ * nm * nm * nm;
      if (!(gamma * std::fabs(v) >= least_)) return 0.0;
      const double kt = kBoltzmannEv * (ambient_ + std::fabs(v) * current(at) * thermal_resistance_);
      return -velocity_ * base::exp(-activation_ / kt) * base::sinh(gamma * lever_ * v / kt);
    };
    const Trajectory end =
        follow(std::clamp(gap, gap_min_, gap_max_), gap_min_, gap_max_, time, rate, current);
    return {std::clamp(conductance(end.state), g_min_s_, g_max_s_), end.charge_c / time};
  }

 private:
  [[nodiscard]] double conductance(double gap) const {
    return current_ / iv_.v0_v * base::exp(-gap / gap_scale_);
  }

  double current_, gap_scale_, velocity_, activation_, gamma_, beta_, lever_, thermal_resistance_, ambient_,
      least_, gap_min_, gap_max_;
};

}  // namespace

std::shared_ptr<const Law> make_stanford_pku_law(const Card& card) {
  return std::make_shared<StanfordPkuLaw>(card);
}

}  // namespace silipool::memristor::detail
