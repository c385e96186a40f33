#pragma once
#include <cstdint>
#include <vector>

#include <silipool/flow/gates.hpp>

namespace silipool::flow {

/// Boolean steps on words of 64 lanes: what a netlist computes between two edges of its clock, in an order in
/// which everything is known when it is needed.
struct Program {
  enum class Kind : std::uint8_t { conjunction, exclusive, into_lanes, out_of_lanes };
  struct Step {
    std::uint32_t left = 0, right = 0, to = 0;  ///< of a crossing, `left` says which
    Kind kind = Kind::conjunction;
    std::uint8_t not_left = 0, not_right = 0, not_to = 0;
  };
  struct FlipFlop {
    std::uint32_t cell = 0;
    std::uint32_t next = 0, state = 0, clock = 0;  ///< values
    std::uint32_t clear = kNoNet, preset = kNoNet;
  };
  /// A latch or a clock gate's, transparent while the clock is low: it must be open then.
  struct Latch {
    std::uint32_t enable = 0;
  };
  std::vector<Step> steps;        ///< with the clock low
  std::vector<Step> clock_steps;  ///< those that follow from the clock, again for when it is high
  std::vector<FlipFlop> flip_flops;
  std::vector<Latch> latches;
  std::vector<std::uint32_t> order;  ///< cells with logic, in the order of evaluation
  std::vector<char> in_clock;        ///< by net: whether it follows from the clock
  std::size_t values = 0;            ///< nets, and what stands between steps
};

/// `clock`: the net of the one clock. Error{check_failed} names what is not there: one clock, rising edges,
/// an order of evaluation.
[[nodiscard]] Program compile(const Gates& gates, std::uint32_t clock);

}  // namespace silipool::flow
