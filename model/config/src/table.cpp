// The table of all keys: the one place to add or change a key. Ranges are those of docs/spec.md section 1.
#include "rule.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <string_view>
#include <type_traits>

#include <fmt/format.h>

#include <silipool/config/constants.hpp>

namespace silipool::config::detail {
namespace {

constexpr std::size_t kMaxInputs = 32768;
constexpr std::size_t kMaxColumns = 65536;
constexpr std::size_t kMaxSlots = 4096;
/// Below ln 2 = 0.69314...: boost_scale stays below 2^24 (docs/spec.md section 6.6).
constexpr double kMaxStrengthPerStep = 0.6931;

constexpr std::array<std::string_view, 2> kEncodings{"threshold", "on_off"};
constexpr std::array<std::string_view, 4> kPools{"window", "shared_sample", "sample", "radius"};
constexpr std::array<std::string_view, 3> kLearningRules{"every_step", "draw_per_winner", "draw_per_synapse"};
constexpr std::array<std::string_view, 2> kBoostingRules{"none", "exponential"};
constexpr std::array<std::string_view, 1> kReadoutRules{"softmax"};
constexpr std::array<std::string_view, 4> kDataSets{"mnist/train", "mnist/test", "digits/train",
                                                    "digits/test"};
constexpr std::array<std::string_view, 4> kStreamBits{"8", "16", "32", "64"};

template <std::size_t N>
std::vector<std::string_view> list(const std::array<std::string_view, N>& names) {
  return {names.begin(), names.end()};
}

/// A default that does not depend on other keys.
template <auto V>
Value always(const Draft&) {
  if constexpr (std::is_same_v<decltype(V), bool>)
    return Value{V};
  else
    return Value{std::int64_t{V}};
}
template <const auto& Names, std::size_t I>
Value always_named(const Draft&) {
  return Value{std::string(Names[I])};
}

Value integer(std::size_t v) { return static_cast<std::int64_t>(v); }
Range up_to(std::size_t maximum) { return {1, static_cast<double>(maximum)}; }
Range only(std::size_t v) { return {static_cast<double>(v), static_cast<double>(v)}; }

template <auto Part, auto Member>
void put(Draft& d, const Value& v) {
  auto& target = d.config.*Part.*Member;
  using T = std::remove_reference_t<decltype(target)>;
  if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, double> || std::is_same_v<T, std::string>)
    target = std::get<T>(v);
  else
    target = static_cast<T>(std::get<std::int64_t>(v));
}

/// The names stand in the order of the enumerators.
template <auto Part, auto Member, const auto& Names>
void put_choice(Draft& d, const Value& v) {
  auto& target = d.config.*Part.*Member;
  const auto at = std::find(Names.begin(), Names.end(), std::get<std::string>(v));
  target = static_cast<std::remove_reference_t<decltype(target)>>(at - Names.begin());
}

/// Entries [y, x], or [x] in one dimension.
template <auto Y, auto X>
void put_extent(Draft& d, const Value& v) {
  const auto& entries = std::get<std::vector<std::int64_t>>(v);
  d.config.structural.*Y = entries.size() == 2 ? static_cast<std::size_t>(entries.front()) : 1;
  d.config.structural.*X = static_cast<std::size_t>(entries.back());
}

template <auto Real, auto Rounded>
void put_probability(Draft& d, const Value& v) {
  d.config.written.*Real = std::get<double>(v);
  d.config.runtime.*Rounded = round_half_up(std::get<double>(v), 16);
}

template <auto Rounded>
std::string of_65536(const Config& c) {
  return fmt::format("{} / 65536", c.runtime.*Rounded);
}

template <auto Ref>
void put_data(Draft& d, const Value& v) {
  if (const auto* name = std::get_if<std::string>(&v)) {
    d.config.*Ref = {*name, {}, {}};
  } else {
    const auto& paths = std::get<std::vector<std::string>>(v);
    d.config.*Ref = {paths[0], d.directory / paths[0], d.directory / paths[1]};
  }
}

/// Names become parts of the names of files.
std::string not_a_name(const Draft&, const Value& v) {
  const auto legal = [](char ch) {
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' ||
           ch == '-' || ch == '.';
  };
  const auto& text = std::get<std::string>(v);
  if (!text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), legal)) return "";
  return "is not a name: 1..64 letters, digits, '_', '-' and '.'";
}

