// Duty cycles and exponential boosts (docs/spec.md sections 6.5 and 6.6), as silipool_duty, with one adder for
// its products: a bit of a factor a cycle. The names that observation points look at are the same.
// Cycles from refresh_i to idle_o: 53 Columns + 1.
`default_nettype none
module silipool_serial_duty #(
  parameter int Columns = 28,
  parameter int Turns = 1,
  parameter int ClockGates = 0,
  localparam int ColumnBits = Columns > 1 ? $clog2(Columns) : 1,
  localparam int TurnBits = Turns > 1 ? $clog2(Turns) : 1,
  localparam int AddressBits = Turns * Columns > 1 ? $clog2(Turns * Columns) : 1
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
  input  wire logic [AddressBits-1:0] state_address_i,
  input  wire logic [silipool_pkg::DUTY_BITS-1:0] state_duty_i,
  input  wire logic [silipool_pkg::BOOST_BITS-1:0] state_boost_i,
  output logic      [silipool_pkg::DUTY_BITS-1:0] state_duty_o,  // with boosts_o, what was read
  input  wire logic                   boost_read_i,
  input  wire logic [ColumnBits-1:0]  boost_column_i,
  output logic      [silipool_pkg::BOOST_BITS-1:0] boost_o
);

  localparam int DutyBits = silipool_pkg::DUTY_BITS;
  localparam int BoostBits = silipool_pkg::BOOST_BITS;
  localparam int FactorBits = 24;
  localparam logic [DutyBits-1:0] Win = DutyBits'(256);
  localparam logic [BoostBits-1:0] BoostOne = BoostBits'(4096);
`include "silipool_boost_rom.svh"

  typedef enum logic [2:0] {Idle, WinWrite, Refresh, Initialise, Read, Load, Multiply, WriteBoost} state_e;
  state_e state_q;
  logic [ColumnBits-1:0] column_q;
  logic multiplied_q;            // the product is the boost's
  logic decaying_q;              // it is, or will be, the decay's
  logic [4:0] bit_q;
  logic [DutyBits-1:0] operand_q;
  logic [50:0] product_q;        // {target below the duty, product and the bits of the factor to come}
  logic [DutyBits-8:0] whole_q;  // signed: powers of two in the boost

  logic clk;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_gate (
    .clk_i,
    .enable_i(state_q != Idle || initialise_i || win_i || refresh_i || boost_read_i || state_read_i
              || state_duty_write_i || state_boost_write_i || !rst_ni),
    .clk_o(clk)
  );

  wire logic [AddressBits-1:0] first = AddressBits'(32'(turn_i) * Columns);
  wire logic [AddressBits-1:0] address = first + AddressBits'(column_q);
  wire logic last_column = column_q == ColumnBits'(Columns - 1);
  logic [DutyBits-1:0] duty;
  logic [DutyBits-1:0] duty_write_data;
  logic [BoostBits-1:0] boost_write_data;
  wire logic duty_write = state_q == WinWrite || state_q == Initialise || (state_q == Refresh && !multiplied_q);
  wire logic boost_write = state_q == WriteBoost || state_q == Initialise;

  silipool_ram #(
    .Width(DutyBits),
    .Depth(Turns * Columns)
  ) u_duties (
    .clk_i(clk),
    .read_i(win_i || state_q == Read || state_read_i),
    .read_address_i(state_read_i ? state_address_i : win_i ? first + AddressBits'(column_i) : address),
    .read_data_o(duty),
    .write_i(duty_write || state_duty_write_i),
    .write_address_i(state_duty_write_i ? state_address_i : address),
    .write_data_i(state_duty_write_i ? state_duty_i : duty_write_data)
  );
  assign state_duty_o = duty;

  silipool_ram #(
    .Width(BoostBits),
    .Depth(Turns * Columns)
  ) u_boosts (
    .clk_i(clk),
    .read_i(boost_read_i || state_read_i),
    .read_address_i(state_read_i ? state_address_i : first + AddressBits'(boost_column_i)),
    .read_data_o(boost_o),
    .write_i(boost_write || state_boost_write_i),
    .write_address_i(state_boost_write_i ? state_address_i : address),
    .write_data_i(state_boost_write_i ? state_boost_i : boost_write_data)
  );

  // 2^f, in a memory.
  logic [12:0] mantissas [0:255];
  logic [12:0] mantissa_q;
  initial begin
    for (int i = 0; i < 256; i++) mantissas[i] = SILIPOOL_BOOST_ROM[i*13 +: 13];
  end

  // Round half up of the product to y, of which the sign is the product's own.
  wire logic negative = product_q[50];
  wire logic [DutyBits-1:0] upper = product_q[49:FactorBits];
  wire logic [FactorBits-1:0] lower = product_q[FactorBits-1:0];
  wire logic round_up = lower[FactorBits-1] && !(negative && lower[FactorBits-2:0] == '0);
  wire logic [DutyBits:0] magnitude = {1'b0, upper} + (DutyBits+1)'(round_up);
  wire logic [DutyBits:0] y = negative ? (DutyBits+1)'(0) - magnitude : magnitude;
  wire logic [DutyBits-1:0] decayed_away = {upper[DutyBits-9:0], lower[FactorBits-1:16]} + DutyBits'(lower[15]);
  wire logic [DutyBits-1:0] below = runtime_i.boost_target - duty;
  wire logic target_below = duty > runtime_i.boost_target;

  always_comb begin
    duty_write_data = '0;
    boost_write_data = BoostOne;
    if (state_q == WinWrite) begin
      duty_write_data = duty > {DutyBits{1'b1}} - Win ? '1 : duty + Win;
    end else if (state_q == Refresh) begin
      duty_write_data = duty - decayed_away;
    end else if (state_q == WriteBoost) begin
      if (!whole_q[DutyBits-8] && whole_q >= (DutyBits-7)'(4)) boost_write_data = '1;
      else if (whole_q[DutyBits-8] && whole_q <= (DutyBits-7)'(-13)) boost_write_data = BoostBits'(1);
      else if (!whole_q[DutyBits-8]) boost_write_data = {3'b000, mantissa_q} << whole_q[1:0];
      else boost_write_data = {3'b000, mantissa_q} >> (4'd0 - whole_q[3:0]);
    end
  end

  assign idle_o = state_q == Idle;
  wire logic [DutyBits:0] added = {1'b0, product_q[49:FactorBits]} + (product_q[0] ? {1'b0, operand_q} : '0);

  always_ff @(posedge clk) begin
    case (state_q)
      Idle: begin
        column_q <= win_i ? column_i : '0;
        decaying_q <= 1'b0;
        multiplied_q <= 1'b0;
        if (initialise_i) state_q <= Initialise;
        else if (win_i) state_q <= WinWrite;
        else if (refresh_i) state_q <= Read;
      end
      WinWrite: state_q <= Idle;
      Initialise: begin
        column_q <= column_q + ColumnBits'(1);
        if (last_column) state_q <= Idle;
      end
      Read: state_q <= Load;
      Load: begin
        operand_q <= target_below ? DutyBits'(0) - below : below;
        product_q <= {target_below, DutyBits'(0), runtime_i.boost_scale};
        bit_q <= 5'(FactorBits - 1);
        state_q <= Multiply;
      end
      Multiply: begin
        product_q[49:0] <= {added, product_q[FactorBits-1:1]};
        bit_q <= bit_q - 5'd1;
        if (bit_q == '0) begin
          multiplied_q <= !decaying_q;
          state_q <= Refresh;
        end
      end
      Refresh: begin
        multiplied_q <= 1'b0;
        whole_q <= y[DutyBits:8];
        mantissa_q <= mantissas[y[7:0]];
        if (multiplied_q) begin
          state_q <= WriteBoost;
        end else begin
          decaying_q <= 1'b0;
          column_q <= column_q + ColumnBits'(1);
          state_q <= last_column ? Idle : Read;
        end
      end
      default: begin  // WriteBoost
        operand_q <= duty;
        product_q <= {1'b0, DutyBits'(0), FactorBits'(runtime_i.decay)};
        bit_q <= 5'(FactorBits - 1);
        decaying_q <= 1'b1;
        state_q <= Multiply;
      end
    endcase
    if (!rst_ni) state_q <= Idle;
  end

endmodule
`default_nettype wire
