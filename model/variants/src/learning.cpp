// Mistakes in learning (docs/spec.md, section 6.4).
#include <algorithm>
#include <utility>

#include "causes.hpp"

namespace silipool::variants {
namespace {

using config::LearningRule;
using config::Runtime;
using config::Structural;
using oracle::Draw;
using oracle::Outcome;

/// Permanences that change otherwise. `change(before, on, drawn)` is told of the registers by the machine.
class OtherChange final : public Variant {
 public:
  struct Step {
    std::int64_t before, increment, decrement, greatest;
    bool on;
    Draw drawn;
  };
  using Change = std::function<std::int64_t(const Step&)>;
  OtherChange(const Structural& structural, const Runtime& runtime, Change change)
      : Variant(structural, runtime), change_(std::move(change)) {}

 protected:
  [[nodiscard]] std::uint64_t learned(const base::Sdr& input, std::size_t c, std::size_t s,
                                      Lesson) const override {
    return static_cast<std::uint64_t>(
        change_({static_cast<std::int64_t>(permanence_[c][s]), runtime_.increment, runtime_.decrement,
                 static_cast<std::int64_t>(greatest_permanence()), input_is_on(input, c, s), draw(c, s)}));
  }

 private:
  Change change_;
};

std::int64_t plain(const OtherChange::Step& s) {
  if (s.on) return s.drawn.gains ? std::min(s.greatest, s.before + s.increment) : s.before;
  return s.drawn.loses ? std::max<std::int64_t>(0, s.before - s.decrement) : s.before;
}
std::int64_t gain_wraps(const OtherChange::Step& s) {
  return s.on && s.drawn.gains ? (s.before + s.increment) & s.greatest : plain(s);
}
std::int64_t lose_wraps(const OtherChange::Step& s) {
  return !s.on && s.drawn.loses ? (s.before - s.decrement) & s.greatest : plain(s);
}
std::int64_t both_wrap(const OtherChange::Step& s) { return s.on ? gain_wraps(s) : lose_wraps(s); }
std::int64_t gain_stops_early(const OtherChange::Step& s) {
  return s.on && s.drawn.gains ? std::min(s.greatest - 1, s.before + s.increment) : plain(s);
}
std::int64_t gain_refused(const OtherChange::Step& s) {
  return s.on && s.before + s.increment > s.greatest ? s.before : plain(s);
}
std::int64_t lose_stops_early(const OtherChange::Step& s) {
  return !s.on && s.drawn.loses ? std::max<std::int64_t>(1, s.before - s.decrement) : plain(s);
}
std::int64_t lose_refused(const OtherChange::Step& s) {
  return !s.on && s.before < s.decrement ? s.before : plain(s);
}
std::int64_t swapped(const OtherChange::Step& s) {
  OtherChange::Step other = s;
  other.on = !s.on;
  return plain(other);
}
std::int64_t no_gain(const OtherChange::Step& s) { return s.on ? s.before : plain(s); }
std::int64_t no_loss(const OtherChange::Step& s) { return s.on ? plain(s) : s.before; }
std::int64_t one_draw_both(const OtherChange::Step& s) {
  OtherChange::Step other = s;
  other.drawn.loses = s.drawn.gains;
  return plain(other);
}

/// Draws made otherwise.
class OtherDraw final : public Variant {
 public:
  enum class Twist { at_most, halves, next_step, all_steps, local_column, no_seed };
  OtherDraw(const Structural& structural, const Runtime& runtime, Twist twist)
      : Variant(structural, runtime), twist_(twist) {}

