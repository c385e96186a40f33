#pragma once
#include <cstdint>
#include <filesystem>

namespace silipool::engine {

/// The input pins of silipool_top for one clock cycle.
struct PinInputs {
  bool aresetn = true;
  bool s_axis_tvalid = false, s_axis_tlast = false, s_axis_tuser = false;
  std::uint64_t s_axis_tdata = 0;
  std::uint32_t s_axis_tkeep = 0xff;  ///< bits past the port's width are ignored
  bool m_axis_tready = false;
  bool s_axil_awvalid = false, s_axil_wvalid = false, s_axil_bready = false, s_axil_arvalid = false,
       s_axil_rready = false;
  std::uint32_t s_axil_awaddr = 0, s_axil_wdata = 0, s_axil_wstrb = 0, s_axil_araddr = 0;
};

/// Its output pins.
struct PinOutputs {
  bool s_axis_tready = false;
  bool m_axis_tvalid = false, m_axis_tlast = false;
  std::uint64_t m_axis_tdata = 0;
  std::uint32_t m_axis_tkeep = 0;
  bool irq = false;
  bool s_axil_awready = false, s_axil_wready = false, s_axil_bvalid = false, s_axil_arready = false,
       s_axil_rvalid = false;
  std::uint32_t s_axil_bresp = 0, s_axil_rdata = 0, s_axil_rresp = 0;
};

/// A design with the pins of silipool_top, one clock: what a testbench of any kind drives.
class PinLevel {
 public:
  virtual ~PinLevel() = default;
  /// Applies inputs with the clock low and lets combinational logic settle. A transfer takes place in
  /// this cycle iff valid and ready stand together now.
  virtual const PinOutputs& settle(const PinInputs& inputs) = 0;
  /// The rising edge; returns the outputs after it.
  virtual const PinOutputs& edge() = 0;
  /// Rising edges so far.
  [[nodiscard]] virtual std::uint64_t cycle() const = 0;
  /// Waves from now on into an FST file, until closed. Throws where the model was built without.
  virtual void open_trace(const std::filesystem::path& path) = 0;
  virtual void close_trace() = 0;
};

}  // namespace silipool::engine
