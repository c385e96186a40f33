// [readout].
#include "rows.hpp"

#include "parts.hpp"

namespace silipool::config::detail {
namespace {

constexpr std::array<std::string_view, 1> kReadoutRules{"softmax"};

}  // namespace

std::vector<Rule> readout() {
  return {
      {.key = {.name = "readout.rule",
               .type = KeyType::choice,
               .choices = list(kReadoutRules),
               .description = "classifier that reads the winners: softmax regression"},
       .fallback = always_named<kReadoutRules, 0>,
       .store = [](Draft&, const Value&) {}},
      {.key = {.name = "readout.passes",
               .minimum = 1,
               .maximum = 1000,
               .unit = "passes",
               .description = "over the training set"},
       .fallback = always<6>,
       .store = put<&Config::readout, &Readout::passes>},
      {.key = {.name = "readout.learning_rate",
               .type = KeyType::real,
               .maximum = 1,
               .minimum_excluded = true,
               .description = "step of stochastic gradient descent"},
       .fallback = [](const Draft&) -> Value { return Value{0.005}; },
       .store = put<&Config::readout, &Readout::learning_rate>},
  };
}

}  // namespace silipool::config::detail
