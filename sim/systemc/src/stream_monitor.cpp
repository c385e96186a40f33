#include <silipool/systemc/stream_monitor.hpp>

#include <fmt/format.h>

#include "beats.hpp"

namespace silipool::systemc {

StreamMonitor::StreamMonitor(const sc_core::sc_module_name& name, std::size_t columns,
                             std::size_t stream_bits, engine::Stall stall, std::uint64_t stall_seed)
    : sc_core::sc_module(name),
      columns_(columns),
      stream_bits_(stream_bits),
      beats_(beats_of(columns, stream_bits)),
      stalls_(stall, stall_seed),
      frame_{.winners = base::Sdr(columns)} {
  SC_HAS_PROCESS(StreamMonitor);
  SC_METHOD(clock_edge);
  sensitive << aclk.pos();
  dont_initialize();
}

void StreamMonitor::clock_edge() {
  if (aresetn.read()) {
    if (waiting_) check_stands();
    waiting_ = tvalid.read() && !ready_;
    if (waiting_) {
      ++stalled_cycles_;
      waiting_data_ = tdata.read();
      waiting_last_ = tlast.read();
    }
    if (tvalid.read() && ready_) take_beat();
    ready_ = stalls_.sink_runs(cycle_);
  } else {
    arrived_ = 0;
    waiting_ = ready_ = false;
  }
  tready.write(ready_);
  ++cycle_;
}

void StreamMonitor::check_stands() const {
  if (!tvalid.read()) violation("TVALID was withdrawn while a beat waited for TREADY");
  if (tdata.read() != waiting_data_)
    violation(fmt::format("TDATA changed from 0x{:x} to 0x{:x} while a beat waited for TREADY", waiting_data_,
                          tdata.read()));
  if (tlast.read() != waiting_last_) violation("TLAST changed while a beat waited for TREADY");
}

void StreamMonitor::take_beat() {
  if (arrived_ == 0) {
    frame_.winners.clear();
    frame_.first_beat = cycle_;
  }
  const std::size_t beat = arrived_++;
  if (tlast.read() != (arrived_ == beats_)) {
    violation(
        fmt::format("{} beat {} of {}", tlast.read() ? "TLAST already on" : "no TLAST on", arrived_, beats_));
    return;
  }
  const std::size_t used = tlast.read() ? columns_ - beat * stream_bits_ : stream_bits_;
  if (used < 64 && (tdata.read() >> used) != 0) {
    violation(fmt::format("beat {} of {}, 0x{:x}, has bits set past the {} that it carries", arrived_, beats_,
                          tdata.read(), used));
    return;
  }
  put_beat(frame_.winners, beat, stream_bits_, tdata.read());
  if (arrived_ == beats_) {
    arrived_ = 0;
    frame_.last_beat = cycle_;
    ++frames_;
    received.write(frame_);
  }
}

void StreamMonitor::violation(const std::string& what) const {
  SC_REPORT_ERROR(name(), fmt::format("{} (frame {}, cycle {})", what, frames_, cycle_).c_str());
}

}  // namespace silipool::systemc
