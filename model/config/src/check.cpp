#include "check.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/config/data_file.hpp>

namespace silipool::config::detail {
namespace {

std::string article(const SchemaKey& key) {
  if (key.per_dimension) return "an array of integers";
  const std::string type = type_text(key);
  const bool vowel = type.front() == 'i' || type.front() == 'a';
  return (vowel ? "an " : "a ") + type;
}

Range narrowed(const Rule& rule, const Draft& draft, std::size_t entry) {
  Range range{rule.key.minimum, rule.key.maximum};
  if (rule.range != nullptr) {
    const Range own = rule.range(draft, entry);
    range = {std::max(range.minimum, own.minimum), std::min(range.maximum, own.maximum)};
  }
  return range;
}

/// "1..28 (columns_per_hypercolumn)": the limit only where it is what narrows.
std::string legal_here(const Rule& rule, Range range) {
  std::string text = range_text(range, rule.key.minimum_excluded);
  if (rule.key.type == KeyType::integers) text += " each";
  const bool narrower = range.minimum > rule.key.minimum || range.maximum < rule.key.maximum;
  return narrower ? fmt::format("{} ({})", text, rule.key.limit) : text;
}

class Check {
 public:
  Check(const Rule& rule, const Draft& draft, std::string place)
      : rule_(rule), draft_(draft), place_(std::move(place)) {}

  void operator()(const Value& value) const {
    if (!rule_.key.choices.empty()) {
      choice(value);
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      number(static_cast<double>(*integer), 0);
    } else if (const auto* real = std::get_if<double>(&value)) {
      number(*real, 0);
    } else if (const auto* entries = std::get_if<std::vector<std::int64_t>>(&value)) {
      count(entries->size());
      for (std::size_t i = 0; i < entries->size(); ++i) number(static_cast<double>((*entries)[i]), i);
    }
    if (rule_.problem == nullptr) return;
    if (const std::string problem = rule_.problem(draft_, value); !problem.empty())
      base::bad_input("{} {}", place_, problem);
  }

 private:
  void choice(const Value& value) const {
    if (std::holds_alternative<std::vector<std::string>>(value)) return;  // paths instead of a name
    const auto* text = std::get_if<std::string>(&value);
    const std::string word = text != nullptr ? *text : to_toml(value);
    const auto& choices = rule_.key.choices;
    if (rule_.key.type == KeyType::data && names_one_file(word)) return;
    if (std::find(choices.begin(), choices.end(), word) == choices.end())
      base::bad_input("{} is not one of {}", place_, legal_text(rule_.key));
  }
  void number(double value, std::size_t entry) const {
    const Range range = narrowed(rule_, draft_, entry);
    // A NaN is not above anything.
    const bool above = rule_.key.minimum_excluded ? value > range.minimum : value >= range.minimum;
    if (!above || value > range.maximum)
      base::bad_input("{} is out of range: {}", place_, legal_here(rule_, range));
  }
  void count(std::size_t entries) const {
    const SchemaKey& key = rule_.key;
    if (key.per_dimension && entries != draft_.dimensions)
      base::bad_input("{} must have {} {}, as input.shape has", place_, draft_.dimensions,
                      draft_.dimensions == 1 ? "entry" : "entries");
    if (entries < key.entries_minimum || entries > key.entries_maximum)
      base::bad_input("{} has {} entries: {}..{} are legal", place_, entries, key.entries_minimum,
                      key.entries_maximum);
  }

  const Rule& rule_;
  const Draft& draft_;
  std::string place_;
};

}  // namespace

std::string shown(const Value& value) {
  constexpr std::size_t longest = 60;
  const std::string text = to_toml(value);
  return text.size() <= longest ? text : text.substr(0, longest) + "...";
}

void wrong_type(const Given& given, const SchemaKey& key) {
  const std::string value = shown(given.item.value);
  base::bad_input("{}: {} must be {}, found {}{}{}", given.origin, key.name, article(key), given.item.kind,
                  value.empty() ? "" : ": ", value);
}

Value typed(const Given& given, const SchemaKey& key) {
  const Value& value = given.item.value;
  switch (key.type) {
    case KeyType::integer:
      if (std::holds_alternative<std::int64_t>(value)) return value;
      break;
    case KeyType::real:
      // Adding 0 makes -0.0, which compares equal to 0, also print so.
      if (const auto* real = std::get_if<double>(&value)) return *real + 0.0;
      if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
      break;
    case KeyType::boolean:
      if (std::holds_alternative<bool>(value)) return value;
      break;
    case KeyType::text:
    case KeyType::choice:
      if (std::holds_alternative<std::string>(value)) return value;
      break;
    case KeyType::integers:
      if (std::holds_alternative<std::vector<std::int64_t>>(value)) return value;
      break;
    case KeyType::bitmap:
      if (const auto* digits = std::get_if<std::string>(&value)) {
        std::string lower = *digits;
        for (char& ch : lower)
          if (ch >= 'A' && ch <= 'F') ch = static_cast<char>(ch - 'A' + 'a');
        return lower;
      }
      break;
    case KeyType::data:
      if (std::holds_alternative<std::string>(value)) return value;
      [[fallthrough]];
    case KeyType::texts:
      if (const auto* paths = std::get_if<std::vector<std::string>>(&value);
          paths != nullptr && paths->size() == 2)
        return value;
      break;
  }
  wrong_type(given, key);
}

void check(const Rule& rule, const Draft& draft, const std::string& place, const Value& value) {
  Check(rule, draft, place)(value);
}

void required(const Rule& rule, const Draft& draft, const std::string& file_name) {
  const SchemaKey& key = rule.key;
  const bool ranged = key.choices.empty() && (key.type == KeyType::integer || key.type == KeyType::real);
  const std::string legal = ranged ? legal_here(rule, narrowed(rule, draft, 0)) : legal_text(key);
  base::bad_input("{}: {} is required{}{}: {}", file_name, key.name, key.condition.empty() ? "" : " with ",
                  key.condition, legal);
}

std::string range_text(Range range, bool minimum_excluded) {
  const auto number = [](double v) { return fmt::format("{:.15g}", v); };
  if (minimum_excluded)
    return fmt::format("above {}, at most {}", number(range.minimum), number(range.maximum));
  if (range.minimum == range.maximum) return number(range.minimum);
  return fmt::format("{}..{}", number(range.minimum), number(range.maximum));
}

}  // namespace silipool::config::detail
