#include "check.hpp"

#include <cstddef>

#include <silipool/base/error.hpp>

#include "numbers.hpp"

namespace silipool::oracle {
namespace {

using config::BoostingRule;
using config::Inhibition;

void require(std::size_t value, std::size_t least, std::size_t greatest, const char* what) {
  if (value < least || value > greatest)
    base::bad_input("oracle: {} is {}; legal is {}..{}", what, value, least, greatest);
}

bool local(const config::Structural& s) {
  return s.inhibition == Inhibition::local || s.inhibition == Inhibition::local_scan;
}

void check_winners(const config::Runtime& r, const config::Structural& s) {
  if (r.active_density > 0) {
    if (!local(s)) base::bad_input("oracle: active_density needs inhibition \"local\" or \"local_scan\"");
    require(r.active_density, 1, 65536, "active_density");
    require(r.learning_columns, 1, 65536, "learning_columns");
  } else {
    const bool apart = s.inhibition == Inhibition::hypercolumn;
    require(r.active_columns, 1, apart ? s.columns_per_hypercolumn : s.columns(), "active_columns");
    require(r.learning_columns, 1, r.active_columns, "learning_columns");
  }
  if (s.inhibition == Inhibition::local_gaussian) require(r.inhibition_radius, 1, 32, "inhibition_radius");
  if (s.radius_rule != config::RadiusRule::fixed)
    require(r.radius_period, 1, 65536, "radius_period");
  else if (local(s))
    require(r.inhibition_radius, 0, 1024, "inhibition_radius");
}

}  // namespace

void check(const config::Structural& s) {
  require(s.inputs(), 1, 32768, "the number of inputs");
  require(s.columns(), 1, 65536, "the number of columns");
  require(s.slots(), 1, 4096, "the number of slots of a hypercolumn");
  // A position is an item of the hash (section 4), which has 12 bits.
  require(s.window_positions(), 1, 4096, "the number of positions of a window");
  require(s.permanence_bits, 1, 16, "permanence_bits");
  require(s.connected_threshold, 1, greatest_permanence(s.permanence_bits), "connected_threshold");
  if (s.pool == config::Pool::sample) require(s.synapses_per_column, 1, 4096, "synapses_per_column");
  if (s.pool == config::Pool::shared_sample)
    require(s.candidate_inputs.size(), s.inputs(), s.inputs(), "the number of bits of candidate_inputs");

  if (s.inhibition == Inhibition::local_scan && s.ties != config::Ties::lowest_index)
    base::bad_input("oracle: ties must be \"lowest_index\" with inhibition \"local_scan\"");
  if (s.radius_rule != config::RadiusRule::fixed && !local(s))
    base::bad_input("oracle: radius_rule must be \"fixed\" where inhibition is not local");
  require(s.duty_fraction_bits, 8, 16, "duty_fraction_bits");
  if (s.boosting_rule == BoostingRule::logarithmic && local(s))
    base::bad_input("oracle: boosting must not be \"logarithmic\" where inhibition is local");
}

void check(const config::Runtime& r, const config::Structural& s) {
  const std::size_t maximum = greatest_permanence(s.permanence_bits);
  check_winners(r, s);
  require(r.update_period, 1, 65536, "update_period");
  if (s.initialisation != config::Initialisation::two_sided)
    require(r.initial_window, 0, maximum, "initial_window");
  require(r.minimum_connected, 0, 4096, "minimum_connected");
  if (r.minimum_connected > 0) require(r.raise_step, 1, maximum, "raise_step");
  require(r.trim, 0, s.connected_threshold, "trim");
  if (s.reward != config::Reward::none) require(r.classes, 2, 256, "classes");
  require(std::size_t{r.duty_period} << s.duty_fraction_bits, 1, (std::size_t{1} << 26) - 1, "W duty_period");
  if (s.duty_rule == config::DutyRule::window) require(r.duty_period, 1, 10000, "duty_period");
  if (s.duty_rule == config::DutyRule::mean) require(r.duty_period, 1, 100000, "duty_period");
  if (s.boosting_rule == BoostingRule::logarithmic) {
    require(r.duty_period, 1, 100000, "duty_period");
    require(r.log_scale, 1, 1U << 24, "log_scale");  // den is 16 or more
  }
  if (s.boosting_rule == BoostingRule::linear) {
    require(r.minimum_duty, 0, 65536, "minimum_duty");
    require(r.boost_maximum, 4096, 65495, "the maximum of a linear boost");
  }
  require(r.bump_increment, 0, maximum, "bump_increment");
  if (r.bump_increment > 0) {
    require(r.bump_minimum_duty, 0, 65536, "bump_minimum_duty");
    require(r.bump_overlap, 1, 4096, "bump_overlap");
  }
}

}  // namespace silipool::oracle
