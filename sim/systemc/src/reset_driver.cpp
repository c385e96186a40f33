#include <silipool/systemc/reset_driver.hpp>

#include <silipool/base/error.hpp>

namespace silipool::systemc {

ResetDriver::ResetDriver(const sc_core::sc_module_name& name, std::uint64_t cycles)
    : sc_core::sc_module(name), cycles_(cycles), left_(cycles) {
  if (cycles == 0) base::bad_input("SystemC testbench: a reset of 0 cycles (legal: 1 and more)");
  SC_HAS_PROCESS(ResetDriver);
  SC_METHOD(clock_edge);
  sensitive << aclk.pos();
  dont_initialize();
}

void ResetDriver::clock_edge() {
  aresetn.write(left_ == 0);
  if (left_ > 0 && --left_ == 0) released_.notify(sc_core::SC_ZERO_TIME);
}

}  // namespace silipool::systemc
