#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace silipool::liberty {

/// A boolean expression of a Liberty file over pins: `!` or a postfix `'` for not; `*`, `&` or a blank for
/// and;
/// `^`; `+` or `|` for or; 0 and 1. Binds in this order, not first.
class Expression {
 public:
  enum class Kind : std::uint8_t { zero, one, pin, negation, conjunction, disjunction, exclusive };
  struct Node {
    Kind kind = Kind::zero;
    std::uint32_t left = 0, right = 0;  ///< nodes before this one; of a pin, `left` is which of pins()
    friend bool operator==(const Node&, const Node&) = default;
  };

  /// The constant 0.
  Expression() : nodes_{Node{}} {}

  /// Error{bad_input} "place: expression "...": found ..., expected ...".
  [[nodiscard]] static Expression parse(std::string_view text, const std::string& place);

  /// In an order of evaluation; the last is the result.
  [[nodiscard]] const std::vector<Node>& nodes() const noexcept { return nodes_; }
  /// By name, each once, in the order of appearance.
  [[nodiscard]] const std::vector<std::string>& pins() const noexcept { return pins_; }

  /// 64 evaluations at once: `values` by the index of pins().
  [[nodiscard]] std::uint64_t evaluate(const std::vector<std::uint64_t>& values) const;
  /// Probability of 1 where each pin is 1 with probability a half, by itself.
  [[nodiscard]] double probability() const;

 private:
  friend class ExpressionReader;
  std::vector<Node> nodes_;
  std::vector<std::string> pins_;
};

}  // namespace silipool::liberty
