#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include <silipool/engine/pins.hpp>
#include <silipool/flow/gates.hpp>
#include <silipool/flow/program.hpp>

namespace silipool::flow {

/// What was counted of a netlist while it ran. Sums over lanes.
struct GateCounts {
  std::uint64_t cycles = 0;
  std::vector<std::uint64_t> toggles;  ///< by net
  /// By cell and internal_power group of its library cell, in their order (slots_of): transitions of the
  /// group's pin to which it applies; of a pin that the clock drives, rises.
  std::vector<std::uint64_t> arcs;
  std::vector<std::uint64_t> clock_falls;  ///< the same slots: falls of pins that the clock drives
  /// By cell and state of its leakage: how often it held, in samples.
  std::vector<std::uint64_t> leakage_states;
  std::uint64_t leakage_samples = 0;
  struct MemoryCounts {
    std::uint64_t reads = 0, writes = 0, both = 0;  ///< both: of these, reads and writes in one cycle
    std::uint64_t clashes = 0;  ///< of both, those whose addresses are both even or both odd
    std::uint64_t data_toggles = 0, address_toggles = 0;  ///< at its pins
    std::uint64_t cycles = 0;  ///< of its clock: with a gated one fewer than the design's
  };
  std::vector<MemoryCounts> memories;
};

/// Where a cell's slots begin in GateCounts::arcs and ::leakage_states.
struct GateSlots {
  std::vector<std::uint32_t> arcs, leakage;  ///< by cell; one more at the end
};
[[nodiscard]] GateSlots slots_of(const Gates& gates);

/// A mapped netlist with the pins of silipool_top: cells by their Liberty functions, two values, no delays,
/// so that each net changes at most once between two edges. Flip-flops and memories start with bits that
/// depend on the seed.
class GatePins final : public engine::PinLevel {
 public:
  /// `gates` must outlive this. Error{check_failed} as flow::compile.
  GatePins(const Gates& gates, std::uint32_t seed);

  const engine::PinOutputs& settle(const engine::PinInputs& inputs) override;
  const engine::PinOutputs& edge() override;
  [[nodiscard]] std::uint64_t cycle() const override { return cycle_; }
  /// Error{bad_input}: it has no waves.
  void open_trace(const std::filesystem::path& path) override;
  void close_trace() override {}

  /// From now on every transition is counted, anew.
  void start_counting();
  [[nodiscard]] GateCounts take_counts();
  [[nodiscard]] const Program& program() const noexcept { return program_; }

 private:
  /// A group of internal_power that cannot be counted from the toggles of its pin alone.
  struct Arc {
    std::uint32_t pin = 0, slot = 0;     ///< within the type
    std::vector<std::uint32_t> related;  ///< pins
    const liberty::Expression* when = nullptr;
    std::vector<std::uint32_t> when_pins;
  };
  struct LeakageState {
    const liberty::Expression* when = nullptr;
    std::vector<std::uint32_t> pins;
  };
  struct Type {
    std::vector<std::uint32_t> outputs;         ///< pins with arcs to be told apart
    std::vector<std::vector<Arc>> output_arcs;  ///< by those
    std::vector<Arc> input_arcs;
    std::vector<LeakageState> leakage;
  };
  struct MemoryState {
    std::size_t words = 0;            ///< of 64 bits, of one entry
    std::vector<std::uint64_t> bits;  ///< by lane, entry, word
    std::vector<std::uint64_t> next;  ///< read data by bit
    std::vector<std::uint32_t> data_nets;
  };

  void make_types();
  void make_ports();
  void run(const std::vector<Program::Step>& steps);
  void count_data();
  void count_arcs(std::size_t cell);
  void sample_leakage();
  void step_memory(std::size_t memory);
  [[nodiscard]] std::uint64_t evaluate(const liberty::Expression& when,
                                       const std::vector<std::uint32_t>& pins, std::size_t cell);
  [[nodiscard]] std::uint64_t mask_of(std::uint32_t net) const { return masks_[net]; }
  void put(std::uint32_t net, bool value) { values_[net] = value ? ~std::uint64_t{0} : 0; }

  const Gates& gates_;
  std::uint32_t clock_;
  Program program_;
  GateSlots slots_;
  std::vector<Type> types_;
  std::vector<std::uint32_t> type_of_;  ///< by cell
  std::vector<std::uint64_t> values_, before_, masks_;
  struct Rise {
    std::uint32_t flip_flop = 0, slot = 0;
    std::uint64_t holds = 0;
  };
  std::vector<Rise> rises_;             ///< conditions that held before the edge that comes
  std::vector<std::uint64_t> clocked_;  ///< by flip-flop: lanes whose last edge was one
  std::vector<std::uint64_t> flip_flop_next_;
  std::vector<std::uint32_t> flip_flop_of_;  ///< by cell
  std::vector<std::uint32_t> clock_nets_;
  std::vector<std::uint64_t> clock_low_;
  std::vector<MemoryState> memories_;
  std::vector<std::uint64_t> scratch_;
  struct Binding {
    std::vector<std::uint32_t> bits;  ///< nets
  };
  std::vector<Binding> input_bits_, output_bits_;  ///< in the order of the structs' members
  GateCounts counts_;
  bool counting_ = false;
  std::uint64_t cycle_ = 0;
  engine::PinOutputs outputs_;
};

}  // namespace silipool::flow
