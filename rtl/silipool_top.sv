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
  parameter int Microarchitecture = 0,
  parameter int Tiles = 36,
  parameter int Banks = 1,
  parameter int Lanes = 15,
  parameter int Multipliers = 4,
  parameter int Local = 0,
  parameter int BoostRule = 0,
  parameter int ClockGates = 0,
  parameter int StreamBits = 64,
  parameter int ReadoutClasses = 0,       // 0: no readout
  parameter int ReadoutBits = 8,
  parameter int ReadoutBanks = 1,
  localparam int Inputs = Planes * Height * Width,
  localparam int Hypercolumns = GridY * GridX
) (
  input  wire logic                  aclk,
  input  wire logic                  aresetn,
  input  wire logic                  s_axis_tvalid,
  output logic                       s_axis_tready,
  input  wire logic [StreamBits-1:0] s_axis_tdata,
  input  wire logic [StreamBits/8-1:0] s_axis_tkeep,
  input  wire logic                  s_axis_tlast,
  input  wire logic                  s_axis_tuser,
  output logic                       m_axis_tvalid,
  input  wire logic                  m_axis_tready,
  output logic      [StreamBits-1:0] m_axis_tdata,
  output logic      [StreamBits/8-1:0] m_axis_tkeep,
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
  input  wire logic                  s_axil_rready,
  output logic                       irq
);

