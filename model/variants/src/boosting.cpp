// Mistakes in duties, boosts and refreshes (docs/spec.md, sections 6.5 and 6.6).
#include <algorithm>

#include <fmt/format.h>

#include "causes.hpp"

namespace silipool::variants {
namespace {

using config::Runtime;
using config::Structural;
using oracle::Outcome;

/// Boosts made otherwise from scale, target and duty.
class OtherBoost final : public Variant {
 public:
  using Rule = std::function<std::uint64_t(std::int64_t scale, std::int64_t target, std::int64_t duty)>;
  OtherBoost(const Structural& structural, const Runtime& runtime, Rule rule)
      : Variant(structural, runtime), rule_(std::move(rule)) {}

 protected:
  [[nodiscard]] std::uint64_t refreshed_boost(std::size_t c,
                                              const std::vector<std::uint64_t>& duty) const override {
    return rule_(runtime_.boost_scale, runtime_.boost_target, static_cast<std::int64_t>(duty[c]));
  }

 private:
  Rule rule_;
};

constexpr std::int64_t kHalf = std::int64_t{1} << 23;

/// The boost of y, in 1/256 of a power of two, without its limits.
std::uint64_t power(std::int64_t y) {
  const std::int64_t whole = y >> 8;
  const std::uint64_t mantissa = oracle::boost_table()[static_cast<std::size_t>(y - whole * 256)];
  if (whole >= 20) return 0;
  return whole >= 0 ? mantissa << whole : whole > -20 ? mantissa >> -whole : 0;
}
std::uint64_t limited(std::int64_t y) {
  const std::int64_t whole = y >> 8;
  return whole >= 4 ? 65535 : whole <= -13 ? 1 : std::max<std::uint64_t>(1, power(y));
}
std::uint64_t unrounded(std::int64_t scale, std::int64_t target, std::int64_t duty) {
  return limited((scale * (target - duty)) >> 24);
}
std::uint64_t towards_zero(std::int64_t scale, std::int64_t target, std::int64_t duty) {
  return limited((scale * (target - duty)) / (std::int64_t{1} << 24));
}
std::uint64_t whole_powers(std::int64_t scale, std::int64_t target, std::int64_t duty) {
  return limited(((scale * (target - duty) + kHalf) >> 32) * 256);
}
std::uint64_t wraps(std::int64_t scale, std::int64_t target, std::int64_t duty) {
  const std::int64_t y = (scale * (target - duty) + kHalf) >> 24;
  return y >> 8 <= -13 ? 1 : std::max<std::uint64_t>(1, power(y)) & 0xffff;
}
std::uint64_t reaches_zero(std::int64_t scale, std::int64_t target, std::int64_t duty) {
  const std::int64_t y = (scale * (target - duty) + kHalf) >> 24;
  return y >> 8 >= 4 ? 65535 : power(y);
}
std::uint64_t inverted(std::int64_t scale, std::int64_t target, std::int64_t duty) {
  return oracle::boost(scale, duty, target);
}

/// Refreshes that do something else, or at another time.
class OtherRefresh final : public Variant {
 public:
  enum class Twist {
    decay_first,
    count_last,
    boost_before_win,
    decay_floor,
    no_decay,
    one_early,
    one_period_more,
    one_more_between,
    one_period_less,
    all_steps,
    one_late,
    never,
    every_step,
    learners_only,
    winners_count,
    inference_counts,
    duty_16_bits
  };
  OtherRefresh(const Structural& structural, const Runtime& runtime, Twist twist)
      : Variant(structural, runtime), twist_(twist), next_boost_(columns_, 4096) {}

 protected:
  [[nodiscard]] bool refreshes() const override {
    const std::uint64_t period = runtime_.update_period;
    switch (twist_) {
      case Twist::one_early:
        return t_ % period == 0;
      case Twist::one_period_more:
        return (std::uint64_t{t_} + 1) % (period + 1) == 0;
      case Twist::one_more_between:
        return (std::uint64_t{t_} + 1) % (period + 1) == period;
      case Twist::one_period_less:
        return (std::uint64_t{t_} + 1) % std::max<std::uint64_t>(1, period - 1) == 0;
      case Twist::all_steps:
        return (std::uint64_t{steps()} + 1) % period == 0;
      case Twist::never:
        return false;
      case Twist::every_step:
        return true;
      default:
        return Variant::refreshes();
    }
  }
  void count_duties(const std::vector<std::size_t>& learners,
                    const std::vector<std::uint64_t>& overlap) override {
    learners_ = learners;
    duty_before_ = duty_;
    if (twist_ == Twist::count_last && refreshes()) {
      late_overlap_ = overlap;
      return;  // after the refresh
    }
    Variant::count_duties(twist_ == Twist::winners_count ? winners_ : learners, overlap);
    if (twist_ == Twist::duty_16_bits)
      for (std::uint64_t& duty : duty_) duty = std::min<std::uint64_t>(duty, 65535);
  }
  void update(const base::Sdr& input, const Keys& now, const Outcome& outcome,
              std::optional<std::uint8_t> label) override {
    winners_ = outcome.winners;
    Variant::update(input, now, outcome, label);
  }
  void rest(const base::Sdr&, const Keys& now, const Outcome& outcome) override {
    if (twist_ == Twist::inference_counts) Variant::count_duties(outcome.learners, now.overlap);
    if (twist_ == Twist::all_steps && refreshes()) Variant::refresh();
  }
  void refresh() override {
    const std::vector<std::uint64_t> before = boost_;
    if (twist_ == Twist::decay_first) {
      for (std::uint64_t& duty : duty_) duty = oracle::decay(duty, runtime_.decay);
      renew_boosts();
      return;
    }
    if (twist_ == Twist::decay_floor || twist_ == Twist::no_decay) {
      renew_boosts();
      if (twist_ == Twist::decay_floor)
        for (std::uint64_t& duty : duty_) duty -= (duty * runtime_.decay) >> 16;
      return;
    }
    if (twist_ == Twist::boost_before_win) {
      std::swap(duty_, duty_before_);
      renew_boosts();
      std::swap(duty_, duty_before_);
      for (std::uint64_t& duty : duty_) duty = oracle::decay(duty, runtime_.decay);
      return;
    }
    Variant::refresh();
    if (twist_ == Twist::one_late) std::swap(boost_, next_boost_);
    if (twist_ == Twist::learners_only)
      for (std::size_t c = 0; c < columns_; ++c)
        if (std::ranges::find(learners_, c) == learners_.end()) boost_[c] = before[c];
    if (twist_ == Twist::count_last) Variant::count_duties(learners_, late_overlap_);
  }

