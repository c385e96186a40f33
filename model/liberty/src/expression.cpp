#include <silipool/liberty/expression.hpp>

#include <algorithm>
#include <cctype>

#include <silipool/base/error.hpp>

namespace silipool::liberty {

class ExpressionReader {
 public:
  ExpressionReader(std::string_view text, const std::string& place) : text_(text), place_(place) {}

  Expression whole() {
    out_.nodes_.clear();
    (void)disjunction();
    skip();
    if (at_ < text_.size()) expected("an operator or the end");
    return std::move(out_);
  }

 private:
  using Kind = Expression::Kind;

  [[noreturn]] void expected(std::string_view what) {
    skip();
    base::bad_input("{}: expression \"{}\": found {}, expected {}", place_, text_,
                    at_ < text_.size() ? fmt::format("'{}'", text_[at_]) : std::string("the end"), what);
  }
  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  [[nodiscard]] char peek() {
    skip();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  std::uint32_t add(Kind kind, std::uint32_t left = 0, std::uint32_t right = 0) {
    out_.nodes_.push_back({kind, left, right});
    return static_cast<std::uint32_t>(out_.nodes_.size() - 1);
  }

  std::uint32_t disjunction() {
    std::uint32_t left = exclusive();
    while (peek() == '+' || peek() == '|') {
      at_ += text_.substr(at_, 2) == "||" ? 2U : 1U;
      left = add(Kind::disjunction, left, exclusive());
    }
    return left;
  }
  std::uint32_t exclusive() {
    std::uint32_t left = conjunction();
    while (peek() == '^') {
      ++at_;
      left = add(Kind::exclusive, left, conjunction());
    }
    return left;
  }
  static bool starts_name(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '"';
  }
  std::uint32_t conjunction() {
    std::uint32_t left = factor();
    for (;;) {
      const char c = peek();
      if (c == '*' || c == '&')
        at_ += text_.substr(at_, 2) == "&&" ? 2U : 1U;
      else if (c != '(' && c != '!' && !starts_name(c))
        return left;
      left = add(Kind::conjunction, left, factor());
    }
  }
  std::uint32_t factor() {
    const char c = peek();
    std::uint32_t node = 0;
    if (c == '!') {
      ++at_;
      return add(Kind::negation, factor());
    }
    if (c == '(') {
      ++at_;
      node = disjunction();
      if (peek() != ')') expected("')'");
      ++at_;
    } else if (starts_name(c)) {
      node = name();
    } else {
      expected("a pin, 0, 1, '!' or '('");
    }
    while (peek() == '\'') {
      ++at_;
      node = add(Kind::negation, node);
    }
    return node;
  }
  std::uint32_t name() {
    const bool quoted = text_[at_] == '"';
    if (quoted) ++at_;
    std::string word;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                  std::string_view("_[]:.$").find(text_[at_]) != std::string_view::npos))
      word += text_[at_++];
    if (quoted) {
      if (at_ >= text_.size() || text_[at_] != '"') expected("'\"'");
      ++at_;
    }
    if (word == "0" || word == "1") return add(word == "0" ? Kind::zero : Kind::one);
    auto found = std::ranges::find(out_.pins_, word);
    if (found == out_.pins_.end()) found = out_.pins_.insert(out_.pins_.end(), word);
    return add(Kind::pin, static_cast<std::uint32_t>(found - out_.pins_.begin()));
  }

  std::string_view text_;
  const std::string& place_;
  std::size_t at_ = 0;
  Expression out_;
};

Expression Expression::parse(std::string_view text, const std::string& place) {
  return ExpressionReader(text, place).whole();
}

std::uint64_t Expression::evaluate(const std::vector<std::uint64_t>& values) const {
  std::vector<std::uint64_t> result(nodes_.size());
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Node& n = nodes_[i];
    switch (n.kind) {
      case Kind::zero:
        result[i] = 0;
        break;
      case Kind::one:
        result[i] = ~std::uint64_t{0};
        break;
      case Kind::pin:
        result[i] = values[n.left];
        break;
      case Kind::negation:
        result[i] = ~result[n.left];
        break;
      case Kind::conjunction:
        result[i] = result[n.left] & result[n.right];
        break;
      case Kind::disjunction:
        result[i] = result[n.left] | result[n.right];
        break;
      case Kind::exclusive:
        result[i] = result[n.left] ^ result[n.right];
        break;
    }
  }
  return result.back();
}

double Expression::probability() const {
  constexpr std::size_t kMost = 16;
  if (pins_.size() > kMost)
    base::bad_input("an expression of {} pins: at most {} are legal", pins_.size(), kMost);
  const std::size_t states = std::size_t{1} << pins_.size();
  std::size_t ones = 0;
  std::vector<std::uint64_t> values(pins_.size());
  for (std::size_t state = 0; state < states; ++state) {
    for (std::size_t p = 0; p < pins_.size(); ++p) values[p] = (state >> p & 1U) != 0 ? ~std::uint64_t{0} : 0;
    ones += evaluate(values) & 1U;
  }
  return static_cast<double>(ones) / static_cast<double>(states);
}

}  // namespace silipool::liberty
