// The window of one hypercolumn, slot by slot (docs/spec.md sections 3 and 4): from the frame in its memory
// into a memory of words of `Lanes` slots, which of them are active and which are not void.
// Cycles from start_i to done_o: 3 + Words Lanes; slots past the last are void.
`default_nettype none
module silipool_serial_window #(
  parameter int Height = 28,
  parameter int Width = 28,
  parameter int Planes = 1,
  parameter int GridY = 6,
  parameter int GridX = 6,
  parameter int WindowY = 15,
  parameter int WindowX = 15,
  parameter int Wrap = 0,
  parameter int Pool = 0,
  parameter int Slots = 225,
  parameter int Lanes = 15,
  parameter int EntryBits = 11,
  parameter int TableBits = 1,
  parameter logic [TableBits-1:0] SlotTable = '0,  // of a shared sample: {not void, input} of every slot
  parameter int StreamBits = 64,
  parameter int ClockGates = 0,
  localparam int Turns = GridY * GridX,
  localparam int TurnBits = Turns > 1 ? $clog2(Turns) : 1,
  localparam int Words = (Slots + Lanes - 1) / Lanes,
  localparam int WordBits = Words > 1 ? $clog2(Words) : 1,
  localparam int CountBits = $clog2(Slots + 1),
  localparam int Beats = (Planes * Height * Width + StreamBits - 1) / StreamBits,
  localparam int BeatBits = Beats > 1 ? $clog2(Beats) : 1
) (
  input  wire logic                  clk_i,
  input  wire logic                  rst_ni,
  input  wire logic                  start_i,
  input  wire logic [TurnBits-1:0]   turn_i,
  output logic                       done_o,         // the last cycle
  output logic                       frame_read_o,
  output logic      [BeatBits-1:0]   frame_beat_o,
  input  wire logic [StreamBits-1:0] frame_i,
  input  wire logic                  read_i,         // words of the window, while it is not being made
  input  wire logic [WordBits-1:0]   read_word_i,
  output logic      [Lanes-1:0]      active_o,
  output logic      [Lanes-1:0]      valid_o,
  output logic      [CountBits-1:0]  valid_count_o   // slots that are not void
);

  localparam int LaneBits = Lanes > 1 ? $clog2(Lanes) : 1;
  localparam int InputBits = EntryBits - 1;
  localparam int PointBits = $clog2(StreamBits);     // of a beat

  typedef enum logic [1:0] {Idle, Origin, Walk, Drain} state_e;
  state_e state_q;
  logic drained_q;
  logic [LaneBits-1:0] lane_q;
  logic [WordBits-1:0] word_q;
  // Of the slots on their way: its place in the frame is known; its bit has arrived.
  logic placed_q;
  logic placed_valid;
  logic [InputBits-1:0] placed_input;
  logic arrived_q;
  logic arrived_valid_q;
  logic [PointBits-1:0] arrived_point_q;
  logic [LaneBits-1:0] arrived_lane_q;
  logic [WordBits-1:0] arrived_word_q;
  logic [Lanes-1:0] active_q;  // the slot that arrived last highest
  logic [Lanes-1:0] valid_q;

  logic clk;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_gate (
    .clk_i,
    .enable_i(start_i || state_q != Idle || read_i || !rst_ni),
    .clk_o(clk)
  );

  wire logic last_lane = lane_q == LaneBits'(Lanes - 1);
  wire logic last_word = word_q == WordBits'(Words - 1);

  if (Pool == silipool_pkg::POOL_SHARED_SAMPLE) begin : gen_shared_sample
    localparam int Entries = Turns * Slots;
    localparam int AddressBits = Entries > 1 ? $clog2(Entries) : 1;
    logic [EntryBits-1:0] table_of_slots [0:Entries-1];
    logic [EntryBits-1:0] entry_q;
    logic [AddressBits-1:0] address_q;
    logic [CountBits-1:0] left_q;   // slots of this window
    logic slot_q;                   // what was read is one
    initial begin
      for (int i = 0; i < Entries; i++) table_of_slots[i] = SlotTable[i*EntryBits +: EntryBits];
    end
    always_ff @(posedge clk) begin
      if (state_q == Walk) begin
        entry_q <= table_of_slots[address_q];
        slot_q <= left_q != '0;
        if (left_q != '0) begin
          address_q <= address_q + AddressBits'(1);
          left_q <= left_q - CountBits'(1);
        end
      end
      if (start_i) begin
        address_q <= AddressBits'(32'(turn_i) * Slots);
        left_q <= CountBits'(Slots);
      end
    end
    assign placed_valid = slot_q && entry_q[EntryBits-1];
    assign placed_input = entry_q[EntryBits-2:0];
  end else begin : gen_window
    localparam int RowBits = $clog2(Height + WindowY + 1) + 1;
    localparam int PlaceBits = $clog2(Width + WindowX + 1) + 1;
    localparam int OriginBits = RowBits + PlaceBits;
    localparam int PlaneBits = Planes > 1 ? $clog2(Planes) : 1;

    // Where the window begins, {row, place}.
    function automatic logic [OriginBits-1:0] origin_of(input int t);
      int row;
      int place;
      row = ((2 * (t / GridX) + 1) * Height) / (2 * GridY) - WindowY / 2;
      place = ((2 * (t % GridX) + 1) * Width) / (2 * GridX) - WindowX / 2;
      if (Wrap != 0) begin
        row = (row + Height) % Height;
        place = (place + Width) % Width;
      end
      origin_of = {RowBits'(row), PlaceBits'(place)};
    endfunction
    logic [OriginBits-1:0] origins [0:Turns-1];
    logic [OriginBits-1:0] origin_q;
    initial begin
      for (int t = 0; t < Turns; t++) origins[t] = origin_of(t);
    end

    logic signed [RowBits-1:0] row_q;
    logic signed [PlaceBits-1:0] place_q;
    logic [PlaneBits-1:0] plane_q;
    logic [$clog2(WindowY+1)-1:0] dy_q;
    logic [$clog2(WindowX+1)-1:0] dx_q;
    logic past_q;                  // the last slot
    logic placed_valid_q;
    logic [InputBits-1:0] placed_input_q;
    wire logic last_dx = 32'(dx_q) == WindowX - 1;
    wire logic last_dy = 32'(dy_q) == WindowY - 1;
    wire logic in_row = !row_q[RowBits-1] && row_q < RowBits'(Height);
    wire logic in_place = !place_q[PlaceBits-1] && place_q < PlaceBits'(Width);
    always_ff @(posedge clk) begin
      if (start_i) origin_q <= origins[turn_i];
      if (state_q == Origin) begin
        {row_q, place_q} <= origin_q;
        plane_q <= '0;
        dy_q <= '0;
        dx_q <= '0;
        past_q <= 1'b0;
      end else if (state_q == Walk) begin
        placed_valid_q <= !past_q && in_row && in_place;
        placed_input_q <= InputBits'((32'(plane_q) * Height + 32'(row_q)) * Width + 32'(place_q));
        dx_q <= last_dx ? '0 : dx_q + 1'b1;
        place_q <= last_dx ? origin_q[PlaceBits-1:0]
                   : Wrap != 0 && place_q == PlaceBits'(Width - 1) ? '0 : place_q + PlaceBits'(1);
        if (last_dx) begin
          dy_q <= last_dy ? '0 : dy_q + 1'b1;
          row_q <= last_dy ? origin_q[OriginBits-1:PlaceBits]
                   : Wrap != 0 && row_q == RowBits'(Height - 1) ? '0 : row_q + RowBits'(1);
          if (last_dy) begin
            plane_q <= plane_q + PlaneBits'(1);
            if (32'(plane_q) == Planes - 1) past_q <= 1'b1;
          end
        end
      end
    end
    assign placed_valid = placed_valid_q;
    assign placed_input = placed_input_q;
  end

  assign frame_read_o = placed_q;
  assign frame_beat_o = BeatBits'(placed_input >> PointBits);

  logic [Lanes-1:0] active;
  logic [Lanes-1:0] valid;
  assign active = Lanes'({arrived_valid_q && frame_i[arrived_point_q], active_q} >> 1);
  assign valid = Lanes'({arrived_valid_q, valid_q} >> 1);
  wire logic write = arrived_q && arrived_lane_q == LaneBits'(Lanes - 1);

  silipool_ram #(
    .Width(2 * Lanes),
    .Depth(Words)
  ) u_window (
    .clk_i(clk),
    .read_i(read_i),
    .read_address_i(read_word_i),
    .read_data_o({valid_o, active_o}),
    .write_i(write),
    .write_address_i(arrived_word_q),
    .write_data_i({valid, active})
  );

  assign done_o = state_q == Drain && drained_q;

  always_ff @(posedge clk) begin
    placed_q <= state_q == Walk;
    arrived_q <= placed_q;
    arrived_valid_q <= placed_valid;
    arrived_point_q <= placed_input[PointBits-1:0];
    if (arrived_q) begin
      active_q <= active;
      valid_q <= valid;
      arrived_lane_q <= arrived_lane_q == LaneBits'(Lanes - 1) ? '0 : arrived_lane_q + LaneBits'(1);
      if (write) arrived_word_q <= arrived_word_q + WordBits'(1);
    end
    case (state_q)
      Idle: ;
      Origin: state_q <= Walk;
      Walk: begin
        lane_q <= last_lane ? '0 : lane_q + LaneBits'(1);
        if (last_lane) word_q <= word_q + WordBits'(1);
        if (last_lane && last_word) state_q <= Drain;
        drained_q <= 1'b0;
      end
      default: begin  // Drain: two slots are on their way
        drained_q <= 1'b1;
        if (drained_q) state_q <= Idle;
      end
    endcase
    if (start_i) begin
      state_q <= Origin;
      lane_q <= '0;
      word_q <= '0;
      arrived_lane_q <= '0;
      arrived_word_q <= '0;
    end
    if (!rst_ni) begin
      state_q <= Idle;
      placed_q <= 1'b0;
      arrived_q <= 1'b0;
    end
  end

  if (Pool == silipool_pkg::POOL_SAMPLE) begin : gen_count
    logic [CountBits-1:0] count_q;
    always_ff @(posedge clk) begin
      if (start_i) count_q <= '0;
      else if (arrived_q && arrived_valid_q) count_q <= count_q + CountBits'(1);
    end
    assign valid_count_o = count_q;
  end else begin : gen_no_count
    assign valid_count_o = '0;
  end

endmodule
`default_nettype wire
