// [boosting].
#include "rows.hpp"

#include "parts.hpp"

namespace silipool::config::detail {
namespace {

constexpr std::array<std::string_view, 4> kBoostingRules{"none", "exponential", "linear", "logarithmic"};
/// Below ln 2 = 0.69314...: boost_scale stays below 2^24 (docs/spec.md section 6.6).
constexpr double kMaxStrengthPerStep = 0.6931;

constexpr std::array<std::string_view, 3> kDuties{"decayed", "window", "mean"};
constexpr std::array<std::string_view, 2> kReferences{"overlap_duty", "duty"};

bool windowed(const Draft& d) { return d.config.structural.duty_rule == DutyRule::window; }
bool linear(const Draft& d) { return d.config.structural.boosting_rule == BoostingRule::linear; }
bool exponential(const Draft& d) {
  return d.config.structural.boosting_rule == BoostingRule::none ||
         d.config.structural.boosting_rule == BoostingRule::exponential;
}
bool bumped(const Draft& d) { return d.config.runtime.bump_increment > 0; }

}  // namespace

std::vector<Rule> boosting() {
  return {
      {.key = {.name = "boosting.rule",
               .type = KeyType::choice,
               .key_class = KeyClass::structural,
               .choices = list(kBoostingRules),
               .limit = "not logarithmic with inhibition \"local\" or \"local_scan\"",
               .description =
                   "`exponential`: boost = exp(strength (target - duty rate)); `none`: strength 0; "
                   "`linear`: mHTM's, up to maximum below a minimum duty; `logarithmic`: "
                   "log(duty rate) / log(target rate)"},
       .fallback = always_named<kBoostingRules, 0>,
       .problem = [](const Draft& d, const Value& v) -> std::string {
         return d.config.structural.neighbourhoods() && std::get<std::string>(v) == kBoostingRules[3]
                    ? "needs one target for all columns: pooler.inhibition is local"
                    : "";
       },
       .store = put_choice<&Config::structural, &Structural::boosting_rule, kBoostingRules>},
      {.key = {.name = "boosting.in_inference",
               .type = KeyType::boolean,
               .key_class = KeyClass::structural,
               .description = "boosts count in inference too"},
       .fallback = always<true>,
       .store = put<&Config::structural, &Structural::boost_in_inference>},
      {.key = {.name = "boosting.duty",
               .type = KeyType::choice,
               .key_class = KeyClass::structural,
               .choices = list(kDuties),
               .description = "wins are counted and all `decayed` at each refresh, or counted exactly over a "
                              "sliding `window`; `mean`: decayed, but at first a mean over the steps so far, "
                              "as NuPIC's"},
       .fallback = always_named<kDuties, 0>,
       .store = put_choice<&Config::structural, &Structural::duty_rule, kDuties>},
      {.key = {.name = "boosting.duty_period",
               .key_class = KeyClass::runtime,
               .minimum = 1,
               .maximum = 100000,
               .limit = "10000 with duty \"window\"",
               .unit = "learning steps",
               .description = "over which wins are averaged; gives boost_target"},
       .fallback = always<1000>,
       .range = [](const Draft& d, std::size_t) { return up_to(windowed(d) ? 10000 : 100000); },
       .store =
           [](Draft& d, const Value& v) {
             put<&Config::written, &Written::duty_period>(d, v);
             put<&Config::runtime, &Runtime::duty_period>(d, v);
           },
       .rounded =
           [](const Config& c) {
             return fmt::format("boost_target {} / {}", c.runtime.boost_target,
                                1U << c.structural.duty_fraction_bits);
           }},
      {.key = {.name = "boosting.duty_fraction_bits",
               .key_class = KeyClass::structural,
               .minimum = 8,
               .maximum = 16,
               .limit = "duty_period 2^duty_fraction_bits below 2^26",
               .unit = "bits",
               .description =
                   "fraction of a duty, of 26 bits in all: the more, the lower a duty that still decays"},
       .fallback = always<8>,
       .range =
           [](const Draft& d, std::size_t) {
             unsigned bits = 8;
             while ((std::uint64_t{d.config.written.duty_period} << (bits + 1)) < (1U << 26U)) ++bits;
             return Range{8, static_cast<double>(bits)};
           },
       .store = put<&Config::structural, &Structural::duty_fraction_bits>},
      {.key = {.name = "boosting.strength",
               .type = KeyType::real,
               .key_class = KeyClass::runtime,
               .maximum = kMaxStrengthPerStep * 100000,
               .limit = "0.6931 duty_period; 0 with rule \"none\"",
               .condition = "boosting.rule = \"none\" or \"exponential\"",
               .fallback = "0 with rule \"none\", else required",
               .description = "how hard rare winners are helped; gives boost_scale, rounded to 24 bits"},
       .fallback = [](const Draft& d) -> Value {
         if (d.config.structural.boosting_rule == BoostingRule::none) return Value{0.0};
         return {};
       },
       .applies = exponential,
       .range =
           [](const Draft& d, std::size_t) {
             if (d.config.structural.boosting_rule == BoostingRule::none) return only(0);
             return Range{0, kMaxStrengthPerStep * d.config.written.duty_period};
           },
       .store = put<&Config::written, &Written::strength>,
       .rounded =
           [](const Config& c) { return fmt::format("boost_scale {} / 2^24", c.runtime.boost_scale); }},
      {.key = {.name = "boosting.update_period",
               .key_class = KeyClass::runtime,
               .minimum = 1,
               .maximum = 65536,
               .limit = "duty_period",
               .fallback = "256, at most duty_period",
               .unit = "learning steps",
               .description = "between two refreshes of all boosts; gives decay"},
       .fallback = [](const Draft& d) -> Value {
         return integer(std::min<std::size_t>(256, d.config.written.duty_period));
       },
       .range = [](const Draft& d, std::size_t) { return up_to(d.config.written.duty_period); },
       .store = put<&Config::runtime, &Runtime::update_period>,
       .rounded = [](const Config& c) { return fmt::format("decay {} / 65536", c.runtime.decay); }},
      {.key = {.name = "boosting.maximum",
               .type = KeyType::real,
               .key_class = KeyClass::runtime,
               .minimum = 1,
               .maximum = 15.99,
               .condition = "boosting.rule = \"linear\"",
               .description = "boost of a column that never wins; rounded to 12 bits"},
       .fallback = [](const Draft&) -> Value { return Value{10.0}; },
       .applies = linear,
       .store =
           [](Draft& d, const Value& v) {
             d.config.runtime.boost_maximum = round_half_up(std::get<double>(v), 12);
           },
       .rounded = [](const Config& c) { return fmt::format("{} / 4096", c.runtime.boost_maximum); }},
      {.key = {.name = "boosting.minimum_duty",
               .type = KeyType::real,
               .key_class = KeyClass::runtime,
               .maximum = 1,
               .condition = "boosting.rule = \"linear\"",
               .description =
                   "share of the greatest duty below which a column is boosted; rounded to 16 bits"},
       .fallback = [](const Draft&) -> Value { return Value{0.01}; },
       .applies = linear,
       .store = put_fraction<&Runtime::minimum_duty>,
       .rounded = of_65536<&Runtime::minimum_duty>},
  };
}

std::vector<Rule> bumping() {
  return {
      {.key = {.name = "bumping.increment",
               .key_class = KeyClass::runtime,
               .maximum = 65535,
               .limit = "2^permanence_bits - 1",
               .unit = "steps of a permanence",
               .description = "what all permanences of a column that is starved of overlap gain at each "
                              "refresh; 0: no bumping"},
       .fallback = always<0>,
       .range =
           [](const Draft& d, std::size_t) {
             return Range{0, static_cast<double>(permanence_maximum(d))};
           },
       .store = put<&Config::runtime, &Runtime::bump_increment>},
      {.key = {.name = "bumping.minimum_duty",
               .type = KeyType::real,
               .key_class = KeyClass::runtime,
               .maximum = 1,
               .condition = "bumping.increment > 0",
               .description =
                   "share of the reference below which an overlap duty is starved; rounded to 16 bits"},
       .fallback = [](const Draft&) -> Value { return Value{0.001}; },
       .applies = bumped,
       .store = put_fraction<&Runtime::bump_minimum_duty>,
       .rounded = of_65536<&Runtime::bump_minimum_duty>},
      {.key = {.name = "bumping.reference",
               .type = KeyType::choice,
               .key_class = KeyClass::structural,
               .choices = list(kReferences),
               .condition = "bumping.increment > 0",
               .description =
                   "what the greatest is taken of: overlap duties (NuPIC) or duties of wins (mHTM)"},
       .fallback = always_named<kReferences, 0>,
       .applies = bumped,
       .store = put_choice<&Config::structural, &Structural::bump_reference, kReferences>},
      {.key = {.name = "bumping.overlap_threshold",
               .key_class = KeyClass::runtime,
               .minimum = 1,
               .maximum = 4096,
               .condition = "bumping.increment > 0",
               .fallback = "max(1, stimulus_threshold)",
               .unit = "synapses",
               .description = "least overlap that counts in an overlap duty"},
       .fallback = [](const Draft& d) -> Value {
         return integer(std::max(1U, d.config.runtime.stimulus_threshold));
       },
       .applies = bumped,
       .store = put<&Config::runtime, &Runtime::bump_overlap>},
  };
}

}  // namespace silipool::config::detail
