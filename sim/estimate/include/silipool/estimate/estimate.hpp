#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <silipool/cost/ledger.hpp>
#include <silipool/estimate/fast_counts.hpp>

namespace silipool::estimate {

/// What one kind of step cost: learning steps or inferences.
struct StepCost {
  std::uint64_t steps = 0;
  std::uint64_t cycles = 0;  ///< of the clock, in all steps together
  cost::Ledger ledger;  ///< of all steps together: divide by `steps`; leakage and idle time are not in it
  /// Of one step, at the rate of the estimate: the ledger's share, idle clock cycles and leakage. J.
  cost::Energy per_step;
};

/// Silicon, or resources, of one part of the design.
struct PartArea {
  std::string part;
  std::uint64_t count = 0;  ///< cells, or macros
  bool memory = false;
  cost::Range m2;
  std::string source;
};

/// What a design takes of a device.
struct Resource {
  std::string name;  ///< "ICESTORM_LC"
  std::uint64_t used = 0, available = 0;
};

/// What the fast path counts of the same steps: what its coefficients are fitted to (scripts/fit_cost.py).
struct FastCounts {
  std::vector<UnitCount> structure, learn, infer, idle;  ///< of all steps together, and of one idle cycle
};

/// A tool's own words behind the figures.
struct ToolReport {
  std::string what;  ///< "OpenSTA: timing, no wires"
  std::filesystem::path file;
};

/// What `silipool estimate` hands out, whatever the target.
struct Estimate {
  std::string target;      ///< "asic"
  std::string method;      ///< how it came about: "gates", or "fast" (estimate/fast.hpp)
  std::string technology;  ///< a library's name
  std::string node;        ///< "180 nm, 1.8 V, 25 C"
  cost::Process process;   ///< the same in numbers, where areas and energies can be carried from
  std::optional<StepCost> learn, infer;
  cost::Range leakage_w;
  cost::Range logic_leakage_w;  ///< the part of it that memories have none of
  cost::Energy idle_cycle_j;    ///< of a cycle in which nothing is worked on, the clock running
  cost::Range fmax_hz;
  double clock_hz = 0;  ///< that the energies are stated for
  double rate_hz = 0;   ///< steps a second they are stated for
  std::vector<PartArea> area;
  std::vector<Resource> resources;   ///< of an FPGA, which has no area
  std::optional<FastCounts> counts;  ///< none where the fast path does not hold
  std::vector<std::string> notes;    ///< what the figures do not hold, and how ranges came about
  std::vector<ToolReport> reports;
};

[[nodiscard]] cost::Range total_area(const Estimate& estimate, bool with_memories);

/// Sets rate_hz and what a step of each kind costs at it, from the ledgers, idle_cycle_j, leakage_w and
/// clock_hz. Without a rate one step follows the other. Error{bad_input} for a rate that is too high.
void state_per_step(Estimate& estimate, std::optional<double> rate_hz);

}  // namespace silipool::estimate
