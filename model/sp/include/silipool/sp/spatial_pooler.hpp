#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/sp/pool_table.hpp>
#include <silipool/sp/ranking.hpp>
#include <silipool/sp/state.hpp>

namespace silipool::sp {

/// A permanence that changed, or a duty cycle or boost with its new value.
struct Change {
  std::uint32_t index = 0;  ///< as in docs/spec.md section 7
  std::uint32_t value = 0;
  friend bool operator==(const Change&, const Change&) = default;
};

/// All that one step did: what the events of docs/spec.md section 7 are made from.
struct StepTrace {
  bool learn = false;
  bool refreshed = false;               ///< boosts were renewed, duties decayed
  std::vector<std::uint32_t> overlaps;  ///< [column]
  std::vector<std::uint32_t> keys;      ///< [column]: kKeyEligible + key, or 0
  std::vector<std::uint32_t> winners;   ///< columns, ascending
  std::vector<std::uint32_t> learners;  ///< columns; empty in inference
  std::vector<Change> permanences;      ///< index = column * 4096 + slot
  std::vector<Change> duties;           ///< learners, or all columns in a refresh step
  std::vector<Change> boosts;           ///< all columns in a refresh step
  std::size_t active_slots = 0;         ///< sum over hypercolumns of non-void slots whose input is on
  std::size_t connection_flips = 0;     ///< synapses that crossed the threshold
  std::vector<std::uint32_t> hypercolumn_flips;  ///< [hypercolumn]: those of its columns
};

/// The reference model: docs/spec.md in integers, one thread, no allocation in a step once warm.
class SpatialPooler {
 public:
  /// Starts in the reset state of the runtime's seed.
  SpatialPooler(const config::Structural& structural, const config::Runtime& runtime);

  /// Back to section 5's beginning.
  void reset();

  /// One step. `input` has structural.inputs() bits. The trace is valid until the next step.
  const StepTrace& step(const base::Sdr& input, bool learn);

  [[nodiscard]] const config::Structural& structural() const noexcept { return structural_; }
  [[nodiscard]] const config::Runtime& runtime() const noexcept { return runtime_; }
  [[nodiscard]] const PoolTable& pools() const noexcept { return pools_; }
  [[nodiscard]] std::uint32_t learning_step() const noexcept { return learning_step_; }
  [[nodiscard]] std::uint32_t permanence(std::size_t column, std::size_t slot) const noexcept {
    return permanences_[column * slots_ + slot];
  }
  [[nodiscard]] std::uint32_t duty(std::size_t column) const noexcept { return duties_[column]; }
  [[nodiscard]] std::uint32_t boost(std::size_t column) const noexcept { return boosts_[column]; }
  /// Section 8.
  [[nodiscard]] std::uint64_t digest() const;
  [[nodiscard]] State state() const;
  /// Goes on from there. Error{bad_input} where a state's shape or values do not fit (state_check.hpp).
  void set_state(const State& state);

 private:
  void gather(const base::Sdr& input);
  void count_overlaps();
  void inhibit(std::size_t hypercolumn, bool learn);
  void learn_column(std::uint32_t column);
  void set_permanence(std::uint32_t column, std::size_t slot, std::uint32_t value);
  void finish_learning();
  [[nodiscard]] std::size_t word_count() const noexcept { return (slots_ + 63) / 64; }

  config::Structural structural_;
  config::Runtime runtime_;
  PoolTable pools_;
  std::size_t slots_;

  // For each input, where it is looked at: hypercolumn * 64 * word_count() + slot.
  std::vector<std::uint32_t> seen_first_;
  std::vector<std::uint32_t> seen_at_;

  std::vector<std::uint16_t> permanences_;  ///< [column][slot]
  std::vector<std::uint64_t> potential_;    ///< [column][word], bit = slot
  std::vector<std::uint64_t> connected_;    ///< [column][word]
  std::vector<std::uint64_t> active_;       ///< [hypercolumn][word], of the current step
  std::vector<std::uint32_t> duties_, boosts_;
  std::uint32_t learning_step_ = 0;
  std::uint32_t update_countdown_ = 1;  ///< learning steps until the next refresh
  StepTrace trace_;
  Ranking ranking_;
  std::vector<std::uint32_t> slot_draws_;  ///< scratch of draw_per_synapse
};

}  // namespace silipool::sp
