#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/engine/engine.hpp>
#include <silipool/sp/spatial_pooler.hpp>

/// How many clock cycles the RTL takes, from the model alone: exact, not an estimate (docs/performance.md;
/// testbench/cosim/cycles_test.cpp holds the RTL to it).
namespace silipool::engine {

/// What a step makes one hypercolumn of the RTL do, as far as it takes time.
struct HypercolumnWork {
  struct Learner {
    std::uint32_t column = 0;
    std::uint32_t round = 0;           ///< of selection, in which it is found
    bool walks = false;                ///< through its words of permanences: its draw let something happen
    std::vector<std::uint32_t> flips;  ///< word of permanences of each connected bit that flips, ascending
  };
  std::uint64_t rows = 0;         ///< active slots of the busiest bank
  std::uint64_t rounds = 0;       ///< of selection
  std::vector<Learner> learners;  ///< ascending by column
};

struct StepWork {
  bool learn = false;
  bool refresh = false;
  std::uint64_t in_beats = 0;    ///< of the frame, in its format
  std::uint64_t out_cycles = 0;  ///< from the end of the step to the last beat of its winners
  /// From there until the readout can take winners again; 0: there is none.
  std::uint64_t readout_cycles = 0;
  /// Cycles after each beat of the frame in which no other is taken; empty: none.
  std::vector<std::uint64_t> in_stores;
  std::vector<HypercolumnWork> hypercolumns;
};

/// Which banks of which hypercolumns look at each input.
class BankTable {
 public:
  BankTable(const sp::PoolTable& pools, const config::Config& config);
  /// Active slots of the busiest bank, of each hypercolumn.
  void busiest(const base::Sdr& input, std::vector<std::uint64_t>& rows);

 private:
  std::size_t banks_;
  std::vector<std::uint32_t> first_;  ///< [input]: its part of `looks_`, which ends where the next begins
  std::vector<std::uint32_t> looks_;  ///< hypercolumn x banks + bank, once for each slot
  std::vector<std::uint32_t> active_;
};

/// `pooler` must be as the step of `trace` left it and record changes; `input` is what the step was given.
/// `banks` is for who asks often.
[[nodiscard]] StepWork work_of(const sp::SpatialPooler& pooler, const sp::StepTrace& trace,
                               const base::Sdr& input, const config::Config& config,
                               BankTable* banks = nullptr);

/// Cycles in which a tile did something; those of its two stages may be the same ones.
struct PhaseCycles {
  std::uint64_t overlap = 0, inhibition = 0, learning = 0, refresh = 0;
};

/// Cycles that are in at least one of several intervals, which begin in any order, but never before a horizon
/// that moves on.
class CoveredCycles {
 public:
  /// Cycles `begin` to `end` - 1.
  void add(std::uint64_t begin, std::uint64_t end);
  /// No later interval begins before that cycle.
  void move_on(std::uint64_t horizon);
  [[nodiscard]] std::uint64_t total() const;

 private:
  struct Interval {
    std::uint64_t begin, end;
  };
  std::vector<Interval> open_;  ///< disjoint, ascending: those that may still grow
  std::uint64_t closed_ = 0;
};

/// The block from reset on, with a sink that is always ready: when frames enter, tiles work and winners
/// leave, with the skid buffers of `rtl.interface = "axi"` or without.
class CycleModel {
 public:
  explicit CycleModel(const config::Config& config);

  /// The source holds one more frame from now on: since the winners of the last step left.
  void submit() { submit(left_); }
  /// Or from a cycle on, which is none before that of the frame before it.
  void submit(std::uint64_t cycle) { at_hand_.push_back(cycle); }
  /// Nothing that waits is begun before that cycle: until then the block was paused, or without a state.
  void hold(std::uint64_t until);
  /// The winners of the last step left only before that cycle: their sink was not ready.
  void hold_output(std::uint64_t left);
  /// The pins' cycles of the next step; the first interval is counted from the end of
  /// reset.
  SpEngine::StepCycles step(const StepWork& work);
  /// What the registers CYCLES_LOW and CYCLES_HIGH have counted: cycles in which a step was worked on.
  [[nodiscard]] std::uint64_t busy() const noexcept { return busy_; }
  /// What READOUT_CYCLES_LOW and READOUT_CYCLES_HIGH have counted.
  [[nodiscard]] std::uint64_t readout() const noexcept { return readout_; }
  /// By tile.
  [[nodiscard]] std::vector<PhaseCycles> phases() const;
  /// Those that at least one tile has: what the registers OVERLAP_CYCLES_LOW and after have counted.
  [[nodiscard]] PhaseCycles covered() const;
  /// The cycle in which the last step ended, and the one after the last beat of its winners, at the pins.
  [[nodiscard]] std::uint64_t done() const noexcept { return step_done_; }
  [[nodiscard]] std::uint64_t left() const noexcept { return left_; }

 private:
  struct Tile {
    std::uint64_t loads = 0;           ///< first cycle in which a window can be loaded
    std::uint64_t free = 0;            ///< first cycle in which the second stage can take a hypercolumn
    std::vector<std::uint64_t> flips;  ///< the two cycles of each flip of its last learning, ascending
    PhaseCycles phases;
  };
  /// Takes a frame in; the cycle of its first beat at the pins.
  std::uint64_t take_frame(const StepWork& work);
  /// The tiles' part of a step, and the serial core's: work on a frame that is handed over in a cycle. They
  /// set released_, and return the first cycle in which all has been done.
  std::uint64_t step_tiles(const StepWork& work, std::uint64_t handed_over);
  std::uint64_t step_serial(const StepWork& work, std::uint64_t handed_over);
  /// The second stage works on a hypercolumn from `taken` on.
  void work_on(Tile& tile, const StepWork& step, const HypercolumnWork& work, std::uint64_t taken);

  config::Core core_;
  std::uint64_t turns_, columns_, lanes_, key_words_, permanence_words_, refresh_;
  bool local_;
  bool draw_per_synapse_;
  bool buffered_;
  std::vector<Tile> tiles_;
  std::deque<std::uint64_t> at_hand_;  ///< cycle from which the source holds each of the frames that wait
  std::uint64_t sent_ = 0;             ///< the cycle after the last beat at the pins
  std::uint64_t taken_ = 0;            ///< the cycle after the last beat that got through
  std::uint64_t stored_ = 0;           ///< the same, when nothing of it is left to do
  std::uint64_t taken_before_ = 0;     ///< the same of the beat before it
  std::uint64_t input_free_ = 0;       ///< first cycle in which a frame can begin to get through
  std::uint64_t released_ = 0;         ///< cycle in which the last frame was let go
  std::uint64_t begun_ = 0;            ///< cycle before the first in which the step was worked on
  std::uint64_t step_done_ = 0;        ///< cycle of the last step_done
  std::uint64_t output_free_ = 0;      ///< cycle of the last beat out
  std::uint64_t readout_free_ = 0;     ///< first cycle in which the readout can take winners
  std::uint64_t readout_ = 0;
  CoveredCycles overlap_, inhibition_, learning_, refreshing_;
  std::uint64_t left_ = 0;  ///< the cycle after it
  std::uint64_t busy_ = 0;
};

}  // namespace silipool::engine
