#pragma once
#include <string>
#include <systemc>

#include <silipool/systemc/axi_lite_driver.hpp>
#include <silipool/systemc/pin_module.hpp>
#include <silipool/systemc/reset_driver.hpp>
#include <silipool/systemc/stream_driver.hpp>
#include <silipool/systemc/stream_monitor.hpp>

namespace silipool::systemc {

/// One signal for each pin of silipool_top, and a clock of 100 MHz (cycles count, not nanoseconds).
/// Each module is connected with one call.
struct Wires {
  sc_core::sc_clock aclk{"aclk", sc_core::sc_time(10, sc_core::SC_NS)};
  sc_core::sc_signal<bool> aresetn{"aresetn"};
  sc_core::sc_signal<bool> s_axis_tvalid{"s_axis_tvalid"}, s_axis_tready{"s_axis_tready"},
      s_axis_tlast{"s_axis_tlast"}, s_axis_tuser{"s_axis_tuser"};
  sc_core::sc_signal<sc_dt::uint64> s_axis_tdata{"s_axis_tdata"};
  sc_core::sc_signal<bool> m_axis_tvalid{"m_axis_tvalid"}, m_axis_tready{"m_axis_tready"},
      m_axis_tlast{"m_axis_tlast"};
  sc_core::sc_signal<sc_dt::uint64> m_axis_tdata{"m_axis_tdata"};
  sc_core::sc_signal<bool> s_axil_awvalid{"s_axil_awvalid"}, s_axil_awready{"s_axil_awready"},
      s_axil_wvalid{"s_axil_wvalid"}, s_axil_wready{"s_axil_wready"}, s_axil_bvalid{"s_axil_bvalid"},
      s_axil_bready{"s_axil_bready"}, s_axil_arvalid{"s_axil_arvalid"}, s_axil_arready{"s_axil_arready"},
      s_axil_rvalid{"s_axil_rvalid"}, s_axil_rready{"s_axil_rready"};
  sc_core::sc_signal<sc_dt::sc_uint<12>> s_axil_awaddr{"s_axil_awaddr"}, s_axil_araddr{"s_axil_araddr"};
  sc_core::sc_signal<sc_dt::sc_uint<32>> s_axil_wdata{"s_axil_wdata"}, s_axil_rdata{"s_axil_rdata"};
  sc_core::sc_signal<sc_dt::sc_uint<4>> s_axil_wstrb{"s_axil_wstrb"};
  sc_core::sc_signal<sc_dt::sc_uint<2>> s_axil_bresp{"s_axil_bresp"}, s_axil_rresp{"s_axil_rresp"};

  void connect(PinModule& module);
  void connect(ResetDriver& module);
  void connect(StreamDriver& module);
  void connect(StreamMonitor& module);
  void connect(AxiLiteDriver& module);

  /// Valid and ready of every channel, for a message about a hang: "s_axis 1/0, m_axis 0/1, ...".
  [[nodiscard]] std::string handshakes() const;
};

}  // namespace silipool::systemc
