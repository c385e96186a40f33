// The small core between its streams: what silipool_stream_in, silipool_core and silipool_stream_out are
// together, with frames and winners in memories.
`default_nettype none
module silipool_serial #(
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
  parameter int Lanes = 15,
  parameter int Local = 0,
  parameter int BoostRule = 0,
  parameter int ClockGates = 0,
  parameter int StreamBits = 64,
  localparam int Inputs = Planes * Height * Width,
  localparam int AllColumns = GridY * GridX * Columns
) (
  input  wire logic                    clk_i,
  input  wire logic                    rst_ni,
  input  wire silipool_pkg::runtime_t  runtime_i,
  input  wire logic                    sparse_i,
  input  wire logic                    indices_i,
  input  wire logic                    initialise_i,
  output logic                         busy_o,
  output logic                         ready_o,
  input  wire logic                    hold_i,
  input  wire logic                    s_tvalid_i,
  output logic                         s_tready_o,
  input  wire logic [StreamBits-1:0]   s_tdata_i,
  input  wire logic [StreamBits/8-1:0] s_tkeep_i,
  input  wire logic                    s_tlast_i,
  input  wire logic                    s_tuser_i,
  output logic                         m_tvalid_o,
  input  wire logic                    m_tready_i,
  output logic      [StreamBits-1:0]   m_tdata_o,
  output logic      [StreamBits/8-1:0] m_tkeep_o,
  output logic                         m_tlast_o,
  output logic                         frame_valid_o,
  output logic                         dropped_o,
  output logic      [4:0]              errors_o,
  output logic                         step_done_o,
  output logic                         step_learn_o,
  input  wire logic                    state_start_i,
  input  wire silipool_pkg::state_t    state_i,
  output logic                         state_idle_o,
  output logic      [31:0]             state_data_o,
  output logic      [3:0]              phase_o
);

  localparam int InBeats = (Inputs + StreamBits - 1) / StreamBits;
  localparam int InBeatBits = InBeats > 1 ? $clog2(InBeats) : 1;
  localparam int OutBeats = (AllColumns + StreamBits - 1) / StreamBits;
  localparam int OutBeatBits = OutBeats > 1 ? $clog2(OutBeats) : 1;

  logic frame_ready;
  logic frame_read;
  logic [InBeatBits-1:0] frame_beat;
  logic [StreamBits-1:0] frame;
  logic frame_learn;
  logic winners_write;
  logic [OutBeatBits-1:0] winners_beat;
  logic [StreamBits-1:0] winners;
  logic winners_valid;
  logic winners_ready;

  silipool_serial_in #(
    .Inputs(Inputs),
    .StreamBits(StreamBits)
  ) u_in (
    .clk_i,
    .rst_ni,
    .sparse_i,
    .tvalid_i(s_tvalid_i),
    .tready_o(s_tready_o),
    .tdata_i(s_tdata_i),
    .tkeep_i(s_tkeep_i),
    .tlast_i(s_tlast_i),
    .tuser_i(s_tuser_i),
    .frame_valid_o,
    .frame_ready_i(frame_ready),
    .read_i(frame_read),
    .read_beat_i(frame_beat),
    .read_data_o(frame),
    .learn_o(frame_learn),
    .dropped_o,
    .errors_o
  );

  silipool_serial_core #(
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
  ) u_core (
    .clk_i,
    .rst_ni,
    .runtime_i,
    .initialise_i,
    .busy_o,
    .ready_o,
    .hold_i,
    .frame_valid_i(frame_valid_o),
    .frame_ready_o(frame_ready),
    .frame_read_o(frame_read),
    .frame_beat_o(frame_beat),
    .frame_i(frame),
    .frame_learn_i(frame_learn),
    .winners_write_o(winners_write),
    .winners_beat_o(winners_beat),
    .winners_o(winners),
    .winners_valid_o(winners_valid),
    .winners_ready_i(winners_ready),
    .step_done_o,
    .step_learn_o,
    .state_start_i,
    .state_i,
    .state_idle_o,
    .state_data_o,
    .phase_o
  );

  silipool_serial_out #(
    .Columns(AllColumns),
    .StreamBits(StreamBits)
  ) u_out (
    .clk_i,
    .rst_ni,
    .indices_i,
    .write_i(winners_write),
    .write_beat_i(winners_beat),
    .write_data_i(winners),
    .winners_valid_i(winners_valid),
    .winners_ready_o(winners_ready),
    .tvalid_o(m_tvalid_o),
    .tready_i(m_tready_i),
    .tdata_o(m_tdata_o),
    .tkeep_o(m_tkeep_o),
    .tlast_o(m_tlast_o)
  );

endmodule
`default_nettype wire