 protected:
  [[nodiscard]] Draw draw(std::size_t c, std::size_t s) const override {
    const bool per_synapse = structural_.learning_rule == LearningRule::draw_per_synapse;
    const std::uint32_t seed = twist_ == Twist::no_seed ? 0 : runtime_.seed;
    std::uint32_t t = t_;
    if (twist_ == Twist::next_step) ++t;
    if (twist_ == Twist::all_steps) t = steps();
    const auto column = static_cast<std::uint32_t>(twist_ == Twist::local_column ? c % n_ : c);
    const std::uint32_t u = oracle::hash(seed, t, oracle::stream_draw, column,
                                         per_synapse ? static_cast<std::uint32_t>(s / 2) : 0);
    std::uint64_t low = u & 0xffffU;
    std::uint64_t high = u >> 16U;
    if (twist_ == Twist::halves) std::swap(low, high);
    const std::uint64_t one_more = twist_ == Twist::at_most ? 1 : 0;
    const std::uint64_t gain = runtime_.increment_probability + one_more;
    const std::uint64_t lose = runtime_.decrement_probability + one_more;
    if (!per_synapse) return {.gains = low < gain, .loses = high < lose};
    const std::uint64_t d = s % 2 == 0 ? low : high;
    return {.gains = d < gain, .loses = d < lose};
  }

 private:
  Twist twist_;
};

/// Other columns or slots learn.
class OtherLearners final : public Variant {
 public:
  enum class Twist {
    winners,
    last_twice,
    last_missed,
    worst_twice,
    worst_missed,
    one_more,
    first_slot,
    last_slot,
    input_before
  };
  OtherLearners(const Structural& structural, const Runtime& runtime, Twist twist)
      : Variant(structural, runtime), twist_(twist), before_(structural.inputs()) {}

 protected:
  void update(const base::Sdr& input, const Keys& now, const Outcome& outcome,
              std::optional<std::uint8_t> label) override {
    // The base does the learners; what is more or less comes before it, with the same t.
    if (twist_ == Twist::winners)
      for (const std::size_t c : outcome.winners)
        if (std::ranges::find(outcome.learners, c) == outcome.learners.end()) learn_column(c, input, label);
    if (!outcome.learners.empty()) {
      const std::size_t last = outcome.learners.back();
      // Of the lowest key; of equals the last.
      const std::size_t worst =
          *std::ranges::min_element(outcome.learners, [&](std::size_t a, std::size_t b) {
            return now.key[a] != now.key[b] ? now.key[a] < now.key[b] : a > b;
          });
      if (twist_ == Twist::last_twice) learn_column(last, input, label);
      if (twist_ == Twist::worst_twice) learn_column(worst, input, label);
      if (twist_ == Twist::one_more) learn_column((last + 1) % columns_, input, label);
      missed_ = twist_ == Twist::last_missed ? last : twist_ == Twist::worst_missed ? worst : columns_;
    }
    Variant::update(twist_ == Twist::input_before ? before_ : input, now, outcome, label);
    before_ = input;
  }
  void rest(const base::Sdr& input, const Keys&, const Outcome&) override { before_ = input; }
  void learn_column(std::size_t c, const base::Sdr& input, std::optional<std::uint8_t> label) override {
    if (c == missed_) return;
    Variant::learn_column(c, input, label);
  }
  [[nodiscard]] std::uint64_t learned(const base::Sdr& input, std::size_t c, std::size_t s,
                                      Lesson lesson) const override {
    const bool kept =
        (twist_ == Twist::first_slot && s == 0) || (twist_ == Twist::last_slot && s + 1 == slots_);
    return kept ? permanence_[c][s] : Variant::learned(input, c, s, lesson);
  }

