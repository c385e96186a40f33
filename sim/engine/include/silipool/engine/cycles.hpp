#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/engine/engine.hpp>
#include <silipool/sp/spatial_pooler.hpp>

/// How many clock cycles the RTL takes, from the model alone: exact, not an estimate (docs/performance.md;
/// testbench/cosim/cycles_test.cpp holds the RTL to it).
namespace silipool::engine {

/// Cycles in which silipool_core works on the step of a trace: from the one after it took the frame to
/// that of step_done_o, both included, with the output ready for the winners. `pooler` must be as that
/// step left it, `input` what the step was given.
[[nodiscard]] std::uint64_t cycles_of(const sp::SpatialPooler& pooler, const sp::StepTrace& trace,
                                      const base::Sdr& input,
                                      const config::Microarchitecture& microarchitecture);

/// The stream ports around the core: when frames enter and winners leave, with a sink that is always ready.
class CycleModel {
 public:
  /// After reset. `ahead`: how many inputs beyond the one that is worked on the source holds ready. A frame
  /// is at hand once the winners of the frame `ahead` + 1 before it have left; from two on that is never
  /// late.
  explicit CycleModel(const config::Config& config, std::size_t ahead = 1);

  /// The pins' cycles of the next step, whose core cycles are cycles_of; the first interval is counted
  /// from the end of reset.
  SpEngine::StepCycles step(std::uint64_t core_cycles);
  /// What the registers CYCLES_LOW and CYCLES_HIGH have counted: the core's cycles of all steps, those in
  /// which it waited for its output included.
  [[nodiscard]] std::uint64_t busy() const noexcept { return busy_; }

 private:
  std::uint64_t in_beats_, out_beats_;
  std::deque<std::uint64_t> at_hand_;  ///< cycle from which the source holds each of the coming frames
  std::uint64_t input_free_ = 0;       ///< first cycle in which a beat can be taken
  std::uint64_t core_free_ = 0;        ///< cycle of the last step_done
  std::uint64_t output_free_ = 0;      ///< cycle of the last beat out
  std::uint64_t left_ = 0;             ///< the cycle after it
  std::uint64_t busy_ = 0;
};

}  // namespace silipool::engine