/// Extent of the input in the dimension of an entry of an array.
std::size_t extent(const Draft& d, std::size_t entry) {
  return d.dimensions == 2 && entry == 0 ? d.config.structural.height : d.config.structural.width;
}

std::size_t planes_of_encoding(const Config& c) {
  return c.input.encoding == Encoding::on_off ? 2 : c.input.thresholds.size();
}

int hexadecimal_digit(char ch) {
  if (ch >= '0' && ch <= '9') return ch - '0';
  if (ch >= 'a' && ch <= 'f') return ch - 'a' + 10;
  return -1;
}

std::string bad_bitmap(const Draft& d, const Value& v) {
  const auto& digits = std::get<std::string>(v);
  const std::size_t inputs = d.config.structural.inputs();
  const std::size_t needed = (inputs + 3) / 4;
  if (digits.size() != needed)
    return fmt::format("has {} digits: exactly {} are needed, for {} inputs", digits.size(), needed, inputs);
  for (const char ch : digits)
    if (hexadecimal_digit(ch) < 0) return fmt::format("has '{}' in it: only 0..9 and a..f are digits", ch);
  if (inputs % 4 != 0 && (hexadecimal_digit(digits.front()) >> (inputs % 4)) != 0)
    return fmt::format("has bits past the last of {} inputs: they must be 0", inputs);
  return "";
}

void put_bitmap(Draft& d, const Value& v) {
  const auto& digits = std::get<std::string>(v);
  base::Sdr bits(d.config.structural.inputs());
  for (std::size_t i = 0; i < bits.size(); ++i)
    if (((hexadecimal_digit(digits[digits.size() - 1 - i / 4]) >> (i % 4)) & 1) != 0) bits.set(i);
  d.config.structural.candidate_inputs = std::move(bits);
}

std::string divisors(std::size_t n) {
  std::string out;
  for (std::size_t i = 1; i <= n; ++i)
    if (n % i == 0) out += fmt::format("{}{}", out.empty() ? "" : ", ", i);
  return out;
}

std::uint32_t permanence_maximum(const Draft& d) {
  return (std::uint32_t{1} << d.config.structural.permanence_bits) - 1;
}

bool sampled(const Draft& d) {
  return d.config.structural.pool == Pool::sample || d.config.structural.pool == Pool::shared_sample;
}

/// A rule without draws is the rule with draws that always succeed.
Range drawn(const Draft& d, std::size_t) {
  if (d.config.structural.learning_rule == LearningRule::every_step) return only(1);
  return {0, 1};
}

std::vector<Rule> general() {
  return {
      {.key = {.name = "name",
               .type = KeyType::text,
               .limit = "1..64 letters, digits, `_`, `-` and `.`",
               .description = "name of the configuration; not part of its hash"},
       .problem = not_a_name,
       .store = [](Draft& d, const Value& v) { d.config.name = std::get<std::string>(v); }},
      {.key = {.name = "seed",
               .key_class = KeyClass::runtime,
               .maximum = 4294967295,
               .description = "seed of initial permanences and of draws in learning"},
       .fallback = always<1>,
       .store = put<&Config::runtime, &Runtime::seed>},
  };
}

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

std::vector<Rule> data() {
  constexpr std::string_view legal = "or `[images, labels]`, two paths of IDX files";
  return {
      {.key = {.name = "data.train",
               .type = KeyType::data,
               .choices = list(kDataSets),
               .limit = legal,
               .description = "data set to train on; relative paths start from the configuration file"},
       .fallback = always_named<kDataSets, 2>,
       .store = put_data<&Config::train>},
      {.key = {.name = "data.test",
               .type = KeyType::data,
               .choices = list(kDataSets),
               .limit = legal,
               .description = "data set to test on"},
       .fallback = always_named<kDataSets, 3>,
       .store = put_data<&Config::test>},
  };
}

