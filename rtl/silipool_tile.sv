// One tile: it serves `Turns` hypercolumns in turn, and no wire leaves it but its windows' bits, its
// winners and, for a save, words of its state. This module is the sequencer; the units do the arithmetic.
// It has two stages: while one hypercolumn's winners are chosen and learn, the overlaps of the next are
// added, be it of this frame or of the one after it. Each hypercolumn's keys wait for the learning of the
// one before.
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
  parameter int Local = 0,
  parameter int BoostRule = 0,
  parameter int Wrap = 0,
  parameter int ClockGates = 0,
  localparam int TurnBits = Turns > 1 ? $clog2(Turns) : 1,
  localparam int ColumnBits = Columns > 1 ? $clog2(Columns) : 1
) (
  input  wire logic                     clk_i,
  input  wire logic                     rst_ni,
  input  wire silipool_pkg::runtime_t   runtime_i,
  input  wire logic [31:0]              learning_step_i,
  input  wire logic [15:0]              first_column_i,  // global index of the tile's first column
  input  wire logic                     initialise_i,    // while idle
  output logic                          idle_o,
  input  wire logic                     state_start_i,   // one access to this tile's memories, while idle
  input  wire silipool_pkg::state_t     state_i,
  output logic                          state_idle_o,
  output logic      [31:0]              state_data_o,
  output logic      [3:0]               phase_o,         // what is done: overlaps, keys and winners, learning, refresh
  input  wire logic                     frame_valid_i,   // a frame may be loaded, all of whose bits stand
  input  wire logic                     frame_learn_i,
  input  wire logic                     frame_next_i,    // the last cycle of this frame
  output logic                          frame_taken_o,   // with the end of this cycle it is needed no more
  output logic                          load_o,          // of the window of turn load_turn_o
  output logic      [TurnBits-1:0]      load_turn_o,
  input  wire logic [Slots-1:0]         active_i,
  output logic                          valid_load_o,    // which slots of turn_o are not void is wanted from the next cycle on
  output logic      [TurnBits-1:0]      turn_o,
  input  wire logic [Slots-1:0]         valid_i,
  input  wire logic                     refresh_i,       // the learning step that is worked on renews boosts
  output logic                          done_o,          // the frame's winners stand, and all has been learned; until step_done_i
  output logic                          learn_o,         // the frame that is worked on learns
  input  wire logic                     step_done_i,
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
    Idle, Select, Learn, Refresh, Done, InitialiseLoad, InitialiseClear, InitialiseWait, StateLoad, StateWait
  } state_e;
  state_e state_q;

  logic [TurnBits-1:0] turn_q;       // that is worked on, or will be next
  logic [TurnBits-1:0] load_turn_q;  // whose window is loaded next
  logic taken_q;
  logic load_learn_q;                // of the window that was loaded
  logic learn_q;
  logic [Slots-1:0] active_q;        // the window that is learned from
  logic [Columns-1:0] to_learn_q;    // learners that have not learned yet

  logic [Slots-1:0] loaded;
  logic overlap_empty;
  logic overlap_adding;
  logic overlap_ready;
  logic overlap_clear_done;
  logic [CountBits*Columns-1:0] planes;
  logic planes_free;
  logic win;
  logic [ColumnBits-1:0] winner;
  logic win_learns;
  logic select_last;
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
  wire logic last_load = 32'(load_turn_q) == Turns - 1;
  wire logic free = state_q == Idle || (state_q == Done && step_done_i);
  wire logic take = overlap_ready && free;  // from the first stage into the second
  wire logic load = frame_valid_i && !taken_q && planes_free && (overlap_empty || take);
  wire logic learner_start = to_learn_q != '0 && learn_idle;
  wire logic learned = state_q == Learn && to_learn_q == '0 && learn_idle;
  wire logic refresh_start = learned && refresh_i;
  wire logic initialise_start = state_q == InitialiseClear && overlap_clear_done;
  wire logic turn_done = (state_q == Select && select_last && !learn_q) || (learned && !refresh_i)
                         || (state_q == Refresh && duty_idle);
  wire logic [15:0] first_column = first_column_i + 16'(32'(turn_q) * Columns);

  wire logic [Columns-1:0] winner_bit = Columns'(1) << winner;

  // The next learner, lowest index first of those that are known.
  logic [ColumnBits-1:0] learner;
  always_comb begin
    learner = '0;
    if (learner_start) begin
      for (int j = Columns - 1; j >= 0; j--) begin
        if (to_learn_q[j]) learner = ColumnBits'(j);
      end
    end
  end

  wire logic move = state_q != Idle || initialise_i || state_start_i || take || load || frame_next_i || !rst_ni;
  wire logic learn_from = take && load_learn_q;
  logic clk;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_gate (
    .clk_i,
    .enable_i(move),
    .clk_o(clk)
  );
  logic clk_active;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_active_gate (
    .clk_i,
    .enable_i(learn_from),
    .clk_o(clk_active)
  );

  silipool_overlap #(
    .Columns(Columns),
    .Slots(Slots),
    .Turns(Turns),
    .Banks(Banks),
    .ClockGates(ClockGates)
  ) u_overlap (
    .clk_i,
    .rst_ni,
    .load_i(load),
    .load_turn_i(load_turn_q),
    .active_i,
    .active_o(loaded),
    .empty_o(overlap_empty),
    .adding_o(overlap_adding),
    .ready_o(overlap_ready),
    .take_i(take),
    .planes_o(planes),
    .turn_i(turn_q),
    .clear_i(state_q == InitialiseLoad),
    .clear_done_o(overlap_clear_done),
    .flip_valid_i(flip_valid || state_flip_valid),
    .flip_ready_o(flip_ready),
    .flip_slot_i(state_flip_valid ? state_flip_slot : flip_slot),
    .flip_column_i(state_flip_valid ? state_column : flip_column)
  );

  silipool_inhibit #(
    .Columns(Columns),
    .Slots(Slots),
    .Multipliers(Multipliers),
    .Local(Local),
    .PlaneRows(CentreRows),
    .PlanePlaces(CentrePlaces),
    .Wrap(Wrap),
    .ClockGates(ClockGates)
  ) u_inhibit (
    .clk_i,
    .rst_ni,
    .runtime_i,
    .start_i(take),
    .planes_i(planes),
    .planes_free_o(planes_free),
    .boost_read_o(boost_read),
    .boost_word_o(boost_word),
    .boosts_i(boosts),
    .win_o(win),
    .winner_o(winner),
    .learner_o(win_learns),
    .last_o(select_last)
  );

  silipool_duty #(
    .Columns(Columns),
    .Turns(Turns),
    .Multipliers(Multipliers),
    .BoostRule(BoostRule),
    .Local(Local),
    .PlaneRows(CentreRows),
    .PlanePlaces(CentrePlaces),
    .Wrap(Wrap),
    .ClockGates(ClockGates)
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
    .CentrePlaces(CentrePlaces),
    .ClockGates(ClockGates)
  ) u_learn (
    .clk_i,
    .rst_ni,
    .runtime_i,
    .learning_step_i,
    .turn_i(turn_q),
    .first_column_i(first_column),
    .active_i(active_q),
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
    .clk_i(clk),
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

  assign state_idle_o = state_q != StateLoad && state_q != StateWait;
  assign idle_o = (state_q == Idle || !state_idle_o) && overlap_empty;
  // Learning begins beside selection, and both stand beside the overlaps of the next hypercolumn.
  assign phase_o = {
    state_q == Refresh, state_q == Learn || (state_q == Select && (to_learn_q != '0 || !learn_idle)),
    state_q == Select, overlap_adding
  };
  assign frame_taken_o = taken_q || (load && last_load);
  assign load_o = load;
  assign load_turn_o = load_turn_q;
  assign valid_load_o = take || state_q == InitialiseLoad || state_q == StateLoad;
  assign turn_o = turn_q;
  assign done_o = state_q == Done;
  assign learn_o = learn_q;

  always_ff @(posedge clk_active) begin
    if (learn_from) active_q <= loaded;
  end

  always_ff @(posedge clk) begin
    if (load) begin
      load_turn_q <= last_load ? '0 : load_turn_q + TurnBits'(1);
      load_learn_q <= frame_learn_i;
    end
    if (frame_next_i) taken_q <= 1'b0;
    else if (load && last_load) taken_q <= 1'b1;

    if (take) begin
      learn_q <= load_learn_q;
    end
    for (int t = 0; t < Turns; t++) begin
      if (turn_q == TurnBits'(t)) begin
        if (take) winners_o[t*Columns +: Columns] <= '0;
        if (win) winners_o[t*Columns +: Columns] <= winners_o[t*Columns +: Columns] | winner_bit;
      end
    end
    if (win && learn_q && win_learns) to_learn_q <= to_learn_q | winner_bit;
    if (learner_start) to_learn_q[learner] <= 1'b0;

    case (state_q)
      Idle: begin
        if (initialise_i) begin
          state_q <= InitialiseLoad;
        end else if (take) begin
          state_q <= Select;
        end else if (state_start_i) begin
          turn_q <= TurnBits'(state_i.turn);
          state_q <= StateLoad;
        end
      end
      Select: if (select_last && learn_q) state_q <= Learn;
      Learn: if (refresh_start) state_q <= Refresh;
      Refresh: ;
      Done: if (step_done_i) state_q <= take ? Select : Idle;
      InitialiseLoad: state_q <= InitialiseClear;
      InitialiseClear: if (overlap_clear_done) state_q <= InitialiseWait;
      StateLoad: state_q <= StateWait;
      StateWait: begin
        if (state_idle) begin
          turn_q <= '0;
          state_q <= Idle;
        end
      end
      default: begin  // InitialiseWait: rows are empty; permanences, duties and boosts together
        if (learn_idle && duty_idle) begin
          turn_q <= last_turn ? '0 : turn_q + TurnBits'(1);
          state_q <= last_turn ? Idle : InitialiseLoad;
        end
      end
    endcase
    if (turn_done) begin
      turn_q <= last_turn ? '0 : turn_q + TurnBits'(1);
      state_q <= last_turn ? Done : Idle;
    end
    if (!rst_ni) begin
      state_q <= Idle;
      turn_q <= '0;
      load_turn_q <= '0;
      taken_q <= 1'b0;
      to_learn_q <= '0;
    end
  end

endmodule
`default_nettype wire
