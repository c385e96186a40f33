#include <silipool/estimate/estimate.hpp>

#include <silipool/base/error.hpp>

namespace silipool::estimate {

cost::Range total_area(const Estimate& estimate, bool with_memories) {
  cost::Range sum;
  for (const PartArea& part : estimate.area)
    if (with_memories || !part.memory) sum += part.m2;
  return sum;
}

void state_per_step(Estimate& e, std::optional<double> rate_hz) {
  constexpr double kRounding = 1.0000001;
  for (StepCost* step : {&*e.learn, &*e.infer}) {
    const double steps = static_cast<double>(step->steps);
    const double cycles = static_cast<double>(step->cycles) / steps;
    const double fastest = e.clock_hz / cycles;
    const double rate = rate_hz.value_or(fastest);
    if (rate > fastest * kRounding)
      base::bad_input("--rate {:.6g}: at {:.6g} Hz a step of {:.6g} cycles allows at most {:.6g} a second",
                      rate, e.clock_hz, cycles, fastest);
    if (step == &*e.infer) e.rate_hz = rate;
    step->per_step = (1 / steps) * step->ledger.total();
    step->per_step += (e.clock_hz / rate - cycles) * e.idle_cycle_j;
    step->per_step += (1 / rate) * e.leakage_w;
  }
}

}  // namespace silipool::estimate
