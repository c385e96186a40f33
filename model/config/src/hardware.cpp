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
  const std::array<Limit, 14> limits{{
      {s.inhibition != Inhibition::hypercolumn, "pooler.inhibition"},
      {s.ties != Ties::lowest_index, "pooler.ties"},
      {s.stimulus_on != StimulusOn::overlap, "pooler.stimulus_on"},
      {s.overlap_scale != OverlapScale::count, "pooler.overlap_scale"},
      {s.initialisation != Initialisation::two_sided, "pooler.initialisation"},
      {r.minimum_connected > 0, "learning.minimum_connected"},
      {r.trim > 0, "learning.trim"},
      {s.reward != Reward::none, "learning.reward"},
      {s.boosting_rule != BoostingRule::none && s.boosting_rule != BoostingRule::exponential,
       "boosting.rule"},
      {!s.boost_in_inference, "boosting.in_inference"},
      {s.duty_rule != DutyRule::decayed, "boosting.duty"},
      {s.duty_fraction_bits != 8, "boosting.duty_fraction_bits"},
      {r.bump_increment > 0, "bumping.increment"},
      {s.grid_y > 256 || s.grid_x > 256, "pooler.hypercolumns"},
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
