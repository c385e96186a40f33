// Duty cycles and boosts of a tile's columns (docs/spec.md sections 6.5 and 6.6): counts the wins of
// learners, and every update_period learning steps renews all boosts and decays all duties, a column a cycle.
// A rule that measures a column against others of its scope first makes all boosts, each by a division of
// `Digits` cycles, from the scope's greatest or mean duty; duties stand until all boosts are made.
// Cycles from refresh_i to idle_o: Columns + 2; before it Columns (Digits + 3) + Columns + 1 more of linear
// boosts, Columns (Columns + Digits + 4) where the scope is a neighbourhood.
`default_nettype none
module silipool_duty #(
  parameter int Columns = 28,
  parameter int Turns = 1,
  parameter int Multipliers = 4,   // boosts in one word of the boost memory
  parameter int BoostRule = 0,
  parameter int Local = 0,
  parameter int PlaneRows = 1,     // of the plane of columns, where the scope is a neighbourhood
  parameter int PlanePlaces = 1,
  parameter int Wrap = 0,
  parameter int ClockGates = 0,
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
  localparam int Scanned = Local != 0 || BoostRule == silipool_pkg::BOOST_LINEAR ? 1 : 0;
  localparam int SumBits = DutyBits + $clog2(Columns + 1);
  // Digits of what is divided: of the sum of duties, or of boost_maximum - 1.
  localparam int Digits = BoostRule == silipool_pkg::BOOST_LINEAR ? BoostBits : SumBits;
  localparam int LimitBits = DutyBits + 17;
  localparam int PlaceBits = Multipliers > 1 ? $clog2(Multipliers) : 1;
  localparam int ReadBits = $clog2(Columns + 1);
  localparam int RowBits = PlaneRows > 1 ? $clog2(PlaneRows) : 1;
  localparam int PlanePlaceBits = PlanePlaces > 1 ? $clog2(PlanePlaces) : 1;
  localparam int DigitBits = $clog2(Digits + 1);
`include "silipool_boost_rom.svh"
`include "silipool_log_rom.svh"
`include "silipool_plane.svh"

  typedef enum logic [3:0] {Idle, WinWrite, Refresh, Initialise, Scan, Limit, Divide, Multiply, WriteBoost, Again, Begin} state_e;
  state_e state_q;
  logic [ColumnBits-1:0] column_q;           // that is written
  // A refresh is a pipeline: a duty is read; it arrives and is multiplied; it and its boost are written.
  logic [ReadBits-1:0] read_column_q;        // as far as Columns
  logic arrived_q;
  logic multiplied_q;
  logic [Multipliers*BoostBits-1:0] word_q;  // boosts of the word that is being renewed
  logic [PlaceBits-1:0] place_q;             // of column_q in its word
  logic [WordBits-1:0] word_index_q;
  logic signed [50:0] product_q;
  // A scan of the scope, and the division.
  logic [DutyBits-1:0] greatest_q;
  logic [SumBits-1:0] sum_q;
  logic [ColumnBits:0] near_q;               // columns in the neighbourhood
  logic [RowBits-1:0] scan_row_q;            // of the duty that arrives
  logic [PlanePlaceBits-1:0] scan_place_q;
  logic [RowBits-1:0] row_q;                 // of column_q
  logic [PlanePlaceBits-1:0] place_in_row_q;
  logic [DigitBits-1:0] digit_q;
  logic [Digits-1:0] digits_q;
  logic [LimitBits-1:0] remainder_q;         // below the limit
  logic [Digits-1:0] quotient_q;
  logic [LimitBits-1:0] limit_q;
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
  logic [Multipliers*BoostBits-1:0] renewed;  // word_q with the boost of column_q in its place

  logic clk;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_gate (
    .clk_i,
    .enable_i(state_q != Idle || initialise_i || win_i || refresh_i || state_read_i || state_duty_write_i || !rst_ni),
    .clk_o(clk)
  );
  logic clk_boosts;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_boosts_gate (
    .clk_i,
    .enable_i(boost_read_i || boost_write || state_read_i || state_boost_write_i),
    .clk_o(clk_boosts)
  );

  silipool_ram #(
    .Width(DutyBits),
    .Depth(Turns * Columns)
  ) u_duties (
    .clk_i(clk),
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
    .clk_i(clk_boosts),
    .read_i(boost_read_i || state_read_i),
    .read_address_i(state_read_i ? state_boost_address_i : boost_read_address),
    .read_data_o(boosts_o),
    .write_i(boost_write || state_boost_write_i),
    .write_address_i(state_boost_write_i ? state_boost_address_i : boost_write_address),
    .write_data_i(state_boost_write_i ? state_boosts_i : boost_write_data)
  );

  wire logic [DutyAddressBits-1:0] first_duty = DutyAddressBits'(32'(turn_i) * Columns);
  wire logic last_column = 32'(column_q) == Columns - 1;
  wire logic last_place = place_q == PlaceBits'(Multipliers - 1);

  // The boost of section 6.6 that the product selects; or, linear, the quotient.
  logic signed [50:0] y;
  logic signed [42:0] whole;
  logic [BoostBits-1:0] mantissa;
  logic [BoostBits-1:0] boost;
  wire logic [LimitBits-1:0] scaled = LimitBits'({duty, 16'd0});
  always_comb begin
    y = '0;
    whole = '0;
    mantissa = '0;
    boost = BoostOne;
    if (multiplied_q || state_q == WriteBoost) begin
      if (BoostRule == silipool_pkg::BOOST_LINEAR) begin
        boost = limit_q == '0 ? runtime_i.boost_maximum
                : scaled > limit_q ? BoostOne : runtime_i.boost_maximum - BoostBits'(quotient_q);
      end else if (BoostRule == silipool_pkg::BOOST_LOGARITHMIC) begin
        y = (product_q + 51'sd32768) >>> 16;
        if (y >= 51'sd65535) boost = '1;
        else if (y <= 51'sd1) boost = BoostBits'(1);
        else boost = y[BoostBits-1:0];
      end else begin
        y = (product_q + 51'sd8388608) >>> 24;
        whole = y[50:8];
        mantissa = {3'b000, SILIPOOL_BOOST_ROM[32'(y[7:0])*13 +: 13]};
        if (whole >= 43'sd4) boost = '1;
        else if (whole <= -43'sd13) boost = BoostBits'(1);
        else if (whole >= 43'sd0) boost = mantissa << whole[1:0];
        else boost = mantissa >> (4'd0 - whole[3:0]);
      end
    end
  end

  // The logarithm of the duty that has arrived: the place of its leading one, and the eight bits below.
  logic [4:0] leading;
  logic [DutyBits-1:0] normal;
  logic signed [17:0] log_distance;
  always_comb begin
    leading = '0;
    normal = '0;
    log_distance = '0;
    if (BoostRule == silipool_pkg::BOOST_LOGARITHMIC && arrived_q) begin
      for (int i = 0; i < DutyBits; i++) begin
        if (duty[i]) leading = 5'(i);
      end
      normal = duty << (5'(DutyBits - 1) - leading);
      log_distance = $signed({1'b0, runtime_i.log_origin}) -
                     $signed({1'b0, leading, SILIPOOL_LOG_ROM[32'(normal[DutyBits-2 -: 8])*12 +: 12]});
    end
  end

  // One digit of the quotient of digits x addend by the limit; the remainder stays below the limit.
  logic [LimitBits+1:0] remainder;
  logic [1:0] digit;
  wire logic [LimitBits-1:0] addend = BoostRule == silipool_pkg::BOOST_LINEAR ? scaled : LimitBits'(1);
  always_comb begin
    remainder = '0;
    digit = '0;
    if (state_q == Divide) begin
      remainder = {1'b0, remainder_q, 1'b0} + (digits_q[Digits-1] ? {2'b00, addend} : '0);
      if (remainder >= {1'b0, limit_q, 1'b0}) begin
        digit = 2'd2;
        remainder = remainder - {1'b0, limit_q, 1'b0};
      end else if (remainder >= {2'b00, limit_q}) begin
        digit = 2'd1;
        remainder = remainder - {2'b00, limit_q};
      end
    end
  end
  wire logic [DutyBits-1:0] target = Local != 0 ? DutyBits'(quotient_q) : runtime_i.boost_target;
  wire logic near = Local == 0 || (is_near(32'(scan_row_q), 32'(row_q), PlaneRows, Wrap != 0, runtime_i.inhibition_radius) &&
                                   is_near(32'(scan_place_q), 32'(place_in_row_q), PlanePlaces, Wrap != 0, runtime_i.inhibition_radius));

  logic [42:0] decay_product;
  always_comb begin
    decay_product = '0;
    if (arrived_q) decay_product = 43'(duty) * 43'(runtime_i.decay) + 43'd32768;
  end

  always_comb begin
    duty_read = 1'b0;
    duty_read_address = first_duty + DutyAddressBits'(column_q);
    duty_write = 1'b0;
    duty_write_address = first_duty + DutyAddressBits'(column_q);
    duty_write_data = '0;
    boost_write = 1'b0;
    boost_write_address = BoostAddressBits'(32'(turn_i) * Words) + BoostAddressBits'(word_index_q);
    renewed = word_q;
    for (int m = 0; m < Multipliers; m++) begin
      if (place_q == PlaceBits'(m)) renewed[m*BoostBits +: BoostBits] = boost;
    end
    boost_write_data = renewed;
    case (state_q)
      Idle: begin
        duty_read = win_i || refresh_i;  // of the first column
        duty_read_address = first_duty + (win_i ? DutyAddressBits'(column_i) : '0);
      end
      WinWrite: begin
        duty_write = 1'b1;
        duty_write_data = duty > {DutyBits{1'b1}} - Win ? '1 : duty + Win;
      end
      Refresh: begin
        duty_read = read_column_q < ReadBits'(Columns);
        duty_read_address = first_duty + DutyAddressBits'(read_column_q);
        duty_write = multiplied_q;
        duty_write_data = decayed_q;
        boost_write = Scanned == 0 && multiplied_q && (last_place || last_column);
      end
      Scan: begin
        duty_read = read_column_q < ReadBits'(Columns);
        duty_read_address = first_duty + DutyAddressBits'(read_column_q);
      end
      Limit: duty_read = 1'b1;  // the column's own
      Divide, Multiply: ;
      WriteBoost: begin
        boost_write = last_place || last_column;
      end
      Again, Begin: begin
        duty_read = 1'b1;
        duty_read_address = first_duty;
      end
      default: begin  // Initialise
        duty_write = 1'b1;
        boost_write = last_place || last_column;
        boost_write_data = {Multipliers{BoostOne}};
      end
    endcase
  end

  assign idle_o = state_q == Idle;

  // On to the next column, and the next place in a word of boosts.
  wire logic next_column = duty_write && state_q != WinWrite || state_q == WriteBoost;

  always_ff @(posedge clk) begin
    if (arrived_q || state_q == Multiply) begin
      product_q <= BoostRule == silipool_pkg::BOOST_LOGARITHMIC
                       ? 51'(log_distance) * 51'($signed({1'b0, runtime_i.log_scale}))
                       : 51'($signed({1'b0, runtime_i.boost_scale})) *
                             (51'($signed({1'b0, target})) - 51'($signed({1'b0, duty})));
      decayed_q <= duty - DutyBits'(decay_product >> 16);
    end
    if (state_q == Idle || state_q == Begin) begin
      if (initialise_i || win_i || refresh_i || state_q == Begin) begin
        column_q <= win_i ? column_i : '0;
        place_q <= '0;
        word_index_q <= '0;
        word_q <= '0;
        row_q <= '0;
        place_in_row_q <= '0;
      end
    end else if (next_column) begin
      word_q <= boost_write ? '0 : renewed;
      word_q[(Multipliers-1)*BoostBits +: BoostBits] <= '0;  // with the last the word is written
      place_q <= last_place ? '0 : place_q + PlaceBits'(1);
      if (last_place) word_index_q <= word_index_q + WordBits'(1);
      column_q <= column_q + ColumnBits'(1);
      place_in_row_q <= place_in_row_q + PlanePlaceBits'(1);
      if (place_in_row_q == PlanePlaceBits'(PlanePlaces - 1)) begin
        place_in_row_q <= '0;
        row_q <= row_q + RowBits'(1);
      end
    end
    case (state_q)
      Idle: begin
        if (initialise_i) begin
          state_q <= Initialise;
        end else if (win_i) begin
          state_q <= WinWrite;
        end else if (refresh_i) begin
          state_q <= Scanned != 0 ? Scan : Refresh;
          read_column_q <= ReadBits'(1);
          arrived_q <= Scanned == 0;
        end
      end
      WinWrite: state_q <= Idle;
      Refresh: begin
        if (duty_read) read_column_q <= read_column_q + ReadBits'(1);
        arrived_q <= duty_read;
        multiplied_q <= arrived_q;
        if (duty_write && last_column) state_q <= Idle;
      end
      Initialise: if (last_column) state_q <= Idle;
      Scan: begin
        read_column_q <= read_column_q + ReadBits'(1);
        if (read_column_q == ReadBits'(Columns)) state_q <= Limit;
      end
      Limit: state_q <= Divide;
      Divide: if (digit_q == DigitBits'(Digits)) state_q <= Multiply;
      Multiply: state_q <= WriteBoost;
      WriteBoost: begin
        read_column_q <= ReadBits'(1);
        state_q <= last_column ? Begin : Local != 0 ? Again : Limit;
      end
      Again: state_q <= Scan;
      default: begin  // Begin: the decay of all duties
        state_q <= Refresh;
        arrived_q <= 1'b1;
      end
    endcase
    if (!rst_ni) begin
      state_q <= Idle;
      arrived_q <= 1'b0;
      multiplied_q <= 1'b0;
    end
  end

  if (Scanned != 0) begin : gen_scan
    always_ff @(posedge clk) begin
      case (state_q)
        Idle, Again: begin
          if (refresh_i || state_q == Again) begin
            greatest_q <= '0;
            sum_q <= '0;
            near_q <= '0;
            scan_row_q <= '0;
            scan_place_q <= '0;
          end
        end
        Scan: begin
          if (near) begin
            if (duty > greatest_q) greatest_q <= duty;
            sum_q <= sum_q + SumBits'(duty);
            near_q <= near_q + (ColumnBits+1)'(1);
          end
          scan_place_q <= scan_place_q + PlanePlaceBits'(1);
          if (scan_place_q == PlanePlaceBits'(PlanePlaces - 1)) begin
            scan_place_q <= '0;
            scan_row_q <= scan_row_q + RowBits'(1);
          end
        end
        Limit: begin
          if (BoostRule == silipool_pkg::BOOST_LINEAR) begin
            limit_q <= LimitBits'(runtime_i.minimum_duty) * LimitBits'(greatest_q);
            digits_q <= Digits'(BoostBits'(runtime_i.boost_maximum - BoostOne));
          end else begin
            limit_q <= LimitBits'(near_q);
            digits_q <= Digits'(sum_q);
          end
          remainder_q <= '0;
          quotient_q <= '0;
          digit_q <= DigitBits'(1);
        end
        Divide: begin
          remainder_q <= LimitBits'(remainder);
          quotient_q <= {quotient_q[Digits-2:0], 1'b0} + Digits'(digit);
          digits_q <= digits_q << 1;
          digit_q <= digit_q + DigitBits'(1);
        end
        default: ;
      endcase
    end
  end else begin : gen_no_scan
    always_comb begin
      greatest_q = '0;
      sum_q = '0;
      near_q = '0;
      scan_row_q = '0;
      scan_place_q = '0;
      limit_q = '0;
      digits_q = '0;
      remainder_q = '0;
      quotient_q = '0;
      digit_q = DigitBits'(Digits);
    end
  end

endmodule
`default_nettype wire
