// Keys and winners of one hypercolumn. Boosted overlaps are formed by `Multipliers` multipliers, then
// each round takes the greatest key, lowest index first, through a tree of comparators: the rank of a
// winner is its round, so the best `learning_columns` are the first ones.
// Cycles from start_i to done_o: 2 + ceil(Columns / Multipliers) + min(k, eligible + 1).
`default_nettype none
module silipool_inhibit #(
  parameter int Columns = 28,
  parameter int Slots = 225,
  parameter int Multipliers = 4,
  localparam int Words = (Columns + Multipliers - 1) / Multipliers,
  localparam int WordBits = Words > 1 ? $clog2(Words) : 1,
  localparam int CountBits = $clog2(Slots + 1),
  localparam int KeyBits = CountBits + silipool_pkg::BOOST_BITS + 1  // the top bit says eligible
) (
  input  wire logic                         clk_i,
  input  wire logic                         rst_ni,
  input  wire silipool_pkg::runtime_t       runtime_i,
  input  wire logic                         start_i,
  input  wire logic [CountBits*Columns-1:0] planes_i,
  output logic                              boost_read_o,
  output logic      [WordBits-1:0]          boost_word_o,
  input  wire logic [Multipliers*silipool_pkg::BOOST_BITS-1:0] boosts_i,
  output logic                              done_o,
  output logic      [Columns-1:0]           winners_o,
  output logic      [Columns-1:0]           learners_o
);

  localparam int Leaves = 1 << (Columns > 1 ? $clog2(Columns) : 1);
  localparam int IndexBits = $clog2(Leaves);

  typedef enum logic [1:0] {Idle, Keys, Select} state_e;
  state_e state_q;
  logic [Columns*KeyBits-1:0] keys_q;
  logic [Columns*KeyBits-1:0] keys_d;  // with the word of boosts that has arrived
  logic [31:0] word_q;          // whose boosts are asked for
  logic [31:0] arrived_word_q;  // whose boosts arrive
  logic arrived_q;
  logic [12:0] round_q;

  assign boost_read_o = state_q == Keys && word_q < Words;
  assign boost_word_o = WordBits'(word_q);

  // The tree: node 1 is the root, nodes Leaves.. are the columns; on equal keys the left, lower index wins.
  logic [KeyBits-1:0] node_key [0:2*Leaves-1];
  logic [IndexBits-1:0] node_column [0:2*Leaves-1];
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
        node_column[Leaves+i] = IndexBits'(i);
      end
      for (int i = Leaves - 1; i >= 1; i--) begin
        take_right = node_key[2*i+1] > node_key[2*i];
        node_key[i] = take_right ? node_key[2*i+1] : node_key[2*i];
        node_column[i] = take_right ? node_column[2*i+1] : node_column[2*i];
      end
    end
  end
  wire logic best_eligible = node_key[1][KeyBits-1];
  wire logic [IndexBits-1:0] best = node_column[1];

  logic [CountBits-1:0] overlap;
  logic [31:0] column;
  always_comb begin
    keys_d = keys_q;
    overlap = '0;
    column = '0;
    if (state_q == Keys && arrived_q) begin
      for (int m = 0; m < Multipliers; m++) begin
        column = arrived_word_q * Multipliers + m;
        if (column < Columns) begin
          for (int p = 0; p < CountBits; p++) overlap[p] = planes_i[p*Columns+column];
          keys_d[column*KeyBits +: KeyBits] = '0;
          if (13'(overlap) >= runtime_i.stimulus_threshold) begin
            keys_d[column*KeyBits +: KeyBits] = {1'b1, (KeyBits-1)'(overlap) *
                (KeyBits-1)'(boosts_i[m*silipool_pkg::BOOST_BITS +: silipool_pkg::BOOST_BITS])};
          end
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    done_o <= 1'b0;
    case (state_q)
      Idle: begin
        if (start_i) begin
          state_q <= Keys;
          word_q <= '0;
          arrived_q <= 1'b0;
          round_q <= '0;
          winners_o <= '0;
          learners_o <= '0;
        end
      end
      Keys: begin
        arrived_q <= boost_read_o;
        arrived_word_q <= word_q;
        if (boost_read_o) word_q <= word_q + 32'd1;
        if (arrived_q) begin
          keys_q <= keys_d;
          if (arrived_word_q == Words - 1) state_q <= Select;
        end
      end
      default: begin
        round_q <= round_q + 13'd1;
        if (best_eligible) begin
          winners_o[best] <= 1'b1;
          learners_o[best] <= round_q < runtime_i.learning_columns;
          keys_q[32'(best)*KeyBits +: KeyBits] <= '0;
        end
        if (!best_eligible || round_q + 13'd1 >= runtime_i.active_columns) begin
          state_q <= Idle;
          done_o <= 1'b1;
        end
      end
    endcase
    if (!rst_ni) begin
      state_q <= Idle;
      done_o <= 1'b0;
    end
  end

endmodule
`default_nettype wire
