#include <silipool/systemc/wires.hpp>

#include <fmt/format.h>

namespace silipool::systemc {

void Wires::connect(PinModule& m) {
  m.aclk(aclk);
  m.aresetn(aresetn);
  m.s_axis_tvalid(s_axis_tvalid);
  m.s_axis_tready(s_axis_tready);
  m.s_axis_tdata(s_axis_tdata);
  m.s_axis_tlast(s_axis_tlast);
  m.s_axis_tuser(s_axis_tuser);
  m.m_axis_tvalid(m_axis_tvalid);
  m.m_axis_tready(m_axis_tready);
  m.m_axis_tdata(m_axis_tdata);
  m.m_axis_tlast(m_axis_tlast);
  m.s_axil_awaddr(s_axil_awaddr);
  m.s_axil_awvalid(s_axil_awvalid);
  m.s_axil_awready(s_axil_awready);
  m.s_axil_wdata(s_axil_wdata);
  m.s_axil_wstrb(s_axil_wstrb);
  m.s_axil_wvalid(s_axil_wvalid);
  m.s_axil_wready(s_axil_wready);
  m.s_axil_bresp(s_axil_bresp);
  m.s_axil_bvalid(s_axil_bvalid);
  m.s_axil_bready(s_axil_bready);
  m.s_axil_araddr(s_axil_araddr);
  m.s_axil_arvalid(s_axil_arvalid);
  m.s_axil_arready(s_axil_arready);
  m.s_axil_rdata(s_axil_rdata);
  m.s_axil_rresp(s_axil_rresp);
  m.s_axil_rvalid(s_axil_rvalid);
  m.s_axil_rready(s_axil_rready);
}

void Wires::connect(ResetDriver& m) {
  m.aclk(aclk);
  m.aresetn(aresetn);
}

void Wires::connect(StreamDriver& m) {
  m.aclk(aclk);
  m.aresetn(aresetn);
  m.tvalid(s_axis_tvalid);
  m.tready(s_axis_tready);
  m.tdata(s_axis_tdata);
  m.tlast(s_axis_tlast);
  m.tuser(s_axis_tuser);
}

void Wires::connect(StreamMonitor& m) {
  m.aclk(aclk);
  m.aresetn(aresetn);
  m.tvalid(m_axis_tvalid);
  m.tready(m_axis_tready);
  m.tdata(m_axis_tdata);
  m.tlast(m_axis_tlast);
}

void Wires::connect(AxiLiteDriver& m) {
  m.aclk(aclk);
  m.aresetn(aresetn);
  m.awaddr(s_axil_awaddr);
  m.awvalid(s_axil_awvalid);
  m.awready(s_axil_awready);
  m.wdata(s_axil_wdata);
  m.wstrb(s_axil_wstrb);
  m.wvalid(s_axil_wvalid);
  m.wready(s_axil_wready);
  m.bresp(s_axil_bresp);
  m.bvalid(s_axil_bvalid);
  m.bready(s_axil_bready);
  m.araddr(s_axil_araddr);
  m.arvalid(s_axil_arvalid);
  m.arready(s_axil_arready);
  m.rdata(s_axil_rdata);
  m.rresp(s_axil_rresp);
  m.rvalid(s_axil_rvalid);
  m.rready(s_axil_rready);
}

std::string Wires::handshakes() const {
  const auto pair = [](const sc_core::sc_signal<bool>& valid, const sc_core::sc_signal<bool>& ready) {
    return fmt::format("{:d}/{:d}", valid.read(), ready.read());
  };
  return fmt::format("valid/ready: s_axis {}, m_axis {}, s_axil aw {}, w {}, b {}, ar {}, r {}",
                     pair(s_axis_tvalid, s_axis_tready), pair(m_axis_tvalid, m_axis_tready),
                     pair(s_axil_awvalid, s_axil_awready), pair(s_axil_wvalid, s_axil_wready),
                     pair(s_axil_bvalid, s_axil_bready), pair(s_axil_arvalid, s_axil_arready),
                     pair(s_axil_rvalid, s_axil_rready));
}

}  // namespace silipool::systemc
