#pragma once
#include <cstdint>

namespace silipool::systemc {

/// The SystemC kernel of this process, taken by one testbench for good: Error{bad_input} for a second one.
/// It is silent, and what SystemC reports (warnings included) becomes Error{check_failed}.
class Kernel {
 public:
  Kernel();
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;
  /// Runs for that many clock cycles of Wires, or until sc_pause().
  void run(std::uint64_t cycles);
};

}  // namespace silipool::systemc
