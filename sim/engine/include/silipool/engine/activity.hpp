#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/sp/spatial_pooler.hpp>
#include <silipool/sp/state_file.hpp>

namespace silipool::engine {

/// What the hardware did, in counts that a cost table prices (model/cost). All are sums over tiles.
struct Activity {
  std::uint64_t steps = 0, learning_steps = 0;
  std::uint64_t row_reads = 0;        ///< rows of connected bits read by active slots
  std::uint64_t row_writes = 0;       ///< read-modify-writes of a row, one per flip
  std::uint64_t row_bits = 0;         ///< bits of one row
  std::uint64_t counter_updates = 0;  ///< overlap counters incremented or held: rows x columns
  std::uint64_t keys = 0;             ///< boosted overlaps formed
  std::uint64_t comparisons = 0;      ///< keys compared in selection
  std::uint64_t permanence_word_reads = 0, permanence_word_writes = 0;
  std::uint64_t permanence_word_bits = 0;  ///< bits of one word
  std::uint64_t permanence_writes = 0;     ///< permanences whose value changed
  std::uint64_t connection_flips = 0;
  std::uint64_t draws = 0;         ///< evaluations of the hash
  std::uint64_t duty_updates = 0;  ///< wins counted, duties decayed
  std::uint64_t boost_updates = 0;

  Activity& operator+=(const Activity& other);
  friend bool operator==(const Activity&, const Activity&) = default;
};

/// By the names of its members, as state files keep them.
[[nodiscard]] std::vector<sp::Count> counts_of(const Activity& activity);
/// Error{bad_input} unless they are exactly those.
[[nodiscard]] Activity activity_from(const std::vector<sp::Count>& counts);

/// Nothing done yet, in words of the configuration's widths.
[[nodiscard]] Activity widths_of(const config::Config& config);

/// What one step costs a microarchitecture, from the model's trace of it: the RTL's own counters must
/// agree (testbench/cosim).
[[nodiscard]] Activity activity_of(const sp::SpatialPooler& pooler, const sp::StepTrace& trace,
                                   const config::Microarchitecture& microarchitecture);

}  // namespace silipool::engine
