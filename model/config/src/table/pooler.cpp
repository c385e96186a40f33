// [pooler]: hypercolumns, windows, pools.
#include "rows.hpp"

#include <utility>

#include "parts.hpp"

namespace silipool::config::detail {
namespace {

constexpr std::array<std::string_view, 4> kPools{"window", "shared_sample", "sample", "radius"};

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

bool sampled(const Draft& d) {
  return d.config.structural.pool == Pool::sample || d.config.structural.pool == Pool::shared_sample;
}

}  // namespace

std::vector<Rule> hypercolumns() {
  return {
      {.key = {.name = "pooler.hypercolumns",
               .type = KeyType::integers,
               .key_class = KeyClass::structural,
               .minimum = 1,
               .maximum = 1024,
               .entries_minimum = 1,
               .entries_maximum = 2,
               .per_dimension = true,
               .limit = "65536 in all",
               .fallback = "one",
               .unit = "hypercolumns",
               .description = "grid of hypercolumns; one is global inhibition"},
       .fallback = [](const Draft& d) -> Value { return std::vector<std::int64_t>(d.dimensions, 1); },
       .problem = [](const Draft&,
                     const Value& v) { return too_many(product(v), "hypercolumns", kMaxColumns); },
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
       .problem =
           [](const Draft& d, const Value& v) {
             return too_many(d.config.structural.planes * product(v), "positions in all planes", kMaxSlots);
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

}  // namespace silipool::config::detail
