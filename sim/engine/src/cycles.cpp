#include <silipool/engine/cycles.hpp>

#include <algorithm>
#include <bit>
#include <limits>

#include <silipool/engine/beats.hpp>
#include <silipool/sp/arithmetic.hpp>

namespace silipool::engine {
namespace {

std::uint64_t divide_up(std::uint64_t a, std::uint64_t b) { return (a + b - 1) / b; }

/// Active slots of the busiest bank: slot s is in bank s % banks.
std::uint64_t busiest_bank(const sp::PoolTable& pools, std::size_t hypercolumn, const base::Sdr& input,
                           std::vector<std::uint64_t>& banks) {
  std::fill(banks.begin(), banks.end(), 0);
  for (std::size_t slot = 0; slot < pools.slots(); ++slot) {
    const std::int32_t at = pools.input_of(hypercolumn, slot);
    if (at != sp::PoolTable::kVoid && input.test(static_cast<std::size_t>(at))) ++banks[slot % banks.size()];
  }
  return *std::max_element(banks.begin(), banks.end());
}

bool walks(const sp::SpatialPooler& pooler, std::uint32_t column) {
  if (pooler.structural().learning_rule == config::LearningRule::draw_per_synapse) return true;
  const config::Runtime& r = pooler.runtime();
  // The trace was made at the learning step before the pooler's present one.
  const sp::Verdict v = sp::winner_verdict(r.seed, pooler.learning_step() - 1, column,
                                           r.increment_probability, r.decrement_probability);
  return v.gains || v.loses;
}

/// How many winners of its hypercolumn beat a column.
std::uint32_t rank_of(const sp::StepTrace& trace, std::size_t first_winner, std::size_t winners,
                      std::uint32_t column) {
  std::uint32_t rank = 0;
  for (std::size_t w = first_winner; w < first_winner + winners; ++w) {
    const std::uint32_t other = trace.winners[w];
    if (trace.keys[other] > trace.keys[column] || (trace.keys[other] == trace.keys[column] && other < column))
      ++rank;
  }
  return rank;
}

/// Cycles for which the serial core stores each beat of a list: one an index, and one for each word of the
/// frame that the list has come past; at its end for those that are left.
std::vector<std::uint64_t> store_cycles(const std::vector<Beat>& beats, std::size_t inputs,
                                        std::size_t width) {
  std::vector<std::uint64_t> cycles;
  std::uint64_t word = 0;
  for (const Beat& beat : beats) {
    cycles.push_back(width / 16);
    for (std::size_t i = 0; i < width / 16; ++i) {
      if ((beat.keep >> (2 * i) & 1U) == 0) continue;
      const std::uint64_t of_index = (beat.data >> (16 * i) & 0xffffU) / width;
      cycles.back() += of_index - word;
      word = of_index;
    }
    if (beat.last) cycles.back() += divide_up(inputs, width) - word;
  }
  return cycles;
}

/// A refresh, from the cycle in which all has been learned.
std::uint64_t refresh_cycles(const config::Structural& s, config::Core core) {
  const std::uint64_t n = s.columns_per_hypercolumn;
  const bool exponential =
      s.boosting_rule == config::BoostingRule::none || s.boosting_rule == config::BoostingRule::exponential;
  // Products a bit a cycle: two of 24 bits for each column.
  if (core == config::Core::serial && exponential && s.inhibition == config::Inhibition::hypercolumn)
    return 53 * n + 1;
  const std::uint64_t decays = n + 2;
  const bool linear = s.boosting_rule == config::BoostingRule::linear;
  // Digits of a division: of a boost, or of a sum of n duties.
  const std::uint64_t digits = linear ? 16 : 26 + static_cast<std::uint64_t>(std::bit_width(n));
  if (s.inhibition == config::Inhibition::local) return n * (n + digits + 4) + decays;
  return linear ? n * (digits + 3) + n + 1 + decays : decays;
}

/// A bank has a share of the columns, of which it looks at 32 at once: a cycle for each winner among them,
/// one where there is none. Two more until they are summed, and one for each halving of the classes.
std::uint64_t readout_cycles(const config::Config& config, const std::vector<std::uint32_t>& winners) {
  constexpr std::uint64_t in_sight = 32;
  const config::Microarchitecture& m = config.microarchitecture;
  if (!m.readout) return 0;
  const std::uint64_t share = divide_up(config.structural.columns(), m.readout_banks);
  const std::uint64_t sight = std::min(share, in_sight);
  const std::uint64_t words = divide_up(share, sight);
  std::vector<std::uint64_t> found(m.readout_banks * words);
  for (const std::uint32_t column : winners) ++found[column / share * words + column % share / sight];
  std::uint64_t busiest = 0;
  for (std::size_t bank = 0; bank < m.readout_banks; ++bank) {
    std::uint64_t cycles = 0;
    for (std::uint64_t word = 0; word < words; ++word)
      cycles += std::max<std::uint64_t>(1, found[bank * words + word]);
    busiest = std::max(busiest, cycles);
  }
  return busiest + static_cast<std::uint64_t>(std::bit_width(config.readout.classes - 1)) + 3;
}

}  // namespace

BankTable::BankTable(const sp::PoolTable& pools, const config::Config& config)
    : banks_(config.microarchitecture.banks),
      first_(config.structural.inputs() + 1),
      active_(config.structural.hypercolumns() * banks_) {
  const auto for_each = [&](const auto& take) {
    for (std::size_t h = 0; h < config.structural.hypercolumns(); ++h)
      for (std::size_t slot = 0; slot < pools.slots(); ++slot)
        if (const std::int32_t input = pools.input_of(h, slot); input != sp::PoolTable::kVoid)
          take(static_cast<std::size_t>(input), static_cast<std::uint32_t>(h * banks_ + slot % banks_));
  };
  for_each([this](std::size_t input, std::uint32_t) { ++first_[input + 1]; });
  for (std::size_t input = 1; input < first_.size(); ++input) first_[input] += first_[input - 1];
  looks_.resize(first_.back());
  std::vector<std::uint32_t> next(first_);
  for_each([&](std::size_t input, std::uint32_t bank) { looks_[next[input]++] = bank; });
}

void BankTable::busiest(const base::Sdr& input, std::vector<std::uint64_t>& rows) {
  std::fill(active_.begin(), active_.end(), 0U);
  input.for_each([this](std::size_t i) {
    for (std::uint32_t look = first_[i]; look < first_[i + 1]; ++look) ++active_[looks_[look]];
  });
  rows.clear();
  for (auto of = active_.cbegin(); of != active_.cend(); of += static_cast<std::ptrdiff_t>(banks_))
    rows.push_back(*std::max_element(of, of + static_cast<std::ptrdiff_t>(banks_)));
}

StepWork work_of(const sp::SpatialPooler& pooler, const sp::StepTrace& trace, const base::Sdr& input,
                 const config::Config& config, BankTable* table) {
  const config::Structural& s = pooler.structural();
  const config::Microarchitecture& microarchitecture = config.microarchitecture;
  const std::size_t n = s.columns_per_hypercolumn;
  const std::uint64_t width = microarchitecture.stream_bits;
  const std::uint64_t bitmap = divide_up(s.columns(), width);
  const bool serial = microarchitecture.core == config::Core::serial;
  const std::vector<Beat> beats = to_beats(input, width, microarchitecture.sparse_frames);
  // A list is made a winner a cycle, or a column, and its last beat is then offered.
  const std::uint64_t listed = serial ? s.columns() + 2 : trace.winners.size() + bitmap + 1;
  StepWork step{.learn = trace.learn,
                .refresh = trace.refreshed,
                .in_beats = beats.size(),
                .out_cycles = microarchitecture.listed_winners ? listed : bitmap,
                .readout_cycles = readout_cycles(config, trace.winners),
                .in_stores = {},
                .hypercolumns = {}};
  // The class follows when it stands.
  if (microarchitecture.class_beats) step.out_cycles = std::max(step.out_cycles + 1, step.readout_cycles);
  if (serial && microarchitecture.sparse_frames) step.in_stores = store_cycles(beats, s.inputs(), width);
  step.hypercolumns.resize(s.hypercolumns());
  std::vector<std::uint64_t> banks(microarchitecture.banks), rows;
  if (table != nullptr) table->busiest(input, rows);
  // Both lists are grouped by hypercolumn, in order.
  std::size_t winner = 0, learner = 0;
  for (std::size_t h = 0; h < s.hypercolumns(); ++h) {
    HypercolumnWork& work = step.hypercolumns[h];
    work.rows = table != nullptr ? rows[h] : busiest_bank(pooler.pools(), h, input, banks);
    const std::size_t first_winner = winner;
    while (winner < trace.winners.size() && trace.winners[winner] / n == h) ++winner;
    const std::size_t winners = winner - first_winner;
    // A round for each winner, and one that finds nothing where fewer than k are eligible; or for each
    // column.
    const bool local = s.inhibition == config::Inhibition::local;
    work.rounds = local ? n : std::min<std::uint64_t>(pooler.runtime().active_columns, winners + 1);
    for (; learner < trace.learners.size() && trace.learners[learner] / n == h; ++learner) {
      const std::uint32_t column = trace.learners[learner];
      work.learners.push_back({.column = column,
                               .round = local ? column % static_cast<std::uint32_t>(n)
                                              : rank_of(trace, first_winner, winners, column),
                               .walks = walks(pooler, column),
                               .flips = {}});
      for (const std::uint32_t flip : trace.flips)
        if (flip >> sp::kItemBits == column)
          work.learners.back().flips.push_back((flip & ((1U << sp::kItemBits) - 1U)) /
                                               static_cast<std::uint32_t>(microarchitecture.lanes));
    }
  }
  return step;
}

void CoveredCycles::add(std::uint64_t begin, std::uint64_t end) {
  if (begin >= end) return;
  auto first = open_.begin();
  while (first != open_.end() && first->end < begin) ++first;
  auto last = first;
  for (; last != open_.end() && last->begin <= end; ++last) {
    begin = std::min(begin, last->begin);
    end = std::max(end, last->end);
  }
  if (first == last) {
    open_.insert(first, {begin, end});
    return;
  }
  *first = {begin, end};
  open_.erase(first + 1, last);
}

void CoveredCycles::move_on(std::uint64_t horizon) {
  auto it = open_.begin();
  for (; it != open_.end() && it->end < horizon; ++it) closed_ += it->end - it->begin;
  open_.erase(open_.begin(), it);
}

std::uint64_t CoveredCycles::total() const {
  std::uint64_t total = closed_;
  for (const Interval& interval : open_) total += interval.end - interval.begin;
  return total;
}

CycleModel::CycleModel(const config::Config& config)
    : core_(config.microarchitecture.core),
      turns_(config.structural.hypercolumns() / config.microarchitecture.tiles),
      columns_(config.structural.columns_per_hypercolumn),
      lanes_(config.microarchitecture.lanes),
      key_words_(divide_up(config.structural.columns_per_hypercolumn, config.microarchitecture.multipliers)),
      permanence_words_(divide_up(config.structural.slots(), config.microarchitecture.lanes)),
      refresh_(refresh_cycles(config.structural, config.microarchitecture.core)),
      local_(config.structural.inhibition == config::Inhibition::local),
      draw_per_synapse_(config.structural.learning_rule == config::LearningRule::draw_per_synapse),
      buffered_(config.microarchitecture.axi),
      tiles_(config.microarchitecture.tiles) {}

std::vector<PhaseCycles> CycleModel::phases() const {
  std::vector<PhaseCycles> phases;
  for (const Tile& tile : tiles_) phases.push_back(tile.phases);
  return phases;
}

PhaseCycles CycleModel::covered() const {
  return {overlap_.total(), inhibition_.total(), learning_.total(), refreshing_.total()};
}

void CycleModel::hold(std::uint64_t until) {
  step_done_ = std::max(step_done_, until);
  for (Tile& tile : tiles_) tile.loads = std::max(tile.loads, until);
}

void CycleModel::hold_output(std::uint64_t left) {
  output_free_ += left - left_;
  left_ = left;
}

std::uint64_t CycleModel::take_frame(const StepWork& work) {
  const std::uint64_t at_hand = at_hand_.front();
  at_hand_.pop_front();
  std::uint64_t first_beat = 0;
  for (std::uint64_t beat = 0; beat < work.in_beats; ++beat) {
    // A skid buffer has room for two beats, and holds each for a cycle at least.
    const std::uint64_t through = beat == 0 ? input_free_ : stored_;
    const std::uint64_t sent = std::max({at_hand, sent_, buffered_ ? taken_before_ : through});
    taken_before_ = taken_;
    taken_ = (buffered_ ? std::max(sent + 1, through) : sent) + 1;
    stored_ = taken_ + (work.in_stores.empty() ? 0 : work.in_stores[beat]);
    sent_ = sent + 1;
    if (beat == 0) first_beat = sent;
  }
  return first_beat;
}

SpEngine::StepCycles CycleModel::step(const StepWork& work) {
  const std::uint64_t first_beat = take_frame(work);
  // A whole frame waits beside the one that is still loaded.
  const std::uint64_t handed_over = std::max(stored_, released_);
  input_free_ = handed_over + 1;
  const std::uint64_t worked =
      core_ == config::Core::serial ? step_serial(work, handed_over) : step_tiles(work, handed_over);
  const std::uint64_t done = std::max({worked, output_free_, readout_free_});
  busy_ += done - begun_;
  step_done_ = done;
  output_free_ = done + work.out_cycles;
  readout_free_ = done + work.readout_cycles;
  if (work.readout_cycles > 0) readout_ += work.readout_cycles - 1;
  const std::uint64_t before = left_;
  left_ = output_free_ + (buffered_ ? 2 : 1);
  return {.interval = left_ - before, .latency = left_ - first_beat};
}

std::uint64_t CycleModel::step_tiles(const StepWork& work, std::uint64_t handed_over) {
  std::uint64_t first_load = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t done = 0;
  std::uint64_t horizon = std::numeric_limits<std::uint64_t>::max();
  for (const Tile& tile : tiles_) horizon = std::min(horizon, tile.loads);
  for (CoveredCycles* phase : {&overlap_, &inhibition_, &learning_, &refreshing_}) phase->move_on(horizon);
  for (std::size_t t = 0; t < tiles_.size(); ++t) {
    Tile& tile = tiles_[t];
    for (std::uint64_t turn = 0; turn < turns_; ++turn) {
      const HypercolumnWork& hypercolumn = work.hypercolumns[t * turns_ + turn];
      const std::uint64_t load = std::max(tile.loads, handed_over + 1);
      if (turn == 0) first_load = std::min(first_load, load);
      if (turn + 1 == turns_) released_ = std::max(released_, load);
      // Flips take the rows from the adding.
      std::uint64_t added = load + 1 + hypercolumn.rows;
      for (const std::uint64_t flip : tile.flips)
        if (flip > load && flip <= added) ++added;
      tile.phases.overlap += added - load;
      overlap_.add(load, added);
      work_on(tile, work, hypercolumn, std::max(added, turn == 0 ? step_done_ : tile.free));
    }
    done = std::max(done, tile.free);
  }
  begun_ = std::max(step_done_, first_load);
  return done;
}

std::uint64_t CycleModel::step_serial(const StepWork& work, std::uint64_t handed_over) {
  const std::uint64_t slots = permanence_words_ * lanes_;
  const std::uint64_t window = 4 + slots;                           // to its last slot
  const std::uint64_t overlaps = 2 + columns_ * permanence_words_;  // to the last of them
  const std::uint64_t round = columns_ + (local_ ? 3 : 2);
  PhaseCycles& phases = tiles_.front().phases;
  begun_ = std::max(step_done_, handed_over) + 1;
  std::uint64_t now = begun_ + 1;
  for (CoveredCycles* phase : {&overlap_, &inhibition_, &learning_, &refreshing_}) phase->move_on(now);
  for (const HypercolumnWork& hypercolumn : work.hypercolumns) {
    released_ = now + window - 1;
    std::uint64_t learning = 0;
    if (work.learn)
      for (const HypercolumnWork::Learner& learner : hypercolumn.learners) {
        if (draw_per_synapse_)
          learning += 8 * divide_up(slots, 2) + 2 + (slots % 2 != 0 ? 0 : lanes_ > 1 ? 1 : 4);
        else
          learning += 9 + (learner.walks ? permanence_words_ * (3 + lanes_) : 0);
      }
    const std::uint64_t inhibition = hypercolumn.rounds * round + columns_;
    const std::uint64_t refresh = work.learn && work.refresh ? refresh_ : 0;
    phases.overlap += window + overlaps;
    phases.inhibition += inhibition;
    phases.learning += learning;
    phases.refresh += refresh;
    const std::uint64_t added = now + window + overlaps;
    overlap_.add(now, added);
    inhibition_.add(added, added + inhibition);
    learning_.add(added + inhibition, added + inhibition + learning);
    refreshing_.add(added + inhibition + learning, added + inhibition + learning + refresh);
    now += window + overlaps + inhibition + learning + refresh;
  }
  return now;
}

void CycleModel::work_on(Tile& tile, const StepWork& step, const HypercolumnWork& work, std::uint64_t taken) {
  tile.loads = taken + key_words_ - 1;
  tile.flips.clear();
  const std::uint64_t selected = taken + key_words_ + work.rounds + 1;
  tile.phases.inhibition += selected - taken - 1;
  inhibition_.add(taken, selected - 1);
  if (!step.learn) {
    tile.free = selected;
    return;
  }
  // A learner may begin in the cycle after the one in which it was found; of several the lowest does.
  std::vector<const HypercolumnWork::Learner*> waiting;
  for (const HypercolumnWork::Learner& learner : work.learners) waiting.push_back(&learner);
  const auto available = [&](const HypercolumnWork::Learner* learner) {
    return taken + key_words_ + 2 + learner->round;
  };
  std::uint64_t now = 0;
  while (!waiting.empty()) {
    now = std::max(
        now, available(*std::min_element(waiting.begin(), waiting.end(),
                                         [](const auto* a, const auto* b) { return a->round < b->round; })));
    const auto next = std::find_if(waiting.begin(), waiting.end(),
                                   [&](const auto* learner) { return available(learner) <= now; });
    const HypercolumnWork::Learner& learner = **next;
    waiting.erase(next);
    const std::uint64_t begun = now;
    now += draw_per_synapse_ ? 1 : 2;
    auto flip = learner.flips.begin();
    for (std::uint64_t word = 0; learner.walks && word < permanence_words_; ++word) {
      ++now;
      for (; flip != learner.flips.end() && *flip == word; ++flip) {
        tile.flips.insert(tile.flips.end(), {now, now + 1});
        now += 2;
      }
    }
    tile.phases.learning += std::min(now, selected) - std::min(begun, selected);
    learning_.add(std::min(begun, selected), std::min(now, selected));
  }
  // Once all winners are found, learning lasts until nothing is left of it.
  const std::uint64_t learned = std::max(selected, now);
  tile.phases.learning += learned + 1 - selected;
  learning_.add(selected, learned + 1);
  tile.free = learned + 1;
  if (step.refresh) {
    tile.phases.refresh += refresh_;
    refreshing_.add(tile.free, tile.free + refresh_);
    tile.free += refresh_;
  }
}

}  // namespace silipool::engine
