// Permanences of a tile's columns, column-major: words of `Lanes` synapses, touched only for a learner
// that drew a step. Each changed word is written back; a synapse that crosses the threshold is handed
// out as a flip of its connected bit. Also makes the initial state (docs/spec.md section 5), from the
// same hash as the model.
// Cycles from start_i to idle_o of a learner that drew nothing: 2; that walks its words: 2 + ceil(Slots /
// Lanes) + 2 per flip, one less where each synapse draws for itself.
`default_nettype none
module silipool_learn #(
  parameter int Columns = 28,
  parameter int Slots = 225,
  parameter int Turns = 1,
  parameter int Lanes = 15,
  parameter int PermanenceBits = 4,
  parameter int ConnectedThreshold = 8,
  parameter int DrawPerSynapse = 0,
  parameter int Pool = 0,
  parameter int SynapsesPerColumn = 0,
  parameter logic [31:0] PoolSeed = 1,
  parameter int Radius = 0,
  parameter int WindowY = 15,
  parameter int WindowX = 15,
  parameter int CentreRows = 1,           // grid of the columns' own centres (section 4, radius)
  parameter int CentrePlaces = 1,
  parameter int ClockGates = 0,
  localparam int SlotBits = Slots > 1 ? $clog2(Slots) : 1,
  localparam int ColumnBits = Columns > 1 ? $clog2(Columns) : 1,
  localparam int TurnBits = Turns > 1 ? $clog2(Turns) : 1,
  localparam int Words = (Slots + Lanes - 1) / Lanes,
  localparam int Masked = Pool == silipool_pkg::POOL_SAMPLE || Pool == silipool_pkg::POOL_RADIUS ? 1 : 0,
  localparam int SynapseBits = PermanenceBits + Masked,   // a mask bit above the permanence
  localparam int WordBits = Lanes * SynapseBits,
  localparam int AddressBits = Turns * Columns * Words > 1 ? $clog2(Turns * Columns * Words) : 1
) (
  input  wire logic                   clk_i,
  input  wire logic                   rst_ni,
  input  wire silipool_pkg::runtime_t runtime_i,
  input  wire logic [31:0]            learning_step_i,
  input  wire logic [TurnBits-1:0]    turn_i,
  input  wire logic [15:0]            first_column_i,  // global index of this hypercolumn's first column
  input  wire logic [Slots-1:0]       active_i,
  input  wire logic [Slots-1:0]       valid_i,
  input  wire logic                   initialise_i,    // all columns of this turn
  input  wire logic                   start_i,         // one learner; while idle_o
  input  wire logic [ColumnBits-1:0]  column_i,
  output logic                        idle_o,
  input  wire logic                   state_read_i,    // save and restore, while this unit is idle
  input  wire logic                   state_write_i,
  input  wire logic [AddressBits-1:0] state_address_i,
  input  wire logic [WordBits-1:0]    state_data_i,
  output logic      [WordBits-1:0]    state_data_o,
  output logic                        flip_valid_o,
  input  wire logic                   flip_ready_i,
  output logic      [SlotBits-1:0]    flip_slot_o,
  output logic      [ColumnBits-1:0]  flip_column_o
);

`include "silipool_hash.svh"

  localparam int WordIndexBits = Words > 1 ? $clog2(Words) : 1;
  localparam int LaneBits = Lanes > 1 ? $clog2(Lanes) : 1;
  localparam int CentreRowBits = CentreRows > 1 ? $clog2(CentreRows) : 1;
  localparam int CentrePlaceBits = CentrePlaces > 1 ? $clog2(CentrePlaces) : 1;
  localparam int WindowYBits = WindowY > 1 ? $clog2(WindowY) : 1;
  localparam int WindowXBits = WindowX > 1 ? $clog2(WindowX) : 1;
  localparam int Draws = Lanes / 2 + 1;  // 32-bit draws that a word of lanes can touch
  localparam logic [PermanenceBits-1:0] Top = {PermanenceBits{1'b1}};  // of '1, Yosys 0.23 makes 1
  localparam logic [PermanenceBits-1:0] Threshold = PermanenceBits'(ConnectedThreshold);

  typedef enum logic [2:0] {Idle, Check, Walk, InitColumn, InitDraw, InitPlace, InitFlip} state_e;
  state_e state_q;
  logic [ColumnBits-1:0] column_q;
  logic gains_q;
  logic loses_q;
  logic [WordIndexBits-1:0] arrived_word_q;   // word that stands in `data`
  logic [Lanes-1:0] flips_q;     // of the word that was written last
  logic [WordIndexBits-1:0] flip_word_q;
  logic [Draws*32-1:0] draws_q;

  // Initialisation walks one synapse at a time.
  logic [SlotBits-1:0] slot_q;
  logic [LaneBits-1:0] lane_q;
  logic [31:0] initial_q;
  logic [31:0] sample_q;
  logic [12:0] remaining_q;
  logic [12:0] needed_q;
  logic [WordBits-1:0] word_data_q;
  logic [CentreRowBits-1:0] centre_row_q;
  logic [CentrePlaceBits-1:0] centre_place_q;
  logic [WindowYBits-1:0] dy_q;
  logic [WindowXBits-1:0] dx_q;

  logic read;
  logic write;
  logic [AddressBits-1:0] read_address;
  logic [AddressBits-1:0] write_address;
  logic [WordBits-1:0] data;
  logic [WordBits-1:0] write_data;

  logic clk;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_gate (
    .clk_i,
    .enable_i(state_q != Idle || flips_q != '0 || initialise_i || start_i || state_read_i || state_write_i || !rst_ni),
    .clk_o(clk)
  );

  silipool_ram #(
    .Width(WordBits),
    .Depth(Turns * Columns * Words)
  ) u_permanences (
    .clk_i(clk),
    .read_i(read || state_read_i),
    .read_address_i(state_read_i ? state_address_i : read_address),
    .read_data_o(data),
    .write_i(write || state_write_i),
    .write_address_i(state_write_i ? state_address_i : write_address),
    .write_data_i(state_write_i ? state_data_i : write_data)
  );
  assign state_data_o = data;

  // The walk reads its first word as soon as it is known that there is one.
  wire logic begin_walk = DrawPerSynapse != 0 ? start_i : state_q == Check && (gains_q || loses_q);
  wire logic [ColumnBits-1:0] column = DrawPerSynapse != 0 && start_i ? column_i : column_q;
  wire logic [31:0] first_word = (32'(turn_i) * Columns + 32'(column)) * Words;
  wire logic [15:0] global_column = first_column_i + 16'(column);
  wire logic update = state_q == Walk && flips_q == '0;
  wire logic last_word = arrived_word_q == WordIndexBits'(Words - 1);

  assign read = begin_walk || (update && !last_word);
  wire logic [WordIndexBits-1:0] read_word = begin_walk ? '0 : arrived_word_q + WordIndexBits'(1);
  assign read_address = AddressBits'(first_word + 32'(read_word));

  // Section 6.4, all lanes of the word that has arrived.
  logic [Words*Lanes-1:0] active_padded;
  logic [Words*Lanes-1:0] valid_padded;
  logic [WordBits-1:0] learned;
  logic [Lanes-1:0] flips;
  logic [Lanes-1:0] active_lane;
  logic [Lanes-1:0] valid_lane;
  logic [PermanenceBits-1:0] old_value;
  logic [PermanenceBits-1:0] new_value;
  logic [15:0] lane_draw;
  logic moves;
  logic [31:0] half;
  always_comb begin
    active_padded = '0;
    valid_padded = '0;
    learned = data;
    flips = '0;
    active_lane = '0;
    valid_lane = '0;
    old_value = '0;
    new_value = '0;
    lane_draw = '0;
    moves = 1'b0;
    half = '0;
    if (update) begin
      active_padded[Slots-1:0] = active_i;
      valid_padded[Slots-1:0] = valid_i;
      for (int w = 0; w < Words; w++) begin
        if (arrived_word_q == WordIndexBits'(w)) begin
          active_lane = active_padded[w*Lanes +: Lanes];
          valid_lane = valid_padded[w*Lanes +: Lanes];
        end
      end
      for (int l = 0; l < Lanes; l++) begin
        old_value = data[l*SynapseBits +: PermanenceBits];
        if (DrawPerSynapse != 0) begin
          // Half-words of the draws, from the parity of the word's first slot.
          half = ((32'(arrived_word_q) * Lanes) & 32'd1) + 32'(l);
          lane_draw = draws_q[half*16 +: 16];
          moves = active_lane[l] ? 17'(lane_draw) < runtime_i.increment_probability
                                 : 17'(lane_draw) < runtime_i.decrement_probability;
        end else begin
          moves = active_lane[l] ? gains_q : loses_q;
        end
        moves = moves & (Masked != 0 ? data[l*SynapseBits+SynapseBits-1] : valid_lane[l]);
        new_value = old_value;
        if (moves && active_lane[l]) begin
          new_value = 16'(Top) - 16'(old_value) < runtime_i.increment ? Top
                                                           : old_value + PermanenceBits'(runtime_i.increment);
        end else if (moves) begin
          new_value = 16'(old_value) < runtime_i.decrement ? '0 : old_value - PermanenceBits'(runtime_i.decrement);
        end
        learned[l*SynapseBits +: PermanenceBits] = new_value;
        flips[l] = (old_value >= Threshold) != (new_value >= Threshold);
      end
    end
  end

  // Section 5 for one synapse: potential or not, and its permanence.
  logic potential;
  logic connected;
  logic [32:0] initial_product;
  logic [PermanenceBits-1:0] initial_permanence;
  logic [44:0] sample_product;
  logic [31:0] centre_dy;
  logic [31:0] centre_dx;
  logic [WordBits-1:0] placed;
  always_comb begin
    potential = 1'b0;
    connected = 1'b0;
    initial_product = '0;
    initial_permanence = '0;
    sample_product = '0;
    centre_dy = '0;
    centre_dx = '0;
    placed = word_data_q;
    if (state_q == InitPlace) begin
      potential = valid_i[slot_q];
      if (Pool == silipool_pkg::POOL_SAMPLE) begin
        sample_product = 45'(sample_q) * 45'(remaining_q);
        potential = potential && sample_product[44:32] < needed_q;
      end
      if (Pool == silipool_pkg::POOL_RADIUS) begin
        centre_dy = ((2 * 32'(centre_row_q) + 1) * WindowY) / (2 * CentreRows);
        centre_dx = ((2 * 32'(centre_place_q) + 1) * WindowX) / (2 * CentrePlaces);
        potential = potential && 32'(dy_q) + Radius >= centre_dy && centre_dy + Radius >= 32'(dy_q)
                              && 32'(dx_q) + Radius >= centre_dx && centre_dx + Radius >= 32'(dx_q);
      end
      connected = potential && 17'(initial_q[15:0]) < runtime_i.initially_connected;
      initial_product = 33'(initial_q[31:16]) *
                        (connected ? 33'((1 << PermanenceBits) - ConnectedThreshold) : 33'(ConnectedThreshold));
      initial_permanence = PermanenceBits'(initial_product >> 16);
      if (connected) initial_permanence = initial_permanence + Threshold;
      if (!potential) initial_permanence = '0;
      for (int l = 0; l < Lanes; l++) begin
        if (lane_q == LaneBits'(l)) begin
          placed[l*SynapseBits +: SynapseBits] = SynapseBits'(initial_permanence);
          if (Masked != 0) placed[l*SynapseBits+SynapseBits-1] = potential;
        end
      end
    end
  end
  wire logic last_lane = lane_q == LaneBits'(Lanes - 1) || slot_q == SlotBits'(Slots - 1);

  assign write = (update && learned != data) || (state_q == InitPlace && last_lane);
  assign write_address = AddressBits'(first_word + 32'(arrived_word_q));
  assign write_data = state_q == InitPlace ? placed : learned;

  // Flips leave lowest lane first; in initialisation one synapse at a time.
  logic [LaneBits-1:0] flip_lane;
  always_comb begin
    flip_lane = '0;
    if (flips_q != '0) begin
      for (int l = Lanes - 1; l >= 0; l--) begin
        if (flips_q[l]) flip_lane = LaneBits'(l);
      end
    end
  end
  assign flip_valid_o = flips_q != '0 || state_q == InitFlip;
  assign flip_slot_o = state_q == InitFlip ? slot_q : SlotBits'(32'(flip_word_q) * Lanes + 32'(flip_lane));
  assign flip_column_o = column_q;
  assign idle_o = state_q == Idle && flips_q == '0;

  logic [31:0] v;
  always_ff @(posedge clk) begin
    if (flips_q != '0 && flip_ready_i) flips_q[flip_lane] <= 1'b0;
    if (read) begin
      arrived_word_q <= read_word;
      if (DrawPerSynapse != 0) begin
        for (int d = 0; d < Draws; d++) begin
          draws_q[d*32 +: 32] <= draw(runtime_i.seed, learning_step_i, 4'(silipool_pkg::STREAM_DRAW),
                                      global_column, 12'((32'(read_word) * Lanes) >> 1) + 12'(d));
        end
      end
    end
    case (state_q)
      Idle: begin
        if (initialise_i) begin
          column_q <= '0;
          centre_row_q <= '0;
          centre_place_q <= '0;
          state_q <= InitColumn;
        end else if (start_i) begin
          column_q <= column_i;
          if (DrawPerSynapse != 0) begin
            gains_q <= 1'b0;  // each synapse draws for itself
            loses_q <= 1'b0;
            state_q <= Walk;
          end else begin
            v = draw(runtime_i.seed, learning_step_i, 4'(silipool_pkg::STREAM_DRAW),
                     first_column_i + 16'(column_i), 12'd0);
            gains_q <= 17'(v[15:0]) < runtime_i.increment_probability;
            loses_q <= 17'(v[31:16]) < runtime_i.decrement_probability;
            state_q <= Check;
          end
        end
      end
      Check: state_q <= begin_walk ? Walk : Idle;
      Walk: begin
        if (update) begin
          if (flips != '0) begin
            flips_q <= flips;
            flip_word_q <= arrived_word_q;
          end
          if (last_word) state_q <= Idle;
        end
      end
      InitColumn: begin
        slot_q <= '0;
        lane_q <= '0;
        dy_q <= '0;
        dx_q <= '0;
        arrived_word_q <= '0;
        word_data_q <= '0;
        if (Pool == silipool_pkg::POOL_SAMPLE) begin
          remaining_q <= 13'($countones(valid_i));
          needed_q <= $countones(valid_i) < SynapsesPerColumn ? 13'($countones(valid_i))
                                                                : 13'(SynapsesPerColumn);
        end
        state_q <= InitDraw;
      end
      InitDraw: begin
        initial_q <= draw(runtime_i.seed, 32'd0, 4'(silipool_pkg::STREAM_INITIAL), global_column, 12'(slot_q));
        if (Pool == silipool_pkg::POOL_SAMPLE) begin
          sample_q <= draw(PoolSeed, 32'd0, 4'(silipool_pkg::STREAM_SAMPLE), global_column, 12'(slot_q));
        end
        state_q <= InitPlace;
      end
      default: begin  // InitPlace, InitFlip: on to the next synapse
        if (state_q == InitPlace) begin
          word_data_q <= last_lane ? '0 : placed;
          word_data_q[(Lanes-1)*SynapseBits +: SynapseBits] <= '0;  // with the last the word is written
          if (Pool == silipool_pkg::POOL_SAMPLE && valid_i[slot_q]) begin
            remaining_q <= remaining_q - 13'd1;
            if (potential) needed_q <= needed_q - 13'd1;
          end
        end
        if (state_q == InitPlace && connected) begin
          state_q <= InitFlip;
        end else if (state_q == InitPlace || flip_ready_i) begin
          slot_q <= slot_q + SlotBits'(1);
          lane_q <= last_lane ? '0 : lane_q + LaneBits'(1);
          if (last_lane) arrived_word_q <= arrived_word_q + WordIndexBits'(1);
          dx_q <= dx_q + WindowXBits'(1);
          if (dx_q == WindowXBits'(WindowX - 1)) begin
            dx_q <= '0;
            dy_q <= dy_q == WindowYBits'(WindowY - 1) ? '0 : dy_q + WindowYBits'(1);
          end
          state_q <= InitDraw;
          if (slot_q == SlotBits'(Slots - 1)) begin
            column_q <= column_q + ColumnBits'(1);
            centre_place_q <= centre_place_q + CentrePlaceBits'(1);
            if (centre_place_q == CentrePlaceBits'(CentrePlaces - 1)) begin
              centre_place_q <= '0;
              centre_row_q <= centre_row_q + CentreRowBits'(1);
            end
            state_q <= 32'(column_q) == Columns - 1 ? Idle : InitColumn;
          end
        end
      end
    endcase
    if (!rst_ni) begin
      state_q <= Idle;
      flips_q <= '0;
    end
  end

endmodule
`default_nettype wire
