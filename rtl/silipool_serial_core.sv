// The pooler, small: one hypercolumn after the other, and of each one thing after the other - its window,
// overlaps with keys, rounds of selection with the learning of each learner that they find, its bits of the
// winners, refresh. This module is the sequencer; the units do the arithmetic.
`default_nettype none
module silipool_serial_core #(
  parameter int Height = 28,
  parameter int Width = 28,
  parameter int Planes = 1,
  parameter int GridY = 6,
  parameter int GridX = 6,
  parameter int Columns = 28,             // of one hypercolumn
  parameter int WindowY = 15,
  parameter int WindowX = 15,
  parameter int Wrap = 0,
  parameter int Pool = 0,
  parameter int Slots = 225,
  parameter int SynapsesPerColumn = 0,
  parameter logic [31:0] PoolSeed = 1,
  parameter int Radius = 0,
  parameter int CentreRows = 1,
  parameter int CentrePlaces = 1,
  parameter int EntryBits = 11,
  parameter int TableBits = 1,
  parameter logic [TableBits-1:0] SlotTable = '0,
  parameter int PermanenceBits = 4,
  parameter int ConnectedThreshold = 8,
  parameter int DrawPerSynapse = 0,
  parameter int Lanes = 15,
  parameter int Local = 0,
  parameter int BoostRule = 0,
  parameter int ClockGates = 0,
  parameter int StreamBits = 64,
  localparam int Turns = GridY * GridX,
  localparam int AllColumns = Turns * Columns,
  localparam int InBeats = (Planes * Height * Width + StreamBits - 1) / StreamBits,
  localparam int InBeatBits = InBeats > 1 ? $clog2(InBeats) : 1,
  localparam int OutBeats = (AllColumns + StreamBits - 1) / StreamBits,
  localparam int OutBeatBits = OutBeats > 1 ? $clog2(OutBeats) : 1
) (
  input  wire logic                   clk_i,
  input  wire logic                   rst_ni,
  input  wire silipool_pkg::runtime_t runtime_i,
  input  wire logic                   initialise_i,
  output logic                        busy_o,
  output logic                        ready_o,          // the initial state has been made
  input  wire logic                   hold_i,           // no further frame is begun
  input  wire logic                   frame_valid_i,
  output logic                        frame_ready_o,
  output logic                        frame_read_o,     // a word of the frame
  output logic      [InBeatBits-1:0]  frame_beat_o,
  input  wire logic [StreamBits-1:0]  frame_i,
  input  wire logic                   frame_learn_i,
  output logic                        winners_write_o,  // a word of the winners
  output logic      [OutBeatBits-1:0] winners_beat_o,
  output logic      [StreamBits-1:0]  winners_o,
  output logic                        winners_valid_o,  // all have been written
  input  wire logic                   winners_ready_i,
  output logic                        step_done_o,
  output logic                        step_learn_o,
  input  wire logic                   state_start_i,    // one access of a save or restore, while at rest
  input  wire silipool_pkg::state_t   state_i,          // stands until state_idle_o
  output logic                        state_idle_o,
  output logic      [31:0]            state_data_o,     // what stood there
  output logic      [3:0]             phase_o           // at work on overlaps, winners, learning, refresh
);

  localparam int TurnBits = Turns > 1 ? $clog2(Turns) : 1;
  localparam int ColumnBits = Columns > 1 ? $clog2(Columns) : 1;
  localparam int CountBits = $clog2(Slots + 1);
  localparam int PointBits = $clog2(StreamBits);
  localparam int Words = (Slots + Lanes - 1) / Lanes;
  localparam int WindowBits = Words > 1 ? $clog2(Words) : 1;
  localparam int ColumnAddressBits = AllColumns > 1 ? $clog2(AllColumns) : 1;

  typedef enum logic [3:0] {
    Idle, LoadWindow, Window, Overlap, Round, Select, Learn, Collect, Refresh, Done,
    InitialiseLoad, InitialiseWindow, Initialise, StateLoad, StateWindow, StateWait
  } state_e;
  state_e state_q;
  logic ready_q;
  logic wanted_q;                // an initial state
  logic learn_q;
  logic last_round_q;
  logic [31:0] learning_step_q;
  logic [16:0] update_left_q;    // learning steps until boosts are renewed, this one included
  logic [TurnBits-1:0] turn_q;
  logic [TurnBits-1:0] window_turn_q;  // whose slots that are not void stand in the window
  logic window_known_q;
  logic [Columns-1:0] winners_q;     // of this turn
  logic [ColumnBits-1:0] collected_q;
  logic [StreamBits-1:1] word_q;     // winners that are collected, the last highest
  logic [PointBits-1:0] point_q;

  logic window_done;
  logic window_read;
  logic [WindowBits-1:0] window_word;
  logic [Lanes-1:0] active;
  logic [Lanes-1:0] valid;
  logic [CountBits-1:0] valid_count;
  logic arrived;
  logic [ColumnBits-1:0] arrived_column;
  logic overlap_valid;
  logic [CountBits-1:0] overlap;
  logic overlaps_done;
  logic synapses_idle;
  logic decided;
  logic win;
  logic [ColumnBits-1:0] winner;
  logic win_learns;
  logic last_round;
  logic duty_idle;
  logic [silipool_pkg::BOOST_BITS-1:0] boost;
  logic [31:0] state_permanences;
  logic [silipool_pkg::DUTY_BITS-1:0] state_duty;

  wire logic refresh = update_left_q == 17'd1;
  wire logic last_turn = turn_q == TurnBits'(Turns - 1);
  wire logic [15:0] first_column = 16'(32'(turn_q) * Columns);
  wire logic begin_frame = state_q == Idle && !wanted_q && ready_q && !hold_i && frame_valid_i;
  wire logic state_steps = state_i.kind == 2'(silipool_pkg::STATE_STEPS);
  wire logic state_start = state_q == Idle && state_start_i;
  wire logic state_of_permanences = state_i.kind == 2'(silipool_pkg::STATE_PERMANENCES);
  wire logic state_of_duties = state_i.kind == 2'(silipool_pkg::STATE_DUTIES);
  wire logic [31:0] state_data = state_i.data;  // Icarus 11 selects no part of a field
  wire logic [ColumnAddressBits-1:0] state_address = ColumnAddressBits'(first_column + state_i.column);
  // Restored permanences have to know their slots that are void.
  wire logic window_start = state_q == LoadWindow || state_q == InitialiseLoad ||
      (state_q == StateLoad && state_of_permanences && !(window_known_q && window_turn_q == turn_q));
  wire logic state_access = state_q == StateWindow && (window_done || window_known_q || !state_of_permanences);
  wire logic state_write = state_q == StateWait && state_i.write;
  wire logic learner_start = decided && win && win_learns && learn_q;
  wire logic collected = state_q == Collect && collected_q == ColumnBits'(Columns - 1);
  wire logic refresh_start = collected && learn_q && refresh;
  wire logic initialising = state_q == InitialiseLoad || state_q == InitialiseWindow || state_q == Initialise;
  wire logic initialise_start = state_q == InitialiseWindow && window_done;
  wire logic turn_done = (collected && !refresh_start) || (state_q == Refresh && duty_idle);

  logic clk;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_gate (
    .clk_i,
    .enable_i(state_q != Idle || wanted_q || initialise_i || state_start_i || frame_valid_i || !rst_ni),
    .clk_o(clk)
  );

  silipool_serial_window #(
    .Height(Height),
    .Width(Width),
    .Planes(Planes),
    .GridY(GridY),
    .GridX(GridX),
    .WindowY(WindowY),
    .WindowX(WindowX),
    .Wrap(Wrap),
    .Pool(Pool),
    .Slots(Slots),
    .Lanes(Lanes),
    .EntryBits(EntryBits),
    .TableBits(TableBits),
    .SlotTable(SlotTable),
    .StreamBits(StreamBits),
    .ClockGates(ClockGates)
  ) u_window (
    .clk_i,
    .rst_ni,
    .start_i(window_start),
    .turn_i(turn_q),
    .done_o(window_done),
    .frame_read_o,
    .frame_beat_o,
    .frame_i,
    .read_i(window_read),
    .read_word_i(window_word),
    .active_o(active),
    .valid_o(valid),
    .valid_count_o(valid_count)
  );

  silipool_serial_synapses #(
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
  ) u_synapses (
    .clk_i,
    .rst_ni,
    .runtime_i,
    .learning_step_i(learning_step_q),
    .turn_i(turn_q),
    .first_column_i(first_column),
    .window_read_o(window_read),
    .window_word_o(window_word),
    .active_i(active),
    .valid_i(valid),
    .valid_count_i(valid_count),
    .overlaps_i(state_q == Window && window_done),
    .arrived_o(arrived),
    .column_o(arrived_column),
    .overlap_valid_o(overlap_valid),
    .overlap_o(overlap),
    .done_o(overlaps_done),
    .initialise_i(initialise_start),
    .learn_i(learner_start),
    .learner_i(winner),
    .idle_o(synapses_idle),
    .state_i(state_access && state_of_permanences),
    .access_i(state_i),
    .state_data_o(state_permanences)
  );

  silipool_serial_select #(
    .Columns(Columns),
    .Slots(Slots),
    .Local(Local),
    .PlaneRows(CentreRows),
    .PlanePlaces(CentrePlaces),
    .Wrap(Wrap),
    .ClockGates(ClockGates)
  ) u_select (
    .clk_i,
    .rst_ni,
    .runtime_i,
    .start_i(state_q == LoadWindow),
    .overlap_valid_i(overlap_valid),
    .overlap_i(overlap),
    .boost_i(boost),
    .round_i(state_q == Round),
    .decided_o(decided),
    .win_o(win),
    .winner_o(winner),
    .learner_o(win_learns),
    .last_o(last_round)
  );

  if (BoostRule == silipool_pkg::BOOST_EXPONENTIAL && Local == 0) begin : gen_duty
    silipool_serial_duty #(
      .Columns(Columns),
      .Turns(Turns),
      .ClockGates(ClockGates)
    ) u_duty (
      .clk_i,
      .rst_ni,
      .runtime_i,
      .turn_i(turn_q),
      .initialise_i(initialise_start),
      .win_i(learner_start),
      .column_i(winner),
      .refresh_i(refresh_start),
      .idle_o(duty_idle),
      .state_read_i(state_access),
      .state_duty_write_i(state_write && state_of_duties),
      .state_boost_write_i(state_write && !state_of_duties && !state_of_permanences),
      .state_address_i(state_address),
      .state_duty_i(state_data[silipool_pkg::DUTY_BITS-1:0]),
      .state_boost_i(state_data[silipool_pkg::BOOST_BITS-1:0]),
      .state_duty_o(state_duty),
      .boost_read_i(arrived),
      .boost_column_i(arrived_column),
      .boost_o(boost)
    );
  end else begin : gen_duty
    silipool_duty #(
      .Columns(Columns),
      .Turns(Turns),
      .Multipliers(1),
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
      .column_i(winner),
      .refresh_i(refresh_start),
      .idle_o(duty_idle),
      .state_read_i(state_access),
      .state_duty_write_i(state_write && state_of_duties),
      .state_boost_write_i(state_write && !state_of_duties && !state_of_permanences),
      .state_duty_address_i(state_address),
      .state_boost_address_i(state_address),
      .state_duty_i(state_data[silipool_pkg::DUTY_BITS-1:0]),
      .state_boosts_i(state_data[silipool_pkg::BOOST_BITS-1:0]),
      .state_duty_o(state_duty),
      .boost_read_i(arrived),
      .boost_word_i(arrived_column),
      .boosts_o(boost)
    );
  end

  assign state_idle_o = state_q != StateLoad && state_q != StateWindow && state_q != StateWait;
  assign busy_o = state_q != Idle && state_idle_o;
  assign ready_o = ready_q;
  assign frame_ready_o = state_q == Window && window_done && last_turn;
  assign winners_valid_o = step_done_o;
  assign step_done_o = state_q == Done && winners_ready_i;
  assign step_learn_o = learn_q;
  always_comb begin
    state_data_o = state_i.word == '0 ? learning_step_q : 32'(update_left_q);
    if (state_of_permanences) state_data_o = state_permanences;
    else if (state_of_duties) state_data_o = 32'(state_duty);
    else if (!state_steps) state_data_o = 32'(boost);
  end
  assign phase_o = {
    state_q == Refresh, state_q == Learn,
    state_q == Round || state_q == Select || state_q == Collect,
    state_q == LoadWindow || state_q == Window || state_q == Overlap
  };

  // Winners of all turns one behind the other, into words.
  wire logic [StreamBits-1:0] word = {winners_q[0], word_q};
  assign winners_o = word >> (PointBits'(StreamBits - 1) - point_q);
  assign winners_write_o = state_q == Collect && (point_q == '1 || (collected && last_turn));

  always_ff @(posedge clk) begin
    if (initialise_i && !initialising) begin
      wanted_q <= 1'b1;
      ready_q <= 1'b0;
    end
    if (decided && win) winners_q[winner] <= 1'b1;
    if (decided) last_round_q <= last_round;
    if (state_q == Collect) begin
      winners_q <= winners_q >> 1;
      collected_q <= collected_q + ColumnBits'(1);
      word_q <= word[StreamBits-1:1];
      point_q <= point_q + PointBits'(1);
      if (winners_write_o) winners_beat_o <= winners_beat_o + OutBeatBits'(1);
    end
    if (window_start) begin
      window_turn_q <= turn_q;
      window_known_q <= 1'b0;
    end
    if (window_done) window_known_q <= 1'b1;

    case (state_q)
      Idle: begin
        learn_q <= frame_learn_i;
        winners_beat_o <= '0;
        point_q <= '0;
        turn_q <= '0;
        if (wanted_q) begin
          wanted_q <= 1'b0;
          state_q <= InitialiseLoad;
        end else if (state_start && !state_steps) begin
          turn_q <= TurnBits'(state_i.turn);
          state_q <= StateLoad;
        end else if (state_start) begin
          if (state_i.write && state_i.word == '0) learning_step_q <= state_data;
          else if (state_i.write) update_left_q <= state_data[16:0];
        end else if (begin_frame) begin
          state_q <= LoadWindow;
        end
      end
      LoadWindow: begin
        winners_q <= '0;
        state_q <= Window;
      end
      Window: if (window_done) state_q <= Overlap;
      Overlap: if (overlaps_done) state_q <= Round;
      Round: state_q <= Select;
      Select: begin
        collected_q <= '0;
        if (decided) state_q <= learner_start ? Learn : last_round ? Collect : Round;
      end
      Learn: if (synapses_idle && duty_idle) state_q <= last_round_q ? Collect : Round;
      Collect: if (refresh_start) state_q <= Refresh;
      Refresh: ;
      Done: begin
        if (step_done_o) begin
          state_q <= Idle;
          if (learn_q) begin
            learning_step_q <= learning_step_q + 32'd1;
            update_left_q <= refresh ? runtime_i.update_period : update_left_q - 17'd1;
          end
        end
      end
      InitialiseLoad: state_q <= InitialiseWindow;
      InitialiseWindow: if (window_done) state_q <= Initialise;
      Initialise: begin
        if (synapses_idle && duty_idle) begin
          turn_q <= last_turn ? '0 : turn_q + TurnBits'(1);
          state_q <= last_turn ? Idle : InitialiseLoad;
          if (last_turn) begin
            ready_q <= 1'b1;
            learning_step_q <= '0;
            update_left_q <= runtime_i.update_period;
          end
        end
      end
      StateLoad: state_q <= StateWindow;
      StateWindow: if (state_access) state_q <= StateWait;
      default: if (synapses_idle) state_q <= Idle;  // StateWait
    endcase
    if (turn_done) begin
      turn_q <= last_turn ? '0 : turn_q + TurnBits'(1);
      state_q <= last_turn ? Done : LoadWindow;
    end
    if (!rst_ni) begin
      state_q <= Idle;
      ready_q <= 1'b0;
      wanted_q <= 1'b0;
      window_known_q <= 1'b0;
    end
  end

endmodule
`default_nettype wire
