// [pooler]: who competes with whom, and who wins.
#include "rows.hpp"

#include "parts.hpp"

namespace silipool::config::detail {
namespace {

constexpr std::array<std::string_view, 5> kInhibitions{"hypercolumn", "global", "local", "local_scan",
                                                       "local_gaussian"};
constexpr std::array<std::string_view, 3> kTies{"lowest_index", "highest_index", "all"};
constexpr std::array<std::string_view, 2> kStimulusOn{"overlap", "boosted_overlap"};
constexpr std::array<std::string_view, 2> kOverlapScales{"count", "connected_fraction"};
constexpr std::array<std::string_view, 3> kRadiusRules{"fixed", "mean_distance", "receptive_field"};
constexpr std::string_view kLocal = "pooler.inhibition = \"local\" or \"local_scan\"";

bool neighbourhoods(const Draft& d) { return d.config.structural.neighbourhoods(); }
bool blurred(const Draft& d) { return d.config.structural.inhibition == Inhibition::local_gaussian; }
bool moving_radius(const Draft& d) { return d.config.structural.radius_rule != RadiusRule::fixed; }

}  // namespace

std::vector<Rule> inhibition() {
  return {
      {.key = {.name = "pooler.inhibition",
               .type = KeyType::choice,
               .key_class = KeyClass::structural,
               .choices = list(kInhibitions),
               .description = "whom a column competes with: its `hypercolumn`, all (`global`), its "
                              "neighbourhood (`local`; `local_scan` in NuPIC's serial order), or all after "
                              "normalisation by a blur (`local_gaussian`)"},
       .fallback = always_named<kInhibitions, 0>,
       .store = put_choice<&Config::structural, &Structural::inhibition, kInhibitions>},
      {.key = {.name = "pooler.ties",
               .type = KeyType::choice,
               .key_class = KeyClass::structural,
               .choices = list(kTies),
               .limit = "lowest_index with inhibition \"local_scan\"",
               .description = "which of equal columns wins; `all` of them, even if more than active_columns"},
       .fallback = always_named<kTies, 0>,
       .problem = [](const Draft& d, const Value& v) -> std::string {
         const bool scan = d.config.structural.inhibition == Inhibition::local_scan;
         return scan && std::get<std::string>(v) != kTies[0]
                    ? "must be \"lowest_index\": pooler.inhibition is \"local_scan\""
                    : "";
       },
       .store = put_choice<&Config::structural, &Structural::ties, kTies>},
      {.key = {.name = "pooler.radius_rule",
               .type = KeyType::choice,
               .key_class = KeyClass::structural,
               .choices = list(kRadiusRules),
               .condition = kLocal,
               .description = "what the inhibition radius is: `fixed`, mHTM's `mean_distance` of connected "
                              "inputs, or half the mean extent of NuPIC's `receptive_field`"},
       .fallback = always_named<kRadiusRules, 0>,
       .applies = neighbourhoods,
       .store = put_choice<&Config::structural, &Structural::radius_rule, kRadiusRules>},
      {.key = {.name = "pooler.radius_running_maximum",
               .type = KeyType::boolean,
               .key_class = KeyClass::structural,
               .condition = "pooler.radius_rule = \"mean_distance\" or \"receptive_field\"",
               .description = "the inhibition radius never shrinks"},
       .fallback = always<false>,
       .applies = moving_radius,
       .store = put<&Config::structural, &Structural::radius_running_maximum>},
      {.key = {.name = "pooler.radius_period",
               .key_class = KeyClass::runtime,
               .minimum = 1,
               .maximum = 65536,
               .condition = "pooler.radius_rule = \"mean_distance\" or \"receptive_field\"",
               .unit = "learning steps",
               .description = "between two updates of the inhibition radius"},
       .fallback = always<50>,
       .applies = moving_radius,
       .store = put<&Config::runtime, &Runtime::radius_period>},
      {.key = {.name = "pooler.inhibition_radius",
               .key_class = KeyClass::runtime,
               .maximum = 1024,
               .limit = "1..32 with inhibition \"local_gaussian\"",
               .condition = "pooler.radius_rule = \"fixed\" or pooler.inhibition = \"local_gaussian\"",
               .unit = "columns",
               .description = "reach of a neighbourhood on the plane of columns, or of the blur"},
       .applies = [](const Draft& d) { return blurred(d) || (neighbourhoods(d) && !moving_radius(d)); },
       .range =
           [](const Draft& d, std::size_t) {
             return blurred(d) ? Range{1, 32} : Range{0, 1024};
           },
       .store = put<&Config::runtime, &Runtime::inhibition_radius>},
      {.key = {.name = "pooler.active_density",
               .type = KeyType::real,
               .key_class = KeyClass::runtime,
               .maximum = 1,
               .minimum_excluded = true,
               .condition = kLocal,
               .fallback = "none: active_columns counts",
               .description = "share of a neighbourhood that wins; rounded to 16 bits"},
       .may_be_absent = true,
       .applies = neighbourhoods,
       .problem = [](const Draft&, const Value& v) -> std::string {
         return round_half_up(std::get<double>(v), 16) > 0 ? "" : "rounds to 0 / 65536";
       },
       .store = put_fraction<&Runtime::active_density>,
       .rounded =
           [](const Config& c) {
             return c.runtime.active_density == 0 ? std::string() : of_65536<&Runtime::active_density>(c);
           }},
      {.key = {.name = "pooler.active_columns",
               .key_class = KeyClass::runtime,
               .minimum = 1,
               .maximum = 65536,
               .limit = "columns that compete",
               .condition = "no pooler.active_density",
               .unit = "columns",
               .description = "winners of a hypercolumn, or of whatever columns compete in"},
       .applies = [](const Draft& d) { return d.config.runtime.active_density == 0; },
       .range = [](const Draft& d, std::size_t) { return up_to(d.config.structural.scope_columns()); },
       .store = put<&Config::runtime, &Runtime::active_columns>},
      {.key = {.name = "pooler.learning_columns",
               .key_class = KeyClass::runtime,
               .minimum = 1,
               .maximum = 65536,
               .limit = "active_columns",
               .fallback = "active_columns, or with active_density all that win",
               .unit = "columns",
               .description = "the best of them, which learn and count as wins"},
       .fallback = [](const Draft& d) -> Value {
         const Runtime& r = d.config.runtime;
         return integer(r.active_density > 0 ? kAllWinners : r.active_columns);
       },
       .range =
           [](const Draft& d, std::size_t) {
             const Runtime& r = d.config.runtime;
             return up_to(r.active_density > 0 ? kAllWinners : r.active_columns);
           },
       .store = put<&Config::runtime, &Runtime::learning_columns>},
      {.key = {.name = "pooler.stimulus_threshold",
               .key_class = KeyClass::runtime,
               .maximum = 4096,
               .unit = "synapses",
               .description = "least overlap of a winner"},
       .fallback = always<1>,
       .store = put<&Config::runtime, &Runtime::stimulus_threshold>},
      {.key = {.name = "pooler.stimulus_on",
               .type = KeyType::choice,
               .key_class = KeyClass::structural,
               .choices = list(kStimulusOn),
               .description =
                   "what the stimulus threshold is held against: the overlap before boosting, or after"},
       .fallback = always_named<kStimulusOn, 0>,
       .store = put_choice<&Config::structural, &Structural::stimulus_on, kStimulusOn>},
      {.key = {.name = "pooler.overlap_scale",
               .type = KeyType::choice,
               .key_class = KeyClass::structural,
               .choices = list(kOverlapScales),
               .description =
                   "what is boosted and compared: the `count`, or its share of the column's connected "
                   "synapses"},
       .fallback = always_named<kOverlapScales, 0>,
       .store = put_choice<&Config::structural, &Structural::overlap_scale, kOverlapScales>},
  };
}

}  // namespace silipool::config::detail
