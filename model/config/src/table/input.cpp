// [input].
#include "rows.hpp"

#include "parts.hpp"

namespace silipool::config::detail {
namespace {

constexpr std::array<std::string_view, 7> kEncodings{"threshold", "on_off",      "thermometer", "quantile",
                                                     "mean",      "mean_on_off", "none"};
constexpr std::array<std::string_view, 2> kFits{"all", "pixel"};

constexpr std::size_t kMaxPlanes = 8;

bool has_thresholds(const Draft& d) {
  return d.config.input.encoding == Encoding::threshold || d.config.input.encoding == Encoding::on_off;
}
bool has_levels(const Draft& d) {
  return d.config.input.encoding == Encoding::thermometer || d.config.input.encoding == Encoding::quantile;
}

/// The fewest and the most planes of the encoding.
Range planes_of_encoding(const Config& c) {
  switch (c.input.encoding) {
    case Encoding::threshold:
      return only(c.input.thresholds.size());
    case Encoding::thermometer:
    case Encoding::quantile:
      return only(c.input.levels);
    case Encoding::mean:
      return only(1);
    case Encoding::on_off:
    case Encoding::mean_on_off:
      return only(2);
    case Encoding::none:
      break;
  }
  return up_to(kMaxPlanes);
}

}  // namespace

std::vector<Rule> input() {
  return {
      {.key = {.name = "input.shape",
               .type = KeyType::integers,
               .key_class = KeyClass::structural,
               .minimum = 1,
               .maximum = 1024,
               .entries_minimum = 1,
               .entries_maximum = 2,
               .limit = "32768 inputs in all",
               .unit = "inputs",
               .description = "`[height, width]` of an input plane, or `[width]` of a 1-D input"},
       .problem = [](const Draft&, const Value& v) { return too_many(product(v), "inputs", kMaxInputs); },
       .store =
           [](Draft& d, const Value& v) {
             d.dimensions = std::get<std::vector<std::int64_t>>(v).size();
             put_extent<&Structural::height, &Structural::width>(d, v);
           }},
      {.key = {.name = "input.encoding",
               .type = KeyType::choice,
               .choices = list(kEncodings),
               .description =
                   "`threshold`: a plane for each threshold, on where the pixel is greater; `on_off`: "
                   "that plane and its complement; the others: `docs/data.md`"},
       .fallback = always_named<kEncodings, 0>,
       .store = put_choice<&Config::input, &Input::encoding, kEncodings>},
      {.key = {.name = "input.thresholds",
               .type = KeyType::integers,
               .maximum = 255,
               .entries_minimum = 1,
               .entries_maximum = 8,
               .limit = "one with encoding \"on_off\"",
               .condition = "input.encoding = \"threshold\" or \"on_off\"",
               .unit = "grey levels",
               .description = "a pixel is on iff it is greater"},
       .fallback = [](const Draft&) -> Value { return Value{std::vector<std::int64_t>{127}}; },
       .applies = has_thresholds,
       .problem = [](const Draft& d, const Value& v) -> std::string {
         const bool one = std::get<std::vector<std::int64_t>>(v).size() == 1;
         if (one || d.config.input.encoding == Encoding::threshold) return "";
         return "must be one threshold: input.encoding is \"on_off\"";
       },
       .store =
           [](Draft& d, const Value& v) {
             for (const std::int64_t t : std::get<std::vector<std::int64_t>>(v))
               d.config.input.thresholds.push_back(static_cast<std::uint8_t>(t));
           }},
      {.key = {.name = "input.levels",
               .minimum = 1,
               .maximum = kMaxPlanes,
               .condition = "input.encoding = \"thermometer\" or \"quantile\"",
               .unit = "planes",
               .description = "levels of grey, a plane for each"},
       .fallback = always<4>,
       .applies = has_levels,
       .store = put<&Config::input, &Input::levels>},
      {.key = {.name = "input.fit",
               .type = KeyType::choice,
               .choices = list(kFits),
               .condition = "input.encoding = \"quantile\"",
               .description = "quantiles of `all` values of the training set, or of each `pixel` by itself"},
       .fallback = always_named<kFits, 0>,
       .applies = [](const Draft& d) { return d.config.input.encoding == Encoding::quantile; },
       .store = put_choice<&Config::input, &Input::fit, kFits>},
      {.key = {.name = "input.planes",
               .key_class = KeyClass::structural,
               .minimum = 1,
               .maximum = kMaxPlanes,
               .limit = "what the encoding yields; free with encoding \"none\"",
               .fallback = "what the encoding yields; 1 with \"none\"",
               .unit = "planes",
               .description = "binary planes that the encoding makes of an image"},
       .fallback = [](const Draft& d) -> Value {
         return static_cast<std::int64_t>(planes_of_encoding(d.config).minimum);
       },
       .range = [](const Draft& d, std::size_t) { return planes_of_encoding(d.config); },
       .problem = [](const Draft& d, const Value& v) -> std::string {
         const Structural& s = d.config.structural;
         const std::size_t inputs = static_cast<std::size_t>(std::get<std::int64_t>(v)) * s.height * s.width;
         return too_many(inputs, "inputs", kMaxInputs);
       },
       .store = put<&Config::structural, &Structural::planes>},
  };
}

}  // namespace silipool::config::detail
