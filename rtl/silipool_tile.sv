// One tile: it serves `Turns` hypercolumns in turn, and no wire leaves it but its windows' bits, its
// winners and, for a save, words of its state. This module is the sequencer; the units do the arithmetic.
`default_nettype none
module silipool_tile #(
  parameter int Columns = 28,
  parameter int Slots = 225,
  parameter int Turns = 1,
  parameter int Banks = 1,
  parameter int Lanes = 15,
  parameter int Multipliers = 4,
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
  localparam int TurnBits = Turns > 1 ? $clog2(Turns) : 1,
  localparam int ColumnBits = Columns > 1 ? $clog2(Columns) : 1
) (
  input  wire logic                     clk_i,
  input  wire logic                     rst_ni,
  input  wire silipool_pkg::runtime_t   runtime_i,
  input  wire logic [31:0]              learning_step_i,
  input  wire logic [15:0]              first_column_i,  // global index of the tile's first column
  input  wire logic                     initialise_i,
  input  wire logic                     start_i,
  input  wire logic                     learn_i,         // sampled with start_i
  input  wire logic                     refresh_i,       // this learning step renews boosts; sampled with start_i
  output logic                          idle_o,
  input  wire logic                     state_start_i,   // one access to this tile's memories, while idle
  input  wire silipool_pkg::state_t     state_i,
  output logic      [31:0]              state_data_o,
  output logic      [3:0]               phase_o,         // at work on overlaps, winners, learning, refresh
  output logic                          window_load_o,
  output logic      [TurnBits-1:0]      turn_o,
  input  wire logic [Slots-1:0]         active_i,        // of the window loaded last
  input  wire logic [Slots-1:0]         valid_i,
  output logic      [Turns*Columns-1:0] winners_o
);

  localparam int CountBits = $clog2(Slots + 1);
  localparam int SlotBits = Slots > 1 ? $clog2(Slots) : 1;
  localparam int Words = (Columns + Multipliers - 1) / Multipliers;
  localparam int WordBits = Words > 1 ? $clog2(Words) : 1;
  localparam int Masked = Pool == silipool_pkg::POOL_SAMPLE || Pool == silipool_pkg::POOL_RADIUS ? 1 : 0;
  localparam int PermanenceWordBits = Lanes * (PermanenceBits + Masked);
  localparam int PermanenceWords = Turns * Columns * ((Slots + Lanes - 1) / Lanes);
  localparam int PermanenceAddressBits = PermanenceWords > 1 ? $clog2(PermanenceWords) : 1;
  localparam int DutyAddressBits = Turns * Columns > 1 ? $clog2(Turns * Columns) : 1;
  localparam int BoostAddressBits = Turns * Words > 1 ? $clog2(Turns * Words) : 1;

  typedef enum logic [3:0] {
    Idle, Load, Overlap, OverlapWait, InhibitWait, Learn, LearnWait, RefreshWait, Next,
    InitialiseLoad, InitialiseClear, InitialiseWait, StateLoad, StateWait
  } state_e;
  state_e state_q;

  logic [TurnBits-1:0] turn_q;
  logic initialising_q;
  logic learn_q;
  logic refresh_q;
  logic [Columns-1:0] to_learn_q;  // learners that have not learned yet

  logic overlap_done;
  logic overlap_idle;
  logic [CountBits*Columns-1:0] planes;
  logic inhibit_done;
  logic [Columns-1:0] winners;
  logic [Columns-1:0] learners;
  logic boost_read;
  logic [WordBits-1:0] boost_word;
  logic [Multipliers*silipool_pkg::BOOST_BITS-1:0] boosts;
  logic learn_idle;
  logic duty_idle;
  logic flip_valid;
  logic flip_ready;
  logic [SlotBits-1:0] flip_slot;
  logic [ColumnBits-1:0] flip_column;
  logic state_idle;
  logic state_permanence_read;
  logic state_permanence_write;
  logic [PermanenceAddressBits-1:0] state_permanence_address;
  logic [PermanenceWordBits-1:0] state_permanences_new;
  logic [PermanenceWordBits-1:0] state_permanences;
  logic state_duty_read;
  logic state_duty_write;
  logic state_boost_write;
  logic [DutyAddressBits-1:0] state_duty_address;
  logic [BoostAddressBits-1:0] state_boost_address;
  logic [silipool_pkg::DUTY_BITS-1:0] state_duty_new;
  logic [silipool_pkg::DUTY_BITS-1:0] state_duty;
  logic [Multipliers*silipool_pkg::BOOST_BITS-1:0] state_boosts_new;
  logic state_flip_valid;
  logic [SlotBits-1:0] state_flip_slot;

  wire logic [ColumnBits-1:0] state_column = state_i.column[ColumnBits-1:0];
  wire logic last_turn = 32'(turn_q) == Turns - 1;
  wire logic learner_start = state_q == Learn && to_learn_q != '0;
  wire logic refresh_start = state_q == Learn && to_learn_q == '0 && refresh_q;
  wire logic initialise_start = state_q == InitialiseWait && !initialising_q && overlap_idle;
  wire logic [15:0] first_column = first_column_i + 16'(32'(turn_q) * Columns);

  // The next learner, lowest index first.
  logic [ColumnBits-1:0] learner;
  always_comb begin
    learner = '0;
    if (state_q == Learn) begin
      for (int j = Columns - 1; j >= 0; j--) begin
        if (to_learn_q[j]) learner = ColumnBits'(j);
      end
    end
  end

  silipool_overlap #(
    .Columns(Columns),
    .Slots(Slots),
    .Turns(Turns),
    .Banks(Banks)
  ) u_overlap (
    .clk_i,
    .rst_ni,
    .turn_i(turn_q),
    .start_i(state_q == Overlap),
    .active_i,
    .done_o(overlap_done),
    .planes_o(planes),
    .clear_i(state_q == InitialiseClear),
    .idle_o(overlap_idle),
    .flip_valid_i(flip_valid || state_flip_valid),
    .flip_ready_o(flip_ready),
    .flip_slot_i(state_flip_valid ? state_flip_slot : flip_slot),
    .flip_column_i(state_flip_valid ? state_column : flip_column)
  );

  silipool_inhibit #(
    .Columns(Columns),
    .Slots(Slots),
    .Multipliers(Multipliers)
  ) u_inhibit (
    .clk_i,
    .rst_ni,
    .runtime_i,
    .start_i(overlap_done),
    .planes_i(planes),
    .boost_read_o(boost_read),
    .boost_word_o(boost_word),
    .boosts_i(boosts),
    .done_o(inhibit_done),
    .winners_o(winners),
    .learners_o(learners)
  );

  silipool_duty #(
    .Columns(Columns),
    .Turns(Turns),
    .Multipliers(Multipliers)
  ) u_duty (
    .clk_i,
    .rst_ni,
    .runtime_i,
    .turn_i(turn_q),
    .initialise_i(initialise_start),
    .win_i(learner_start),
    .column_i(learner),
    .refresh_i(refresh_start),
    .idle_o(duty_idle),
    .state_read_i(state_duty_read),
    .state_duty_write_i(state_duty_write),
    .state_boost_write_i(state_boost_write),
    .state_duty_address_i(state_duty_address),
    .state_boost_address_i(state_boost_address),
    .state_duty_i(state_duty_new),
    .state_boosts_i(state_boosts_new),
    .state_duty_o(state_duty),
    .boost_read_i(boost_read),
    .boost_word_i(boost_word),
    .boosts_o(boosts)
  );

  silipool_learn #(
    .Columns(Columns),
    .Slots(Slots),
    .Turns(Turns),
    .Lanes(Lanes),
    .PermanenceBits(PermanenceBits),
    .ConnectedThreshold(ConnectedThreshold),
    .DrawPerSynapse(DrawPerSynapse),
    .Pool(Pool),
    .SynapsesPerColumn(SynapsesPerColumn),
    .PoolSeed(PoolSeed),
    .Radius(Radius),
    .WindowY(WindowY),
    .WindowX(WindowX),
    .CentreRows(CentreRows),
    .CentrePlaces(CentrePlaces)
  ) u_learn (
    .clk_i,
    .rst_ni,
    .runtime_i,
    .learning_step_i,
    .turn_i(turn_q),
    .first_column_i(first_column),
    .active_i,
    .valid_i,
    .initialise_i(initialise_start),
    .start_i(learner_start),
    .column_i(learner),
    .idle_o(learn_idle),
    .state_read_i(state_permanence_read),
    .state_write_i(state_permanence_write),
    .state_address_i(state_permanence_address),
    .state_data_i(state_permanences_new),
    .state_data_o(state_permanences),
    .flip_valid_o(flip_valid),
    .flip_ready_i(flip_ready),
    .flip_slot_o(flip_slot),
    .flip_column_o(flip_column)
  );

  silipool_tile_state #(
    .Columns(Columns),
    .Slots(Slots),
    .Turns(Turns),
    .Lanes(Lanes),
    .Multipliers(Multipliers),
    .PermanenceBits(PermanenceBits),
    .ConnectedThreshold(ConnectedThreshold),
    .Masked(Masked)
  ) u_state (
    .clk_i,
    .rst_ni,
    .start_i(state_q == StateLoad),
    .access_i(state_i),
    .valid_i,
    .idle_o(state_idle),
    .data_o(state_data_o),
    .permanence_read_o(state_permanence_read),
    .permanence_write_o(state_permanence_write),
    .permanence_address_o(state_permanence_address),
    .permanences_i(state_permanences),
    .permanences_o(state_permanences_new),
    .duty_read_o(state_duty_read),
    .duty_write_o(state_duty_write),
    .boost_write_o(state_boost_write),
    .duty_address_o(state_duty_address),
    .boost_address_o(state_boost_address),
    .duty_i(state_duty),
    .duty_o(state_duty_new),
    .boosts_i(boosts),
    .boosts_o(state_boosts_new),
    .flip_valid_o(state_flip_valid),
    .flip_ready_i(flip_ready),
    .flip_slot_o(state_flip_slot)
  );

  assign idle_o = state_q == Idle;
  assign phase_o = {
    state_q == RefreshWait, state_q == Learn || state_q == LearnWait, state_q == InhibitWait,
    state_q == Load || state_q == Overlap || state_q == OverlapWait
  };
  assign turn_o = turn_q;
  assign window_load_o = (state_q == Idle && start_i) || state_q == Load || state_q == InitialiseLoad ||
                         state_q == StateLoad;

  always_ff @(posedge clk_i) begin
    case (state_q)
      Idle: begin
        if (initialise_i) begin
          state_q <= InitialiseLoad;
        end else if (start_i) begin
          learn_q <= learn_i;
          refresh_q <= learn_i && refresh_i;
          state_q <= Overlap;
        end else if (state_start_i) begin
          turn_q <= TurnBits'(state_i.turn);
          state_q <= StateLoad;
        end
      end
      Load: state_q <= Overlap;
      Overlap: state_q <= OverlapWait;
      OverlapWait: if (overlap_done) state_q <= InhibitWait;
      InhibitWait: begin
        if (inhibit_done) begin
          winners_o[32'(turn_q)*Columns +: Columns] <= winners;
          to_learn_q <= learners;
          state_q <= learn_q ? Learn : Next;
        end
      end
      Learn: begin
        if (to_learn_q != '0) begin
          to_learn_q[learner] <= 1'b0;
          state_q <= LearnWait;
        end else begin
          state_q <= refresh_q ? RefreshWait : Next;
        end
      end
      LearnWait: if (learn_idle && duty_idle) state_q <= Learn;
      RefreshWait: if (duty_idle) state_q <= Next;
      Next: begin
        turn_q <= last_turn ? '0 : turn_q + TurnBits'(1);
        state_q <= last_turn ? Idle : Load;
      end
      InitialiseLoad: state_q <= InitialiseClear;
      InitialiseClear: state_q <= InitialiseWait;
      StateLoad: state_q <= StateWait;
      StateWait: begin
        if (state_idle) begin
          turn_q <= '0;
          state_q <= Idle;
        end
      end
      default: begin  // InitialiseWait: rows empty, then permanences, duties and boosts together
        if (!initialising_q) begin
          initialising_q <= overlap_idle;
        end else if (learn_idle && duty_idle) begin
          initialising_q <= 1'b0;
          turn_q <= last_turn ? '0 : turn_q + TurnBits'(1);
          state_q <= last_turn ? Idle : InitialiseLoad;
        end
      end
    endcase
    if (!rst_ni) begin
      state_q <= Idle;
      turn_q <= '0;
      initialising_q <= 1'b0;
    end
  end

endmodule
`default_nettype wire
