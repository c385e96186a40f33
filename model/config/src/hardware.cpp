#include <silipool/config/hardware.hpp>

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace silipool::config {

std::string beyond_hardware(const Config& config) {
  const Structural& s = config.structural;
  const Runtime& r = config.runtime;
  struct Limit {
    bool crossed;
    std::string_view key;
  };
  const bool local = s.inhibition == Inhibition::local;
  const std::array<Limit, 16> limits{{
      {s.inhibition != Inhibition::hypercolumn && !local, "pooler.inhibition"},
      {s.radius_rule != RadiusRule::fixed, "pooler.radius_rule"},
      {r.active_density > 0, "pooler.active_density"},
      {s.ties != Ties::lowest_index, "pooler.ties"},
      {s.stimulus_on != StimulusOn::overlap, "pooler.stimulus_on"},
      {s.overlap_scale != OverlapScale::count, "pooler.overlap_scale"},
      {s.initialisation != Initialisation::two_sided, "pooler.initialisation"},
      {r.minimum_connected > 0, "learning.minimum_connected"},
      {r.trim > 0, "learning.trim"},
      {s.reward != Reward::none, "learning.reward"},
      {!s.boost_in_inference, "boosting.in_inference"},
      {s.duty_rule != DutyRule::decayed, "boosting.duty"},
      {s.duty_fraction_bits != 8, "boosting.duty_fraction_bits"},
      {r.bump_increment > 0, "bumping.increment"},
      {s.grid_y > 256 || s.grid_x > 256, "pooler.hypercolumns"},
      // A neighbourhood beyond the hypercolumn would reach into other tiles.
      {local && s.hypercolumns() > 1, "pooler.hypercolumns"},
  }};
  for (const Limit& limit : limits) {
    if (!limit.crossed) continue;
    for (const Entry& entry : config.entries)
      if (entry.key == limit.key) return fmt::format("{} = {}", entry.key, entry.value);
    return std::string(limit.key);
  }
  return "";
}

}  // namespace silipool::config
