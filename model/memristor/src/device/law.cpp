#include <silipool/memristor/device/law.hpp>

#include <silipool/base/error.hpp>

#include "laws.hpp"

namespace silipool::memristor {

Law::Law(const Card& card) : card_(card.name) {
  if (card.model == Model::programmed) return;
  set_ = {card.number("set.voltage"), card.number("set.width")};
  reset_ = {-card.number("reset.voltage"), card.number("reset.width")};
}

const Pulse& Law::pulse(Direction direction) const {
  if (set_.width_s == 0) base::bad_input("the card {} knows no pulses: it can only be programmed", card_);
  return direction == Direction::set ? set_ : reset_;
}

double Law::switch_probability(const Pulse& pulse) const {
  require_own(pulse);
  return 1;
}

void Law::require_own(const Pulse& pulse) const {
  const Pulse& own = this->pulse(pulse.sets() ? Direction::set : Direction::reset);
  if (pulse.voltage_v != own.voltage_v || pulse.width_s != own.width_s)
    base::bad_input(
        "the card {} was measured with pulses of {} V, {} s and {} V, {} s: it says nothing of {} V, {} s",
        card_, set_.voltage_v, set_.width_s, reset_.voltage_v, reset_.width_s, pulse.voltage_v,
        pulse.width_s);
}

std::shared_ptr<const Law> make_law(const Card& card) {
  const auto make = [&] {
    switch (card.model) {
      case Model::pulse_count:
      case Model::soft_bounds:
        return detail::make_exponential_law(card);
      case Model::linear_ion_drift:
        return detail::make_ion_drift_law(card);
      case Model::vteam:
        return detail::make_vteam_law(card);
      case Model::stanford_pku:
        return detail::make_stanford_pku_law(card);
      case Model::yakopcic:
        return detail::make_yakopcic_law(card);
      case Model::binary:
        return detail::make_binary_law(card);
      case Model::programmed:
        break;
    }
    return detail::make_programmed_law(card);
  };
  std::shared_ptr<const Law> law = make();
  if (!(law->g_min_s() < law->g_max_s()))
    base::bad_input("the card {}: the smallest conductance, {} S, must be below the largest, {} S", card.name,
                    law->g_min_s(), law->g_max_s());
  return law;
}

}  // namespace silipool::memristor
