#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/sp/arithmetic.hpp>
#include <silipool/sp/boosting.hpp>
#include <silipool/sp/class_counts.hpp>
#include <silipool/sp/column_plane.hpp>
#include <silipool/sp/duty_cycle.hpp>
#include <silipool/sp/inhibition.hpp>
#include <silipool/sp/pool_table.hpp>
#include <silipool/sp/state.hpp>
#include <silipool/sp/synapse_array.hpp>
#include <silipool/sp/synapses.hpp>

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
  std::vector<std::uint32_t> learners;  ///< columns, ascending; empty in inference
  std::vector<Change> permanences;      ///< index = column * 4096 + slot; empty unless changes are recorded
  std::vector<std::uint32_t> flips;     ///< of those, the indices of synapses that crossed the threshold
  std::vector<Change> duties;           ///< as the events; empty unless changes are recorded
  std::vector<Change> boosts;           ///< all columns in a refresh step; empty unless changes are recorded
  std::size_t active_slots = 0;         ///< sum over hypercolumns of non-void slots whose input is on
  std::size_t permanence_writes = 0;    ///< permanences that changed
  std::size_t connection_flips = 0;     ///< synapses that crossed the threshold
};

/// The reference model: docs/spec.md in integers, one thread.
class SpatialPooler {
 public:
  /// Starts in the reset state of the runtime's seed. `array` may hold the synapses instead of the model, and
  /// must then outlive it; it has no raise, trim and bumping (Error{bad_input}).
  SpatialPooler(const config::Structural& structural, const config::Runtime& runtime,
                SynapseArray* array = nullptr);

  /// Back to section 5's beginning, of another runtime if one is given.
  void reset();
  void reset(const config::Runtime& runtime);
  /// Other parameters from the next step on, as the RTL takes them over: what was learned stays, and a new
  /// update_period counts from the next refresh on. Those of rules beyond the RTL keep what they began with.
  void set_runtime(const config::Runtime& runtime);

  /// One step. `input` has structural.inputs() bits; `label` is its class, below runtime.classes, which only
  /// rewards look at. The trace is valid until the next step.
  const StepTrace& step(const base::Sdr& input, bool learn, std::optional<std::uint8_t> label = {});

  /// Whether traces list every change, or only count them (faster where much changes). On at first.
  void record_changes(bool on) noexcept { recording_ = on; }

  [[nodiscard]] const config::Structural& structural() const noexcept { return structural_; }
  [[nodiscard]] const config::Runtime& runtime() const noexcept { return runtime_; }
  [[nodiscard]] const PoolTable& pools() const noexcept { return pools_; }
  [[nodiscard]] const ColumnPlane& plane() const noexcept { return *plane_; }
  [[nodiscard]] std::uint32_t learning_step() const noexcept { return learning_step_; }
  /// Learning steps until the next refresh, that one included.
  [[nodiscard]] std::uint32_t steps_to_refresh() const noexcept { return to_refresh_; }
  [[nodiscard]] std::uint32_t permanence(std::size_t column, std::size_t slot) const noexcept {
    return synapses_.permanence(column, slot);
  }
  [[nodiscard]] std::uint32_t duty(std::size_t column) const noexcept { return wins_.of(column); }
  [[nodiscard]] std::uint32_t boost(std::size_t column) const noexcept { return boosts_[column]; }
  /// Of neighbourhoods, or of the blur (section 6.8).
  [[nodiscard]] std::uint32_t inhibition_radius() const noexcept { return radius_; }
  /// Section 8.
  [[nodiscard]] std::uint64_t digest() const;

  [[nodiscard]] State state() const;
  /// Goes on from there. Error{bad_input} where a state's shape or values do not fit (state_check.hpp); then
  /// nothing has changed.
  void set_state(const State& state);
  /// The same, where that step was reached with other update periods: `steps_to_refresh` is at least 1.
  void set_state(const State& state, std::uint32_t steps_to_refresh);

 private:
  void make_initial_permanences();
  void place_synapses();
  void make_keys(bool learn);
  void learn_all(std::optional<std::uint8_t> label);
  void choose_synapses(std::uint32_t column, Verdict verdict, bool per_synapse, bool punished);
  void learn_column(std::uint32_t column, std::optional<std::uint8_t> label);
  void raise(std::uint32_t column);
  void trim(std::uint32_t column);
  void bump(std::uint32_t column);
  void touch(std::uint32_t column);
  void settle();
  void count_duties();
  void refresh();
  void update_radius();
  [[nodiscard]] bool bumps() const noexcept { return runtime_.bump_increment > 0; }
  [[nodiscard]] bool moves_radius() const noexcept {
    return structural_.radius_rule != config::RadiusRule::fixed;
  }

  config::Structural structural_;
  config::Runtime runtime_;
  PoolTable pools_;
  std::shared_ptr<const ColumnPlane> plane_;
  Synapses synapses_;
  SynapseArray* array_;  ///< null: synapses_ hold themselves
  Inhibition inhibition_;
  Boosting boosting_;
  DutyCycle wins_, overlap_hits_;  ///< overlap_hits_ has no columns without bumping
  ClassCounts class_counts_;       ///< has no columns without reward
  std::vector<std::uint32_t> boosts_;
  std::uint32_t radius_ = 0;
  std::uint32_t learning_step_ = 0;
  std::uint32_t to_refresh_ = 1;
  std::vector<std::uint32_t> looked_at_by_;  ///< [input]: hypercolumns that see it, once for each slot

  bool recording_ = true;
  StepTrace trace_;
  Chosen chosen_;
  std::vector<std::uint32_t> all_keys_;                ///< of local_gaussian
  std::vector<std::uint32_t> counters_, draws_;        ///< of the learners
  std::vector<std::uint64_t> on_, off_, gain_, lose_;  ///< synapses of a learner
  // Rows as they were before the step, of columns that it may have written.
  std::vector<std::uint32_t> touched_;
  std::vector<std::uint16_t> rows_before_;
  std::vector<std::uint8_t> is_touched_;
};

}  // namespace silipool::sp
