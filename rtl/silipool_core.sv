// The pooler: a row of tiles between one input broadcast and one collector of winners. Each tile loads the
// frame as soon as it can, beside the learning of the one before; the frame is let go when all have. A
// step ends when the last tile has done it, and only then does a tile go on to the next frame's winners.
`default_nettype none
module silipool_core #(
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
  parameter logic [TableBits-1:0] SlotTable = '0,  // of a shared sample: {not void, input} of every slot, hypercolumn 0 slot 0 lowest
  parameter int PermanenceBits = 4,
  parameter int ConnectedThreshold = 8,
  parameter int DrawPerSynapse = 0,
  parameter int Tiles = 36,
  parameter int Banks = 1,
  parameter int Lanes = 15,
  parameter int Multipliers = 4,
  parameter int Local = 0,                // inhibition in neighbourhoods; one hypercolumn
  parameter int BoostRule = 0,
  parameter int ClockGates = 0,
  localparam int Inputs = Planes * Height * Width,
  localparam int AllColumns = GridY * GridX * Columns
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
  input  wire logic [Inputs-1:0]      frame_i,
  input  wire logic                   frame_learn_i,
  output logic                        winners_valid_o,  // one cycle; winners_o stays until the next frame's
  input  wire logic                   winners_ready_i,
  output logic      [AllColumns-1:0]  winners_o,
  output logic                        step_done_o,
  output logic                        step_learn_o,
  input  wire logic                   state_start_i,    // one access of a save or restore, while at rest
  input  wire silipool_pkg::state_t   state_i,          // stands until state_idle_o
  output logic                        state_idle_o,
  output logic      [31:0]            state_data_o,     // what stood there
  output logic      [3:0]             phase_o           // some tile is at work on overlaps, winners, learning, refresh
);

  localparam int Turns = (GridY * GridX) / Tiles;
  localparam int TurnBits = Turns > 1 ? $clog2(Turns) : 1;
  localparam int SliceBits = Turns * Slots * EntryBits;

  typedef enum logic [1:0] {Empty, Wanted, Start, Initialise} state_e;
  state_e state_q;   // of the initial state
  logic ready_q;
  logic begun_q;     // a tile has loaded of this frame
  logic [31:0] learning_step_q;
  logic [16:0] update_left_q;  // learning steps until boosts are renewed, this one included
  logic [Tiles-1:0] tile_idle;
  logic [Tiles-1:0] tile_load;
  logic [Tiles-1:0] tile_taken;
  logic [Tiles-1:0] tile_done;
  logic [Tiles-1:0] tile_learn;  // all the same once all are done
  logic [Tiles-1:0] tile_state_idle;
  logic [Tiles*32-1:0] tile_data;
  logic [Tiles*4-1:0] tile_phase;

  wire logic all_idle = &tile_idle;
  wire logic refresh = update_left_q == 17'd1;
  wire logic offered = frame_valid_i && ((ready_q && !hold_i) || begun_q);
  wire logic tile_initialise = state_q == Start;

  for (genvar t = 0; t < Tiles; t++) begin : gen_tile
    logic load;
    logic [TurnBits-1:0] load_turn;
    logic valid_load;
    logic [TurnBits-1:0] turn;
    logic [Slots-1:0] active;
    logic [Slots-1:0] valid;

    if (Pool == silipool_pkg::POOL_SHARED_SAMPLE) begin : gen_window
      silipool_window #(
        .Height(Height), .Width(Width), .Planes(Planes), .GridY(GridY), .GridX(GridX),
        .WindowY(WindowY), .WindowX(WindowX), .Wrap(Wrap), .Pool(Pool), .Slots(Slots), .Turns(Turns),
        .Tile(t), .EntryBits(EntryBits), .ClockGates(ClockGates), .SlotTable(SlotTable[t*SliceBits +: SliceBits])
      ) u_window (
        .clk_i,
        .frame_i,
        .load_i(load),
        .turn_i(load_turn),
        .active_o(active),
        .valid_load_i(valid_load),
        .valid_turn_i(turn),
        .valid_o(valid)
      );
    end else begin : gen_window
      silipool_window #(
        .Height(Height), .Width(Width), .Planes(Planes), .GridY(GridY), .GridX(GridX),
        .WindowY(WindowY), .WindowX(WindowX), .Wrap(Wrap), .Pool(Pool), .Slots(Slots), .Turns(Turns),
        .Tile(t), .EntryBits(EntryBits), .ClockGates(ClockGates)
      ) u_window (
        .clk_i,
        .frame_i,
        .load_i(load),
        .turn_i(load_turn),
        .active_o(active),
        .valid_load_i(valid_load),
        .valid_turn_i(turn),
        .valid_o(valid)
      );
    end

    silipool_tile #(
      .Columns(Columns),
      .Slots(Slots),
      .Turns(Turns),
      .Banks(Banks),
      .Lanes(Lanes),
      .Multipliers(Multipliers),
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
      .Local(Local),
      .BoostRule(BoostRule),
      .Wrap(Wrap),
      .ClockGates(ClockGates)
    ) u_tile (
      .clk_i,
      .rst_ni,
      .runtime_i,
      .learning_step_i(learning_step_q),
      .first_column_i(16'(t * Turns * Columns)),
      .initialise_i(tile_initialise),
      .idle_o(tile_idle[t]),
      .frame_valid_i(offered),
      .frame_learn_i,
      .frame_next_i(frame_ready_o),
      .frame_taken_o(tile_taken[t]),
      .load_o(load),
      .load_turn_o(load_turn),
      .state_start_i(state_start_i && state_i.kind != 2'(silipool_pkg::STATE_STEPS) && state_i.tile == 16'(t)),
      .state_i,
      .state_idle_o(tile_state_idle[t]),
      .state_data_o(tile_data[t*32 +: 32]),
      .phase_o(tile_phase[t*4 +: 4]),
      .active_i(active),
      .valid_load_o(valid_load),
      .turn_o(turn),
      .valid_i(valid),
      .refresh_i(refresh),
      .done_o(tile_done[t]),
      .learn_o(tile_learn[t]),
      .step_done_i(step_done_o),
      .winners_o(winners_o[t*Turns*Columns +: Turns*Columns])
    );
    assign tile_load[t] = load;
  end

  // Busy is what began before this cycle: in one in which it is not, registers may change.
  assign busy_o = !all_idle || state_q == Start || state_q == Initialise;
  assign ready_o = ready_q;
  assign frame_ready_o = &tile_taken;
  assign step_done_o = (&tile_done) && winners_ready_i;
  assign winners_valid_o = step_done_o;
  assign step_learn_o = &tile_learn;
  assign state_idle_o = &tile_state_idle;

  always_comb begin
    phase_o = '0;
    for (int t = 0; t < Tiles; t++) phase_o = phase_o | tile_phase[t*4 +: 4];
    state_data_o = '0;
    if (state_i.kind == 2'(silipool_pkg::STATE_STEPS)) begin
      state_data_o = state_i.word == '0 ? learning_step_q : 32'(update_left_q);
    end else begin
      for (int t = 0; t < Tiles; t++) begin
        if (state_i.tile == 16'(t)) state_data_o = tile_data[t*32 +: 32];
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (|tile_load) begun_q <= 1'b1;
    if (frame_ready_o) begun_q <= 1'b0;
    if (step_done_o && step_learn_o) begin
      learning_step_q <= learning_step_q + 32'd1;
      update_left_q <= refresh ? runtime_i.update_period : update_left_q - 17'd1;
    end
    case (state_q)
      Empty: begin
        if (initialise_i) begin
          state_q <= Wanted;
          ready_q <= 1'b0;
        end else if (state_start_i && state_i.write && state_i.kind == 2'(silipool_pkg::STATE_STEPS)) begin
          if (state_i.word == '0) learning_step_q <= state_i.data;
          else update_left_q <= state_i.data[16:0];
        end
      end
      Wanted: if (all_idle && !begun_q) state_q <= Start;  // the registers are taken over meanwhile
      Start: state_q <= Initialise;
      default: begin  // Initialise
        if (all_idle) begin
          state_q <= Empty;
          ready_q <= 1'b1;
          learning_step_q <= '0;
          update_left_q <= runtime_i.update_period;
        end
      end
    endcase
    if (!rst_ni) begin
      state_q <= Empty;
      ready_q <= 1'b0;
      begun_q <= 1'b0;
    end
  end

endmodule
`default_nettype wire
