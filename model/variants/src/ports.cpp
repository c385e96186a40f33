// Mistakes in how inputs are taken and winners shown.
#include <algorithm>

#include "causes.hpp"

namespace silipool::variants {
namespace {

using config::Runtime;
using config::Structural;

/// Bit i stands where bit `from(i)` should; past the end: 0.
using Order = std::function<std::size_t(std::size_t i, std::size_t size)>;

base::Sdr ordered(const base::Sdr& bits, const Order& from) {
  base::Sdr other(bits.size());
  for (std::size_t i = 0; i < bits.size(); ++i)
    if (const std::size_t j = from(i, bits.size()); j < bits.size() && bits.test(j)) other.set(i);
  return other;
}

class OtherInput final : public Variant {
 public:
  OtherInput(const Structural& structural, const Runtime& runtime, Order order)
      : Variant(structural, runtime), order_(std::move(order)) {}

 protected:
  void see(base::Sdr& input, bool&) override { input = ordered(input, order_); }

 private:
  Order order_;
};

class OtherOutput final : public Variant {
 public:
  OtherOutput(const Structural& structural, const Runtime& runtime, Order order)
      : Variant(structural, runtime), order_(std::move(order)) {}

 protected:
  void show(base::Sdr& winners) override { winners = ordered(winners, order_); }

 private:
  Order order_;
};

/// What belongs to the step before.
class Late final : public Variant {
 public:
  enum class What { input, winners, learn, learn_inverted, learn_always, learn_never, input_inverted };
  Late(const Structural& structural, const Runtime& runtime, What what)
      : Variant(structural, runtime),
        what_(what),
        input_(structural.inputs()),
        winners_(structural.columns()) {}

 protected:
  void see(base::Sdr& input, bool& learn) override {
    if (what_ == What::input) std::swap(input, input_);
    if (what_ == What::learn) std::swap(learn, learn_);
    if (what_ == What::learn_inverted) learn = !learn;
    if (what_ == What::learn_always) learn = true;
    if (what_ == What::learn_never) learn = false;
    if (what_ == What::input_inverted)
      for (std::size_t i = 0; i < input.size(); ++i) {
        if (input.test(i))
          input.reset(i);
        else
          input.set(i);
      }
  }
  void show(base::Sdr& winners) override {
    if (what_ == What::winners) std::swap(winners, winners_);
  }

 private:
  What what_;
  base::Sdr input_, winners_;
  bool learn_ = false;
};

std::size_t backwards(std::size_t i, std::size_t size) { return size - 1 - i; }
/// In words of so many bits; the last one may have fewer inputs, its other bits stand for nothing.
Order within_words(std::size_t bits) {
  return [bits](std::size_t i, std::size_t) { return i / bits * bits + bits - 1 - i % bits; };
}
Order words_backwards(std::size_t bits) {
  return [bits](std::size_t i, std::size_t size) {
    return ((size + bits - 1) / bits - 1 - i / bits) * bits + i % bits;
  };
}

}  // namespace

void add_ports(Causes& causes, const config::Config& config, const WordBits& words) {
  const Structural& st = config.structural;
  const std::size_t inputs = st.inputs();
  const auto input = [&](const char* name, const char* text, Order order) {
    add<OtherInput>(causes, name, text, std::move(order));
  };
  const auto output = [&](const char* name, const char* text, Order order) {
    add<OtherOutput>(causes, name, text, std::move(order));
  };
  if (inputs > 1) {
    input("input_reversed", "the order of the inputs is reversed", backwards);
    input("input_shifted_up", "every input stands one place too high",
          [](std::size_t i, std::size_t size) { return i == 0 ? size : i - 1; });
    input("input_shifted_down", "every input stands one place too low",
          [](std::size_t i, std::size_t) { return i + 1; });
    input("last_input_missing", "the last input is never on",
          [](std::size_t i, std::size_t size) { return i + 1 == size ? size : i; });
    input("first_input_missing", "the first input is never on",
          [](std::size_t i, std::size_t size) { return i == 0 ? size : i; });
  }
  if (words.input > 1 && words.input != inputs)
    input("input_words_reversed", "the bits of each input word are reversed", within_words(words.input));
  if (words.input < inputs) {
    if (words.input > 1)
      input("input_words_backwards", "the words of an input come in the other order",
            words_backwards(words.input));
    const std::size_t last = (inputs - 1) / words.input * words.input;
    input("last_input_word_missing", "the last word of an input is lost",
          [last](std::size_t i, std::size_t size) { return i >= last ? size : i; });
    input("first_input_word_missing", "the first word of an input is lost",
          [bits = words.input](std::size_t i, std::size_t size) { return i < bits ? size : i; });
    input("first_input_word_repeated", "every word of an input but the first is the one before it",
          [bits = words.input](std::size_t i, std::size_t) { return i < bits ? i : i - bits; });
  }
  if (inputs > 8 && words.input != 8)
    input("input_bytes_reversed", "the bits of each byte of the input are reversed", within_words(8));
  if (st.height > 1 && st.width > 1)
    input("input_transposed", "rows and places of the input are exchanged",
          [h = st.height, w = st.width](std::size_t i, std::size_t) {
            const std::size_t plane = i / (h * w);
            return plane * h * w + i % (h * w) % h * w + i % (h * w) / h;
          });
  if (st.columns() > 1) output("winners_reversed", "the order of the winners is reversed", backwards);
  if (words.output > 1 && words.output != st.columns())
    output("winner_words_reversed", "the bits of each word of winners are reversed",
           within_words(words.output));
  if (words.output > 1 && words.output < st.columns())
    output("winner_words_backwards", "the words of winners come in the other order",
           words_backwards(words.output));

  using What = Late::What;
  add<Late>(causes, "input_inverted", "inputs that are off count as on", What::input_inverted);
  add<Late>(causes, "input_one_step_late", "a step takes the input of the step before", What::input);
  add<Late>(causes, "winners_one_step_late", "the winners shown are those of the step before", What::winners);
  add<Late>(causes, "learn_one_step_late", "a step learns when the step before should", What::learn);
  add<Late>(causes, "learn_inverted", "the flag learn is inverted", What::learn_inverted);
  add<Late>(causes, "learns_always", "every step learns", What::learn_always);
  add<Late>(causes, "learns_never", "no step learns", What::learn_never);
}

}  // namespace silipool::variants
