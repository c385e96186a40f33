#include <silipool/systemc/stream_driver.hpp>

#include <silipool/base/error.hpp>

#include "beats.hpp"

namespace silipool::systemc {

StreamDriver::StreamDriver(const sc_core::sc_module_name& name, std::size_t inputs, std::size_t stream_bits,
                           engine::Stall stall, std::uint64_t stall_seed)
    : sc_core::sc_module(name),
      inputs_(inputs),
      stream_bits_(stream_bits),
      beats_(beats_of(inputs, stream_bits)),
      stalls_(stall, stall_seed) {
  SC_HAS_PROCESS(StreamDriver);
  SC_METHOD(clock_edge);
  sensitive << aclk.pos();
  dont_initialize();
}

void StreamDriver::push(const base::Sdr& bits, bool learn) {
  if (bits.size() != inputs_)
    base::bad_input("{}: a frame of {} bits where the design has {} inputs", name(), bits.size(), inputs_);
  frames_.push_back({.bits = bits, .learn = learn});
}

void StreamDriver::clear() {
  frames_.clear();
  beat_ = 0;
  offered_ = false;
}

void StreamDriver::clock_edge() {
  const std::uint64_t cycle = cycle_++;
  if (!aresetn.read()) {
    beat_ = 0;
    offered_ = false;
    tvalid.write(false);
    return;
  }
  if (offered_ && tready.read()) {
    InputFrame& frame = frames_.front();
    if (beat_ == 0) frame.first_beat = cycle;
    offered_ = false;
    if (++beat_ == beats_) {
      frame.last_beat = cycle;
      sent.write(frame);
      frames_.pop_front();
      beat_ = 0;
    }
  }
  if (!offered_ && !frames_.empty()) {
    offered_ = stalls_.source_runs(cycle);
    if (offered_)
      offer_beat();
    else
      ++gap_cycles_;
  }
  tvalid.write(offered_);
}

void StreamDriver::offer_beat() {
  const bool last = beat_ + 1 == beats_;
  tdata.write(get_beat(frames_.front().bits, beat_, stream_bits_));
  tlast.write(last);
  tuser.write(last && frames_.front().learn);
}

}  // namespace silipool::systemc
