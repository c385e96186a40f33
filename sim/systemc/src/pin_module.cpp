#include <silipool/systemc/pin_module.hpp>

namespace silipool::systemc {

PinModule::PinModule(const sc_core::sc_module_name& name, engine::PinLevel& pins)
    : sc_core::sc_module(name), pins_(pins) {
  SC_HAS_PROCESS(PinModule);
  SC_METHOD(evaluate);  // once before the first edge, too
  sensitive << aclk << aresetn << s_axis_tvalid << s_axis_tdata << s_axis_tlast << s_axis_tuser
            << m_axis_tready << s_axil_awaddr << s_axil_awvalid << s_axil_wdata << s_axil_wstrb
            << s_axil_wvalid << s_axil_bready << s_axil_araddr << s_axil_arvalid << s_axil_rready;
}

void PinModule::evaluate() {
  // One process for both, since a signal has one driver. While the clock is high the inputs are still on
  // their way: the falling edge comes after the last change.
  if (aclk.posedge()) {
    if (on_cycle_) on_cycle_(pins_.cycle());
    drive(pins_.edge());
  } else if (!aclk.read()) {
    drive(pins_.settle(sample()));
  }
}

engine::PinInputs PinModule::sample() const {
  return {.aresetn = aresetn.read(),
          .s_axis_tvalid = s_axis_tvalid.read(),
          .s_axis_tlast = s_axis_tlast.read(),
          .s_axis_tuser = s_axis_tuser.read(),
          .s_axis_tdata = s_axis_tdata.read(),
          .m_axis_tready = m_axis_tready.read(),
          .s_axil_awvalid = s_axil_awvalid.read(),
          .s_axil_wvalid = s_axil_wvalid.read(),
          .s_axil_bready = s_axil_bready.read(),
          .s_axil_arvalid = s_axil_arvalid.read(),
          .s_axil_rready = s_axil_rready.read(),
          .s_axil_awaddr = s_axil_awaddr.read().to_uint(),
          .s_axil_wdata = s_axil_wdata.read().to_uint(),
          .s_axil_wstrb = s_axil_wstrb.read().to_uint(),
          .s_axil_araddr = s_axil_araddr.read().to_uint()};
}

void PinModule::drive(const engine::PinOutputs& outputs) {
  s_axis_tready.write(outputs.s_axis_tready);
  m_axis_tvalid.write(outputs.m_axis_tvalid);
  m_axis_tdata.write(outputs.m_axis_tdata);
  m_axis_tlast.write(outputs.m_axis_tlast);
  s_axil_awready.write(outputs.s_axil_awready);
  s_axil_wready.write(outputs.s_axil_wready);
  s_axil_bresp.write(outputs.s_axil_bresp);
  s_axil_bvalid.write(outputs.s_axil_bvalid);
  s_axil_arready.write(outputs.s_axil_arready);
  s_axil_rdata.write(outputs.s_axil_rdata);
  s_axil_rresp.write(outputs.s_axil_rresp);
  s_axil_rvalid.write(outputs.s_axil_rvalid);
}

}  // namespace silipool::systemc
