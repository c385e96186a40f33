#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace silipool::sweep {

/// A comparison, `A op B`: op is one of == != < <= > >=; A and B are products, with `*`, of keys, numbers,
/// texts in quotes, true and false. Nothing else is understood and nothing is run.
class Condition {
 public:
  /// `place` stands in messages: "sweep.toml:12: when". Error{bad_input} says what was expected where.
  Condition(std::string_view text, std::string place);

  /// The value of a key as TOML; none where it has no value.
  using Lookup = std::function<std::optional<std::string>(const std::string& key)>;
  /// None where a key has no value. Error{bad_input} where texts are multiplied or ordered, or are compared
  /// with a number.
  [[nodiscard]] std::optional<bool> holds(const Lookup& lookup) const;

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] const std::string& place() const noexcept { return place_; }
  [[nodiscard]] std::vector<std::string> keys() const;

 private:
  struct Factor {
    bool key = false;
    std::string text;  ///< the key, or the value as TOML
  };
  using Product = std::vector<Factor>;
  std::string text_, place_, op_;
  Product left_, right_;
};

}  // namespace silipool::sweep