std::vector<Rule> hypercolumns() {
  return {
      {.key = {.name = "pooler.hypercolumns",
               .type = KeyType::integers,
               .key_class = KeyClass::structural,
               .minimum = 1,
               .maximum = 256,
               .entries_minimum = 1,
               .entries_maximum = 2,
               .per_dimension = true,
               .fallback = "one",
               .unit = "hypercolumns",
               .description = "grid of hypercolumns; one is global inhibition"},
       .fallback = [](const Draft& d) -> Value { return std::vector<std::int64_t>(d.dimensions, 1); },
       .store = put_extent<&Structural::grid_y, &Structural::grid_x>},
      {.key = {.name = "pooler.columns_per_hypercolumn",
               .key_class = KeyClass::structural,
               .minimum = 1,
               .maximum = 4096,
               .limit = "65536 columns in all",
               .unit = "columns",
               .description = "columns that share a window and inhibit each other"},
       .range = [](const Draft& d,
                   std::size_t) { return up_to(kMaxColumns / d.config.structural.hypercolumns()); },
       .store = put<&Config::structural, &Structural::columns_per_hypercolumn>},
      {.key = {.name = "pooler.wrap",
               .type = KeyType::boolean,
               .key_class = KeyClass::structural,
               .description =
                   "windows that leave the input come in on the other side; otherwise they are clipped"},
       .fallback = always<false>,
       .store = put<&Config::structural, &Structural::wrap>},
      {.key = {.name = "pooler.window",
               .type = KeyType::integers,
               .key_class = KeyClass::structural,
               .minimum = 1,
               .maximum = 1024,
               .entries_minimum = 1,
               .entries_maximum = 2,
               .per_dimension = true,
               .limit = "input.shape where wrap = true; 4096 positions in all planes",
               .fallback = "the whole input",
               .unit = "inputs",
               .description = "what a hypercolumn sees of each plane"},
       .fallback = [](const Draft& d) -> Value {
         std::vector<std::int64_t> whole;
         for (std::size_t i = 0; i < d.dimensions; ++i)
           whole.push_back(static_cast<std::int64_t>(extent(d, i)));
         return whole;
       },
       .range = [](const Draft& d,
                   std::size_t entry) { return up_to(d.config.structural.wrap ? extent(d, entry) : 1024); },
       // Draws of pools number positions with 12 bits, so the limit holds for sampled pools too.
       .problem = [](const Draft& d, const Value& v) -> std::string {
         std::size_t positions = d.config.structural.planes;
         for (const std::int64_t entry : std::get<std::vector<std::int64_t>>(v))
           positions *= static_cast<std::size_t>(entry);
         if (positions <= kMaxSlots) return "";
         return fmt::format("is too large: {} positions in all planes, of at most {}", positions, kMaxSlots);
       },
       .store = put_extent<&Structural::window_y, &Structural::window_x>},
  };
}

