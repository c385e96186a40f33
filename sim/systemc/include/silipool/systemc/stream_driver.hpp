#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <systemc>
#include <tlm>

#include <silipool/engine/stall.hpp>
#include <silipool/systemc/frames.hpp>

namespace silipool::systemc {

/// Sends frames as AXI4-Stream beats: input 0 in bit 0 of the first beat, TLAST on the last beat, TUSER on
/// the last beat = the frame learns. Between beats it leaves the gaps of a stall pattern; a beat once
/// offered stands until it is taken.
class StreamDriver final : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> aclk{"aclk"};
  sc_core::sc_in<bool> aresetn{"aresetn"};
  sc_core::sc_out<bool> tvalid{"tvalid"};
  sc_core::sc_in<bool> tready{"tready"};
  sc_core::sc_out<sc_dt::uint64> tdata{"tdata"};
  sc_core::sc_out<bool> tlast{"tlast"};
  sc_core::sc_out<bool> tuser{"tuser"};
  /// Each frame when its last beat has been taken: what a reference model listens to.
  tlm::tlm_analysis_port<InputFrame> sent{"sent"};

  /// Frames of `inputs` bits in beats of `stream_bits` (8, 16, 32 or 64).
  StreamDriver(const sc_core::sc_module_name& name, std::size_t inputs, std::size_t stream_bits,
               engine::Stall stall = engine::Stall::none, std::uint64_t stall_seed = 1);

  /// Queues a frame; may be called from a process or between two sc_start(). Error{bad_input} for a frame
  /// of another size.
  void push(const base::Sdr& bits, bool learn);
  /// Frames that have not been sent whole.
  [[nodiscard]] std::size_t pending() const noexcept { return frames_.size(); }
  /// Of the frame that is being sent: beats taken.
  [[nodiscard]] std::size_t beats_taken() const noexcept { return beat_; }
  [[nodiscard]] std::size_t beats_per_frame() const noexcept { return beats_; }
  /// Cycles in which a beat was held back by the stall pattern.
  [[nodiscard]] std::uint64_t gap_cycles() const noexcept { return gap_cycles_; }
  /// Drops what has not been sent: only while ARESETN is low or no frame is being sent.
  void clear();

 private:
  void clock_edge();
  void offer_beat();

  std::size_t inputs_, stream_bits_, beats_;
  engine::Stalls stalls_;
  std::deque<InputFrame> frames_;
  std::size_t beat_ = 0;
  bool offered_ = false;  ///< a beat stands on the pins
  std::uint64_t cycle_ = 0, gap_cycles_ = 0;
};

}  // namespace silipool::systemc
