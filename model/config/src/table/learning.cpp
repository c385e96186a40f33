// [learning].
#include "rows.hpp"

#include "parts.hpp"

namespace silipool::config::detail {
namespace {

constexpr std::array<std::string_view, 3> kLearningRules{"every_step", "draw_per_winner", "draw_per_synapse"};

/// A rule without draws is the rule with draws that always succeed.
Range drawn(const Draft& d, std::size_t) {
  if (d.config.structural.learning_rule == LearningRule::every_step) return only(1);
  return {0, 1};
}

constexpr std::array<std::string_view, 3> kRewards{"none", "gate", "punish"};

bool rewarded(const Draft& d) { return d.config.structural.reward != Reward::none; }

}  // namespace

std::vector<Rule> learning() {
  constexpr std::string_view certain = "always 1 with rule \"every_step\"";
  const auto up_to_maximum = [](const Draft& d, std::size_t) {
    return Range{0, static_cast<double>(permanence_maximum(d))};
  };
  return {
      {.key = {.name = "learning.rule",
               .type = KeyType::choice,
               .key_class = KeyClass::structural,
               .choices = list(kLearningRules),
               .description =
                   "who learns when a column has won: all of its synapses always, all or none of them by "
                   "one draw, or each by its own draw"},
       .store = put_choice<&Config::structural, &Structural::learning_rule, kLearningRules>},
      {.key = {.name = "learning.increment",
               .key_class = KeyClass::runtime,
               .maximum = 65535,
               .limit = "2^permanence_bits - 1",
               .unit = "steps of a permanence",
               .description = "what a synapse with an active input gains"},
       .fallback = always<1>,
       .range = up_to_maximum,
       .store = put<&Config::runtime, &Runtime::increment>},
      {.key = {.name = "learning.decrement",
               .key_class = KeyClass::runtime,
               .maximum = 65535,
               .limit = "2^permanence_bits - 1",
               .unit = "steps of a permanence",
               .description = "what a synapse with an inactive input loses"},
       .fallback = always<1>,
       .range = up_to_maximum,
       .store = put<&Config::runtime, &Runtime::decrement>},
      {.key = {.name = "learning.increment_probability",
               .type = KeyType::real,
               .key_class = KeyClass::runtime,
               .maximum = 1,
               .limit = certain,
               .description = "that a draw lets a synapse gain; rounded to 16 bits"},
       .fallback = [](const Draft&) -> Value { return Value{1.0}; },
       .range = drawn,
       .store = put_probability<&Written::increment_probability, &Runtime::increment_probability>,
       .rounded = of_65536<&Runtime::increment_probability>},
      {.key = {.name = "learning.decrement_probability",
               .type = KeyType::real,
               .key_class = KeyClass::runtime,
               .maximum = 1,
               .limit = certain,
               .description = "that a draw lets a synapse lose; rounded to 16 bits"},
       .fallback = [](const Draft&) -> Value { return Value{1.0}; },
       .range = drawn,
       .store = put_probability<&Written::decrement_probability, &Runtime::decrement_probability>,
       .rounded = of_65536<&Runtime::decrement_probability>},
      {.key = {.name = "learning.minimum_connected",
               .key_class = KeyClass::runtime,
               .maximum = 4096,
               .unit = "synapses",
               .description = "a learner with fewer connected synapses has all of its permanences raised; 0: "
                              "never"},
       .fallback = always<0>,
       .store = put<&Config::runtime, &Runtime::minimum_connected>},
      {.key = {.name = "learning.raise_step",
               .key_class = KeyClass::runtime,
               .minimum = 1,
               .maximum = 65535,
               .limit = "2^permanence_bits - 1",
               .condition = "learning.minimum_connected > 0",
               .unit = "steps of a permanence",
               .description = "permanences are raised by multiples of this"},
       .fallback = always<1>,
       .applies = [](const Draft& d) { return d.config.runtime.minimum_connected > 0; },
       .range = up_to_maximum,
       .store = put<&Config::runtime, &Runtime::raise_step>},
      {.key = {.name = "learning.trim",
               .key_class = KeyClass::runtime,
               .maximum = 65535,
               .limit = "connected_threshold",
               .unit = "steps of a permanence",
               .description = "permanences of a learner below this become 0"},
       .fallback = always<0>,
       .range =
           [](const Draft& d, std::size_t) {
             return Range{0, static_cast<double>(d.config.structural.connected_threshold)};
           },
       .store = put<&Config::runtime, &Runtime::trim>},
      {.key = {.name = "learning.trim_at_reset",
               .type = KeyType::boolean,
               .key_class = KeyClass::runtime,
               .condition = "learning.trim > 0",
               .description = "initial permanences below trim become 0 too"},
       .fallback = always<false>,
       .applies = [](const Draft& d) { return d.config.runtime.trim > 0; },
       .store = put<&Config::runtime, &Runtime::trim_at_reset>},
      {.key = {.name = "learning.reward",
               .type = KeyType::choice,
               .key_class = KeyClass::structural,
               .choices = list(kRewards),
               .description = "what a learner does whose own preferred class is not the input's: learn "
                              "regardless, not learn (`gate`), or lose its active inputs (`punish`)"},
       .fallback = always_named<kRewards, 0>,
       .store = put_choice<&Config::structural, &Structural::reward, kRewards>},
      {.key = {.name = "learning.classes",
               .key_class = KeyClass::runtime,
               .minimum = 2,
               .maximum = 256,
               .condition = "learning.reward = \"gate\" or \"punish\"",
               .unit = "classes",
               .description = "that each column counts its wins in"},
       .fallback = always<10>,
       .applies = rewarded,
       .store = put<&Config::runtime, &Runtime::classes>},
  };
}

}  // namespace silipool::config::detail
