// The register STATE_DATA: an access goes to the word that the position names, and moves on to the next, in
// the order tile, turn, column, word, lane. Accesses are answered, at rest or not; only at rest do they
// do anything.
`default_nettype none
module silipool_state_port #(
  parameter int Tiles = 36,
  parameter int Turns = 1,
  parameter int Columns = 28,
  parameter int Slots = 225,
  parameter int Lanes = 15,
  parameter int Multipliers = 4,
  parameter int PermanenceBits = 4
) (
  input  wire logic                 clk_i,
  input  wire logic                 rst_ni,
  input  wire logic                 select_i,
  input  wire logic [31:0]          selection_i,  // {first tile, 14 bits unused, kind}
  input  wire logic                 access_i,     // held until done_o
  input  wire logic                 write_i,
  input  wire logic [31:0]          data_i,
  output logic                      done_o,       // one cycle
  output logic                      okay_o,       // with done_o
  output logic                      busy_o,       // an access is under way in the core
  input  wire logic                 rest_i,
  output logic                      core_start_o,
  output silipool_pkg::state_t      core_access_o,
  input  wire logic                 core_idle_i
);

  localparam int Fields = 32 / PermanenceBits;
  localparam int Words = (Slots + Lanes - 1) / Lanes;
  localparam int BoostWords = (Columns + Multipliers - 1) / Multipliers;
  localparam int MostWords = Words > BoostWords ? Words : BoostWords;
  localparam int MostLanes = Lanes > Multipliers ? Lanes : Multipliers;
  localparam int TileBits = $clog2(Tiles + 1);  // Tiles itself is past the end
  localparam int TurnBits = Turns > 1 ? $clog2(Turns) : 1;
  localparam int ColumnBits = Columns > 1 ? $clog2(Columns) : 1;
  localparam int WordBits = MostWords > 3 ? $clog2(MostWords) : 2;  // of the steps, 2 is past the end
  localparam int LaneBits = MostLanes > 1 ? $clog2(MostLanes) : 1;

  typedef enum logic [1:0] {Idle, Start, Wait, Refuse} state_e;
  state_e state_q;
  logic [1:0] kind_q;
  logic [TileBits-1:0] tile_q;
  logic [TurnBits-1:0] turn_q;
  logic [ColumnBits-1:0] column_q;
  logic [WordBits-1:0] word_q;
  logic [LaneBits-1:0] lane_q;

  wire logic permanences = kind_q == 2'(silipool_pkg::STATE_PERMANENCES);
  wire logic boosts = kind_q == 2'(silipool_pkg::STATE_BOOSTS);
  wire logic steps = kind_q == 2'(silipool_pkg::STATE_STEPS);
  wire logic past_end = steps ? word_q >= WordBits'(2) : 32'(tile_q) >= Tiles;
  // 32 bits of permanences may reach past the word, lanes past its end being ignored.
  wire logic last_lane = permanences ? 32'(lane_q) + Fields >= Lanes : 32'(lane_q) == Multipliers - 1;
  wire logic last_word = !permanences || 32'(word_q) == Words - 1;
  wire logic last_column = 32'(column_q) == Columns - 1;
  wire logic last_turn = 32'(turn_q) == Turns - 1;
  wire logic next_column = !permanences || (last_lane && last_word);

  assign core_start_o = state_q == Start;
  assign core_access_o = {kind_q, write_i, 16'(tile_q), 16'(turn_q), 16'(column_q), 16'(word_q), 16'(lane_q), data_i};
  assign busy_o = state_q == Start || state_q == Wait;
  assign okay_o = state_q == Wait;
  assign done_o = state_q == Refuse || (state_q == Wait && core_idle_i);

  always_ff @(posedge clk_i) begin
    case (state_q)
      Idle: begin
        if (access_i) state_q <= rest_i && !past_end && !select_i ? Start : Refuse;
      end
      Start: state_q <= Wait;
      Wait: if (core_idle_i) state_q <= Idle;
      default: state_q <= Idle;
    endcase

    if (state_q == Wait && core_idle_i) begin
      if (steps) begin
        word_q <= word_q + WordBits'(1);
      end else begin
        if (permanences || boosts) begin
          lane_q <= last_lane ? '0 : lane_q + LaneBits'(permanences ? Fields : 1);
          if (last_lane) word_q <= permanences && last_word ? '0 : word_q + WordBits'(1);
        end
        if (next_column) begin
          column_q <= last_column ? '0 : column_q + ColumnBits'(1);
          if (last_column) begin
            word_q <= '0;
            lane_q <= '0;
            turn_q <= last_turn ? '0 : turn_q + TurnBits'(1);
            if (last_turn) tile_q <= tile_q + TileBits'(1);
          end
        end
      end
    end
    if (select_i) begin
      kind_q <= selection_i[1:0];
      tile_q <= 32'(selection_i[31:16]) < Tiles ? TileBits'(selection_i[31:16]) : TileBits'(Tiles);
      turn_q <= '0;
      column_q <= '0;
      word_q <= '0;
      lane_q <= '0;
    end
    if (!rst_ni) begin
      state_q <= Idle;
      kind_q <= '0;
      tile_q <= '0;
      turn_q <= '0;
      column_q <= '0;
      word_q <= '0;
      lane_q <= '0;
    end
  end

endmodule
`default_nettype wire