 private:
  Twist twist_;
  base::Sdr before_;
  std::size_t missed_ = SIZE_MAX;
};

}  // namespace

void add_learning(Causes& causes, const config::Config& config) {
  const Structural& st = config.structural;
  const Runtime& rt = config.runtime;
  if (st.reward != config::Reward::none) return;
  const auto change = [&](const char* name, const char* text, std::int64_t (*how)(const OtherChange::Step&)) {
    add<OtherChange>(causes, name, text, OtherChange::Change(how));
  };
  change("gain_wraps", "a permanence wraps at the top instead of saturating", gain_wraps);
  change("lose_wraps", "a permanence wraps at 0 instead of saturating", lose_wraps);
  change("both_wrap", "permanences wrap at both ends instead of saturating", both_wrap);
  change("gain_stops_early", "permanences saturate one below the greatest", gain_stops_early);
  change("gain_refused", "a gain past the greatest permanence is left out instead of saturating",
         gain_refused);
  change("lose_stops_early", "permanences saturate at 1 instead of 0", lose_stops_early);
  change("lose_refused", "a loss past 0 is left out instead of saturating", lose_refused);
  change("gain_and_loss_swapped", "active inputs lose and inactive ones gain", swapped);
  change("no_gain", "no synapse gains", no_gain);
  change("no_loss", "no synapse loses", no_loss);
  if (rt.increment != rt.decrement)
    add_configured(causes, "amounts_swapped", "increment and decrement are exchanged",
                   [](Structural&, Runtime& r) { std::swap(r.increment, r.decrement); });
  if (st.learning_rule != LearningRule::every_step) {
    using Twist = OtherDraw::Twist;
    add<OtherDraw>(causes, "draw_at_most", "a draw <= probability lets a synapse learn, instead of <",
                   Twist::at_most);
    add<OtherDraw>(causes, "draw_halves_swapped", "the halves of a draw are exchanged", Twist::halves);
    add<OtherDraw>(causes, "draw_next_step", "draws are made with the learning step after", Twist::next_step);
    add<OtherDraw>(causes, "draw_all_steps", "draws count all steps, not learning steps", Twist::all_steps);
    add<OtherDraw>(causes, "draw_unseeded", "draws do not depend on the seed", Twist::no_seed);
    if (st.hypercolumns() > 1)
      add<OtherDraw>(causes, "draw_local_column",
                     "draws are made with the column's number in its hypercolumn", Twist::local_column);
    add_configured(causes, "always_drawn", "every synapse of a learner learns in every step",
                   [](Structural& s, Runtime&) { s.learning_rule = LearningRule::every_step; });
    change("one_draw_both", "losses are drawn as gains are", one_draw_both);
    if (rt.increment_probability != rt.decrement_probability)
      add_configured(
          causes, "probabilities_swapped", "increment_probability and decrement_probability are exchanged",
          [](Structural&, Runtime& r) { std::swap(r.increment_probability, r.decrement_probability); });
    const bool per_winner = st.learning_rule == LearningRule::draw_per_winner;
    add_configured(causes, per_winner ? "drawn_per_synapse" : "drawn_per_winner",
                   per_winner ? "each synapse draws, not each winner" : "each winner draws, not each synapse",
                   [per_winner](Structural& s, Runtime&) {
                     s.learning_rule =
                         per_winner ? LearningRule::draw_per_synapse : LearningRule::draw_per_winner;
                   });
  }
  using Twist = OtherLearners::Twist;
  if (rt.learning_columns < rt.active_columns)
    add<OtherLearners>(causes, "winners_learn_too", "all winners learn, but only learners count as wins",
                       Twist::winners);
  add<OtherLearners>(causes, "last_learner_twice", "the learner of the highest index is updated twice",
                     Twist::last_twice);
  add<OtherLearners>(causes, "last_learner_missed", "the learner of the highest index is not updated",
                     Twist::last_missed);
  if (rt.learning_columns > 1) {
    add<OtherLearners>(causes, "worst_learner_twice", "the learner of the lowest key is updated twice",
                       Twist::worst_twice);
    add<OtherLearners>(causes, "worst_learner_missed", "the learner of the lowest key is not updated",
                       Twist::worst_missed);
  }
  add<OtherLearners>(causes, "one_column_more_learns", "the column after the last learner is updated too",
                     Twist::one_more);
  add<OtherLearners>(causes, "first_slot_fixed", "the first slot never learns", Twist::first_slot);
  add<OtherLearners>(causes, "last_slot_fixed", "the last slot never learns", Twist::last_slot);
  add<OtherLearners>(causes, "learns_input_before", "winners learn the input of the step before",
                     Twist::input_before);
}

}  // namespace silipool::variants