std::vector<Rule> pools() {
  return {
      {.key = {.name = "pooler.pool",
               .type = KeyType::choice,
               .key_class = KeyClass::structural,
               .choices = list(kPools),
               .description = "which positions of the window a column may use"},
       .fallback = always_named<kPools, 0>,
       .store = put_choice<&Config::structural, &Structural::pool, kPools>},
      {.key = {.name = "pooler.synapses_per_column",
               .key_class = KeyClass::structural,
               .minimum = 1,
               .maximum = 4096,
               .limit = "positions of the window",
               .condition = "pooler.pool = \"sample\" or \"shared_sample\"",
               .unit = "synapses",
               .description = "size of a sampled pool"},
       .applies = sampled,
       .range = [](const Draft& d, std::size_t) { return up_to(d.config.structural.window_positions()); },
       .store = put<&Config::structural, &Structural::synapses_per_column>},
      {.key = {.name = "pooler.radius",
               .key_class = KeyClass::structural,
               .maximum = 1024,
               .condition = "pooler.pool = \"radius\"",
               .unit = "inputs",
               .description = "reach of a column from its own centre in the window"},
       .applies = [](const Draft& d) { return d.config.structural.pool == Pool::radius; },
       .store = put<&Config::structural, &Structural::radius>},
      {.key = {.name = "pooler.pool_seed",
               .key_class = KeyClass::structural,
               .maximum = 4294967295,
               .description = "seed of sampled pools"},
       .fallback = always<1>,
       .store = put<&Config::structural, &Structural::pool_seed>},
      {.key =
           {.name = "pooler.candidate_inputs",
            .type = KeyType::bitmap,
            .key_class = KeyClass::structural,
            .limit = "a digit for every 4 inputs, no bits past the last",
            .condition = "pooler.pool = \"shared_sample\"",
            .fallback = "all inputs",
            .description =
                "inputs that may be sampled: a bitmap, input 0 the least significant bit of the last digit"},
       .may_be_absent = true,
       .applies = [](const Draft& d) { return d.config.structural.pool == Pool::shared_sample; },
       .problem = bad_bitmap,
       .store = put_bitmap},
  };
}

std::vector<Rule> permanences() {
  return {
      {.key = {.name = "pooler.permanence_bits",
               .key_class = KeyClass::structural,
               .minimum = 1,
               .maximum = 16,
               .unit = "bits",
               .description = "width of a permanence"},
       .store = put<&Config::structural, &Structural::permanence_bits>},
      {.key = {.name = "pooler.connected_threshold",
               .key_class = KeyClass::structural,
               .minimum = 1,
               .maximum = 65535,
               .limit = "2^permanence_bits - 1",
               .fallback = "2^(permanence_bits - 1)",
               .description = "a synapse is connected iff its permanence is at least this"},
       .fallback = [](const Draft& d) -> Value {
         return integer(std::size_t{1} << (d.config.structural.permanence_bits - 1));
       },
       .range = [](const Draft& d, std::size_t) { return up_to(permanence_maximum(d)); },
       .store = put<&Config::structural, &Structural::connected_threshold>},
      {.key = {.name = "pooler.initially_connected",
               .type = KeyType::real,
               .key_class = KeyClass::runtime,
               .maximum = 1,
               .description = "fraction of synapses that begin connected; rounded to 16 bits"},
       .fallback = [](const Draft&) -> Value { return Value{0.5}; },
       .store = put_probability<&Written::initially_connected, &Runtime::initially_connected>,
       .rounded = of_65536<&Runtime::initially_connected>},
  };
}

std::vector<Rule> inhibition() {
  return {
      {.key = {.name = "pooler.active_columns",
               .key_class = KeyClass::runtime,
               .minimum = 1,
               .maximum = 4096,
               .limit = "columns_per_hypercolumn",
               .unit = "columns",
               .description = "winners that a hypercolumn reports"},
       .range = [](const Draft& d,
                   std::size_t) { return up_to(d.config.structural.columns_per_hypercolumn); },
       .store = put<&Config::runtime, &Runtime::active_columns>},
      {.key = {.name = "pooler.learning_columns",
               .key_class = KeyClass::runtime,
               .minimum = 1,
               .maximum = 4096,
               .limit = "active_columns",
               .fallback = "active_columns",
               .unit = "columns",
               .description = "the best of them, which learn and count as wins"},
       .fallback = [](const Draft& d) -> Value { return integer(d.config.runtime.active_columns); },
       .range = [](const Draft& d, std::size_t) { return up_to(d.config.runtime.active_columns); },
       .store = put<&Config::runtime, &Runtime::learning_columns>},
      {.key = {.name = "pooler.stimulus_threshold",
               .key_class = KeyClass::runtime,
               .maximum = 4096,
               .unit = "synapses",
               .description = "least overlap of a winner, before boosting"},
       .fallback = always<1>,
       .store = put<&Config::runtime, &Runtime::stimulus_threshold>},
  };
}

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
  };
}

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

