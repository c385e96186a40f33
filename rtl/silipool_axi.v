// The block for a block design: silipool_top behind skid buffers, in plain Verilog, with the names and
// attributes by which Vivado knows its interfaces. No combinational path leads from any input to any output.
// The parameters are silipool_top's; `silipool config rtl --set rtl.interface=axi` writes an instance of this
// module from a configuration (docs/integration.md).
`default_nettype none
module silipool_axi #(
  parameter [31:0] ConfigHash = 32'd0,
  parameter integer Height = 28,
  parameter integer Width = 28,
  parameter integer Planes = 1,
  parameter integer GridY = 6,
  parameter integer GridX = 6,
  parameter integer Columns = 28,
  parameter integer WindowY = 15,
  parameter integer WindowX = 15,
  parameter integer Wrap = 0,
  parameter integer Pool = 0,
  parameter integer Slots = 225,
  parameter integer SynapsesPerColumn = 0,
  parameter [31:0] PoolSeed = 32'd1,
  parameter integer Radius = 0,
  parameter integer CentreRows = 1,
  parameter integer CentrePlaces = 1,
  parameter integer EntryBits = 11,
  parameter integer TableBits = 1,
  parameter [TableBits-1:0] SlotTable = 1'b0,
  parameter integer PermanenceBits = 4,
  parameter integer ConnectedThreshold = 8,
  parameter integer DrawPerSynapse = 0,
  parameter integer Microarchitecture = 0,
  parameter integer Tiles = 36,
  parameter integer Banks = 1,
  parameter integer Lanes = 15,
  parameter integer Multipliers = 4,
  parameter integer Local = 0,
  parameter integer BoostRule = 0,
  parameter integer ClockGates = 0,
  parameter integer StreamBits = 64,
  parameter integer ReadoutClasses = 0,
  parameter integer ReadoutBits = 8,
  parameter integer ReadoutBanks = 1
) (
  (* X_INTERFACE_INFO = "xilinx.com:signal:clock:1.0 aclk CLK",
     X_INTERFACE_PARAMETER = "ASSOCIATED_BUSIF s_axis:m_axis:s_axi, ASSOCIATED_RESET aresetn" *)
  input  wire                      aclk,
  (* X_INTERFACE_INFO = "xilinx.com:signal:reset:1.0 aresetn RST", X_INTERFACE_PARAMETER = "POLARITY ACTIVE_LOW" *)
  input  wire                      aresetn,
  input  wire                      s_axis_tvalid,
  output wire                      s_axis_tready,
  input  wire [StreamBits-1:0]     s_axis_tdata,
  input  wire [StreamBits/8-1:0]   s_axis_tkeep,
  input  wire                      s_axis_tlast,
  input  wire [0:0]                s_axis_tuser,
  output wire                      m_axis_tvalid,
  input  wire                      m_axis_tready,
  output wire [StreamBits-1:0]     m_axis_tdata,
  output wire [StreamBits/8-1:0]   m_axis_tkeep,
  output wire                      m_axis_tlast,
  input  wire [11:0]               s_axi_awaddr,
  input  wire [2:0]                s_axi_awprot,
  input  wire                      s_axi_awvalid,
  output wire                      s_axi_awready,
  input  wire [31:0]               s_axi_wdata,
  input  wire [3:0]                s_axi_wstrb,
  input  wire                      s_axi_wvalid,
  output wire                      s_axi_wready,
  output wire [1:0]                s_axi_bresp,
  output wire                      s_axi_bvalid,
  input  wire                      s_axi_bready,
  input  wire [11:0]               s_axi_araddr,
  input  wire [2:0]                s_axi_arprot,
  input  wire                      s_axi_arvalid,
  output wire                      s_axi_arready,
  output wire [31:0]               s_axi_rdata,
  output wire [1:0]                s_axi_rresp,
  output wire                      s_axi_rvalid,
  input  wire                      s_axi_rready,
  (* X_INTERFACE_INFO = "xilinx.com:signal:interrupt:1.0 irq INTERRUPT",
     X_INTERFACE_PARAMETER = "SENSITIVITY LEVEL_HIGH" *)
  output reg                       irq
);

  wire in_tvalid;
  wire in_tready;
  wire [StreamBits-1:0] in_tdata;
  wire [StreamBits/8-1:0] in_tkeep;
  wire in_tlast;
  wire in_tuser;
  wire out_tvalid;
  wire out_tready;
  wire [StreamBits-1:0] out_tdata;
  wire [StreamBits/8-1:0] out_tkeep;
  wire out_tlast;
  wire awvalid;
  wire awready;
  wire [11:0] awaddr;
  wire wvalid;
  wire wready;
  wire [31:0] wdata;
  wire [3:0] wstrb;
  wire bvalid;
  wire bready;
  wire [1:0] bresp;
  wire arvalid;
  wire arready;
  wire [11:0] araddr;
  wire rvalid;
  wire rready;
  wire [31:0] rdata;
  wire [1:0] rresp;
  wire irq_now;

  silipool_skid #(
    .Width(StreamBits + StreamBits/8 + 2)
  ) u_in (
    .clk_i(aclk),
    .rst_ni(aresetn),
    .valid_i(s_axis_tvalid),
    .ready_o(s_axis_tready),
    .data_i({s_axis_tdata, s_axis_tkeep, s_axis_tlast, s_axis_tuser}),
    .valid_o(in_tvalid),
    .ready_i(in_tready),
    .data_o({in_tdata, in_tkeep, in_tlast, in_tuser})
  );

  silipool_skid #(
    .Width(StreamBits + StreamBits/8 + 1)
  ) u_out (
    .clk_i(aclk),
    .rst_ni(aresetn),
    .valid_i(out_tvalid),
    .ready_o(out_tready),
    .data_i({out_tdata, out_tkeep, out_tlast}),
    .valid_o(m_axis_tvalid),
    .ready_i(m_axis_tready),
    .data_o({m_axis_tdata, m_axis_tkeep, m_axis_tlast})
  );

  silipool_skid #(
    .Width(12)
  ) u_aw (
    .clk_i(aclk),
    .rst_ni(aresetn),
    .valid_i(s_axi_awvalid),
    .ready_o(s_axi_awready),
    .data_i({s_axi_awaddr}),
    .valid_o(awvalid),
    .ready_i(awready),
    .data_o({awaddr})
  );

  silipool_skid #(
    .Width(36)
  ) u_w (
    .clk_i(aclk),
    .rst_ni(aresetn),
    .valid_i(s_axi_wvalid),
    .ready_o(s_axi_wready),
    .data_i({s_axi_wdata, s_axi_wstrb}),
    .valid_o(wvalid),
    .ready_i(wready),
    .data_o({wdata, wstrb})
  );

  silipool_skid #(
    .Width(2)
  ) u_b (
    .clk_i(aclk),
    .rst_ni(aresetn),
    .valid_i(bvalid),
    .ready_o(bready),
    .data_i({bresp}),
    .valid_o(s_axi_bvalid),
    .ready_i(s_axi_bready),
    .data_o({s_axi_bresp})
  );

  silipool_skid #(
    .Width(12)
  ) u_ar (
    .clk_i(aclk),
    .rst_ni(aresetn),
    .valid_i(s_axi_arvalid),
    .ready_o(s_axi_arready),
    .data_i({s_axi_araddr}),
    .valid_o(arvalid),
    .ready_i(arready),
    .data_o({araddr})
  );

  silipool_skid #(
    .Width(34)
  ) u_r (
    .clk_i(aclk),
    .rst_ni(aresetn),
    .valid_i(rvalid),
    .ready_o(rready),
    .data_i({rdata, rresp}),
    .valid_o(s_axi_rvalid),
    .ready_i(s_axi_rready),
    .data_o({s_axi_rdata, s_axi_rresp})
  );

  silipool_top #(
    .ConfigHash(ConfigHash),
    .Height(Height),
    .Width(Width),
    .Planes(Planes),
    .GridY(GridY),
    .GridX(GridX),
    .Columns(Columns),
    .WindowY(WindowY),
    .WindowX(WindowX),
    .Wrap(Wrap),
    .Pool(Pool),
    .Slots(Slots),
    .SynapsesPerColumn(SynapsesPerColumn),
    .PoolSeed(PoolSeed),
    .Radius(Radius),
    .CentreRows(CentreRows),
    .CentrePlaces(CentrePlaces),
    .EntryBits(EntryBits),
    .TableBits(TableBits),
    .SlotTable(SlotTable),
    .PermanenceBits(PermanenceBits),
    .ConnectedThreshold(ConnectedThreshold),
    .DrawPerSynapse(DrawPerSynapse),
    .Microarchitecture(Microarchitecture),
    .Tiles(Tiles),
    .Banks(Banks),
    .Lanes(Lanes),
    .Multipliers(Multipliers),
    .Local(Local),
    .BoostRule(BoostRule),
    .ClockGates(ClockGates),
    .StreamBits(StreamBits),
    .ReadoutClasses(ReadoutClasses),
    .ReadoutBits(ReadoutBits),
    .ReadoutBanks(ReadoutBanks)
  ) u_top (
    .aclk(aclk),
    .aresetn(aresetn),
    .s_axis_tvalid(in_tvalid),
    .s_axis_tready(in_tready),
    .s_axis_tdata(in_tdata),
    .s_axis_tkeep(in_tkeep),
    .s_axis_tlast(in_tlast),
    .s_axis_tuser(in_tuser),
    .m_axis_tvalid(out_tvalid),
    .m_axis_tready(out_tready),
    .m_axis_tdata(out_tdata),
    .m_axis_tkeep(out_tkeep),
    .m_axis_tlast(out_tlast),
    .s_axil_awvalid(awvalid),
    .s_axil_awready(awready),
    .s_axil_awaddr(awaddr),
    .s_axil_wvalid(wvalid),
    .s_axil_wready(wready),
    .s_axil_wdata(wdata),
    .s_axil_wstrb(wstrb),
    .s_axil_bvalid(bvalid),
    .s_axil_bready(bready),
    .s_axil_bresp(bresp),
    .s_axil_arvalid(arvalid),
    .s_axil_arready(arready),
    .s_axil_araddr(araddr),
    .s_axil_rvalid(rvalid),
    .s_axil_rready(rready),
    .s_axil_rdata(rdata),
    .s_axil_rresp(rresp),
    .irq(irq_now)
  );

  always @(posedge aclk) irq <= aresetn && irq_now;

endmodule
`default_nettype wire
