// Keys and winners of one hypercolumn. Keys are made as overlaps come, by one multiplier, into a memory. Each
// round walks them for the greatest that comes after the last winner's in the order of docs/spec.md section
// 6.3, so that the rank of a winner is its round. With local inhibition each round is one column's, in order:
// those of its neighbourhood that beat it are counted, and that is its rank.
// Cycles from round_i to decided_o: Columns + 1, or + 2 if local.
`default_nettype none
module silipool_serial_select #(
  parameter int Columns = 28,
  parameter int Slots = 225,
  parameter int Local = 0,
  parameter int PlaneRows = 1,     // of the plane of columns
  parameter int PlanePlaces = 1,
  parameter int Wrap = 0,
  parameter int ClockGates = 0,
  localparam int CountBits = $clog2(Slots + 1),
  localparam int ColumnBits = Columns > 1 ? $clog2(Columns) : 1,
  localparam int KeyBits = CountBits + silipool_pkg::BOOST_BITS + 1  // the top bit says eligible
) (
  input  wire logic                   clk_i,
  input  wire logic                   rst_ni,
  input  wire silipool_pkg::runtime_t runtime_i,
  input  wire logic                   start_i,       // keys of another hypercolumn come, in order
  input  wire logic                   overlap_valid_i,
  input  wire logic [CountBits-1:0]   overlap_i,
  input  wire logic [silipool_pkg::BOOST_BITS-1:0] boost_i,
  input  wire logic                   round_i,       // once all keys have come
  output logic                        decided_o,     // one cycle: the end of a round
  output logic                        win_o,         // with decided_o: a winner, and whether it learns
  output logic      [ColumnBits-1:0]  winner_o,
  output logic                        learner_o,
  output logic                        last_o         // this round is the last
);

  localparam int RoundBits = $clog2(Columns + 1);

  typedef enum logic [1:0] {Idle, Own, Scan, Decide} state_e;
  state_e state_q;
  logic [ColumnBits-1:0] column_q;   // that is read, or written
  logic [ColumnBits-1:0] arrived_column_q;
  logic arrived_q;
  logic [RoundBits-1:0] round_q;

  logic clk;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_gate (
    .clk_i,
    .enable_i(state_q != Idle || start_i || overlap_valid_i || round_i || !rst_ni),
    .clk_o(clk)
  );

  wire logic [KeyBits-1:0] made =
      13'(overlap_i) >= runtime_i.stimulus_threshold ? {1'b1, (KeyBits-1)'(overlap_i) * (KeyBits-1)'(boost_i)} : '0;
  wire logic last_column = column_q == ColumnBits'(Columns - 1);
  // The first read of a round, and with local inhibition the one before it, of the round's own column.
  wire logic scan = state_q == Scan || (state_q == Own && Local != 0) || (round_i && Local == 0);
  logic [KeyBits-1:0] key;
  silipool_ram #(
    .Width(KeyBits),
    .Depth(Columns)
  ) u_keys (
    .clk_i(clk),
    .read_i(round_i || scan),
    .read_address_i(Local != 0 && round_i ? ColumnBits'(round_q) : column_q),
    .read_data_o(key),
    .write_i(overlap_valid_i),
    .write_address_i(column_q),
    .write_data_i(made)
  );

  assign decided_o = state_q == Decide && !arrived_q;  // the last key has come

  if (Local != 0) begin : gen_local
`include "silipool_plane.svh"
    localparam int RowBits = PlaneRows > 1 ? $clog2(PlaneRows) : 1;
    localparam int PlaceBits = PlanePlaces > 1 ? $clog2(PlanePlaces) : 1;
    logic [RowBits-1:0] row_q;   // of the round's column
    logic [PlaceBits-1:0] place_q;
    logic [RowBits-1:0] other_row_q;  // of the key that has arrived
    logic [PlaceBits-1:0] other_place_q;
    logic [KeyBits-1:0] own_q;
    logic [12:0] rank_q;
    wire logic near = is_near(32'(other_row_q), 32'(row_q), PlaneRows, Wrap != 0, runtime_i.inhibition_radius) &&
                      is_near(32'(other_place_q), 32'(place_q), PlanePlaces, Wrap != 0, runtime_i.inhibition_radius);
    wire logic beats = key > own_q || (key == own_q && RoundBits'(arrived_column_q) < round_q);
    assign win_o = decided_o && own_q[KeyBits-1] && rank_q < runtime_i.active_columns;
    assign winner_o = ColumnBits'(round_q);
    assign learner_o = rank_q < runtime_i.learning_columns;
    assign last_o = round_q == RoundBits'(Columns - 1);
    always_ff @(posedge clk) begin
      if (state_q == Own) begin
        own_q <= key;
        rank_q <= '0;
        other_row_q <= '0;
        other_place_q <= '0;
      end else if (arrived_q) begin
        if (near && beats) rank_q <= rank_q + 13'd1;
        other_place_q <= other_place_q + PlaceBits'(1);
        if (other_place_q == PlaceBits'(PlanePlaces - 1)) begin
          other_place_q <= '0;
          other_row_q <= other_row_q + RowBits'(1);
        end
      end
      if (start_i) begin
        row_q <= '0;
        place_q <= '0;
      end else if (decided_o) begin
        place_q <= place_q + PlaceBits'(1);
        if (place_q == PlaceBits'(PlanePlaces - 1)) begin
          place_q <= '0;
          row_q <= row_q + RowBits'(1);
        end
      end
    end
  end else begin : gen_greatest
    logic found_q;
    logic [KeyBits-1:0] greatest_q;
    logic [ColumnBits-1:0] greatest_column_q;
    logic won_q;                 // there is a last winner
    logic [KeyBits-1:0] last_key_q;
    logic [ColumnBits-1:0] last_column_q;
    wire logic comes = key[KeyBits-1] &&
        (!won_q || key < last_key_q || (key == last_key_q && arrived_column_q > last_column_q));
    assign win_o = decided_o && found_q;
    assign winner_o = greatest_column_q;
    assign learner_o = 13'(round_q) < runtime_i.learning_columns;
    assign last_o = !found_q || 13'(round_q) + 13'd1 >= runtime_i.active_columns;
    always_ff @(posedge clk) begin
      if (round_i) begin
        found_q <= 1'b0;
      end else if (arrived_q && comes && (!found_q || key > greatest_q)) begin
        found_q <= 1'b1;
        greatest_q <= key;
        greatest_column_q <= arrived_column_q;
      end
      if (start_i) begin
        won_q <= 1'b0;
      end else if (win_o) begin
        won_q <= 1'b1;
        last_key_q <= greatest_q;
        last_column_q <= greatest_column_q;
      end
    end
  end

  always_ff @(posedge clk) begin
    arrived_q <= scan;
    arrived_column_q <= column_q;
    if (overlap_valid_i || scan) column_q <= last_column ? '0 : column_q + ColumnBits'(1);
    case (state_q)
      Idle: if (round_i) state_q <= Local != 0 ? Own : last_column ? Decide : Scan;
      Own: state_q <= last_column ? Decide : Scan;
      Scan: if (last_column) state_q <= Decide;
      default: begin  // Decide
        if (decided_o) begin
          round_q <= round_q + RoundBits'(1);
          state_q <= Idle;
        end
      end
    endcase
    if (start_i) begin
      column_q <= '0;
      round_q <= '0;
    end
    if (!rst_ni) begin
      state_q <= Idle;
      arrived_q <= 1'b0;
    end
  end

endmodule
`default_nettype wire
