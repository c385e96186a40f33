// Keys and winners of one hypercolumn. Boosted overlaps are formed by `Multipliers` multipliers, then
// each round takes the greatest key, lowest index first, through a tree of comparators: the rank of a
// winner is its round, so the best `learning_columns` are the first ones, and are known first.
// With local inhibition each round is one column's, in order: all columns of its neighbourhood that beat it
// are counted at once, and that is its rank.
// Cycles from start_i to last_o: ceil(Columns / Multipliers) + min(k, eligible + 1), or + Columns if local.
`default_nettype none
module silipool_inhibit #(
  parameter int Columns = 28,
  parameter int Slots = 225,
  parameter int Multipliers = 4,
  parameter int Local = 0,
  parameter int PlaneRows = 1,     // of the plane of columns
  parameter int PlanePlaces = 1,
  parameter int Wrap = 0,
  parameter int ClockGates = 0,
  localparam int Words = (Columns + Multipliers - 1) / Multipliers,
  localparam int WordBits = Words > 1 ? $clog2(Words) : 1,
  localparam int CountBits = $clog2(Slots + 1),
  localparam int ColumnBits = Columns > 1 ? $clog2(Columns) : 1,
  localparam int KeyBits = CountBits + silipool_pkg::BOOST_BITS + 1  // the top bit says eligible
) (
  input  wire logic                         clk_i,
  input  wire logic                         rst_ni,
  input  wire silipool_pkg::runtime_t       runtime_i,
  input  wire logic                         start_i,       // the overlaps stand from the next cycle on
  input  wire logic [CountBits*Columns-1:0] planes_i,
  output logic                              planes_free_o, // the overlaps are used in the next cycle for the last time, or were
  output logic                              boost_read_o,
  output logic      [WordBits-1:0]          boost_word_o,
  input  wire logic [Multipliers*silipool_pkg::BOOST_BITS-1:0] boosts_i,
  output logic                              win_o,         // a winner, and whether it learns
  output logic      [ColumnBits-1:0]        winner_o,
  output logic                              learner_o,
  output logic                              last_o         // this round is the last
);

  localparam int RoundBits = $clog2(Columns + 1);

  typedef enum logic [1:0] {Idle, Keys, Select} state_e;
  state_e state_q;
  logic [Columns*KeyBits-1:0] keys_q;
  logic [WordBits-1:0] word_q;  // whose boosts have arrived
  logic [RoundBits-1:0] round_q;

  logic clk;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_gate (
    .clk_i,
    .enable_i(start_i || state_q != Idle || !rst_ni),
    .clk_o(clk)
  );

  wire logic last_word = word_q == WordBits'(Words - 1);
  assign boost_read_o = start_i || (state_q == Keys && !last_word);
  assign boost_word_o = start_i ? '0 : word_q + WordBits'(1);
  assign planes_free_o = start_i ? Words == 1 : state_q != Keys || 32'(word_q) + 2 >= Words;

  if (Local != 0) begin : gen_local
`include "silipool_plane.svh"
    localparam int RowBits = PlaneRows > 1 ? $clog2(PlaneRows) : 1;
    localparam int PlaceBits = PlanePlaces > 1 ? $clog2(PlanePlaces) : 1;
    logic [RowBits-1:0] row_q;  // of the round's column
    logic [PlaceBits-1:0] place_q;
    logic [KeyBits-1:0] key;
    logic [KeyBits-1:0] other;
    logic [PlaneRows-1:0] near_rows;
    logic [PlanePlaces-1:0] near_places;
    logic [12:0] rank;
    always_comb begin
      key = '0;
      other = '0;
      near_rows = '0;
      near_places = '0;
      rank = '0;
      if (state_q == Select) begin
        for (int y = 0; y < PlaneRows; y++) begin
          near_rows[y] = is_near(y, 32'(row_q), PlaneRows, Wrap != 0, runtime_i.inhibition_radius);
        end
        for (int x = 0; x < PlanePlaces; x++) begin
          near_places[x] = is_near(x, 32'(place_q), PlanePlaces, Wrap != 0, runtime_i.inhibition_radius);
        end
        for (int j = 0; j < Columns; j++) begin
          if (round_q == RoundBits'(j)) key = keys_q[j*KeyBits +: KeyBits];
        end
        for (int j = 0; j < Columns; j++) begin
          other = keys_q[j*KeyBits +: KeyBits];
          if (near_rows[j/PlanePlaces] && near_places[j%PlanePlaces] &&
              (other > key || (other == key && RoundBits'(j) < round_q))) rank = rank + 13'd1;
        end
      end
    end
    assign win_o = state_q == Select && key[KeyBits-1] && rank < runtime_i.active_columns;
    assign winner_o = ColumnBits'(round_q);
    assign learner_o = rank < runtime_i.learning_columns;
    assign last_o = state_q == Select && round_q == RoundBits'(Columns - 1);
    always_ff @(posedge clk) begin
      if (start_i) begin
        row_q <= '0;
        place_q <= '0;
      end else if (state_q == Select) begin
        place_q <= place_q + PlaceBits'(1);
        if (place_q == PlaceBits'(PlanePlaces - 1)) begin
          place_q <= '0;
          row_q <= row_q + RowBits'(1);
        end
      end
    end
  end else begin : gen_tree
    localparam int Leaves = 1 << (Columns > 1 ? $clog2(Columns) : 1);
    // The tree: node 1 is the root, nodes Leaves.. are the columns; on equal keys the left, lower index wins.
    logic [KeyBits-1:0] node_key [0:2*Leaves-1];
    logic [ColumnBits-1:0] node_column [0:2*Leaves-1];
    logic take_right;
    always_comb begin
      take_right = 1'b0;
      for (int i = 0; i < 2 * Leaves; i++) begin
        node_key[i] = '0;
        node_column[i] = '0;
      end
      if (state_q == Select) begin
        for (int i = 0; i < Leaves; i++) begin
          if (i < Columns) node_key[Leaves+i] = keys_q[i*KeyBits +: KeyBits];
          node_column[Leaves+i] = ColumnBits'(i);
        end
        for (int i = Leaves - 1; i >= 1; i--) begin
          take_right = node_key[2*i+1] > node_key[2*i];
          node_key[i] = take_right ? node_key[2*i+1] : node_key[2*i];
          node_column[i] = take_right ? node_column[2*i+1] : node_column[2*i];
        end
      end
    end
    assign win_o = state_q == Select && node_key[1][KeyBits-1];
    assign winner_o = node_column[1];
    assign learner_o = 13'(round_q) < runtime_i.learning_columns;
    assign last_o = state_q == Select && (!win_o || 13'(round_q) + 13'd1 >= runtime_i.active_columns);
  end

  // Keys of the word of columns whose boosts have arrived.
  logic [Multipliers*KeyBits-1:0] keys_of_word;
  logic [CountBits-1:0] overlap;
  always_comb begin
    keys_of_word = '0;
    overlap = '0;
    if (state_q == Keys) begin
      for (int m = 0; m < Multipliers; m++) begin
        overlap = '0;
        for (int w = 0; w < Words; w++) begin
          if (32'(word_q) == w && w * Multipliers + m < Columns) begin
            for (int p = 0; p < CountBits; p++) overlap[p] = planes_i[p*Columns+w*Multipliers+m];
          end
        end
        if (13'(overlap) >= runtime_i.stimulus_threshold) begin
          keys_of_word[m*KeyBits +: KeyBits] = {1'b1, (KeyBits-1)'(overlap) *
              (KeyBits-1)'(boosts_i[m*silipool_pkg::BOOST_BITS +: silipool_pkg::BOOST_BITS])};
        end
      end
    end
  end

  always_ff @(posedge clk) begin
    case (state_q)
      Idle: ;
      Keys: begin
        for (int w = 0; w < Words; w++) begin
          if (32'(word_q) == w) begin
            for (int m = 0; m < Multipliers; m++) begin
              if (w * Multipliers + m < Columns) begin
                keys_q[(w*Multipliers+m)*KeyBits +: KeyBits] <= keys_of_word[m*KeyBits +: KeyBits];
              end
            end
          end
        end
        word_q <= word_q + WordBits'(1);
        if (last_word) state_q <= Select;
      end
      default: begin
        round_q <= round_q + RoundBits'(1);
        for (int j = 0; j < Columns; j++) begin
          if (Local == 0 && win_o && winner_o == ColumnBits'(j)) keys_q[j*KeyBits +: KeyBits] <= '0;
        end
        if (last_o) state_q <= Idle;
      end
    endcase
    if (start_i) begin
      state_q <= Keys;
      word_q <= '0;
      round_q <= '0;
    end
    if (!rst_ni) state_q <= Idle;
  end

endmodule
`default_nettype wire
