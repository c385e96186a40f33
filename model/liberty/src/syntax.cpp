#include <silipool/liberty/syntax.hpp>

#include <cctype>

#include <silipool/base/error.hpp>

namespace silipool::liberty {
namespace {

enum class Token { word, text, punctuation, end };

class Reader {
 public:
  Reader(std::string_view text, const std::string& file) : text_(text), file_(file) { next(); }

  Group whole() {
    Group group = statement_group("a group such as library (NAME) {");
    if (token_ != Token::end) expected("the end of the file");
    return group;
  }

 private:
  [[noreturn]] void expected(std::string_view what) const {
    const std::string found = token_ == Token::end    ? "the end of the file"
                              : token_ == Token::text ? fmt::format("\"{}\"", value_.substr(0, 40))
                                                      : fmt::format("'{}'", value_.substr(0, 40));
    base::bad_input("{}:{}: found {}, expected {}", file_, line_of_token_, found, what);
  }
  [[nodiscard]] bool is(char c) const { return token_ == Token::punctuation && value_[0] == c; }
  void take(char c, std::string_view what) {
    if (!is(c)) expected(what);
    next();
  }

  void skip_blanks() {
    newline_ = false;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n') {
        ++line_;
        ++at_;
        newline_ = true;
      } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
        ++at_;
      } else if (c == '\\') {  // joins lines
        std::size_t end = at_ + 1;
        while (end < text_.size() && (text_[end] == ' ' || text_[end] == '\t' || text_[end] == '\r')) ++end;
        if (end >= text_.size() || text_[end] != '\n') return;
        ++line_;
        at_ = end + 1;
      } else if (text_.substr(at_, 2) == "/*") {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) base::bad_input("{}:{}: a comment has no end", file_, line_);
        for (; at_ < end + 2; ++at_) line_ += text_[at_] == '\n' ? 1 : 0;
      } else if (text_.substr(at_, 2) == "//") {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else {
        return;
      }
    }
  }

  static bool in_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_.+-*/[]!&|^'$%<>=#@~?").find(c) != std::string_view::npos;
  }

  void next() {
    skip_blanks();
    line_of_token_ = line_;
    begin_of_token_ = at_;
    value_.clear();
    if (at_ >= text_.size()) {
      token_ = Token::end;
      return;
    }
    const char c = text_[at_];
    if (c == '"') {
      read_text();
    } else if (std::string_view("(){}:;,").find(c) != std::string_view::npos) {
      token_ = Token::punctuation;
      value_ = c;
      ++at_;
    } else if (in_word(c)) {
      token_ = Token::word;
      while (at_ < text_.size() && in_word(text_[at_]) && text_.substr(at_, 2) != "/*" &&
             text_.substr(at_, 2) != "//")
        value_ += text_[at_++];
    } else {
      base::bad_input("{}:{}: found the character '{}', expected a name, a value or a brace", file_, line_,
                      std::isprint(static_cast<unsigned char>(c)) != 0
                          ? std::string(1, c)
                          : fmt::format("\\x{:02x}", static_cast<unsigned char>(c)));
    }
  }

  void read_text() {
    token_ = Token::text;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      const char c = text_[at_];
      if (c == '\n') {
        ++line_;
        value_ += ' ';
      } else if (c != '\\' && c != '\r') {
        value_ += c;
      }
    }
    if (at_ >= text_.size()) base::bad_input("{}:{}: a text in quotes has no end", file_, line_of_token_);
    ++at_;
  }

  [[nodiscard]] std::string take_value() {
    if (token_ != Token::word && token_ != Token::text) expected("a value");
    std::string value = value_;
    next();
    return value;
  }

  /// The end of a statement: a semicolon, or at least a new line or the end of the group.
  void end_statement() {
    if (is(';')) {
      while (is(';')) next();
      return;
    }
    if (!newline_ && !is('}') && token_ != Token::end) expected("';'");
  }

  std::vector<std::string> list() {
    take('(', "'('");
    std::vector<std::string> values;
    while (!is(')')) {
      std::string value = take_value();
      // Numbers and bit ranges may stand apart: `1 pf`, `a : b`.
      while (token_ == Token::word || token_ == Token::text || is(':')) {
        value += ' ' + value_;
        next();
      }
      values.push_back(std::move(value));
      if (is(','))
        next();
      else if (!is(')'))
        expected("',' or ')'");
    }
    next();
    return values;
  }

  Group statement_group(std::string_view what) {
    Group holder;
    statement(holder, what);
    if (holder.groups.empty()) expected(what);
    return std::move(holder.groups.front());
  }

  void statement(Group& parent, std::string_view what) {
    if (token_ != Token::word && token_ != Token::text) expected(what);
    const std::string name = value_;
    const unsigned line = line_of_token_;
    const std::size_t begin = begin_of_token_;
    next();
    if (is(':')) {
      next();
      Attribute attribute{name, {take_value()}, line};
      // Values without quotes may be sums such as VDD + 0.5.
      while (!newline_ && (token_ == Token::word || token_ == Token::text))
        attribute.values[0] += ' ' + take_value();
      end_statement();
      parent.attributes.push_back(std::move(attribute));
      return;
    }
    if (!is('(')) expected("':' or '('");
    std::vector<std::string> arguments = list();
    if (!is('{')) {
      end_statement();
      parent.attributes.push_back({name, std::move(arguments), line});
      return;
    }
    Group group;
    group.name = name;
    group.arguments = std::move(arguments);
    group.line = line;
    group.begin = begin;
    next();
    while (is(';')) next();
    while (!is('}')) {
      if (token_ == Token::end)
        base::bad_input("{}:{}: found the end of the file, expected '}}' of {} in line {}", file_, line_,
                        name, line);
      statement(group, "an attribute, a group or '}'");
    }
    group.end = at_;
    next();
    while (is(';')) next();
    parent.groups.push_back(std::move(group));
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0, begin_of_token_ = 0;
  unsigned line_ = 1, line_of_token_ = 1;
  Token token_ = Token::end;
  bool newline_ = false;  ///< one stood before this token
  std::string value_;
};

}  // namespace

const Attribute* Group::find(std::string_view attribute) const {
  const Attribute* found = nullptr;
  for (const Attribute& a : attributes)
    if (a.name == attribute) found = &a;
  return found;
}

Group parse(std::string_view text, const std::string& file) { return Reader(text, file).whole(); }

}  // namespace silipool::liberty
