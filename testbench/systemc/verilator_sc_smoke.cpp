// Compiled by verilator_sc_smoke.sh with the model that Verilator writes.
#include <cstdint>
#include <cstdio>
#include <systemc>

#include "Vsilipool.h"

namespace {

sc_core::sc_clock aclk{"aclk", sc_core::sc_time(10, sc_core::SC_NS)};

void cycle() { sc_core::sc_start(sc_core::sc_time(10, sc_core::SC_NS)); }

}  // namespace

int sc_main(int, char**) {
  // 1 bit is bool, up to 32 bits uint32_t: StreamBits is 8 here.
  sc_core::sc_signal<bool> aresetn, s_axis_tvalid, s_axis_tready, s_axis_tkeep, s_axis_tlast, s_axis_tuser,
      m_axis_tvalid, m_axis_tready, m_axis_tkeep, m_axis_tlast, irq, awvalid, awready, wvalid, wready, bvalid,
      bready, arvalid, arready, rvalid, rready;
  sc_core::sc_signal<std::uint32_t> s_axis_tdata, m_axis_tdata, awaddr, wdata, wstrb, bresp, araddr, rdata,
      rresp;

  Vsilipool top{"top"};
  top.aclk(aclk);
  top.aresetn(aresetn);
  top.s_axis_tvalid(s_axis_tvalid);
  top.s_axis_tready(s_axis_tready);
  top.s_axis_tdata(s_axis_tdata);
  top.s_axis_tkeep(s_axis_tkeep);
  top.s_axis_tlast(s_axis_tlast);
  top.s_axis_tuser(s_axis_tuser);
  top.m_axis_tvalid(m_axis_tvalid);
  top.m_axis_tready(m_axis_tready);
  top.m_axis_tdata(m_axis_tdata);
  top.m_axis_tkeep(m_axis_tkeep);
  top.m_axis_tlast(m_axis_tlast);
  top.s_axil_awaddr(awaddr);
  top.s_axil_awvalid(awvalid);
  top.s_axil_awready(awready);
  top.s_axil_wdata(wdata);
  top.s_axil_wstrb(wstrb);
  top.s_axil_wvalid(wvalid);
  top.s_axil_wready(wready);
  top.s_axil_bresp(bresp);
  top.s_axil_bvalid(bvalid);
  top.s_axil_bready(bready);
  top.s_axil_araddr(araddr);
  top.s_axil_arvalid(arvalid);
  top.s_axil_arready(arready);
  top.s_axil_rdata(rdata);
  top.s_axil_rresp(rresp);
  top.s_axil_rvalid(rvalid);
  top.s_axil_rready(rready);
  top.irq(irq);

  sc_core::sc_start(sc_core::sc_time(3, sc_core::SC_NS));  // from now on between the edges
  for (int i = 0; i < 4; ++i) cycle();
  aresetn.write(true);
  cycle();

  const auto reads = [&](const char* name, std::uint32_t address, std::uint32_t expected) {
    araddr.write(address);
    arvalid.write(true);
    rready.write(false);
    cycle();  // taken at this edge: the block answers in one cycle
    arvalid.write(false);
    const bool good = rvalid.read() && rresp.read() == 0 && rdata.read() == expected;
    std::printf("%s: valid %d, response %u, 0x%x; expected 0x%x: %s\n", name, int(rvalid.read()),
                rresp.read(), rdata.read(), expected, good ? "good" : "WRONG");
    rready.write(true);
    cycle();
    return good;
  };
  const bool id = reads("ID", 0x000, 0x53494c49);
  const bool inputs = reads("INPUTS", 0x00c, 36);
  top.final();
  return id && inputs ? 0 : 1;
}
