#pragma once
#include <algorithm>
#include <cmath>

namespace silipool::memristor::detail {

struct Trajectory {
  double state = 0;
  double charge_c = 0;  ///< integral of the current
};

/// The state x that moves at dx/dt = rate(x), of one sign while the voltage stands, from `state` for `time`,
/// between two bounds; and the integral of current(x). Time is integrated over the state (dt = dx / rate,
/// Gauss's five points), not the state over time: a thermal runaway, where the rate grows by orders of
/// magnitude within a pulse, needs no shorter steps, and a rate that vanishes at a bound is met by steps that
/// halve.
template <typename Rate, typename Current>
Trajectory follow(double state, double low, double high, double time, Rate rate, Current current) {
  constexpr double nodes[] = {-0.90617984593866399280, -0.53846931010568309104, 0.0, 0.53846931010568309104,
                              0.90617984593866399280};
  constexpr double weights[] = {0.23692688505618908751, 0.47862867049936646804, 0.56888888888888888889,
                                0.47862867049936646804, 0.23692688505618908751};
  constexpr double finest = 1e-9;  // of the span: below it the rate counts as constant
  const double span = high - low;
  const double first = rate(state);
  Trajectory at{state, 0};
  double remaining = time;
  double step = span / 32;
  while (remaining > 0 && first != 0) {
    const double room = first > 0 ? high - at.state : at.state - low;
    if (room <= finest * span) {
      at.state = first > 0 ? high : low;
      break;
    }
    step = std::min(step, room / 2);
    const double half = (first > 0 ? step : -step) / 2;
    double duration = 0;
    double charge = 0;
    for (int i = 0; i < 5; ++i) {
      const double x = at.state + half * (1.0 + nodes[i]);
      const double dt = weights[i] * std::fabs(half / rate(x));
      duration += dt;
      charge += dt * current(x);
    }
    if (duration <= remaining) {
      at.state += 2 * half;
      at.charge_c += charge;
      remaining -= duration;
      step = std::min(2 * step, span / 32);
    } else if (step > finest * span) {
      step *= std::min(0.5, remaining / duration);
    } else {
      at.state += 2 * half * (remaining / duration);
      at.charge_c += charge * (remaining / duration);
      remaining = 0;
    }
  }
  at.charge_c += remaining * current(at.state);
  at.state = std::clamp(at.state, low, high);
  return at;
}

}  // namespace silipool::memristor::detail
