#include <silipool/engine/rtl_instance.hpp>

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/base/hex.hpp>
#include <silipool/config/hardware.hpp>
#include <silipool/sp/pool_table.hpp>

namespace silipool::engine {
namespace {

/// Bits of {not void, input}.
std::size_t entry_bits(const config::Structural& s) {
  return std::max<std::size_t>(1, std::bit_width(s.inputs() - 1)) + 1;
}

/// The slot table of a shared sample as hexadecimal digits, hypercolumn 0 slot 0 lowest.
std::string slot_table(const config::Structural& s) {
  const sp::PoolTable pools(s);
  const std::size_t width = entry_bits(s);
  base::Sdr bits(s.hypercolumns() * s.slots() * width);
  for (std::size_t h = 0; h < s.hypercolumns(); ++h)
    for (std::size_t slot = 0; slot < s.slots(); ++slot) {
      const std::int32_t input = pools.input_of(h, slot);
      if (input == sp::PoolTable::kVoid) continue;
      const std::size_t at = (h * s.slots() + slot) * width;
      for (std::size_t b = 0; b + 1 < width; ++b)
        if (((static_cast<std::uint32_t>(input) >> b) & 1U) != 0) bits.set(at + b);
      bits.set(at + width - 1);
    }
  return fmt::format("{}'h{}", bits.size(), base::hex_digits(bits));
}

/// silipool_pkg::BOOST_...
std::size_t boost_rule(const config::Structural& s) {
  switch (s.boosting_rule) {
    case config::BoostingRule::linear:
      return 1;
    case config::BoostingRule::logarithmic:
      return 2;
    default:
      return 0;
  }
}

/// silipool_axi names its registers' port otherwise than silipool_top.
std::string axi_pins() {
  std::string text;
  for (const char* pin :
       {"awaddr", "awvalid", "awready", "wdata", "wstrb", "wvalid", "wready", "bresp", "bvalid", "bready",
        "araddr", "arvalid", "arready", "rdata", "rresp", "rvalid", "rready"})
    text += fmt::format("    .s_axi_{0}(s_axil_{0}),\n", pin);
  return text + "    .s_axi_awprot(3'b000),\n    .s_axi_arprot(3'b000),\n";
}

}  // namespace

std::uint32_t structural_hash(const config::Config& config) {
  const config::Structural& s = config.structural;
  base::Digest digest;
  for (const std::size_t v :
       {s.height, s.width, s.planes, s.grid_y, s.grid_x, s.columns_per_hypercolumn, s.window_y, s.window_x,
        std::size_t{s.wrap}, static_cast<std::size_t>(s.pool), s.synapses_per_column, s.radius,
        std::size_t{s.pool_seed}, std::size_t{s.permanence_bits}, std::size_t{s.connected_threshold},
        std::size_t{s.learning_rule == config::LearningRule::draw_per_synapse},
        std::size_t{s.inhibition == config::Inhibition::local}, boost_rule(s)})
    digest.u64(v);
  if (s.pool == config::Pool::shared_sample) digest.text(slot_table(s));
  if (config.microarchitecture.readout) {
    digest.u64(config.readout.classes);
    digest.u64(config.readout.weight_bits);
  }
  return static_cast<std::uint32_t>(digest.value());
}

std::string rtl_parameters(const config::Config& config) {
  const config::Structural& s = config.structural;
  const config::Microarchitecture& m = config.microarchitecture;
  const sp::PoolTable::CentreGrid centres = sp::PoolTable::centre_grid(s);
  std::string text;
  const auto parameter = [&text](const char* name, std::size_t value) {
    text += fmt::format("    .{}({}),\n", name, value);
  };
  parameter("Height", s.height);
  parameter("Width", s.width);
  parameter("Planes", s.planes);
  parameter("GridY", s.grid_y);
  parameter("GridX", s.grid_x);
  parameter("Columns", s.columns_per_hypercolumn);
  parameter("WindowY", s.window_y);
  parameter("WindowX", s.window_x);
  parameter("Wrap", s.wrap ? 1 : 0);
  parameter("Pool", static_cast<std::size_t>(s.pool));
  parameter("Slots", s.slots());
  parameter("SynapsesPerColumn", s.synapses_per_column);
  text += fmt::format("    .PoolSeed(32'h{:08x}),\n", s.pool_seed);
  parameter("Radius", s.radius);
  parameter("CentreRows", centres.rows);
  parameter("CentrePlaces", centres.places);
  parameter("EntryBits", entry_bits(s));
  parameter("PermanenceBits", s.permanence_bits);
  parameter("ConnectedThreshold", s.connected_threshold);
  parameter("DrawPerSynapse", s.learning_rule == config::LearningRule::draw_per_synapse ? 1 : 0);
  parameter("Microarchitecture", static_cast<std::size_t>(m.core));
  parameter("Tiles", m.tiles);
  parameter("Banks", m.banks);
  parameter("Lanes", m.lanes);
  parameter("Multipliers", m.multipliers);
  parameter("Local", s.inhibition == config::Inhibition::local ? 1 : 0);
  parameter("BoostRule", boost_rule(s));
  parameter("ClockGates", m.clock_gates ? 1 : 0);
  parameter("StreamBits", m.stream_bits);
  if (m.readout) {
    parameter("ReadoutClasses", config.readout.classes);
    parameter("ReadoutBits", config.readout.weight_bits);
    parameter("ReadoutBanks", m.readout_banks);
  }
  return text;
}

std::string rtl_instance(const config::Config& config) {
  if (const std::string key = config::beyond_hardware(config); !key.empty())
    base::bad_input("{}: {}: only engine \"model\" has that (docs/spec.md, section 10)", config.name, key);
  const config::Structural& s = config.structural;
  const std::size_t stream = config.microarchitecture.stream_bits;
  std::string parameters = rtl_parameters(config);
  if (s.pool == config::Pool::shared_sample)
    parameters += fmt::format("    .TableBits({}),\n    .SlotTable({}),\n",
                              s.hypercolumns() * s.slots() * entry_bits(s), slot_table(s));
  return fmt::format(R"(// Written by `silipool config rtl` from a configuration; do not edit.
`default_nettype none
module silipool_instance (
  input  wire logic        aclk,
  input  wire logic        aresetn,
  input  wire logic        s_axis_tvalid,
  output logic             s_axis_tready,
  input  wire logic [{0}:0] s_axis_tdata,
  input  wire logic [{3}:0] s_axis_tkeep,
  input  wire logic        s_axis_tlast,
  input  wire logic        s_axis_tuser,
  output logic             m_axis_tvalid,
  input  wire logic        m_axis_tready,
  output logic      [{0}:0] m_axis_tdata,
  output logic      [{3}:0] m_axis_tkeep,
  output logic             m_axis_tlast,
  input  wire logic [11:0] s_axil_awaddr,
  input  wire logic        s_axil_awvalid,
  output logic             s_axil_awready,
  input  wire logic [31:0] s_axil_wdata,
  input  wire logic [3:0]  s_axil_wstrb,
  input  wire logic        s_axil_wvalid,
  output logic             s_axil_wready,
  output logic      [1:0]  s_axil_bresp,
  output logic             s_axil_bvalid,
  input  wire logic        s_axil_bready,
  input  wire logic [11:0] s_axil_araddr,
  input  wire logic        s_axil_arvalid,
  output logic             s_axil_arready,
  output logic      [31:0] s_axil_rdata,
  output logic      [1:0]  s_axil_rresp,
  output logic             s_axil_rvalid,
  input  wire logic        s_axil_rready,
  output logic             irq
);

  {4} #(
{1}    .ConfigHash(32'h{2:08x})
  ) u_top (
{5}    .*
  );

endmodule
`default_nettype wire
)",
                     stream - 1, parameters, structural_hash(config), stream / 8 - 1,
                     config.microarchitecture.axi ? "silipool_axi" : "silipool_top",
                     config.microarchitecture.axi ? axi_pins() : "");
}

}  // namespace silipool::engine
