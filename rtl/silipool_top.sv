// The block as it meets a bus: AXI4-Stream frames in, AXI4-Stream winners out, AXI4-Lite registers.
// All parameters are structure (docs/spec.md section 10) or microarchitecture; `silipool config rtl`
// writes an instance of this module from a configuration.
`default_nettype none
module silipool_top #(
  parameter logic [31:0] ConfigHash = '0,
  parameter int Height = 28,
  parameter int Width = 28,
  parameter int Planes = 1,
  parameter int GridY = 6,
  parameter int GridX = 6,
  parameter int Columns = 28,             // of one hypercolumn
  parameter int WindowY = 15,
  parameter int WindowX = 15,
  parameter int Wrap = 0,
  parameter int Pool = 0,
  parameter int Slots = 225,
  parameter int SynapsesPerColumn = 0,
  parameter logic [31:0] PoolSeed = 1,
  parameter int Radius = 0,
  parameter int CentreRows = 1,
  parameter int CentrePlaces = 1,
  parameter int EntryBits = 11,
  parameter int TableBits = 1,
  parameter logic [TableBits-1:0] SlotTable = '0,  // of a shared sample: {not void, input} of every slot, hypercolumn 0 slot 0 lowest
  parameter int PermanenceBits = 4,
  parameter int ConnectedThreshold = 8,
  parameter int DrawPerSynapse = 0,
  parameter int Tiles = 36,
  parameter int Banks = 1,
  parameter int Lanes = 15,
  parameter int Multipliers = 4,
  parameter int Local = 0,
  parameter int BoostRule = 0,
  parameter int ClockGates = 0,
  parameter int StreamBits = 64,
  localparam int Inputs = Planes * Height * Width,
  localparam int Hypercolumns = GridY * GridX
) (
  input  wire logic                  aclk,
  input  wire logic                  aresetn,
  input  wire logic                  s_axis_tvalid,
  output logic                       s_axis_tready,
  input  wire logic [StreamBits-1:0] s_axis_tdata,
  input  wire logic                  s_axis_tlast,
  input  wire logic                  s_axis_tuser,
  output logic                       m_axis_tvalid,
  input  wire logic                  m_axis_tready,
  output logic      [StreamBits-1:0] m_axis_tdata,
  output logic                       m_axis_tlast,
  input  wire logic [11:0]           s_axil_awaddr,
  input  wire logic                  s_axil_awvalid,
  output logic                       s_axil_awready,
  input  wire logic [31:0]           s_axil_wdata,
  input  wire logic [3:0]            s_axil_wstrb,
  input  wire logic                  s_axil_wvalid,
  output logic                       s_axil_wready,
  output logic      [1:0]            s_axil_bresp,
  output logic                       s_axil_bvalid,
  input  wire logic                  s_axil_bready,
  input  wire logic [11:0]           s_axil_araddr,
  input  wire logic                  s_axil_arvalid,
  output logic                       s_axil_arready,
  output logic      [31:0]           s_axil_rdata,
  output logic      [1:0]            s_axil_rresp,
  output logic                       s_axil_rvalid,
  input  wire logic                  s_axil_rready
);

  if ((Hypercolumns % Tiles) != 0) begin : gen_bad_tiles
    $error("Tiles must divide the number of hypercolumns");
  end
  if ((Banks & (Banks - 1)) != 0) begin : gen_bad_banks
    $error("Banks must be a power of two");
  end
  if (Lanes > Slots || Multipliers > Columns || Banks > Slots) begin : gen_bad_widths
    $error("Lanes and Banks must not exceed Slots, nor Multipliers Columns");
  end

  silipool_pkg::runtime_t runtime;
  logic initialise;
  logic busy;
  logic ready;
  logic frame_valid;
  logic frame_ready;
  logic [Inputs-1:0] frame;
  logic frame_learn;
  logic frame_dropped;
  logic winners_valid;
  logic winners_ready;
  logic [Hypercolumns*Columns-1:0] winners;
  logic step_done;
  logic step_learn;

  silipool_registers #(
    .ConfigHash(ConfigHash),
    .Inputs(Inputs),
    .Hypercolumns(Hypercolumns),
    .Columns(Columns),
    .Slots(Slots),
    .PermanenceBits(PermanenceBits),
    .ConnectedThreshold(ConnectedThreshold),
    .Tiles(Tiles),
    .Banks(Banks),
    .Lanes(Lanes),
    .Multipliers(Multipliers),
    .StreamBits(StreamBits)
  ) u_registers (
    .clk_i(aclk),
    .rst_ni(aresetn),
    .awaddr_i(s_axil_awaddr),
    .awvalid_i(s_axil_awvalid),
    .awready_o(s_axil_awready),
    .wdata_i(s_axil_wdata),
    .wstrb_i(s_axil_wstrb),
    .wvalid_i(s_axil_wvalid),
    .wready_o(s_axil_wready),
    .bresp_o(s_axil_bresp),
    .bvalid_o(s_axil_bvalid),
    .bready_i(s_axil_bready),
    .araddr_i(s_axil_araddr),
    .arvalid_i(s_axil_arvalid),
    .arready_o(s_axil_arready),
    .rdata_o(s_axil_rdata),
    .rresp_o(s_axil_rresp),
    .rvalid_o(s_axil_rvalid),
    .rready_i(s_axil_rready),
    .runtime_o(runtime),
    .initialise_o(initialise),
    .busy_i(busy),
    .ready_i(ready),
    .frame_dropped_i(frame_dropped),
    .step_done_i(step_done),
    .step_learn_i(step_learn)
  );

  silipool_stream_in #(
    .Inputs(Inputs),
    .StreamBits(StreamBits)
  ) u_stream_in (
    .clk_i(aclk),
    .rst_ni(aresetn),
    .tvalid_i(s_axis_tvalid),
    .tready_o(s_axis_tready),
    .tdata_i(s_axis_tdata),
    .tlast_i(s_axis_tlast),
    .tuser_i(s_axis_tuser),
    .frame_valid_o(frame_valid),
    .frame_ready_i(frame_ready),
    .frame_o(frame),
    .learn_o(frame_learn),
    .dropped_o(frame_dropped)
  );

  silipool_core #(
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
    .Tiles(Tiles),
    .Banks(Banks),
    .Lanes(Lanes),
    .Multipliers(Multipliers),
    .Local(Local),
    .BoostRule(BoostRule),
    .ClockGates(ClockGates)
  ) u_core (
    .clk_i(aclk),
    .rst_ni(aresetn),
    .runtime_i(runtime),
    .initialise_i(initialise),
    .busy_o(busy),
    .ready_o(ready),
    .frame_valid_i(frame_valid),
    .frame_ready_o(frame_ready),
    .frame_i(frame),
    .frame_learn_i(frame_learn),
    .winners_valid_o(winners_valid),
    .winners_ready_i(winners_ready),
    .winners_o(winners),
    .step_done_o(step_done),
    .step_learn_o(step_learn)
  );

  silipool_stream_out #(
    .Columns(Hypercolumns * Columns),
    .StreamBits(StreamBits)
  ) u_stream_out (
    .clk_i(aclk),
    .rst_ni(aresetn),
    .winners_valid_i(winners_valid),
    .winners_ready_o(winners_ready),
    .winners_i(winners),
    .tvalid_o(m_axis_tvalid),
    .tready_i(m_axis_tready),
    .tdata_o(m_axis_tdata),
    .tlast_o(m_axis_tlast)
  );

endmodule
`default_nettype wire
