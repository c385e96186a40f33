// In the place of silipool_core: the same ports, and steps of any length and outcome.
module silipool_core #(
  parameter int Height = 1, parameter int Width = 1, parameter int Planes = 1, parameter int GridY = 1,
  parameter int GridX = 1, parameter int Columns = 1, parameter int WindowY = 1, parameter int WindowX = 1,
  parameter int Wrap = 0, parameter int Pool = 0, parameter int Slots = 1, parameter int SynapsesPerColumn = 0,
  parameter logic [31:0] PoolSeed = 1, parameter int Radius = 0, parameter int CentreRows = 1,
  parameter int CentrePlaces = 1, parameter int EntryBits = 1, parameter int TableBits = 1,
  parameter logic [TableBits-1:0] SlotTable = '0, parameter int PermanenceBits = 1,
  parameter int ConnectedThreshold = 1, parameter int DrawPerSynapse = 0, parameter int Tiles = 1,
  parameter int Banks = 1, parameter int Lanes = 1, parameter int Multipliers = 1,
  parameter int Local = 0, parameter int BoostRule = 0, parameter int ClockGates = 0
) (
  input  wire logic                   clk_i,
  input  wire logic                   rst_ni,
  input  wire silipool_pkg::runtime_t runtime_i,
  input  wire logic                   initialise_i,
  output logic                        busy_o,
  output logic                        ready_o,
  input  wire logic                   hold_i,
  input  wire logic                   frame_valid_i,
  output logic                        frame_ready_o,
  input  wire logic [Planes*Height*Width-1:0] frame_i,
  input  wire logic                   frame_learn_i,
  output logic                        winners_valid_o,
  input  wire logic                   winners_ready_i,
  output logic      [GridY*GridX*Columns-1:0] winners_o,
  output logic                        step_done_o,
  output logic                        step_learn_o,
  input  wire logic                   state_start_i,
  input  wire silipool_pkg::state_t   state_i,
  output logic                        state_idle_o,
  output logic      [31:0]            state_data_o,
  output logic      [3:0]             phase_o
);
  (* anyseq *) reg [GridY*GridX*Columns-1:0] any_winners;
  (* anyseq *) reg finish;
  logic run_q;
  logic access_q;
  assign busy_o = run_q;
  assign ready_o = 1'b1;
  assign step_done_o = run_q && finish && winners_ready_i;
  assign frame_ready_o = step_done_o;
  assign winners_valid_o = step_done_o;
  assign winners_o = any_winners;
  assign step_learn_o = 1'b0;
  assign state_idle_o = !access_q;
  assign state_data_o = state_i.data;
  assign phase_o = '0;
  always @(posedge clk_i) begin
    if (frame_valid_i && !hold_i && !run_q) run_q <= 1'b1;
    if (step_done_o) run_q <= 1'b0;
    access_q <= state_start_i;
    if (!rst_ni) begin
      run_q <= 1'b0;
      access_q <= 1'b0;
    end
  end
endmodule
