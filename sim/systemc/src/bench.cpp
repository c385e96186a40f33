#include "bench.hpp"

namespace silipool::systemc {

Bench::Bench(const sc_core::sc_module_name& name, engine::PinLevel& pins, const BenchSetup& setup)
    : sc_core::sc_module(name),
      design("design", pins),
      driver("driver", setup.inputs, setup.stream_bits, setup.stall, setup.stall_seed),
      monitor("monitor", setup.columns, setup.stream_bits, setup.stall, setup.stall_seed),
      bus("bus", setup.stall, setup.stall_seed) {
  wires.connect(design);
  wires.connect(reset);
  wires.connect(driver);
  wires.connect(monitor);
  wires.connect(bus);
  driver.sent.bind(sent);
  monitor.received.bind(received);
  SC_HAS_PROCESS(Bench);
  SC_METHOD(pause);
  sensitive << reset.released() << bus.answered() << received.written;
  dont_initialize();
}

}  // namespace silipool::systemc
