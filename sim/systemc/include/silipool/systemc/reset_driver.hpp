#pragma once
#include <cstdint>
#include <systemc>

namespace silipool::systemc {

/// Holds ARESETN low for the first cycles of the simulation, and again when asked.
class ResetDriver final : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> aclk{"aclk"};
  sc_core::sc_out<bool> aresetn{"aresetn"};

  /// `cycles` >= 1.
  explicit ResetDriver(const sc_core::sc_module_name& name, std::uint64_t cycles = 4);
  void restart() { left_ = cycles_; }
  /// Whether ARESETN stays low, or is about to be pulled low, after this cycle.
  [[nodiscard]] bool active() const noexcept { return left_ > 0; }
  /// Notified in the last cycle in which ARESETN is low.
  [[nodiscard]] const sc_core::sc_event& released() const noexcept { return released_; }

 private:
  void clock_edge();

  std::uint64_t cycles_, left_;
  sc_core::sc_event released_{"released_event"};
};

}  // namespace silipool::systemc