std::vector<Rule> rtl() {
  return {
      {.key = {.name = "rtl.tiles",
               .key_class = KeyClass::microarchitecture,
               .minimum = 1,
               .maximum = 65536,
               .limit = "a divisor of the number of hypercolumns",
               .fallback = "a tile for each hypercolumn",
               .unit = "tiles",
               .description = "tiles of the core; each serves its share of the hypercolumns in turn"},
       .fallback = [](const Draft& d) -> Value { return integer(d.config.structural.hypercolumns()); },
       .problem = [](const Draft& d, const Value& v) -> std::string {
         const std::size_t all = d.config.structural.hypercolumns();
         if (all % static_cast<std::size_t>(std::get<std::int64_t>(v)) == 0) return "";
         return fmt::format("must divide the number of hypercolumns, {}: {}", all, divisors(all));
       },
       .store = put<&Config::microarchitecture, &Microarchitecture::tiles>},
      {.key = {.name = "rtl.banks",
               .key_class = KeyClass::microarchitecture,
               .minimum = 1,
               .maximum = 64,
               .limit = "a power of two, slots of a hypercolumn",
               .unit = "inputs",
               .description = "active inputs that a tile adds in a cycle"},
       .fallback = always<1>,
       .range = [](const Draft& d, std::size_t) { return up_to(d.config.structural.slots()); },
       .problem = [](const Draft&, const Value& v) -> std::string {
         return std::has_single_bit(static_cast<std::uint64_t>(std::get<std::int64_t>(v)))
                    ? ""
                    : "must be a power of two: a slot's bank is its lowest bits";
       },
       .store = put<&Config::microarchitecture, &Microarchitecture::banks>},
      {.key = {.name = "rtl.lanes",
               .key_class = KeyClass::microarchitecture,
               .minimum = 1,
               .maximum = 256,
               .limit = "slots of a hypercolumn",
               .fallback = "16, at most the slots",
               .unit = "synapses",
               .description = "permanences in a word"},
       .fallback = [](const Draft& d) -> Value {
         return integer(std::min<std::size_t>(16, d.config.structural.slots()));
       },
       .range = [](const Draft& d, std::size_t) { return up_to(d.config.structural.slots()); },
       .store = put<&Config::microarchitecture, &Microarchitecture::lanes>},
      {.key = {.name = "rtl.multipliers",
               .key_class = KeyClass::microarchitecture,
               .minimum = 1,
               .maximum = 4096,
               .limit = "columns_per_hypercolumn",
               .fallback = "4, at most columns_per_hypercolumn",
               .unit = "columns",
               .description = "boosted overlaps that a tile computes in a cycle"},
       .fallback = [](const Draft& d) -> Value {
         return integer(std::min<std::size_t>(4, d.config.structural.columns_per_hypercolumn));
       },
       .range = [](const Draft& d,
                   std::size_t) { return up_to(d.config.structural.columns_per_hypercolumn); },
       .store = put<&Config::microarchitecture, &Microarchitecture::multipliers>},
      {.key = {.name = "rtl.stream_bits",
               .key_class = KeyClass::microarchitecture,
               .choices = list(kStreamBits),
               .unit = "bits",
               .description = "width of the AXI4-Stream ports"},
       .fallback = always<64>,
       .store = put<&Config::microarchitecture, &Microarchitecture::stream_bits>},
  };
}

std::vector<Rule> estimate() {
  return {
      {.key = {.name = "estimate.technology",
               .type = KeyType::text,
               .limit = "the name of a cost table",
               .description = "what energy and area are computed with"},
       .fallback = [](const Draft&) -> Value { return Value{std::string("cmos45")}; },
       .problem = not_a_name,
       .store = put<&Config::estimate, &Estimate::technology>},
  };
}

}  // namespace

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all = [] {
    std::vector<Rule> out;
    for (const auto& part : {general(), input(), data(), hypercolumns(), pools(), permanences(), inhibition(),
                             learning(), boosting(), readout(), rtl(), estimate()})
      out.insert(out.end(), part.begin(), part.end());
    return out;
  }();
  return all;
}

}  // namespace silipool::config::detail
