// Mistakes in overlaps, keys and winners (docs/spec.md, sections 6.1 to 6.3).
#include <algorithm>

#include <fmt/format.h>

#include "causes.hpp"

namespace silipool::variants {
namespace {

using config::Runtime;
using config::Structural;
using oracle::Outcome;

class ConnectedAbove final : public Variant {
 public:
  using Variant::Variant;

 protected:
  [[nodiscard]] bool connected(std::size_t c, std::size_t s) const override {
    return potential_[c][s] && permanence_[c][s] > structural_.connected_threshold;
  }
};

/// Keys changed after they were made.
class OtherKeys final : public Variant {
 public:
  OtherKeys(const Structural& structural, const Runtime& runtime,
            std::function<std::uint64_t(std::uint64_t overlap, std::uint64_t key)> change)
      : Variant(structural, runtime), change_(std::move(change)) {}

 protected:
  [[nodiscard]] Keys keys(const base::Sdr& input, bool learn) const override {
    Keys found = Variant::keys(input, learn);
    for (std::size_t c = 0; c < columns_; ++c) found.key[c] = change_(found.overlap[c], found.key[c]);
    return found;
  }

 private:
  std::function<std::uint64_t(std::uint64_t, std::uint64_t)> change_;
};

/// Overlaps that some slots count for otherwise: `weight(s)` times.
class OtherOverlaps final : public Variant {
 public:
  OtherOverlaps(const Structural& structural, const Runtime& runtime,
                std::function<std::uint64_t(std::size_t s, std::size_t slots)> weight, std::uint64_t modulus)
      : Variant(structural, runtime), weight_(std::move(weight)), modulus_(modulus) {}

 protected:
  [[nodiscard]] Keys keys(const base::Sdr& input, bool learn) const override {
    Keys found = Variant::keys(input, learn);
    for (std::size_t c = 0; c < columns_; ++c) {
      std::uint64_t overlap = 0;
      for (std::size_t s = 0; s < slots_; ++s)
        if (connected(c, s) && input_is_on(input, c, s)) overlap += weight_(s, slots_);
      overlap %= modulus_;
      const std::uint64_t factor = learn || structural_.boost_in_inference ? boost_[c] : 4096;
      found.overlap[c] = overlap;
      found.key[c] = overlap * factor;
      found.eligible[c] = overlap >= runtime_.stimulus_threshold;
    }
    return found;
  }

 private:
  std::function<std::uint64_t(std::size_t, std::size_t)> weight_;
  std::uint64_t modulus_;
};

/// Connections kept apart from permanences, which do not follow them as they should.
class KeptConnections final : public Variant {
 public:
  enum class Twist { no_flip, no_flip_up, no_flip_down, no_rise, one_update_late };
  KeptConnections(const Structural& structural, const Runtime& runtime, Twist twist)
      : Variant(structural, runtime), twist_(twist), kept_(columns_, std::vector<bool>(slots_)) {
    for (std::size_t c = 0; c < columns_; ++c)
      for (std::size_t s = 0; s < slots_; ++s) kept_[c][s] = Variant::connected(c, s);
  }

 protected:
  [[nodiscard]] bool connected(std::size_t c, std::size_t s) const override { return kept_[c][s]; }
  void learn_column(std::size_t c, const base::Sdr& input, std::optional<std::uint8_t> label) override {
    const std::vector<std::uint64_t> permanences = permanence_[c];
    std::vector<bool> before;
    for (std::size_t s = 0; s < slots_; ++s) before.push_back(Variant::connected(c, s));
    Variant::learn_column(c, input, label);
    for (std::size_t s = 0; s < slots_; ++s) {
      const bool now = Variant::connected(c, s);
      switch (twist_) {
        case Twist::no_flip:
          break;
        case Twist::no_flip_up:
          if (before[s] && !now) kept_[c][s] = false;
          break;
        case Twist::no_flip_down:
          if (!before[s] && now) kept_[c][s] = true;
          break;
        case Twist::no_rise:
          if (permanence_[c][s] <= permanences[s]) kept_[c][s] = now;
          break;
        case Twist::one_update_late:
          kept_[c][s] = before[s];
          break;
      }
    }
  }

 private:
  Twist twist_;
  std::vector<std::vector<bool>> kept_;
};

/// A column of each hypercolumn is never seen.
class LostColumn final : public Variant {
 public:
  LostColumn(const Structural& structural, const Runtime& runtime, bool last)
      : Variant(structural, runtime), lost_(last ? n_ - 1 : 0) {}

