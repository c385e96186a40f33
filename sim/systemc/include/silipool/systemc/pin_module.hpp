#pragma once
#include <cstdint>
#include <functional>
#include <systemc>
#include <utility>

#include <silipool/engine/pins.hpp>

namespace silipool::systemc {

/// A design with the pins of silipool_top as a SystemC module. The types of the ports are fixed, so one
/// testbench fits every configuration: of a narrower stream the low bits of TDATA count.
///
/// Registered outputs change after the rising edge. Outputs that depend on inputs within a cycle (AWREADY,
/// WREADY, ARREADY) follow them in the low half of the clock; a testbench clocked on the rising edge, which
/// reads what stood before it, sees no difference. In return a synchronous testbench costs exactly one
/// settle() and one edge() a cycle.
class PinModule final : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> aclk{"aclk"};
  sc_core::sc_in<bool> aresetn{"aresetn"};
  sc_core::sc_in<bool> s_axis_tvalid{"s_axis_tvalid"};
  sc_core::sc_out<bool> s_axis_tready{"s_axis_tready"};
  sc_core::sc_in<sc_dt::uint64> s_axis_tdata{"s_axis_tdata"};
  sc_core::sc_in<bool> s_axis_tlast{"s_axis_tlast"};
  sc_core::sc_in<bool> s_axis_tuser{"s_axis_tuser"};
  sc_core::sc_out<bool> m_axis_tvalid{"m_axis_tvalid"};
  sc_core::sc_in<bool> m_axis_tready{"m_axis_tready"};
  sc_core::sc_out<sc_dt::uint64> m_axis_tdata{"m_axis_tdata"};
  sc_core::sc_out<bool> m_axis_tlast{"m_axis_tlast"};
  sc_core::sc_in<sc_dt::sc_uint<12>> s_axil_awaddr{"s_axil_awaddr"};
  sc_core::sc_in<bool> s_axil_awvalid{"s_axil_awvalid"};
  sc_core::sc_out<bool> s_axil_awready{"s_axil_awready"};
  sc_core::sc_in<sc_dt::sc_uint<32>> s_axil_wdata{"s_axil_wdata"};
  sc_core::sc_in<sc_dt::sc_uint<4>> s_axil_wstrb{"s_axil_wstrb"};
  sc_core::sc_in<bool> s_axil_wvalid{"s_axil_wvalid"};
  sc_core::sc_out<bool> s_axil_wready{"s_axil_wready"};
  sc_core::sc_out<sc_dt::sc_uint<2>> s_axil_bresp{"s_axil_bresp"};
  sc_core::sc_out<bool> s_axil_bvalid{"s_axil_bvalid"};
  sc_core::sc_in<bool> s_axil_bready{"s_axil_bready"};
  sc_core::sc_in<sc_dt::sc_uint<12>> s_axil_araddr{"s_axil_araddr"};
  sc_core::sc_in<bool> s_axil_arvalid{"s_axil_arvalid"};
  sc_core::sc_out<bool> s_axil_arready{"s_axil_arready"};
  sc_core::sc_out<sc_dt::sc_uint<32>> s_axil_rdata{"s_axil_rdata"};
  sc_core::sc_out<sc_dt::sc_uint<2>> s_axil_rresp{"s_axil_rresp"};
  sc_core::sc_out<bool> s_axil_rvalid{"s_axil_rvalid"};
  sc_core::sc_in<bool> s_axil_rready{"s_axil_rready"};

  /// `pins` must live as long as the module.
  PinModule(const sc_core::sc_module_name& name, engine::PinLevel& pins);
  /// Called before every rising edge with the number of edges so far; for waves of a window. May be empty.
  void on_cycle(std::function<void(std::uint64_t)> hook) { on_cycle_ = std::move(hook); }

 private:
  void evaluate();
  [[nodiscard]] engine::PinInputs sample() const;
  void drive(const engine::PinOutputs& outputs);

  engine::PinLevel& pins_;
  std::function<void(std::uint64_t)> on_cycle_;
};

}  // namespace silipool::systemc
