// [readout].
#include "rows.hpp"

#include "parts.hpp"

namespace silipool::config {
namespace detail {
namespace {

constexpr std::array<std::string_view, 4> kReadoutRules{"softmax", "counts", "nearest", "svm"};

template <ReadoutRule R>
bool with_rule(const Draft& d) {
  return d.config.readout.rule == R;
}

}  // namespace

std::vector<Rule> readout() {
  constexpr std::string_view only_softmax = "readout.rule = \"softmax\"";
  return {
      {.key = {.name = "readout.rule",
               .type = KeyType::choice,
               .choices = list(kReadoutRules),
               .description =
                   "classifier that reads the winners: softmax regression, maximum likelihood from counts, "
                   "nearest neighbours, or linear support vector machines"},
       .fallback = always_named<kReadoutRules, 0>,
       .store = put_choice<&Config::readout, &Readout::rule, kReadoutRules>},
      {.key = {.name = "readout.passes",
               .minimum = 1,
               .maximum = 1000,
               .condition = only_softmax,
               .unit = "passes",
               .description = "over the training set"},
       .fallback = always<6>,
       .applies = with_rule<ReadoutRule::softmax>,
       .store = put<&Config::readout, &Readout::passes>},
      {.key = {.name = "readout.learning_rate",
               .type = KeyType::real,
               .maximum = 1,
               .minimum_excluded = true,
               .condition = only_softmax,
               .description = "step of stochastic gradient descent"},
       .fallback = [](const Draft&) -> Value { return Value{0.005}; },
       .applies = with_rule<ReadoutRule::softmax>,
       .store = put<&Config::readout, &Readout::learning_rate>},
      {.key = {.name = "readout.learning_rate_decay",
               .type = KeyType::real,
               .maximum = 1,
               .minimum_excluded = true,
               .condition = only_softmax,
               .description = "the step is multiplied by it after every pass"},
       .fallback = [](const Draft&) -> Value { return Value{1.0}; },
       .applies = with_rule<ReadoutRule::softmax>,
       .store = put<&Config::readout, &Readout::learning_rate_decay>},
      {.key = {.name = "readout.weight_bits",
               .maximum = 16,
               .limit = "not 1",
               .condition = only_softmax,
               .unit = "bits",
               .description = "width of the integers that weights are rounded to after training; 0: not at "
                              "all"},
       .fallback = always<0>,
       .applies = with_rule<ReadoutRule::softmax>,
       .problem = [](const Draft&, const Value& v) -> std::string {
         return std::get<std::int64_t>(v) == 1 ? "is out of range: 0 or 2..16" : "";
       },
       .store = put<&Config::readout, &Readout::weight_bits>},
      {.key = {.name = "readout.classes",
               .maximum = 256,
               .limit = "not 1",
               .condition = only_softmax,
               .unit = "classes",
               .description = "that it tells apart, at least as many as the data has; 0: as many; a readout "
                              "in hardware is built for this many"},
       .fallback = always<0>,
       .applies = with_rule<ReadoutRule::softmax>,
       .problem = [](const Draft&, const Value& v) -> std::string {
         return std::get<std::int64_t>(v) == 1 ? "is out of range: 0 or 2..256" : "";
       },
       .store = put<&Config::readout, &Readout::classes>},
      {.key = {.name = "readout.shift",
               .maximum = 8,
               .condition = only_softmax,
               .unit = "pixels",
               .description = "training images are shifted by up to this each way, anew in every pass; the "
                              "pooler never learns from those"},
       .fallback = always<0>,
       .applies = with_rule<ReadoutRule::softmax>,
       .store = put<&Config::readout, &Readout::shift>},
      {.key = {.name = "readout.rotation",
               .maximum = 15,
               .condition = only_softmax,
               .unit = "degrees",
               .description = "and turned by up to this each way"},
       .fallback = always<0>,
       .applies = with_rule<ReadoutRule::softmax>,
       .store = put<&Config::readout, &Readout::rotation>},
      {.key = {.name = "readout.neighbours",
               .minimum = 1,
               .maximum = 1000,
               .condition = "readout.rule = \"nearest\"",
               .unit = "training samples",
               .description = "that vote, those with the largest overlap"},
       .fallback = always<1>,
       .applies = with_rule<ReadoutRule::nearest>,
       .store = put<&Config::readout, &Readout::neighbours>},
      {.key = {.name = "readout.cost",
               .type = KeyType::real,
               .maximum = 1000000,
               .minimum_excluded = true,
               .condition = "readout.rule = \"svm\"",
               .description = "C: weight of the losses beside that of the margin"},
       .fallback = [](const Draft&) -> Value { return Value{1.0}; },
       .applies = with_rule<ReadoutRule::svm>,
       .store = put<&Config::readout, &Readout::cost>},
  };
}

}  // namespace detail

std::string_view rule_text(ReadoutRule rule) noexcept {
  return detail::kReadoutRules[static_cast<std::size_t>(rule)];
}

}  // namespace silipool::config
