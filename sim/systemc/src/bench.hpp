#pragma once
#include <deque>
#include <systemc>
#include <tlm>

#include <silipool/engine/pins.hpp>
#include <silipool/systemc/axi_lite_driver.hpp>
#include <silipool/systemc/pin_module.hpp>
#include <silipool/systemc/reset_driver.hpp>
#include <silipool/systemc/stream_driver.hpp>
#include <silipool/systemc/stream_monitor.hpp>
#include <silipool/systemc/systemc_engine.hpp>
#include <silipool/systemc/wires.hpp>

namespace silipool::systemc {

/// Keeps what an analysis port writes until it is fetched from outside the simulation.
template <typename T>
class Collector final : public tlm::tlm_analysis_if<T> {
 public:
  void write(const T& item) override {
    items.push_back(item);
    written.notify(sc_core::SC_ZERO_TIME);
  }
  std::deque<T> items;
  sc_core::sc_event written;
};

/// The testbench of SystemcEngine. It pauses the simulation whenever there is something to fetch, so that
/// no cycle passes before the next input can be handed in.
class Bench final : public sc_core::sc_module {
 public:
  Bench(const sc_core::sc_module_name& name, engine::PinLevel& pins, const BenchSetup& setup);

  Wires wires;
  PinModule design;
  ResetDriver reset{"reset"};
  StreamDriver driver;
  StreamMonitor monitor;
  AxiLiteDriver bus;
  Collector<InputFrame> sent;
  Collector<OutputFrame> received;

 private:
  void pause() { sc_core::sc_pause(); }
};

}  // namespace silipool::systemc
