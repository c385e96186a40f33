#include <silipool/engine/cycles.hpp>

#include <algorithm>
#include <vector>

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

/// From the cycle that starts a learner to the one that sees it done, without its flips.
std::uint64_t learner_cycles(const sp::SpatialPooler& pooler, std::uint32_t column, std::uint64_t words) {
  if (pooler.structural().learning_rule == config::LearningRule::draw_per_synapse) return words + 4;
  const config::Runtime& r = pooler.runtime();
  // The trace was made at the learning step before the pooler's present one.
  const sp::Verdict v = sp::winner_verdict(r.seed, pooler.learning_step() - 1, column,
                                           r.increment_probability, r.decrement_probability);
  return v.gains || v.loses ? words + 5 : 3;
}

}  // namespace

std::uint64_t cycles_of(const sp::SpatialPooler& pooler, const sp::StepTrace& trace, const base::Sdr& input,
                        const config::Microarchitecture& microarchitecture) {
  const config::Structural& s = pooler.structural();
  const std::size_t n = s.columns_per_hypercolumn;
  const std::size_t turns = s.hypercolumns() / microarchitecture.tiles;
  const std::uint64_t key_words = divide_up(n, microarchitecture.multipliers);
  const std::uint64_t permanence_words = divide_up(s.slots(), microarchitecture.lanes);
  std::vector<std::uint64_t> banks(microarchitecture.banks);
  // Both lists are grouped by hypercolumn, in order.
  auto winner = trace.winners.begin();
  auto learner = trace.learners.begin();
  std::uint64_t busiest_tile = 0;
  for (std::size_t tile = 0; tile < microarchitecture.tiles; ++tile) {
    std::uint64_t cycles = turns - 1;  // a window is loaded before each turn but the first
    for (std::size_t h = tile * turns; h < (tile + 1) * turns; ++h) {
      const auto in_h = [h, n](std::uint32_t column) { return column / n == h; };
      std::uint64_t winners = 0;
      for (; winner != trace.winners.end() && in_h(*winner); ++winner) ++winners;
      // A round for each winner, and one that finds nothing where fewer than k are eligible.
      const std::uint64_t rounds = std::min<std::uint64_t>(pooler.runtime().active_columns, winners + 1);
      cycles += busiest_bank(pooler.pools(), h, input, banks) + key_words + rounds + 6;
      if (!trace.learn) continue;
      for (; learner != trace.learners.end() && in_h(*learner); ++learner)
        cycles += learner_cycles(pooler, *learner, permanence_words);
      cycles += 2 * std::uint64_t{trace.hypercolumn_flips[h]} + 1;
      if (trace.refreshed) cycles += 3 * n + 1;
    }
    busiest_tile = std::max(busiest_tile, cycles);
  }
  return busiest_tile + 1;
}

CycleModel::CycleModel(const config::Config& config, std::size_t ahead)
    : in_beats_(divide_up(config.structural.inputs(), config.microarchitecture.stream_bits)),
      out_beats_(divide_up(config.structural.columns(), config.microarchitecture.stream_bits)),
      at_hand_(ahead + 1, 0) {}

SpEngine::StepCycles CycleModel::step(std::uint64_t core_cycles) {
  const std::uint64_t first_beat = std::max(input_free_, at_hand_.front());
  at_hand_.pop_front();
  // A whole frame waits beside the one that the core holds until step_done.
  const std::uint64_t handed_over = std::max(first_beat + in_beats_, core_free_);
  input_free_ = handed_over + 1;
  const std::uint64_t taken = handed_over + 1;
  core_free_ = std::max(taken + core_cycles, output_free_);
  busy_ += core_free_ - taken;
  output_free_ = core_free_ + out_beats_;
  const std::uint64_t before = left_;
  left_ = output_free_ + 1;
  at_hand_.push_back(left_);
  return {.interval = left_ - before, .latency = left_ - first_beat};
}

}  // namespace silipool::engine
