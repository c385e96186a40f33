// [input].
#include "rows.hpp"

#include "parts.hpp"

namespace silipool::config::detail {
namespace {

constexpr std::array<std::string_view, 2> kEncodings{"threshold", "on_off"};

std::size_t planes_of_encoding(const Config& c) {
  return c.input.encoding == Encoding::on_off ? 2 : c.input.thresholds.size();
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
       .problem = [](const Draft&, const Value& v) -> std::string {
         std::size_t inputs = 1;
         for (const std::int64_t entry : std::get<std::vector<std::int64_t>>(v))
           inputs *= static_cast<std::size_t>(entry);
         if (inputs <= kMaxInputs) return "";
         return fmt::format("is too large: {} inputs, of at most {}", inputs, kMaxInputs);
       },
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
                   "that plane and its complement"},
       .fallback = always_named<kEncodings, 0>,
       .store = put_choice<&Config::input, &Input::encoding, kEncodings>},
      {.key = {.name = "input.thresholds",
               .type = KeyType::integers,
               .maximum = 255,
               .entries_minimum = 1,
               .entries_maximum = 8,
               .limit = "one with encoding \"on_off\"",
               .unit = "grey levels",
               .description = "a pixel is on iff it is greater"},
       .fallback = [](const Draft&) -> Value { return Value{std::vector<std::int64_t>{127}}; },
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
      {.key = {.name = "input.planes",
               .key_class = KeyClass::structural,
               .minimum = 1,
               .maximum = 8,
               .limit = "one for each threshold; 2 with encoding \"on_off\"",
               .fallback = "what the encoding yields",
               .unit = "planes",
               .description = "binary planes that the encoding makes of an image"},
       .fallback = [](const Draft& d) -> Value { return integer(planes_of_encoding(d.config)); },
       .range = [](const Draft& d, std::size_t) { return only(planes_of_encoding(d.config)); },
       .problem = [](const Draft& d, const Value& v) -> std::string {
         const Structural& s = d.config.structural;
         const std::size_t inputs = static_cast<std::size_t>(std::get<std::int64_t>(v)) * s.height * s.width;
         if (inputs <= kMaxInputs) return "";
         return fmt::format("is too large: {} inputs, of at most {}", inputs, kMaxInputs);
       },
       .store = put<&Config::structural, &Structural::planes>},
  };
}

}  // namespace silipool::config::detail
