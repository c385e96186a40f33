#include <silipool/sp/spatial_pooler.hpp>

#include <algorithm>
#include <bit>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/sp/arithmetic.hpp>

namespace silipool::sp {
namespace {
constexpr std::uint64_t bit(std::size_t slot) { return std::uint64_t{1} << (slot % 64); }
}  // namespace

SpatialPooler::SpatialPooler(const config::Structural& structural, const config::Runtime& runtime)
    : structural_(structural),
      runtime_(runtime),
      pools_(structural),
      slots_(structural.slots()),
      seen_first_(structural.inputs() + 1),
      potential_(structural.columns() * word_count()),
      active_(structural.hypercolumns() * word_count()) {
  // Invert the pool table: a step visits only the inputs that are on.
  std::vector<std::vector<std::uint32_t>> seen(structural_.inputs());
  for (std::size_t h = 0; h < structural_.hypercolumns(); ++h)
    for (std::size_t s = 0; s < slots_; ++s)
      if (const std::int32_t input = pools_.input_of(h, s); input != PoolTable::kVoid)
        seen[static_cast<std::size_t>(input)].push_back(
            static_cast<std::uint32_t>(h * 64 * word_count() + s));
  for (std::size_t i = 0; i < seen.size(); ++i) {
    seen_at_.insert(seen_at_.end(), seen[i].begin(), seen[i].end());
    seen_first_[i + 1] = static_cast<std::uint32_t>(seen_at_.size());
  }
  for (std::size_t c = 0; c < structural_.columns(); ++c)
    for (std::size_t s = 0; s < slots_; ++s)
      if (pools_.potential(c, s)) potential_[c * word_count() + s / 64] |= bit(s);
  slot_draws_.resize((slots_ + 1) / 2);
  reset();
}

void SpatialPooler::reset() {
  const std::size_t columns = structural_.columns();
  permanences_.assign(columns * slots_, 0);
  connected_.assign(columns * word_count(), 0);
  duties_.assign(columns, 0);
  boosts_.assign(columns, kBoostOne);
  learning_step_ = 0;
  update_countdown_ = runtime_.update_period;
  for (std::size_t c = 0; c < columns; ++c)
    for (std::size_t s = 0; s < slots_; ++s) {
      if ((potential_[c * word_count() + s / 64] & bit(s)) == 0) continue;
      const std::uint32_t u = draw(runtime_.seed, 0, DrawStream::initial, static_cast<std::uint32_t>(c),
                                   static_cast<std::uint32_t>(s));
      const std::uint32_t p = initial_permanence(structural_.permanence_bits, structural_.connected_threshold,
                                                 runtime_.initially_connected, u);
      permanences_[c * slots_ + s] = static_cast<std::uint16_t>(p);
      if (p >= structural_.connected_threshold) connected_[c * word_count() + s / 64] |= bit(s);
    }
}

const StepTrace& SpatialPooler::step(const base::Sdr& input, bool learn) {
  if (input.size() != structural_.inputs())
    base::bad_input("an input of {} bits was given to a pooler of {} inputs", input.size(),
                    structural_.inputs());
  trace_.learn = learn;
  trace_.refreshed = false;
  trace_.connection_flips = 0;
  trace_.hypercolumn_flips.assign(structural_.hypercolumns(), 0);
  trace_.winners.clear();
  trace_.learners.clear();
  trace_.permanences.clear();
  trace_.duties.clear();
  trace_.boosts.clear();

  gather(input);
  count_overlaps();
  for (std::size_t h = 0; h < structural_.hypercolumns(); ++h) inhibit(h, learn);
  if (learn) {
    for (const std::uint32_t column : trace_.learners) learn_column(column);
    finish_learning();
  }
  return trace_;
}

void SpatialPooler::gather(const base::Sdr& input) {
  std::fill(active_.begin(), active_.end(), 0);
  trace_.active_slots = 0;
  input.for_each([this](std::size_t i) {
    for (std::uint32_t at = seen_first_[i]; at < seen_first_[i + 1]; ++at)
      active_[seen_at_[at] / 64] |= bit(seen_at_[at]);
    trace_.active_slots += seen_first_[i + 1] - seen_first_[i];
  });
}

void SpatialPooler::count_overlaps() {
  const std::size_t words = word_count();
  const std::size_t n = structural_.columns_per_hypercolumn;
  trace_.overlaps.resize(structural_.columns());
  trace_.keys.resize(structural_.columns());
  for (std::size_t h = 0; h < structural_.hypercolumns(); ++h) {
    const std::uint64_t* active = &active_[h * words];
    for (std::size_t c = h * n; c < (h + 1) * n; ++c) {
      const std::uint64_t* connected = &connected_[c * words];
      std::uint32_t overlap = 0;
      for (std::size_t w = 0; w < words; ++w)
        overlap += static_cast<std::uint32_t>(std::popcount(connected[w] & active[w]));
      trace_.overlaps[c] = overlap;
      trace_.keys[c] = key_value(overlap, boosts_[c], runtime_.stimulus_threshold);
    }
  }
}

void SpatialPooler::inhibit(std::size_t hypercolumn, bool learn) {
  const std::size_t n = structural_.columns_per_hypercolumn;
  const auto base = static_cast<std::uint32_t>(hypercolumn * n);
  const std::span<const std::uint32_t> ranked =
      ranking_.best(std::span(trace_.keys).subspan(base, n), runtime_.active_columns);
  const std::size_t learners = learn ? std::min<std::size_t>(runtime_.learning_columns, ranked.size()) : 0;
  const std::size_t first = trace_.winners.size();
  for (std::size_t r = 0; r < ranked.size(); ++r) {
    trace_.winners.push_back(base + ranked[r]);
    if (r < learners) trace_.learners.push_back(base + ranked[r]);
  }
  std::sort(trace_.winners.begin() + static_cast<std::ptrdiff_t>(first), trace_.winners.end());
}

void SpatialPooler::set_permanence(std::uint32_t column, std::size_t slot, std::uint32_t value) {
  std::uint16_t& permanence = permanences_[column * slots_ + slot];
  if (permanence == value) return;
  const bool was = permanence >= structural_.connected_threshold;
  const bool is = value >= structural_.connected_threshold;
  permanence = static_cast<std::uint16_t>(value);
  trace_.permanences.push_back({column << kItemBits | static_cast<std::uint32_t>(slot), value});
  if (was != is) {
    connected_[column * word_count() + slot / 64] ^= bit(slot);
    ++trace_.connection_flips;
    ++trace_.hypercolumn_flips[column / structural_.columns_per_hypercolumn];
  }
}

void SpatialPooler::learn_column(std::uint32_t column) {
  const bool per_synapse = structural_.learning_rule == config::LearningRule::draw_per_synapse;
  const std::uint32_t p_gain = runtime_.increment_probability;
  const std::uint32_t p_lose = runtime_.decrement_probability;
  Verdict verdict;
  if (per_synapse) {
    for (std::uint32_t pair = 0; pair < slot_draws_.size(); ++pair)
      slot_draws_[pair] = draw(runtime_.seed, learning_step_, DrawStream::draw, column, pair);
  } else {
    verdict = winner_verdict(runtime_.seed, learning_step_, column, p_gain, p_lose);
    if (!verdict.gains && !verdict.loses) return;
  }
  const std::size_t words = word_count();
  const std::uint64_t* active = &active_[column / structural_.columns_per_hypercolumn * words];
  for (std::size_t w = 0; w < words; ++w) {
    for (std::uint64_t todo = potential_[column * words + w]; todo != 0; todo &= todo - 1) {
      const std::size_t slot = w * 64 + static_cast<std::size_t>(std::countr_zero(todo));
      const bool on = (active[w] & bit(slot)) != 0;
      if (per_synapse) {
        const std::uint32_t v = slot_draws_[slot / 2];
        const std::uint32_t d = (slot & 1U) != 0 ? v >> 16U : v & 0xffffU;
        if (d >= (on ? p_gain : p_lose)) continue;
      } else if (!(on ? verdict.gains : verdict.loses)) {
        continue;
      }
      const std::uint32_t p = permanence(column, slot);
      set_permanence(
          column, slot,
          on ? gain(structural_.permanence_bits, p, runtime_.increment) : lose(p, runtime_.decrement));
    }
  }
}

void SpatialPooler::finish_learning() {
  for (const std::uint32_t column : trace_.learners) duties_[column] = duty_after_win(duties_[column]);
  ++learning_step_;
  if (--update_countdown_ == 0) {
    update_countdown_ = runtime_.update_period;
    trace_.refreshed = true;
    for (std::uint32_t c = 0; c < duties_.size(); ++c) {
      boosts_[c] = boost_factor(runtime_.boost_scale, runtime_.boost_target, duties_[c]);
      duties_[c] = decayed(duties_[c], runtime_.decay);
      trace_.boosts.push_back({c, boosts_[c]});
      trace_.duties.push_back({c, duties_[c]});
    }
  } else {
    for (const std::uint32_t column : trace_.learners) trace_.duties.push_back({column, duties_[column]});
  }
}

std::uint64_t SpatialPooler::digest() const {
  base::Digest digest;
  digest.u32(learning_step_);
  for (std::size_t c = 0; c < structural_.columns(); ++c) {
    for (std::size_t s = 0; s < slots_; ++s) digest.u16(permanences_[c * slots_ + s]);
    digest.u32(duties_[c]);
    digest.u16(static_cast<std::uint16_t>(boosts_[c]));
  }
  return digest.value();
}

}  // namespace silipool::sp
