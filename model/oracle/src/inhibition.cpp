// Overlaps, keys and winners (sections 6.1 to 6.3).
#include <silipool/oracle/inhibition.hpp>

#include <algorithm>

#include <silipool/oracle/oracle.hpp>

namespace silipool::oracle {
namespace {

/// Whether `ties` prefers column a to its equal b.
bool preferred(config::Ties ties, std::size_t a, std::size_t b) {
  switch (ties) {
    case config::Ties::lowest_index:
      return a < b;
    case config::Ties::highest_index:
      return a > b;
    case config::Ties::all:
      break;
  }
  return false;
}

}  // namespace

bool greater(const Fraction& a, const Fraction& b) {
  return static_cast<__int128>(a.above) * static_cast<__int128>(b.below) >
         static_cast<__int128>(b.above) * static_cast<__int128>(a.below);
}

std::vector<Fraction> scores(const Plane& plane, std::size_t radius, const std::vector<std::uint64_t>& keys) {
  const std::vector<std::uint64_t> mean = plane.blur(radius, keys);
  std::vector<std::int64_t> r;
  std::vector<std::uint64_t> square;
  for (std::size_t c = 0; c < keys.size(); ++c) {
    r.push_back(static_cast<std::int64_t>(keys[c]) - static_cast<std::int64_t>(mean[c]));
    square.push_back(static_cast<std::uint64_t>(r[c] * r[c]));
  }
  const std::vector<std::uint64_t> v = plane.blur(radius, square);

  std::vector<Fraction> found;
  for (std::size_t c = 0; c < keys.size(); ++c) {
    if (v[c] == 0 || r[c] == 0)
      found.push_back({0, 1});
    else
      found.push_back({r[c] > 0 ? r[c] * r[c] : -(r[c] * r[c]), v[c]});
  }
  return found;
}

Outcome compete(const config::Structural& structural, const Scopes& scopes,
                const std::vector<Entrant>& entrants, const std::vector<std::size_t>& k,
                std::size_t k_learn) {
  const bool scan = structural.inhibition == config::Inhibition::local_scan;
  Outcome outcome;
  std::vector<bool> won(entrants.size(), false);
  for (std::size_t c = 0; c < entrants.size(); ++c) {
    if (!entrants[c].eligible) continue;
    std::size_t rank = 0;
    for (const std::size_t a : scopes.of(c)) {
      if (!entrants[a].eligible) continue;
      const bool equal =
          !greater(entrants[a].value, entrants[c].value) && !greater(entrants[c].value, entrants[a].value);
      if (equal ? (scan ? won[a] : preferred(structural.ties, a, c))
                : greater(entrants[a].value, entrants[c].value))
        ++rank;
    }
    if (rank >= k[c]) continue;
    won[c] = true;
    outcome.winners.push_back(c);
    if (rank < k_learn) outcome.learners.push_back(c);
  }
  return outcome;
}

Outcome inhibit(std::size_t k, std::size_t k_learn, std::uint64_t sigma,
                const std::vector<Contender>& contenders) {
  config::Structural one;
  one.height = 1;
  one.columns_per_hypercolumn = contenders.size();
  std::vector<Entrant> entrants;
  entrants.reserve(contenders.size());
  for (const Contender& contender : contenders)
    entrants.push_back({{static_cast<std::int64_t>(contender.key()), 1}, contender.overlap >= sigma});
  return compete(one, scopes(one, Plane(one), 0), entrants, std::vector(contenders.size(), k), k_learn);
}

std::vector<std::size_t> rule_winners(config::Inhibition inhibition, config::Ties ties, std::size_t k,
                                      std::size_t radius, std::uint64_t sigma,
                                      const std::vector<std::uint64_t>& overlaps) {
  config::Structural line;
  line.height = 1;
  line.columns_per_hypercolumn = overlaps.size();
  line.inhibition = inhibition;
  line.ties = ties;
  const Plane plane(line);

  std::vector<std::uint64_t> keys;
  keys.reserve(overlaps.size());
  for (const std::uint64_t overlap : overlaps) keys.push_back(overlap * 4096);
  std::vector<Entrant> entrants;
  for (std::size_t c = 0; c < overlaps.size(); ++c)
    entrants.push_back({{static_cast<std::int64_t>(keys[c]), 1}, overlaps[c] >= sigma});
  if (inhibition == config::Inhibition::local_gaussian) {
    const std::vector<Fraction> score = scores(plane, radius, keys);
    for (std::size_t c = 0; c < overlaps.size(); ++c) entrants[c].value = score[c];
  }
  return compete(line, scopes(line, plane, radius), entrants, std::vector(overlaps.size(), k), k).winners;
}

/// Whether the input of a potential slot is on.
bool Oracle::input_is_on(const base::Sdr& input, std::size_t c, std::size_t s) const {
  return input.test(input_of_slot_[c / n_][s].value());
}

// Sections 6.1 and 6.2.
Oracle::Keys Oracle::keys(const base::Sdr& input, bool learn) const {
  const std::uint64_t sigma = runtime_.stimulus_threshold;
  Keys found;
  for (std::size_t c = 0; c < columns_; ++c) {
    std::uint64_t overlap = 0;
    std::uint64_t synapses = 0;
    for (std::size_t s = 0; s < slots_; ++s) {
      if (!connected(c, s)) continue;
      ++synapses;
      if (input_is_on(input, c, s)) ++overlap;
    }
    std::uint64_t value = overlap;
    if (structural_.overlap_scale == config::OverlapScale::connected_fraction)
      value = synapses == 0 ? 0 : 32768 * overlap / synapses;
    const std::uint64_t factor = learn || structural_.boost_in_inference ? boost_[c] : 4096;

    found.overlap.push_back(overlap);
    found.key.push_back(value * factor);
    found.eligible.push_back(structural_.stimulus_on == config::StimulusOn::overlap
                                 ? overlap >= sigma
                                 : overlap * factor >= 4096 * sigma);
  }
  return found;
}

// Section 6.3.
Outcome Oracle::inhibit_all(const Keys& keys) const {
  std::vector<Entrant> entrants;
  for (std::size_t c = 0; c < columns_; ++c)
    entrants.push_back({{static_cast<std::int64_t>(keys.key[c]), 1}, keys.eligible[c]});
  if (structural_.inhibition == config::Inhibition::local_gaussian) {
    const std::vector<Fraction> score = scores(plane_, radius_, keys.key);
    for (std::size_t c = 0; c < columns_; ++c) entrants[c].value = score[c];
  }

  std::vector<std::size_t> k(columns_, runtime_.active_columns);
  if (runtime_.active_density > 0)
    for (std::size_t c = 0; c < columns_; ++c)
      k[c] = std::max<std::size_t>(1, (runtime_.active_density * scopes_.of(c).size() + 32768) / 65536);
  return compete(structural_, scopes_, entrants, k, runtime_.learning_columns);
}

}  // namespace silipool::oracle
