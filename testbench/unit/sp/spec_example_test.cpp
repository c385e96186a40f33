// Evaluates the examples of docs/spec.md: the lines `name arguments = results` of the blocks fenced as
// ```example, with every implementation that arithmetic.hpp lists.
#include <charconv>
#include <cstdint>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "unit/sp/arithmetic.hpp"

namespace silipool::spec {
namespace {

struct Example {
  std::size_t line = 0;  ///< of docs/spec.md
  std::string name;
  std::string arguments;
  std::string results;
};

/// A block is empty where its list is.
struct Block {
  std::size_t line = 0;
  std::vector<Example> examples;
};

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

/// A decimal number, or a hexadecimal one with 0x.
std::int64_t number(std::string_view word) {
  const bool hexadecimal = word.starts_with("0x");
  const std::string_view digits = hexadecimal ? word.substr(2) : word;
  std::int64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 10);
  if (error != std::errc{} || end != digits.data() + digits.size())
    throw std::invalid_argument("'" + std::string(word) + "' is not a number");
  return value;
}

std::vector<std::int64_t> numbers(const std::string& text) {
  std::vector<std::int64_t> values;
  for (const std::string& word : words_of(text)) values.push_back(number(word));
  return values;
}

/// `arguments` as exactly `count` numbers, which the caller may narrow: they are all of 32 bits.
std::vector<std::uint32_t> arguments_of(const Example& example, std::size_t count) {
  std::vector<std::uint32_t> values;
  for (const std::int64_t value : numbers(example.arguments)) {
    if (value < 0 || value > 0xffffffff) throw std::invalid_argument("an argument has more than 32 bits");
    values.push_back(static_cast<std::uint32_t>(value));
  }
  if (values.size() != count) throw std::invalid_argument("wrong number of arguments");
  return values;
}

Example parse_example(const std::string& text, std::size_t line) {
  const std::size_t equals = text.find('=');
  const std::vector<std::string> words = words_of(text.substr(0, equals));
  if (equals == std::string::npos || words.empty())
    throw std::invalid_argument("docs/spec.md:" + std::to_string(line) + ": not `name arguments = results`");
  const std::size_t arguments = text.find(words[0]) + words[0].size();
  return {line, words[0], text.substr(arguments, equals - arguments), text.substr(equals + 1)};
}

std::vector<Block> read_blocks() {
  std::ifstream in(SILIPOOL_SOURCE_DIR "/docs/spec.md");
  if (!in) throw std::runtime_error("cannot read docs/spec.md");
  std::vector<Block> blocks;
  bool inside = false;
  std::size_t line = 0;
  for (std::string text; std::getline(in, text);) {
    ++line;
    if (!inside && text == "```example") {
      inside = true;
      blocks.push_back({line, {}});
    } else if (inside && text.starts_with("```")) {
      inside = false;
    } else if (inside && !words_of(text).empty()) {
      blocks.back().examples.push_back(parse_example(text, line));
    }
  }
  if (inside) throw std::runtime_error("docs/spec.md: the last example block does not end");
  return blocks;
}

std::vector<std::int64_t> one(std::uint64_t value) { return {static_cast<std::int64_t>(value)}; }
std::vector<std::int64_t> two(const Draw& draw) { return {draw.gains ? 1 : 0, draw.loses ? 1 : 0}; }

template <typename Integers>
std::vector<std::int64_t> list(const Integers& values) {
  return {values.begin(), values.end()};
}

/// The two parts of `first | second`.
struct Parts {
  Example first;
  std::string second;
};
Parts parts_of(const Example& example) {
  const std::size_t bar = example.arguments.find('|');
  if (bar == std::string::npos) throw std::invalid_argument(example.name + ": no '|'");
  return {{example.line, example.name, example.arguments.substr(0, bar), ""},
          example.arguments.substr(bar + 1)};
}

std::vector<std::uint64_t> naturals(const std::string& text) {
  const std::vector<std::int64_t> values = numbers(text);
  return {values.begin(), values.end()};
}

/// `winners k k_learn sigma | overlap:boost ...`
std::vector<std::int64_t> evaluate_winners(const Arithmetic& arithmetic, const Example& example) {
  const Parts parts = parts_of(example);
  const std::vector<std::uint32_t> k = arguments_of(parts.first, 3);
  std::vector<Column> columns;
  for (const std::string& word : words_of(parts.second)) {
    const std::size_t colon = word.find(':');
    if (colon == std::string::npos) throw std::invalid_argument("winners: a column is overlap:boost");
    columns.push_back({static_cast<std::uint64_t>(number(word.substr(0, colon))),
                       static_cast<std::uint64_t>(number(word.substr(colon + 1)))});
  }
  return list(arithmetic.winners(k[0], k[1], k[2], columns));
}

template <typename T>
T named(const std::map<std::string, T>& names, const std::string& word) {
  const auto found = names.find(word);
  if (found == names.end()) throw std::invalid_argument("no rule '" + word + "'");
  return found->second;
}

/// `rule_winners inhibition ties k R sigma | overlap ...`
std::vector<std::int64_t> evaluate_rule_winners(const Arithmetic& arithmetic, const Example& example) {
  static const std::map<std::string, config::Inhibition> inhibitions{
      {"hypercolumn", config::Inhibition::hypercolumn},
      {"global", config::Inhibition::global},
      {"local", config::Inhibition::local},
      {"local_scan", config::Inhibition::local_scan},
      {"local_gaussian", config::Inhibition::local_gaussian}};
  static const std::map<std::string, config::Ties> ties{{"lowest_index", config::Ties::lowest_index},
                                                        {"highest_index", config::Ties::highest_index},
                                                        {"all", config::Ties::all}};
  const Parts parts = parts_of(example);
  const std::vector<std::string> words = words_of(parts.first.arguments);
  if (words.size() != 5) throw std::invalid_argument("wrong number of arguments");
  const std::vector<std::uint32_t> k =
      arguments_of({example.line, example.name, words[2] + " " + words[3] + " " + words[4], ""}, 3);
  return list(arithmetic.rule_winners(named(inhibitions, words[0]), named(ties, words[1]), k[0], k[1], k[2],
                                      naturals(parts.second)));
}

/// `raise B theta minimum_connected raise_step | permanences`
std::vector<std::int64_t> evaluate_raise(const Arithmetic& arithmetic, const Example& example) {
  const Parts parts = parts_of(example);
  const std::vector<std::uint32_t> a = arguments_of(parts.first, 4);
  return list(arithmetic.raise(a[0], a[1], a[2], a[3], naturals(parts.second)));
}

using Function = std::function<std::vector<std::int64_t>(const Arithmetic&, const Example&)>;

const std::map<std::string, Function>& functions() {
  static const std::map<std::string, Function> table{
      {"hash",
       [](const Arithmetic& f, const Example& e) {
         const auto a = arguments_of(e, 5);
         return one(f.hash(a[0], a[1], a[2], a[3], a[4]));
       }},
      {"window_origin",
       [](const Arithmetic& f, const Example& e) {
         const auto a = arguments_of(e, 4);
         return std::vector<std::int64_t>{f.window_origin(a[0], a[1], a[2], a[3])};
       }},
      {"initial_permanence",
       [](const Arithmetic& f, const Example& e) {
         const auto a = arguments_of(e, 4);
         return one(f.initial_permanence(a[0], a[1], a[2], a[3]));
       }},
      {"initial_uniform",
       [](const Arithmetic& f, const Example& e) {
         const auto a = arguments_of(e, 4);
         return one(f.initial_uniform(a[0], a[1], a[2], a[3]));
       }},
      {"initial_distance",
       [](const Arithmetic& f, const Example& e) {
         const auto a = arguments_of(e, 5);
         return one(f.initial_distance(a[0], a[1], a[2], a[3], a[4]));
       }},
      {"winners", evaluate_winners},
      {"rule_winners", evaluate_rule_winners},
      {"raise", evaluate_raise},
      {"gain",
       [](const Arithmetic& f, const Example& e) {
         const auto a = arguments_of(e, 3);
         return one(f.gain(a[0], a[1], a[2]));
       }},
      {"lose",
       [](const Arithmetic& f, const Example& e) {
         const auto a = arguments_of(e, 3);
         return one(f.lose(a[0], a[1], a[2]));
       }},
      {"draw_per_winner",
       [](const Arithmetic& f, const Example& e) {
         const auto a = arguments_of(e, 5);
         return two(f.draw_per_winner(a[0], a[1], a[2], a[3], a[4]));
       }},
      {"draw_per_synapse",
       [](const Arithmetic& f, const Example& e) {
         const auto a = arguments_of(e, 6);
         return two(f.draw_per_synapse(a[0], a[1], a[2], a[3], a[4], a[5]));
       }},
      {"boost",
       [](const Arithmetic& f, const Example& e) {
         const auto a = arguments_of(e, 4);
         return one(f.boost(a[0], a[1], a[2], a[3]));
       }},
      {"decay",
       [](const Arithmetic& f, const Example& e) {
         const auto a = arguments_of(e, 2);
         return one(f.decay(a[0], a[1]));
       }},
      {"mean_duty",
       [](const Arithmetic& f, const Example& e) {
         const auto a = numbers(e.arguments);
         if (a.size() != 3) throw std::invalid_argument("wrong number of arguments");
         return one(f.mean_duty(static_cast<std::uint32_t>(a[0]), static_cast<std::uint64_t>(a[1]),
                                static_cast<std::uint32_t>(a[2])));
       }},
      {"linear",
       [](const Arithmetic& f, const Example& e) {
         const auto a = arguments_of(e, 4);
         return one(f.linear(a[0], a[1], a[2], a[3]));
       }},
      {"logarithmic",
       [](const Arithmetic& f, const Example& e) {
         const auto a = arguments_of(e, 4);
         return one(f.logarithmic(a[0], a[1], a[2], a[3]));
       }},
  };
  return table;
}

class SpecExamples : public testing::TestWithParam<Arithmetic> {};

TEST_P(SpecExamples, HoldInDocsSpec) {
  std::size_t evaluated = 0;
  for (const Block& block : read_blocks()) {
    EXPECT_FALSE(block.examples.empty()) << "docs/spec.md:" << block.line << ": an empty example block";
    for (const Example& example : block.examples) {
      SCOPED_TRACE("docs/spec.md:" + std::to_string(example.line) + ": " + example.name + example.arguments);
      const auto function = functions().find(example.name);
      if (function == functions().end()) {
        ADD_FAILURE() << "no function of this name";
        continue;
      }
      try {
        EXPECT_EQ(function->second(GetParam(), example), numbers(example.results));
        ++evaluated;
      } catch (const std::invalid_argument& error) {
        ADD_FAILURE() << error.what();
      }
    }
  }
  EXPECT_GE(evaluated, 25U);
}

/// A function without an example would be a promise of the specification that nothing checks.
TEST(SpecExampleTable, EveryFunctionHasAnExample) {
  std::map<std::string, std::size_t> count;
  for (const Block& block : read_blocks())
    for (const Example& example : block.examples) ++count[example.name];
  for (const auto& [name, function] : functions()) EXPECT_GT(count[name], 0U) << name;
}

INSTANTIATE_TEST_SUITE_P(All, SpecExamples, testing::ValuesIn(implementations()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace silipool::spec
