#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/config/constants.hpp>
#include <silipool/oracle/oracle.hpp>
#include <silipool/sp/arithmetic.hpp>
#include <silipool/sp/inhibition.hpp>
#include <silipool/sp/kernels.hpp>

namespace silipool::spec {

/// One column of the `winners` example: its raw overlap and its boost (Q4.12).
struct Column {
  std::uint64_t overlap = 0;
  std::uint64_t boost = 0;
};

/// What a draw decides: whether an active slot gains and an inactive one loses.
struct Draw {
  bool gains = false;
  bool loses = false;
};

/// The functions that the examples of docs/spec.md name, of one implementation of the specification.
struct Arithmetic {
  std::string name;
  std::function<std::uint32_t(std::uint32_t seed, std::uint32_t step, std::uint32_t stream,
                              std::uint32_t column, std::uint32_t item)>
      hash;
  std::function<std::int64_t(std::int64_t extent, std::int64_t grid, std::int64_t window, std::int64_t g)>
      window_origin;
  std::function<std::uint64_t(unsigned bits, std::uint32_t theta, std::uint32_t initially_connected,
                              std::uint32_t u)>
      initial_permanence;
  /// The winners in ascending order.
  std::function<std::vector<std::size_t>(std::size_t k, std::size_t k_learn, std::uint32_t sigma,
                                         const std::vector<Column>& columns)>
      winners;
  std::function<std::uint64_t(unsigned bits, std::uint32_t permanence, std::uint32_t increment)> gain;
  std::function<std::uint64_t(unsigned bits, std::uint32_t permanence, std::uint32_t decrement)> lose;
  std::function<Draw(std::uint32_t seed, std::uint32_t t, std::uint32_t c, std::uint32_t p_inc,
                     std::uint32_t p_dec)>
      draw_per_winner;
  std::function<Draw(std::uint32_t seed, std::uint32_t t, std::uint32_t c, std::uint32_t s,
                     std::uint32_t p_inc, std::uint32_t p_dec)>
      draw_per_synapse;
  std::function<std::uint64_t(unsigned bits, std::uint32_t boost_scale, std::uint32_t boost_target,
                              std::uint32_t duty)>
      boost;
  std::function<std::uint64_t(std::uint32_t duty, std::uint32_t factor)> decay;
  std::function<std::uint64_t(std::uint32_t duty_period, std::uint64_t i, std::uint32_t counted)> mean_duty;
  std::function<std::uint64_t(unsigned bits, std::uint32_t theta, std::uint32_t window, std::uint32_t u)>
      initial_uniform;
  std::function<std::uint64_t(unsigned bits, std::uint32_t theta, std::uint32_t window,
                              std::uint32_t distance, std::uint32_t greatest)>
      initial_distance;
  /// The winners in ascending order; `radius` is that of the neighbourhood or of the blur.
  std::function<std::vector<std::size_t>(config::Inhibition inhibition, config::Ties ties, std::size_t k,
                                         std::size_t radius, std::uint32_t sigma,
                                         const std::vector<std::uint64_t>& overlaps)>
      rule_winners;
  std::function<std::vector<std::uint64_t>(unsigned bits, std::uint32_t theta, std::size_t minimum_connected,
                                           std::uint32_t raise_step,
                                           const std::vector<std::uint64_t>& permanences)>
      raise;
  std::function<std::uint64_t(std::uint32_t minimum_duty, std::uint32_t maximum, std::uint32_t duty,
                              std::uint32_t greatest)>
      linear;
  std::function<std::uint64_t(unsigned bits, std::uint32_t duty_period, std::uint32_t boost_target,
                              std::uint32_t duty)>
      logarithmic;

