#include <silipool/sweep/condition.hpp>

#include <array>
#include <cctype>
#include <utility>
#include <variant>

#include <silipool/base/error.hpp>
#include <silipool/config/tree.hpp>

namespace silipool::sweep {
namespace {

constexpr std::array<std::string_view, 6> kOperators{"==", "!=", "<=", ">=", "<", ">"};

bool is_key_character(char ch) {
  return std::isalnum(static_cast<unsigned char>(ch)) != 0 || ch == '_' || ch == '.' || ch == '-';
}

using Scalar = std::variant<double, std::string>;

Scalar scalar(const std::string& toml, const std::string& place) {
  const config::Tree tree = config::parse_tree("v = " + toml, place);
  const config::Tree& value = tree.children.front().second;
  if (value.is_number()) return value.number();
  if (value.kind == config::Tree::Kind::boolean)
    return std::string(std::get<bool>(value.value) ? "true" : "false");
  if (value.kind == config::Tree::Kind::text) return value.text();
  return toml;  // an array is compared as it is written
}

template <typename T>
bool compare(std::string_view op, const T& a, const T& b) {
  if (op == "==") return a == b;
  if (op == "!=") return a != b;
  if (op == "<") return a < b;
  if (op == "<=") return a <= b;
  if (op == ">") return a > b;
  return a >= b;
}

}  // namespace

Condition::Condition(std::string_view text, std::string place) : text_(text), place_(std::move(place)) {
  std::size_t at = 0;
  const auto skip = [&] {
    while (at < text_.size() && text_[at] == ' ') ++at;
  };
  const auto fail = [&](std::string_view expected) {
    base::bad_input("{}: expected {} at character {} of \"{:.80}\"; such as \"pooler.active_columns < 8\"",
                    place_, expected, at + 1, text_);
  };
  const auto factor = [&]() -> Factor {
    skip();
    if (at >= text_.size()) fail("a key or a value");
    if (const char quote = text_[at]; quote == '"' || quote == '\'') {
      const std::size_t close = text_.find(quote, at + 1);
      if (close == std::string::npos) fail("the end of the text in quotes");
      const std::string word = text_.substr(at, close + 1 - at);
      if (word.find_first_of("\\\n") != std::string::npos) fail("a text without escapes");
      at = close + 1;
      return {false, word};
    }
    const std::size_t from = at;
    while (at < text_.size() && (is_key_character(text_[at]) || (text_[at] == '+' && at > from))) ++at;
    if (at == from) fail("a key, a number or a text in quotes");
    const std::string word = text_.substr(from, at - from);
    const bool literal = word == "true" || word == "false" || word.front() == '-' ||
                         std::isdigit(static_cast<unsigned char>(word.front())) != 0;
    if (literal) {
      try {
        (void)scalar(word, place_);
      } catch (const base::Error&) {
        at = from;
        fail("a number");
      }
    }
    return {!literal, word};
  };
  const auto product = [&] {
    Product factors{factor()};
    for (skip(); at < text_.size() && text_[at] == '*'; skip()) {
      ++at;
      factors.push_back(factor());
    }
    return factors;
  };
  left_ = product();
  skip();
  for (const std::string_view op : kOperators)
    if (op_.empty() && text_.compare(at, op.size(), op) == 0) op_ = op;
  if (op_.empty()) fail("==, !=, <, <=, > or >=");
  at += op_.size();
  right_ = product();
  skip();
  if (at != text_.size()) fail("the end");
}

std::vector<std::string> Condition::keys() const {
  std::vector<std::string> found;
  for (const Product* side : {&left_, &right_})
    for (const Factor& factor : *side)
      if (factor.key) found.push_back(factor.text);
  return found;
}

std::optional<bool> Condition::holds(const Lookup& lookup) const {
  const auto value = [&](const Product& factors) -> std::optional<Scalar> {
    std::optional<Scalar> result;
    for (const Factor& factor : factors) {
      std::optional<std::string> toml = factor.key ? lookup(factor.text) : factor.text;
      if (!toml) return std::nullopt;
      Scalar next = scalar(*toml, place_);
      if (!result) {
        result = std::move(next);
        continue;
      }
      if (!std::holds_alternative<double>(*result) || !std::holds_alternative<double>(next))
        base::bad_input("{}: \"{:.80}\": only numbers can be multiplied", place_, text_);
      result = std::get<double>(*result) * std::get<double>(next);
    }
    return result;
  };
  const std::optional<Scalar> a = value(left_);
  const std::optional<Scalar> b = value(right_);
  if (!a || !b) return std::nullopt;
  if (a->index() != b->index())
    base::bad_input("{}: \"{:.80}\" compares a number with a text", place_, text_);
  if (std::holds_alternative<double>(*a)) return compare(op_, std::get<double>(*a), std::get<double>(*b));
  if (op_ != "==" && op_ != "!=")
    base::bad_input("{}: \"{:.80}\": texts can only be compared with == and !=", place_, text_);
  return compare(op_, std::get<std::string>(*a), std::get<std::string>(*b));
}

}  // namespace silipool::sweep
