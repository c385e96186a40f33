// Duty cycles and boosts of a tile's columns (docs/spec.md sections 6.5 and 6.6): counts the wins of
// learners, and every update_period learning steps renews all boosts and decays all duties.
`default_nettype none
module silipool_duty #(
  parameter int Columns = 28,
  parameter int Turns = 1,
  parameter int Multipliers = 4,   // boosts in one word of the boost memory
  localparam int Words = (Columns + Multipliers - 1) / Multipliers,
  localparam int WordBits = Words > 1 ? $clog2(Words) : 1,
  localparam int ColumnBits = Columns > 1 ? $clog2(Columns) : 1,
  localparam int TurnBits = Turns > 1 ? $clog2(Turns) : 1,
  localparam int DutyAddressBits = Turns * Columns > 1 ? $clog2(Turns * Columns) : 1,
  localparam int BoostAddressBits = Turns * Words > 1 ? $clog2(Turns * Words) : 1
) (
  input  wire logic                   clk_i,
  input  wire logic                   rst_ni,
  input  wire silipool_pkg::runtime_t runtime_i,
  input  wire logic [TurnBits-1:0]    turn_i,
  input  wire logic                   initialise_i,
  input  wire logic                   win_i,
  input  wire logic [ColumnBits-1:0]  column_i,
  input  wire logic                   refresh_i,
  output logic                        idle_o,
  input  wire logic                   state_read_i,        // save and restore, while this unit is idle
  input  wire logic                   state_duty_write_i,
  input  wire logic                   state_boost_write_i,
  input  wire logic [DutyAddressBits-1:0]  state_duty_address_i,
  input  wire logic [BoostAddressBits-1:0] state_boost_address_i,
  input  wire logic [silipool_pkg::DUTY_BITS-1:0] state_duty_i,
  input  wire logic [Multipliers*silipool_pkg::BOOST_BITS-1:0] state_boosts_i,
  output logic      [silipool_pkg::DUTY_BITS-1:0] state_duty_o,  // with boosts_o, what was read
  input  wire logic                   boost_read_i,
  input  wire logic [WordBits-1:0]    boost_word_i,
  output logic      [Multipliers*silipool_pkg::BOOST_BITS-1:0] boosts_o
);

  localparam int DutyBits = silipool_pkg::DUTY_BITS;
  localparam int BoostBits = silipool_pkg::BOOST_BITS;
  localparam logic [DutyBits-1:0] Win = DutyBits'(256);
  localparam logic [BoostBits-1:0] BoostOne = BoostBits'(4096);
`include "silipool_boost_rom.svh"

  typedef enum logic [2:0] {Idle, WinWrite, RefreshRead, RefreshProduct, RefreshWrite, Initialise} state_e;
  state_e state_q;
  logic [ColumnBits-1:0] column_q;
  logic [Multipliers*BoostBits-1:0] word_q;  // boosts of the word that is being renewed
  logic [31:0] place_q;                      // of column_q in its word
  logic [WordBits-1:0] word_index_q;
  logic signed [50:0] product_q;
  logic [DutyBits-1:0] decayed_q;

  logic duty_read;
  logic duty_write;
  logic [DutyAddressBits-1:0] duty_read_address;
  logic [DutyAddressBits-1:0] duty_write_address;
  logic [DutyBits-1:0] duty;
  logic [DutyBits-1:0] duty_write_data;
  wire logic [BoostAddressBits-1:0] boost_read_address =
      BoostAddressBits'(32'(turn_i) * Words) + BoostAddressBits'(boost_word_i);
  logic boost_write;
  logic [BoostAddressBits-1:0] boost_write_address;
  logic [Multipliers*BoostBits-1:0] boost_write_data;

  silipool_ram #(
    .Width(DutyBits),
    .Depth(Turns * Columns)
  ) u_duties (
    .clk_i,
    .read_i(duty_read || state_read_i),
    .read_address_i(state_read_i ? state_duty_address_i : duty_read_address),
    .read_data_o(duty),
    .write_i(duty_write || state_duty_write_i),
    .write_address_i(state_duty_write_i ? state_duty_address_i : duty_write_address),
    .write_data_i(state_duty_write_i ? state_duty_i : duty_write_data)
  );
  assign state_duty_o = duty;

  silipool_ram #(
    .Width(Multipliers * BoostBits),
    .Depth(Turns * Words)
  ) u_boosts (
    .clk_i,
    .read_i(boost_read_i || state_read_i),
    .read_address_i(state_read_i ? state_boost_address_i : boost_read_address),
    .read_data_o(boosts_o),
    .write_i(boost_write || state_boost_write_i),
    .write_address_i(state_boost_write_i ? state_boost_address_i : boost_write_address),
    .write_data_i(state_boost_write_i ? state_boosts_i : boost_write_data)
  );

  wire logic [DutyAddressBits-1:0] first_duty = DutyAddressBits'(32'(turn_i) * Columns);
  wire logic last_column = 32'(column_q) == Columns - 1;
  wire logic last_place = place_q == Multipliers - 1;

  // y of section 6.6 and the boost that it selects.
  logic signed [50:0] y;
  logic signed [42:0] whole;
  logic [BoostBits-1:0] mantissa;
  logic [BoostBits-1:0] boost;
  always_comb begin
    y = '0;
    whole = '0;
    mantissa = '0;
    boost = BoostOne;
    if (state_q == RefreshWrite) begin
      y = (product_q + 51'sd8388608) >>> 24;
      whole = y[50:8];
      mantissa = {3'b000, SILIPOOL_BOOST_ROM[32'(y[7:0])*13 +: 13]};
      if (whole >= 43'sd4) boost = '1;
      else if (whole <= -43'sd13) boost = BoostBits'(1);
      else if (whole >= 43'sd0) boost = mantissa << whole[1:0];
      else boost = mantissa >> (4'd0 - whole[3:0]);
      if (boost == '0) boost = BoostBits'(1);
    end
  end

  logic [42:0] decay_product;
  always_comb begin
    decay_product = '0;
    if (state_q == RefreshProduct) decay_product = 43'(duty) * 43'(runtime_i.decay) + 43'd32768;
  end

  always_comb begin
    duty_read = 1'b0;
    duty_read_address = first_duty + DutyAddressBits'(column_q);
    duty_write = 1'b0;
    duty_write_address = first_duty + DutyAddressBits'(column_q);
    duty_write_data = '0;
    boost_write = 1'b0;
    boost_write_address = BoostAddressBits'(32'(turn_i) * Words) + BoostAddressBits'(word_index_q);
    boost_write_data = word_q;
    case (state_q)
      Idle: begin
        duty_read = win_i;
        duty_read_address = first_duty + DutyAddressBits'(column_i);
      end
      WinWrite: begin
        duty_write = 1'b1;
        duty_write_data = duty > {DutyBits{1'b1}} - Win ? '1 : duty + Win;
      end
      RefreshRead: duty_read = 1'b1;
      RefreshWrite: begin
        duty_write = 1'b1;
        duty_write_data = decayed_q;
        boost_write = last_place || last_column;
        boost_write_data[place_q*BoostBits +: BoostBits] = boost;
      end
      Initialise: begin
        duty_write = 1'b1;
        boost_write = last_place || last_column;
        boost_write_data = {Multipliers{BoostOne}};
      end
      default: ;
    endcase
  end

  assign idle_o = state_q == Idle;

  always_ff @(posedge clk_i) begin
    case (state_q)
      Idle: begin
        column_q <= win_i ? column_i : '0;
        place_q <= '0;
        word_index_q <= '0;
        word_q <= '0;
        if (initialise_i) state_q <= Initialise;
        else if (win_i) state_q <= WinWrite;
        else if (refresh_i) state_q <= RefreshRead;
      end
      WinWrite: state_q <= Idle;
      RefreshRead: state_q <= RefreshProduct;
      RefreshProduct: begin
        product_q <= 51'($signed({1'b0, runtime_i.boost_scale})) *
                     (51'($signed({1'b0, runtime_i.boost_target})) - 51'($signed({1'b0, duty})));
        decayed_q <= duty - DutyBits'(decay_product >> 16);
        state_q <= RefreshWrite;
      end
      default: begin  // RefreshWrite, Initialise: on to the next column
        word_q <= boost_write ? '0 : boost_write_data;
        place_q <= last_place ? '0 : place_q + 32'd1;
        if (last_place) word_index_q <= word_index_q + WordBits'(1);
        column_q <= column_q + ColumnBits'(1);
        if (last_column) state_q <= Idle;
        else if (state_q == RefreshWrite) state_q <= RefreshRead;
      end
    endcase
    if (!rst_ni) state_q <= Idle;
  end

endmodule
`default_nettype wire