  friend std::ostream& operator<<(std::ostream& out, const Arithmetic& a) { return out << a.name; }
};

inline Arithmetic oracle_arithmetic() {
  return {
      .name = "oracle",
      .hash = oracle::hash,
      .window_origin = oracle::window_origin,
      .initial_permanence = oracle::initial_permanence,
      .winners =
          [](std::size_t k, std::size_t k_learn, std::uint32_t sigma, const std::vector<Column>& columns) {
            std::vector<oracle::Contender> contenders;
            contenders.reserve(columns.size());
            for (const Column& column : columns) contenders.push_back({column.overlap, column.boost});
            return oracle::inhibit(k, k_learn, sigma, contenders).winners;
          },
      .gain = oracle::gain,
      .lose = [](unsigned, std::uint32_t permanence,
                 std::uint32_t decrement) { return oracle::lose(permanence, decrement); },
      .draw_per_winner =
          [](std::uint32_t seed, std::uint32_t t, std::uint32_t c, std::uint32_t p_inc, std::uint32_t p_dec) {
            const oracle::Draw draw = oracle::draw_per_winner(seed, t, c, p_inc, p_dec);
            return Draw{draw.gains, draw.loses};
          },
      .draw_per_synapse =
          [](std::uint32_t seed, std::uint32_t t, std::uint32_t c, std::uint32_t s, std::uint32_t p_inc,
             std::uint32_t p_dec) {
            const oracle::Draw draw = oracle::draw_per_synapse(seed, t, c, s, p_inc, p_dec);
            return Draw{draw.gains, draw.loses};
          },
      .boost = [](unsigned bits, std::uint32_t boost_scale, std::uint32_t boost_target,
                  std::uint32_t duty) { return oracle::boost(boost_scale, boost_target, duty, bits); },
      .decay = oracle::decay,
      .mean_duty = oracle::mean_duty,
      .initial_uniform = oracle::initial_uniform,
      .initial_distance = oracle::initial_distance,
      .rule_winners = oracle::rule_winners,
      .raise = oracle::raise,
      .linear = oracle::linear,
      .logarithmic =
          [](unsigned bits, std::uint32_t duty_period, std::uint32_t boost_target, std::uint32_t duty) {
            return oracle::logarithmic(duty_period, oracle::log_scale(duty_period, boost_target, bits), duty,
                                       bits);
          },
  };
}

/// The model's winners among columns in a line.
inline std::vector<std::size_t> model_winners(config::Inhibition inhibition, config::Ties ties, std::size_t k,
                                              std::size_t radius, const std::vector<std::uint32_t>& keys,
                                              const std::vector<std::uint32_t>& all_keys) {
  config::Structural structural;
  structural.height = structural.width = 1;
  structural.columns_per_hypercolumn = keys.size();
  structural.inhibition = inhibition;
  structural.ties = ties;
  config::Runtime runtime;
  runtime.active_columns = runtime.learning_columns = static_cast<std::uint32_t>(k);
  runtime.inhibition_radius = static_cast<std::uint32_t>(radius);
  sp::Inhibition rule(structural, runtime, std::make_shared<sp::ColumnPlane>(structural));
  sp::Chosen chosen;
  rule.choose(keys, all_keys, chosen);
  return {chosen.winners.begin(), chosen.winners.end()};
}

/// The model's keys, boosts applied, the stimulus threshold held against overlaps.
inline std::vector<std::uint32_t> model_keys(const std::vector<std::uint32_t>& overlaps,
                                             const std::vector<std::uint32_t>& boosts, std::uint32_t sigma) {
  std::vector<std::uint32_t> keys(overlaps.size());
  sp::kernels().keys(overlaps.data(), boosts.data(), keys.size(), {sigma, 0}, keys.data());
  return keys;
}

/// What the model makes of one permanence that gains or loses.
inline std::uint64_t model_learned(unsigned bits, std::uint32_t permanence, std::uint32_t increment,
                                   std::uint32_t decrement, bool gains) {
  std::vector<std::uint16_t> row(64);
  row[0] = static_cast<std::uint16_t>(permanence);
  const std::uint64_t gain = gains ? 1 : 0;
  const std::uint64_t lose = gains ? 0 : 1;
  std::uint64_t flipped = 0;
  const sp::RowRule rule{static_cast<std::uint16_t>(increment), static_cast<std::uint16_t>(decrement),
                         static_cast<std::uint16_t>((1U << bits) - 1U), 1};
  (void)sp::kernels().learn_row(row.data(), &gain, &lose, 1, rule, &flipped);
  return row[0];
}

inline Arithmetic model_arithmetic() {
  return {
      .name = "model",
      .hash =
          [](std::uint32_t seed, std::uint32_t step, std::uint32_t stream, std::uint32_t column,
             std::uint32_t item) {
            return sp::draw(seed, step, static_cast<sp::DrawStream>(stream), column, item);
          },
      .window_origin = sp::window_origin,
      .initial_permanence = sp::initial_permanence,
      .winners =
          [](std::size_t k, std::size_t, std::uint32_t sigma, const std::vector<Column>& columns) {
            std::vector<std::uint32_t> overlaps, boosts;
            for (const Column& column : columns) {
              overlaps.push_back(static_cast<std::uint32_t>(column.overlap));
              boosts.push_back(static_cast<std::uint32_t>(column.boost));
            }
            return model_winners(config::Inhibition::hypercolumn, config::Ties::lowest_index, k, 0,
                                 model_keys(overlaps, boosts, sigma), {});
          },
      .gain = [](unsigned bits, std::uint32_t permanence,
                 std::uint32_t increment) { return model_learned(bits, permanence, increment, 0, true); },
      .lose = [](unsigned bits, std::uint32_t permanence,
                 std::uint32_t decrement) { return model_learned(bits, permanence, 0, decrement, false); },
      .draw_per_winner =
          [](std::uint32_t seed, std::uint32_t t, std::uint32_t c, std::uint32_t p_inc, std::uint32_t p_dec) {
            const sp::Verdict verdict = sp::winner_verdict(seed, t, c, p_inc, p_dec);
            return Draw{verdict.gains, verdict.loses};
          },
      .draw_per_synapse =
          [](std::uint32_t seed, std::uint32_t t, std::uint32_t c, std::uint32_t s, std::uint32_t p_inc,
             std::uint32_t p_dec) {
            const std::size_t words = s / 64 + 1;
            std::vector<std::uint64_t> gain(words), lose(words);
            sp::kernels().draw_slots(sp::kHashSeed + seed, t, sp::draw_counter(sp::DrawStream::draw, c, 0),
                                     words, p_inc, p_dec, gain.data(), lose.data());
            return Draw{(gain[s / 64] >> (s % 64) & 1U) != 0, (lose[s / 64] >> (s % 64) & 1U) != 0};
          },
      .boost = sp::boost_factor,
      .decay = sp::decayed,
      .mean_duty = sp::mean_duty,
      .initial_uniform =
          [](unsigned bits, std::uint32_t theta, std::uint32_t window, std::uint32_t u) {
            return sp::initial_uniform(sp::initial_range(bits, theta, window), u);
          },
      .initial_distance =
          [](unsigned bits, std::uint32_t theta, std::uint32_t window, std::uint32_t distance,
             std::uint32_t greatest) {
            return sp::initial_distance(sp::initial_range(bits, theta, window), distance, greatest);
          },
      .rule_winners =
          [](config::Inhibition inhibition, config::Ties ties, std::size_t k, std::size_t radius,
             std::uint32_t sigma, const std::vector<std::uint64_t>& overlaps) {
            std::vector<std::uint32_t> raw, all_keys;
            for (const std::uint64_t overlap : overlaps) {
              raw.push_back(static_cast<std::uint32_t>(overlap));
              all_keys.push_back(raw.back() * sp::kBoostOne);
            }
            const std::vector<std::uint32_t> boosts(raw.size(), sp::kBoostOne);
            return model_winners(inhibition, ties, k, radius, model_keys(raw, boosts, sigma), all_keys);
          },
      .raise =
          [](unsigned bits, std::uint32_t theta, std::size_t minimum_connected, std::uint32_t raise_step,
             const std::vector<std::uint64_t>& permanences) {
            std::vector<std::uint64_t> sorted = permanences;
            std::sort(sorted.begin(), sorted.end(), std::greater<>());
            const std::uint64_t decisive = sorted[std::min(minimum_connected, sorted.size()) - 1];
            const std::uint32_t by = sp::raise_by(theta, static_cast<std::uint32_t>(decisive), raise_step);
            std::vector<std::uint64_t> raised;
            for (const std::uint64_t p : permanences)
              raised.push_back(sp::gain(bits, static_cast<std::uint32_t>(p), by));
            return raised;
          },
      .linear = sp::linear_boost,
      .logarithmic =
          [](unsigned bits, std::uint32_t duty_period, std::uint32_t boost_target, std::uint32_t duty) {
            return sp::logarithmic_boost(bits, duty_period,
                                         config::log_scale(config::log_span(duty_period, boost_target, bits)),
                                         duty);
          },
  };
}

/// Every implementation that the examples are run on.
inline std::vector<Arithmetic> implementations() { return {oracle_arithmetic(), model_arithmetic()}; }

}  // namespace silipool::spec
