// The synapses of all columns, column by column in words of `Lanes` permanences, in one memory of one port.
// Overlaps: the words of a hypercolumn one a cycle, their connected synapses counted against the window's
// word. Learning, the initial state (docs/spec.md sections 6.4 and 5), and accesses to the state: a lane a
// cycle, or as the hash allows. No synapse is there twice: connected is what its permanence says.
// Cycles from start to idle_o, with P = Words Lanes slots: overlaps, to done_o, 2 + Columns Words; a learner
// whose draw lets nothing happen 9, any other 9 + Words (3 + Lanes); where synapses draw for themselves
// 8 ceil(P / 2) + 2, and for even P 1 more (one lane: 4).
`default_nettype none
module silipool_serial_synapses #(
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
  parameter int CentreRows = 1,
  parameter int CentrePlaces = 1,
  parameter int ClockGates = 0,
  localparam int ColumnBits = Columns > 1 ? $clog2(Columns) : 1,
  localparam int TurnBits = Turns > 1 ? $clog2(Turns) : 1,
  localparam int CountBits = $clog2(Slots + 1),
  localparam int Words = (Slots + Lanes - 1) / Lanes,
  localparam int WindowBits = Words > 1 ? $clog2(Words) : 1,
  localparam int Masked = Pool == silipool_pkg::POOL_SAMPLE || Pool == silipool_pkg::POOL_RADIUS ? 1 : 0,
  localparam int SynapseBits = PermanenceBits + Masked,   // a mask bit above the permanence
  localparam int WordBits = Lanes * SynapseBits,
  localparam int Depth = Turns * Columns * Words,
  localparam int AddressBits = Depth > 1 ? $clog2(Depth) : 1
) (
  input  wire logic                   clk_i,
  input  wire logic                   rst_ni,
  input  wire silipool_pkg::runtime_t runtime_i,
  input  wire logic [31:0]            learning_step_i,
  input  wire logic [TurnBits-1:0]    turn_i,
  input  wire logic [15:0]            first_column_i,   // global index of this hypercolumn's first column
  output logic                        window_read_o,    // a word of the window, with one of permanences
  output logic      [WindowBits-1:0]  window_word_o,
  input  wire logic [Lanes-1:0]       active_i,
  input  wire logic [Lanes-1:0]       valid_i,
  input  wire logic [CountBits-1:0]   valid_count_i,
  input  wire logic                   overlaps_i,       // of all columns of this turn
  output logic                        arrived_o,        // the last word of column_o has; its overlap stands in the next cycle
  output logic      [ColumnBits-1:0]  column_o,
  output logic                        overlap_valid_o,
  output logic      [CountBits-1:0]   overlap_o,
  output logic                        done_o,           // with the last overlap
  input  wire logic                   initialise_i,     // all columns of this turn
  input  wire logic                   learn_i,          // one learner
  input  wire logic [ColumnBits-1:0]  learner_i,
  output logic                        idle_o,
  input  wire logic                   state_i,          // one access of a save or restore; until idle_o
  input  wire silipool_pkg::state_t   access_i,
  output logic      [31:0]            state_data_o      // what stood there
);

  localparam int Fields = 32 / PermanenceBits;            // of a data word of the state
  localparam int FieldsBits = $clog2(Fields + 1);
  localparam int SlotBits = Words * Lanes > 1 ? $clog2(Words * Lanes) : 1;
  localparam int LaneBits = Lanes > 1 ? $clog2(Lanes) : 1;
  localparam logic [PermanenceBits-1:0] Top = {PermanenceBits{1'b1}};  // of '1, Yosys 0.23 makes 1
  localparam logic [PermanenceBits-1:0] Threshold = PermanenceBits'(ConnectedThreshold);

  typedef enum logic [2:0] {Idle, Overlap, Draw, Fetch, Load, Lane, Store} state_e;
  state_e state_q;
  logic initial_q;               // what is walked is the initial state
  logic access_q;                // or a word for an access to the state
  logic [Fields*PermanenceBits-1:0] fields_q;  // of which these are to come, lowest first, and then have been
  logic [FieldsBits-1:0] fields_left_q;
  logic [ColumnBits-1:0] column_q;
  logic [WindowBits-1:0] word_q;
  logic [LaneBits-1:0] lane_q;
  logic [SlotBits-1:0] slot_q;   // past the last, to the end of its word
  logic [AddressBits-1:0] address_q;
  logic gains_q;
  logic loses_q;
  logic changed_q;
  logic [WordBits-1:0] word_data_q;  // the lane that is worked on lowest
  logic [Lanes-1:0] active_q;
  logic [Lanes-1:0] valid_q;
  logic [15:0] odd_draw_q;       // of the slot after an even one
  logic walked_q;                // overlaps: all words have been read
  logic arrived_q;
  logic arrived_first_q;
  logic arrived_last_q;
  logic [ColumnBits-1:0] arrived_column_q;
  logic overlap_last_q;

  logic clk;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_gate (
    .clk_i,
    .enable_i(state_q != Idle || arrived_q || overlap_valid_o || overlaps_i || initialise_i || learn_i || state_i
              || !rst_ni),
    .clk_o(clk)
  );

  wire logic last_word = word_q == WindowBits'(Words - 1);
  wire logic last_lane = lane_q == LaneBits'(Lanes - 1);
  wire logic last_column = column_q == ColumnBits'(Columns - 1);
  wire logic reads = (state_q == Overlap && !walked_q) || state_q == Fetch;

  logic [WordBits-1:0] data;
  silipool_ram_single #(
    .Width(WordBits),
    .Depth(Depth)
  ) u_permanences (
    .clk_i(clk),
    .read_i(reads),
    .write_i(state_q == Store && (changed_q || initial_q)),
    .address_i(address_q),
    .write_data_i(word_data_q),
    .read_data_o(data)
  );
  assign window_read_o = reads;
  assign window_word_o = word_q;

  // ---- Overlaps ----------------------------------------------------------------------------------------

  logic [CountBits-1:0] connected;
  always_comb begin
    connected = '0;
    if (arrived_q) begin
      for (int l = 0; l < Lanes; l++) begin
        if (active_i[l] && data[l*SynapseBits +: PermanenceBits] >= Threshold) connected = connected + CountBits'(1);
      end
    end
  end
  assign arrived_o = arrived_q && arrived_last_q;
  assign column_o = arrived_column_q;
  assign done_o = overlap_valid_o && overlap_last_q;

  // ---- Draws -------------------------------------------------------------------------------------------

  logic hash_done;
  logic [31:0] hash;
  logic second_q;   // of an initial synapse: its permanence has been drawn, its place in a sample is
  logic drawing_q;  // an initial synapse waits for the hash
  logic start_draw;
  logic [3:0] stream;
  wire logic odd = slot_q[0];
  // A lane is done in this cycle.
  wire logic draws = DrawPerSynapse != 0;
  wire logic two_draws = Pool == silipool_pkg::POOL_SAMPLE;
  wire logic learn_lane = state_q == Lane && !initial_q && !access_q && (!draws || odd || hash_done);
  wire logic initial_drawn = state_q == Lane && initial_q && drawing_q && hash_done;
  wire logic initial_lane = initial_drawn && (!two_draws || second_q);
  wire logic access_lane = state_q == Lane && access_q;
  wire logic field_lane = access_lane && fields_left_q != '0 && 16'(lane_q) >= access_i.lane;
  wire logic lane_done = learn_lane || initial_lane || access_lane;

  always_comb begin
    start_draw = learn_i;
    stream = 4'(silipool_pkg::STREAM_DRAW);
    if (state_q == Lane && initial_q) begin
      start_draw = !drawing_q || (initial_drawn && !initial_lane);
      stream = drawing_q ? 4'(silipool_pkg::STREAM_SAMPLE) : 4'(silipool_pkg::STREAM_INITIAL);
    end else if (draws && learn_lane && !odd) begin
      start_draw = 1'b1;  // of the next two slots
    end
  end
  wire logic of_sample = stream == 4'(silipool_pkg::STREAM_SAMPLE);
  wire logic [11:0] next_pair = (12'(slot_q) >> 1) + 12'd1;
  silipool_serial_hash u_hash (
    .clk_i(clk),
    .rst_ni,
    .start_i(start_draw),
    .seed_i(of_sample ? PoolSeed : runtime_i.seed),
    .step_i(initial_q && !learn_i ? '0 : learning_step_i),
    .stream_i(stream),
    .column_i(first_column_i + (learn_i ? 16'(learner_i) : 16'(column_q))),
    .item_i(learn_i ? '0 : initial_q ? 12'(slot_q) : next_pair),
    .done_o(hash_done),
    .result_o(hash)
  );

  // ---- One lane ----------------------------------------------------------------------------------------

  logic [SynapseBits-1:0] synapse;
  logic [PermanenceBits-1:0] old_value;
  logic [PermanenceBits-1:0] new_value;
  logic [15:0] drawn;
  logic moves;
  logic potential;
  logic connects;
  logic [31:0] first_drawn;
  logic [32:0] initial_product;
  always_comb begin
    old_value = word_data_q[PermanenceBits-1:0];
    new_value = old_value;
    drawn = odd ? odd_draw_q : hash[15:0];
    moves = active_q[0] ? gains_q : loses_q;
    if (draws) moves = 17'(drawn) < (active_q[0] ? runtime_i.increment_probability : runtime_i.decrement_probability);
    if (Masked != 0) moves = moves && word_data_q[SynapseBits-1];
    if (moves && active_q[0]) begin
      new_value = 16'(Top) - 16'(old_value) < runtime_i.increment ? Top
                                                       : old_value + PermanenceBits'(runtime_i.increment);
    end else if (moves) begin
      new_value = 16'(old_value) < runtime_i.decrement ? '0 : old_value - PermanenceBits'(runtime_i.decrement);
    end
    connects = potential && 17'(first_drawn[15:0]) < runtime_i.initially_connected;
    initial_product = 33'(first_drawn[31:16]) *
                      (connects ? 33'((1 << PermanenceBits) - ConnectedThreshold) : 33'(ConnectedThreshold));
    if (initial_q) begin
      new_value = PermanenceBits'(initial_product >> 16);
      if (connects) new_value = new_value + Threshold;
      if (!potential) new_value = '0;
    end
    if (access_q) begin
      new_value = old_value;
      if (field_lane && access_i.write) begin
        new_value = (Masked != 0 ? word_data_q[SynapseBits-1] : valid_q[0]) ? fields_q[PermanenceBits-1:0] : '0;
      end
    end
    synapse = SynapseBits'(new_value);
    if (Masked != 0) synapse[SynapseBits-1] = initial_q ? potential : word_data_q[SynapseBits-1];
  end

  if (Pool == silipool_pkg::POOL_SAMPLE) begin : gen_sample
    logic [31:0] first_q;
    logic [CountBits-1:0] remaining_q;
    logic [CountBits-1:0] needed_q;
    wire logic [31+CountBits:0] product = (32+CountBits)'(hash) * (32+CountBits)'(remaining_q);
    assign first_drawn = first_q;
    assign potential = valid_q[0] && product[31+CountBits:32] < needed_q;
    always_ff @(posedge clk) begin
      if (initial_drawn && !second_q) first_q <= hash;
      if (state_q == Fetch && word_q == '0) begin
        remaining_q <= valid_count_i;
        needed_q <= 32'(valid_count_i) < SynapsesPerColumn ? valid_count_i : CountBits'(SynapsesPerColumn);
      end else if (initial_lane && valid_q[0]) begin
        remaining_q <= remaining_q - CountBits'(1);
        if (potential) needed_q <= needed_q - CountBits'(1);
      end
    end
  end else if (Pool == silipool_pkg::POOL_RADIUS) begin : gen_radius
    localparam int RowBits = CentreRows > 1 ? $clog2(CentreRows) : 1;
    localparam int PlaceBits = CentrePlaces > 1 ? $clog2(CentrePlaces) : 1;
    localparam int YBits = WindowY > 1 ? $clog2(WindowY) : 1;
    localparam int XBits = WindowX > 1 ? $clog2(WindowX) : 1;
    logic [RowBits-1:0] centre_row_q;
    logic [PlaceBits-1:0] centre_place_q;
    logic [YBits-1:0] dy_q;
    logic [XBits-1:0] dx_q;
    wire logic [31:0] centre_dy = ((2 * 32'(centre_row_q) + 1) * WindowY) / (2 * CentreRows);
    wire logic [31:0] centre_dx = ((2 * 32'(centre_place_q) + 1) * WindowX) / (2 * CentrePlaces);
    assign first_drawn = hash;
    assign potential = valid_q[0] && 32'(dy_q) + Radius >= centre_dy && centre_dy + Radius >= 32'(dy_q)
                                  && 32'(dx_q) + Radius >= centre_dx && centre_dx + Radius >= 32'(dx_q);
    always_ff @(posedge clk) begin
      if (initialise_i) begin
        centre_row_q <= '0;
        centre_place_q <= '0;
      end else if (state_q == Store && last_word) begin
        centre_place_q <= centre_place_q + PlaceBits'(1);
        if (centre_place_q == PlaceBits'(CentrePlaces - 1)) begin
          centre_place_q <= '0;
          centre_row_q <= centre_row_q + RowBits'(1);
        end
      end
      if (state_q == Fetch && word_q == '0) begin
        dy_q <= '0;
        dx_q <= '0;
      end else if (lane_done) begin
        dx_q <= dx_q + XBits'(1);
        if (dx_q == XBits'(WindowX - 1)) begin
          dx_q <= '0;
          dy_q <= dy_q == YBits'(WindowY - 1) ? '0 : dy_q + YBits'(1);
        end
      end
    end
  end else begin : gen_all
    assign first_drawn = hash;
    assign potential = valid_q[0];
  end

  // ---- Sequence ----------------------------------------------------------------------------------------

  assign idle_o = state_q == Idle;
  assign state_data_o = 32'(fields_q);
  wire logic [15:0] start_column = learn_i ? 16'(learner_i) : state_i ? access_i.column : '0;
  wire logic [AddressBits-1:0] first_address = AddressBits'(32'(turn_i) * Columns * Words);

  always_ff @(posedge clk) begin
    arrived_q <= state_q == Overlap && !walked_q;
    arrived_first_q <= word_q == '0;
    arrived_last_q <= last_word;
    arrived_column_q <= column_q;
    if (arrived_q) overlap_o <= (arrived_first_q ? '0 : overlap_o) + connected;
    overlap_valid_o <= arrived_o;
    overlap_last_q <= arrived_column_q == ColumnBits'(Columns - 1);

    if (lane_done) begin
      word_data_q <= WordBits'({synapse, word_data_q} >> SynapseBits);
      active_q <= active_q >> 1;
      valid_q <= valid_q >> 1;
      if (new_value != old_value) changed_q <= 1'b1;
      if (!odd) odd_draw_q <= hash[31:16];
      drawing_q <= 1'b0;
      second_q <= 1'b0;
      slot_q <= slot_q + SlotBits'(1);
      lane_q <= last_lane ? '0 : lane_q + LaneBits'(1);
    end
    // What is past the word or the data word reads as 0.
    if (field_lane || (state_q == Store && access_q && fields_left_q != '0)) begin
      fields_q <= (Fields*PermanenceBits)'({field_lane ? old_value : PermanenceBits'(0), fields_q} >> PermanenceBits);
      fields_left_q <= fields_left_q - FieldsBits'(1);
    end
    if (!lane_done && state_q == Lane && initial_q) begin
      drawing_q <= 1'b1;
      if (initial_drawn) second_q <= 1'b1;
    end

    case (state_q)
      Idle: begin
        initial_q <= initialise_i;
        access_q <= state_i;
        column_q <= learn_i ? learner_i : '0;
        word_q <= state_i ? WindowBits'(access_i.word) : '0;
        lane_q <= '0;
        slot_q <= '0;
        walked_q <= 1'b0;
        drawing_q <= 1'b0;
        second_q <= 1'b0;
        gains_q <= 1'b0;
        loses_q <= 1'b0;
        address_q <= first_address + AddressBits'(32'(start_column) * Words) +
                     (state_i ? AddressBits'(access_i.word) : '0);
        if (overlaps_i) state_q <= Overlap;
        else if (initialise_i || state_i || (learn_i && draws)) state_q <= Fetch;
        else if (learn_i) state_q <= Draw;
      end
      Overlap: begin
        if (!walked_q) begin
          address_q <= address_q + AddressBits'(1);
          word_q <= last_word ? '0 : word_q + WindowBits'(1);
          if (last_word) column_q <= column_q + ColumnBits'(1);
          walked_q <= last_word && last_column;
        end
        if (done_o) state_q <= Idle;
      end
      Draw: begin
        gains_q <= 17'(hash[15:0]) < runtime_i.increment_probability;
        loses_q <= 17'(hash[31:16]) < runtime_i.decrement_probability;
        if (hash_done) begin
          state_q <= 17'(hash[15:0]) < runtime_i.increment_probability ||
                     17'(hash[31:16]) < runtime_i.decrement_probability ? Fetch : Idle;
        end
      end
      Fetch: state_q <= Load;
      Load: begin
        word_data_q <= data;
        active_q <= active_i;
        valid_q <= valid_i;
        changed_q <= 1'b0;
        if (access_q) begin
          fields_q <= (Fields*PermanenceBits)'(access_i.data);
          fields_left_q <= FieldsBits'(Fields);
        end
        state_q <= Lane;
      end
      Lane: if (lane_done && last_lane) state_q <= Store;
      default: begin  // Store
        address_q <= access_q ? address_q : address_q + AddressBits'(1);
        word_q <= last_word ? '0 : word_q + WindowBits'(1);
        state_q <= Fetch;
        if (access_q) begin
          state_q <= fields_left_q == '0 ? Idle : Store;
        end else if (last_word) begin
          slot_q <= '0;
          column_q <= column_q + ColumnBits'(1);
          if (!initial_q || last_column) state_q <= Idle;
        end
      end
    endcase
    if (!rst_ni) begin
      state_q <= Idle;
      arrived_q <= 1'b0;
      overlap_valid_o <= 1'b0;
    end
  end

endmodule
`default_nettype wire
