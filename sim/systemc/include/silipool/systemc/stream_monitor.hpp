#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <systemc>
#include <tlm>

#include <silipool/engine/stall.hpp>
#include <silipool/systemc/frames.hpp>

namespace silipool::systemc {

/// Takes AXI4-Stream beats, with the back-pressure of a stall pattern, and makes frames of winners of them:
/// column 0 in bit 0 of the first beat.
///
/// A design that breaks the protocol is reported with SC_REPORT_ERROR, which ends the simulation: TVALID
/// withdrawn, TDATA or TLAST changed while a beat waits, TLAST missing or too early, bits set past the last
/// column.
class StreamMonitor final : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> aclk{"aclk"};
  sc_core::sc_in<bool> aresetn{"aresetn"};
  sc_core::sc_in<bool> tvalid{"tvalid"};
  sc_core::sc_out<bool> tready{"tready"};
  sc_core::sc_in<sc_dt::uint64> tdata{"tdata"};
  sc_core::sc_in<bool> tlast{"tlast"};
  /// Each frame with its last beat.
  tlm::tlm_analysis_port<OutputFrame> received{"received"};

  /// Frames of `columns` bits in beats of `stream_bits` (8, 16, 32 or 64).
  StreamMonitor(const sc_core::sc_module_name& name, std::size_t columns, std::size_t stream_bits,
                engine::Stall stall = engine::Stall::none, std::uint64_t stall_seed = 1);

  [[nodiscard]] std::uint64_t frames() const noexcept { return frames_; }
  /// Of the frame that is arriving.
  [[nodiscard]] std::size_t beats_arrived() const noexcept { return arrived_; }
  [[nodiscard]] std::size_t beats_per_frame() const noexcept { return beats_; }
  /// Cycles in which a beat stood and was not taken.
  [[nodiscard]] std::uint64_t stalled_cycles() const noexcept { return stalled_cycles_; }

 private:
  void clock_edge();
  void check_stands() const;
  void take_beat();
  void violation(const std::string& what) const;

  std::size_t columns_, stream_bits_, beats_;
  engine::Stalls stalls_;
  OutputFrame frame_;
  std::size_t arrived_ = 0;
  bool ready_ = false;    ///< TREADY in the cycle that ends
  bool waiting_ = false;  ///< a beat stood in the cycle before and was not taken: this one
  std::uint64_t waiting_data_ = 0;
  bool waiting_last_ = false;
  std::uint64_t cycle_ = 0;  ///< the one that ends
  std::uint64_t frames_ = 0, stalled_cycles_ = 0;
};

}  // namespace silipool::systemc