`ifndef __ICARUS__  // which knows no elaboration tasks
  if ((Hypercolumns % Tiles) != 0) begin : gen_bad_tiles
    $error("Tiles must divide the number of hypercolumns");
  end
  if ((Banks & (Banks - 1)) != 0) begin : gen_bad_banks
    $error("Banks must be a power of two");
  end
  if (Microarchitecture == silipool_pkg::MICROARCHITECTURE_SERIAL && (Tiles != 1 || Banks != 1 || Multipliers != 1 || ReadoutClasses != 0)) begin : gen_bad_serial
    $error("the serial core has one tile, bank and multiplier, and no readout");
  end
  if (Lanes > Slots || Multipliers > Columns || Banks > Slots) begin : gen_bad_widths
    $error("Lanes and Banks must not exceed Slots, nor Multipliers Columns");
  end
`endif

  silipool_pkg::runtime_t runtime;
  logic sparse;
  logic indices;
  logic class_beat;
  logic class_alone;
  logic pause;
  logic initialise;
  logic busy;
  logic ready;
  logic frame_valid;
  logic frame_dropped;
  logic [4:0] frame_errors;
  logic step_done;
  logic step_learn;
  logic [3:0] phase;
  logic rest;
  logic state_select;
  logic state_access;
  logic state_write;
  logic [31:0] state_written;
  logic state_done;
  logic state_okay;
  logic state_busy;
  logic core_state_start;
  silipool_pkg::state_t core_state;
  logic core_state_idle;
  logic [31:0] state_read;
  logic readout_ready;
  logic readout_done;
  logic [7:0] readout_class;
  logic readout_select;
  logic readout_access;
  logic readout_write;
  logic readout_okay;
  logic [31:0] readout_written;
  logic [31:0] readout_read;

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
    .StreamBits(StreamBits),
    .ReadoutClasses(ReadoutClasses),
    .ReadoutBits(ReadoutClasses != 0 ? ReadoutBits : 0),
    .ReadoutBanks(ReadoutClasses != 0 ? ReadoutBanks : 0)
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
    .sparse_o(sparse),
    .indices_o(indices),
    .class_beat_o(class_beat),
    .class_alone_o(class_alone),
    .pause_o(pause),
    .initialise_o(initialise),
    .irq_o(irq),
    .busy_i(busy),
    .ready_i(ready),
    .frame_dropped_i(frame_dropped),
    .frame_errors_i(frame_errors),
    .step_done_i(step_done),
    .step_learn_i(step_learn),
    .phase_i(phase),
    .output_waits_i(m_axis_tvalid && !m_axis_tready),
    .input_waits_i(ready && !pause && !busy && !frame_valid),
    .state_select_o(state_select),
    .state_access_o(state_access),
    .state_write_o(state_write),
    .state_data_o(state_written),
    .rest_o(rest),
    .state_done_i(state_done),
    .state_okay_i(state_okay),
    .state_data_i(state_read),
    .readout_busy_i(!readout_ready),
    .readout_done_i(readout_done),
    .readout_class_i(readout_class),
    .readout_select_o(readout_select),
    .readout_access_o(readout_access),
    .readout_write_o(readout_write),
    .readout_data_o(readout_written),
    .readout_okay_i(readout_okay),
    .readout_data_i(readout_read)
  );

  silipool_state_port #(
    .Tiles(Tiles),
    .Turns(Hypercolumns / Tiles),
    .Columns(Columns),
    .Slots(Slots),
    .Lanes(Lanes),
    .Multipliers(Multipliers),
    .PermanenceBits(PermanenceBits)
  ) u_state_port (
    .clk_i(aclk),
    .rst_ni(aresetn),
    .select_i(state_select),
    .selection_i(state_written),
    .access_i(state_access),
    .write_i(state_write),
    .data_i(state_written),
    .done_o(state_done),
    .okay_o(state_okay),
    .busy_o(state_busy),
    .rest_i(rest),
    .core_start_o(core_state_start),
    .core_access_o(core_state),
    .core_idle_i(core_state_idle)
  );

  if (Microarchitecture == silipool_pkg::MICROARCHITECTURE_TILED) begin : gen_tiled
    logic frame_ready;
    logic [Inputs-1:0] frame;
    logic frame_learn;
    logic winners_valid;
    logic winners_ready;
    logic [Hypercolumns*Columns-1:0] winners;
    logic output_ready;

    // Winners go to the stream and to the readout together.
    assign winners_ready = output_ready && readout_ready;

    silipool_stream_in #(
      .Inputs(Inputs),
      .StreamBits(StreamBits)
    ) u_stream_in (
      .clk_i(aclk),
      .rst_ni(aresetn),
      .sparse_i(sparse),
      .tvalid_i(s_axis_tvalid),
      .tready_o(s_axis_tready),
      .tdata_i(s_axis_tdata),
      .tkeep_i(s_axis_tkeep),
      .tlast_i(s_axis_tlast),
      .tuser_i(s_axis_tuser),
      .frame_valid_o(frame_valid),
      .frame_ready_i(frame_ready),
      .frame_o(frame),
      .learn_o(frame_learn),
      .dropped_o(frame_dropped),
      .errors_o(frame_errors)
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
      .initialise_i(initialise && !state_busy),
      .busy_o(busy),
      .ready_o(ready),
      .hold_i(pause || state_busy),
      .frame_valid_i(frame_valid),
      .frame_ready_o(frame_ready),
      .frame_i(frame),
      .frame_learn_i(frame_learn),
      .winners_valid_o(winners_valid),
      .winners_ready_i(winners_ready),
      .winners_o(winners),
      .step_done_o(step_done),
      .step_learn_o(step_learn),
      .state_start_i(core_state_start),
      .state_i(core_state),
      .state_idle_o(core_state_idle),
      .state_data_o(state_read),
      .phase_o(phase)
    );

    if (ReadoutClasses != 0) begin : gen_readout
      silipool_readout #(
        .Columns(Hypercolumns * Columns),
        .Classes(ReadoutClasses),
        .WeightBits(ReadoutBits),
        .Banks(ReadoutBanks),
        .ClockGates(ClockGates)
      ) u_readout (
        .clk_i(aclk),
        .rst_ni(aresetn),
        .winners_valid_i(winners_valid),
        .winners_ready_o(readout_ready),
        .winners_i(winners),
        .class_o(readout_class),
        .done_o(readout_done),
        .select_i(readout_select),
        .access_i(readout_access),
        .write_i(readout_write),
        .data_i(readout_written[ReadoutBits-1:0]),
        .okay_o(readout_okay),
        .data_o(readout_read),
        .rest_i(rest)
      );
    end else begin : gen_readout
      assign readout_ready = 1'b1;
      assign readout_class = '0;
      assign readout_done = 1'b0;
      assign readout_okay = 1'b0;
      assign readout_read = '0;
    end

    silipool_stream_out #(
      .Columns(Hypercolumns * Columns),
      .StreamBits(StreamBits)
    ) u_stream_out (
      .clk_i(aclk),
      .rst_ni(aresetn),
      .indices_i(indices),
      .winners_valid_i(winners_valid),
      .winners_ready_o(output_ready),
      .winners_i(winners),
      .class_beat_i(class_beat),
      .class_alone_i(class_alone),
      .class_valid_i(readout_ready),
      .class_i(readout_class),
      .tvalid_o(m_axis_tvalid),
      .tready_i(m_axis_tready),
      .tdata_o(m_axis_tdata),
      .tkeep_o(m_axis_tkeep),
      .tlast_o(m_axis_tlast)
    );
  end else begin : gen_serial
    assign readout_ready = 1'b1;
    assign readout_class = '0;
    assign readout_done = 1'b0;
    assign readout_okay = 1'b0;
    assign readout_read = '0;

    silipool_serial #(
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
      .Lanes(Lanes),
      .Local(Local),
      .BoostRule(BoostRule),
      .ClockGates(ClockGates),
      .StreamBits(StreamBits)
    ) u_serial (
      .clk_i(aclk),
      .rst_ni(aresetn),
      .runtime_i(runtime),
      .sparse_i(sparse),
      .indices_i(indices),
      .initialise_i(initialise && !state_busy),
      .busy_o(busy),
      .ready_o(ready),
      .hold_i(pause || state_busy),
      .s_tvalid_i(s_axis_tvalid),
      .s_tready_o(s_axis_tready),
      .s_tdata_i(s_axis_tdata),
      .s_tkeep_i(s_axis_tkeep),
      .s_tlast_i(s_axis_tlast),
      .s_tuser_i(s_axis_tuser),
      .m_tvalid_o(m_axis_tvalid),
      .m_tready_i(m_axis_tready),
      .m_tdata_o(m_axis_tdata),
      .m_tkeep_o(m_axis_tkeep),
      .m_tlast_o(m_axis_tlast),
      .frame_valid_o(frame_valid),
      .dropped_o(frame_dropped),
      .errors_o(frame_errors),
      .step_done_o(step_done),
      .step_learn_o(step_learn),
      .state_start_i(core_state_start),
      .state_i(core_state),
      .state_idle_o(core_state_idle),
      .state_data_o(state_read),
      .phase_o(phase)
    );
  end

endmodule
`default_nettype wire