 protected:
  [[nodiscard]] Keys keys(const base::Sdr& input, bool learn) const override {
    Keys found = Variant::keys(input, learn);
    for (std::size_t c = lost_; c < columns_; c += n_) found.eligible[c] = false;
    return found;
  }

 private:
  std::size_t lost_;
};

/// Equal columns beat each other.
class EqualsBeat final : public Variant {
 public:
  using Variant::Variant;

 protected:
  [[nodiscard]] Outcome inhibit_all(const Keys& keys) const override {
    Outcome outcome;
    for (std::size_t c = 0; c < columns_; ++c) {
      if (!keys.eligible[c]) continue;
      std::size_t rank = 0;
      for (const std::size_t a : scopes_.of(c))
        if (a != c && keys.eligible[a] && keys.key[a] >= keys.key[c]) ++rank;
      if (rank >= runtime_.active_columns) continue;
      outcome.winners.push_back(c);
      if (rank < runtime_.learning_columns) outcome.learners.push_back(c);
    }
    return outcome;
  }
};

/// The learners are those winners of a scope that have the lowest indices.
class LowestLearn final : public Variant {
 public:
  using Variant::Variant;

 protected:
  [[nodiscard]] Outcome inhibit_all(const Keys& keys) const override {
    Outcome outcome = Variant::inhibit_all(keys);
    outcome.learners.clear();
    std::vector<std::size_t> of_scope(columns_ + 1, 0);
    for (const std::size_t c : outcome.winners) {
      const std::size_t scope = structural_.inhibition == config::Inhibition::hypercolumn ? c / n_ : 0;
      if (of_scope[scope]++ < runtime_.learning_columns) outcome.learners.push_back(c);
    }
    return outcome;
  }
};

}  // namespace

void add_inhibition(Causes& causes, const config::Config& config) {
  const Structural& st = config.structural;
  const Runtime& rt = config.runtime;
  using Ties = config::Ties;
  if (st.inhibition != config::Inhibition::local_scan) {
    if (st.ties != Ties::highest_index)
      add_configured(causes, "ties_highest_index", "of equal columns the one with the highest index wins",
                     [](Structural& s, Runtime&) { s.ties = Ties::highest_index; });
    if (st.ties != Ties::lowest_index)
      add_configured(causes, "ties_lowest_index", "of equal columns the one with the lowest index wins",
                     [](Structural& s, Runtime&) { s.ties = Ties::lowest_index; });
    if (st.ties != Ties::all)
      add_configured(causes, "ties_all", "all columns that equal the last winner win",
                     [](Structural& s, Runtime&) { s.ties = Ties::all; });
  }
  if (!st.neighbourhoods() && st.inhibition != config::Inhibition::local_gaussian)
    add<EqualsBeat>(causes, "equals_beat", "a column is beaten by every key >= its own instead of >");
  if (rt.stimulus_threshold < 4096)
    add_configured(causes, "stimulus_above", "overlap > stimulus_threshold instead of >=",
                   [](Structural&, Runtime& r) { ++r.stimulus_threshold; });
  if (rt.stimulus_threshold > 0)
    add_configured(causes, "stimulus_ignored", "the stimulus threshold is not applied",
                   [](Structural&, Runtime& r) { r.stimulus_threshold = 0; });
  if (st.stimulus_on == config::StimulusOn::overlap)
    add_configured(causes, "stimulus_boosted", "the stimulus threshold is held against the boosted overlap",
                   [](Structural& s, Runtime&) { s.stimulus_on = config::StimulusOn::boosted_overlap; });
  add<ConnectedAbove>(causes, "connected_above", "permanence > connected_threshold instead of >=");
  using Change = std::function<std::uint64_t(std::uint64_t, std::uint64_t)>;
  add<OtherKeys>(causes, "raw_overlaps", "overlaps are compared without their boosts",
                 Change([](std::uint64_t overlap, std::uint64_t) { return overlap * 4096; }));
  add<OtherKeys>(causes, "key_whole", "keys lose the 12 bits after the point",
                 Change([](std::uint64_t, std::uint64_t key) { return key >> 12; }));
  add<OtherKeys>(causes, "key_rounded", "keys are rounded to whole numbers",
                 Change([](std::uint64_t, std::uint64_t key) { return (key + 2048) >> 12; }));
  for (const unsigned bits : {12U, 16U, 18U, 20U, 24U}) {
    add<OtherKeys>(causes, fmt::format("key_wraps_{}", bits), fmt::format("keys wrap at {} bits", bits),
                   Change([bits](std::uint64_t, std::uint64_t key) { return key & ((1U << bits) - 1); }));
    add<OtherKeys>(causes, fmt::format("key_saturates_{}", bits),
                   fmt::format("keys saturate at {} bits", bits),
                   Change([bits](std::uint64_t, std::uint64_t key) {
                     return std::min<std::uint64_t>(key, (1U << bits) - 1);
                   }));
  }
  if (st.boost_in_inference)
    add_configured(causes, "inference_unboosted", "boosts are left out in steps that do not learn",
                   [](Structural& s, Runtime&) { s.boost_in_inference = false; });
  if (rt.active_density == 0) {
    const std::size_t most =
        st.inhibition == config::Inhibition::hypercolumn ? st.columns_per_hypercolumn : st.columns();
    if (rt.active_columns < most)
      add_configured(causes, "one_winner_more", "one column too many wins",
                     [](Structural&, Runtime& r) { ++r.active_columns; });
    if (rt.active_columns > 1)
      add_configured(causes, "one_winner_less", "one column too few wins", [](Structural&, Runtime& r) {
        --r.active_columns;
        r.learning_columns = std::min(r.learning_columns, r.active_columns);
      });
    if (rt.learning_columns < rt.active_columns) {
      add_configured(causes, "all_winners_learn", "all winners learn and count as wins",
                     [](Structural&, Runtime& r) { r.learning_columns = r.active_columns; });
      add<LowestLearn>(causes, "lowest_winners_learn", "the winners of lowest index learn, not the best");
    }
    if (rt.learning_columns > 1)
      add_configured(causes, "one_learner_less", "one column too few learns",
                     [](Structural&, Runtime& r) { --r.learning_columns; });
  }
  using Kept = KeptConnections::Twist;
  add<KeptConnections>(causes, "lost_flips",
                       "connections stay as they were at reset, whatever permanences do", Kept::no_flip);
  add<KeptConnections>(causes, "lost_flips_up",
                       "a synapse that crosses the threshold upwards is not connected", Kept::no_flip_up);
  add<KeptConnections>(causes, "lost_flips_down",
                       "a synapse that crosses the threshold downwards stays connected", Kept::no_flip_down);
  add<KeptConnections>(causes, "connection_misses_gains",
                       "a connection is not renewed when its permanence gains", Kept::no_rise);
  add<KeptConnections>(causes, "connection_one_update_late",
                       "a connection is made from the permanence before an update", Kept::one_update_late);
  using Weight = std::function<std::uint64_t(std::size_t, std::size_t)>;
  constexpr std::uint64_t kWide = std::uint64_t{1} << 32;
  if (st.overlap_scale == config::OverlapScale::count && st.stimulus_on == config::StimulusOn::overlap) {
    const auto weigh = [&](const char* name, const char* text, Weight weight) {
      add<OtherOverlaps>(causes, name, text, std::move(weight), kWide);
    };
    weigh("first_slot_missing", "the first slot does not count for the overlap",
          [](std::size_t s, std::size_t) -> std::uint64_t { return s == 0 ? 0 : 1; });
    weigh("last_slot_missing", "the last slot does not count for the overlap",
          [](std::size_t s, std::size_t slots) -> std::uint64_t { return s + 1 == slots ? 0 : 1; });
    weigh("first_slot_twice", "the first slot counts twice for the overlap",
          [](std::size_t s, std::size_t) -> std::uint64_t { return s == 0 ? 2 : 1; });
    weigh("last_slot_twice", "the last slot counts twice for the overlap",
          [](std::size_t s, std::size_t slots) -> std::uint64_t { return s + 1 == slots ? 2 : 1; });
    for (unsigned bits = 2; bits <= 12; ++bits)
      if (st.slots() >= std::size_t{1} << bits)
        add<OtherOverlaps>(
            causes, fmt::format("overlap_wraps_{}", bits), fmt::format("overlaps wrap at {} bits", bits),
            Weight([](std::size_t, std::size_t) -> std::uint64_t { return 1; }), std::uint64_t{1} << bits);
  }
  if (st.columns_per_hypercolumn > 1) {
    add<LostColumn>(causes, "first_column_missing", "the first column of a hypercolumn never wins", false);
    add<LostColumn>(causes, "last_column_missing", "the last column of a hypercolumn never wins", true);
  }
}

}  // namespace silipool::variants
