// [boosting].
#include "rows.hpp"

#include "parts.hpp"

namespace silipool::config::detail {
namespace {

constexpr std::array<std::string_view, 2> kBoostingRules{"none", "exponential"};
/// Below ln 2 = 0.69314...: boost_scale stays below 2^24 (docs/spec.md section 6.6).
constexpr double kMaxStrengthPerStep = 0.6931;

}  // namespace

std::vector<Rule> boosting() {
  return {
      {.key = {.name = "boosting.rule",
               .type = KeyType::choice,
               .key_class = KeyClass::runtime,
               .choices = list(kBoostingRules),
               .description =
                   "`exponential`: boost = exp(strength (target - duty rate)); `none`: strength 0"},
       .fallback = always_named<kBoostingRules, 0>,
       .store = put_choice<&Config::written, &Written::boosting_rule, kBoostingRules>},
      {.key = {.name = "boosting.duty_period",
               .key_class = KeyClass::runtime,
               .minimum = 1,
               .maximum = 100000,
               .unit = "learning steps",
               .description = "over which wins are averaged; gives boost_target"},
       .fallback = always<1000>,
       .store = put<&Config::written, &Written::duty_period>,
       .rounded =
           [](const Config& c) { return fmt::format("boost_target {} / 256", c.runtime.boost_target); }},
      {.key = {.name = "boosting.strength",
               .type = KeyType::real,
               .key_class = KeyClass::runtime,
               .maximum = kMaxStrengthPerStep * 100000,
               .limit = "0.6931 duty_period; 0 with rule \"none\"",
               .fallback = "0 with rule \"none\", else required",
               .description = "how hard rare winners are helped; gives boost_scale, rounded to 24 bits"},
       .fallback = [](const Draft& d) -> Value {
         if (d.config.written.boosting_rule == BoostingRule::none) return Value{0.0};
         return {};
       },
       .range =
           [](const Draft& d, std::size_t) {
             if (d.config.written.boosting_rule == BoostingRule::none) return only(0);
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
  };
}

}  // namespace silipool::config::detail