 private:
  void renew_boosts() {
    const std::vector<std::uint64_t> duty = as_read(duty_);
    for (std::size_t c = 0; c < columns_; ++c) boost_[c] = refreshed_boost(c, duty);
  }

  Twist twist_;
  std::vector<std::size_t> winners_, learners_;
  std::vector<std::uint64_t> late_overlap_, duty_before_;
  std::vector<std::uint64_t> next_boost_;  ///< of the refresh before, which are used after this one
};

}  // namespace

void add_boosting(Causes& causes, const config::Config& config) {
  const Structural& st = config.structural;
  const Runtime& rt = config.runtime;
  if (st.boosting_rule != config::BoostingRule::exponential || st.neighbourhoods()) return;
  const auto rule = [&](const char* name, const char* text,
                        std::uint64_t (*how)(std::int64_t, std::int64_t, std::int64_t)) {
    add<OtherBoost>(causes, name, text, OtherBoost::Rule(how));
  };
  rule("boost_unrounded", "the exponent of a boost is cut off, not rounded", unrounded);
  rule("boost_towards_zero", "the exponent of a boost is cut off towards 0", towards_zero);
  rule("boost_whole_powers", "boosts are whole powers of two: the table is not looked up", whole_powers);
  rule("boost_wraps", "boosts of 16 and more wrap instead of saturating", wraps);
  rule("boost_reaches_zero", "boosts fall to 0 instead of staying at 1 / 4096", reaches_zero);
  rule("boost_inverted", "columns that win often are boosted, not those that win rarely", inverted);
  if (rt.learning_columns != rt.active_columns && rt.active_columns > 0)
    add_configured(causes, "target_of_winners", "the target duty counts active_columns, not learning_columns",
                   [](Structural&, Runtime& r) {
                     r.boost_target = static_cast<std::uint32_t>(std::uint64_t{r.boost_target} *
                                                                 r.active_columns / r.learning_columns);
                   });
  if (st.columns() != st.scope_columns())
    add_configured(causes, "target_of_all",
                   "the target duty is spread over all columns, not those of a hypercolumn",
                   [](Structural& s, Runtime& r) {
                     r.boost_target = static_cast<std::uint32_t>(r.boost_target / s.hypercolumns());
                   });

  using Twist = OtherRefresh::Twist;
  const auto refresh = [&](const char* name, const char* text, Twist twist) {
    add<OtherRefresh>(causes, name, text, twist);
  };
  if (st.duty_rule == config::DutyRule::decayed) {
    refresh("decay_first", "duties decay before the boosts are made from them", Twist::decay_first);
    refresh("decay_floor", "the decay of duties is cut off, not rounded", Twist::decay_floor);
    refresh("boost_before_win", "boosts are made from the duties before the wins of their step",
            Twist::boost_before_win);
    refresh("no_decay", "duties do not decay", Twist::no_decay);
  }
  refresh("duty_one_step_late", "a win counts only after the refresh of its step, the decay included",
          Twist::count_last);
  refresh("refresh_one_step_early", "the step that is refreshed is the first of a period, not the last",
          Twist::one_early);
  refresh("refresh_one_step_more", "a period between refreshes is one step too long", Twist::one_period_more);
  refresh("refresh_one_step_more_between", "between refreshes, but for the first, lies one step too many",
          Twist::one_more_between);
  if (rt.update_period > 2)
    refresh("refresh_one_step_less", "a period between refreshes is one step too short",
            Twist::one_period_less);
  refresh("refresh_all_steps", "refreshes count all steps, not learning steps", Twist::all_steps);
  refresh("boosts_one_refresh_late", "boosts are used one refresh late", Twist::one_late);
  refresh("never_refreshed", "boosts and duties are never refreshed", Twist::never);
  if (rt.update_period > 1)
    refresh("refreshed_every_step", "boosts and duties are refreshed in every learning step",
            Twist::every_step);
  refresh("learners_refreshed", "only learners get a new boost in a refresh", Twist::learners_only);
  refresh("winners_count", "all winners count as wins, not only learners", Twist::winners_count);
  refresh("inference_counts", "wins count in steps that do not learn", Twist::inference_counts);
  refresh("duty_16_bits", "duties saturate at 16 bits", Twist::duty_16_bits);
}

}  // namespace silipool::variants
