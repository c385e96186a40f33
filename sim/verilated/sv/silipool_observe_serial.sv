// The observation points of the serial core (docs/spec.md section 7), as those of the tiles in
// silipool_observe.sv.
`default_nettype none
module silipool_observe_serial #(
  parameter int Turns = 1,
  parameter int Columns = 1,
  parameter int Slots = 1,
  parameter int Lanes = 1,
  parameter int PermanenceBits = 1,
  parameter int ConnectedThreshold = 1,
  parameter int Pool = 0
) (
  input wire logic               clk_i,
  input wire logic [15:0]        first_column,    // global index of column 0 of this turn
  input wire logic               learn,
  input wire logic               refresh,
  input wire logic               initialising,    // or in reset, or its state is accessed
  input wire logic               first_round,     // the keys stand
  input wire logic               decided,
  input wire logic               winner_learns,   // of the winner that has been decided
  input wire logic [15:0]        winner,
  input wire logic               winners_stand,   // of this turn
  input wire logic [Columns-1:0] winners,
  input wire logic               step_done,
  input wire logic [31:0]        learning_step    // after the step
);

  localparam int Words = (Slots + Lanes - 1) / Lanes;
  localparam int SynapseBits =
      PermanenceBits + (Pool == silipool_pkg::POOL_SAMPLE || Pool == silipool_pkg::POOL_RADIUS ? 1 : 0);
  localparam int WordBits = Lanes * SynapseBits;
  localparam int CountBits = $clog2(Slots + 1);
  localparam int KeyBits = CountBits + silipool_pkg::BOOST_BITS + 1;

  // Phases of section 7, states of the units.
  localparam int Overlap = 1;
  localparam int Key = 2;
  localparam int Winner = 3;
  localparam int Permanence = 4;
  localparam int Duty = 5;
  localparam int Boost = 6;
  localparam logic [2:0] SynapsesStore = 3'd6;
  localparam logic [3:0] DutyWinWrite = 4'd1;
  localparam logic [3:0] DutyRefresh = 4'd2;
  localparam logic [3:0] DutyInitialise = 4'd3;

  logic [KeyBits-1:0] key;
  logic [WordBits-1:0] word;
  logic [PermanenceBits-1:0] permanence;
  logic [Columns-1:0] learners;

  int keys;
  int rounds;
  int permanence_reads;
  int permanence_writes;

  always @(posedge clk_i) begin
    if (initialising) begin
      keys = 0;
      rounds = 0;
      permanence_reads = 0;
      permanence_writes = 0;
    end else begin
      if (u_synapses.overlap_valid_o) keys = keys + 1;
      if (decided) rounds = rounds + 1;
      if (u_synapses.reads) permanence_reads = permanence_reads + 1;
      if (u_synapses.state_q == SynapsesStore && u_synapses.changed_q) permanence_writes = permanence_writes + 1;
    end

    if (u_synapses.overlap_valid_o) begin
      silipool_observe_pkg::silipool_event(Overlap, int'(first_column) + int'(u_select.column_q),
                                           longint'(u_synapses.overlap_o));
    end

    if (first_round) begin
      learners = '0;
      for (int j = 0; j < Columns; j++) begin
        key = u_select.u_keys.mem[j];
        silipool_observe_pkg::silipool_event(Key, int'(first_column) + j,
                       key[KeyBits-1] ? 64'h80000000 + longint'(key[KeyBits-2:0]) : longint'(0));
      end
    end

    if (decided && winner_learns) learners[winner] = 1'b1;
    if (winners_stand) begin
      for (int j = 0; j < Columns; j++) begin
        if (winners[j]) silipool_observe_pkg::silipool_event(Winner, int'(first_column) + j, longint'(learn && learners[j]));
      end
    end

    if (u_synapses.learn_lane && u_synapses.new_value != u_synapses.old_value) begin
      silipool_observe_pkg::silipool_event(Permanence,
                     ((int'(first_column) + int'(u_synapses.column_q)) << 12) | int'(u_synapses.slot_q),
                     longint'(u_synapses.new_value));
    end

    if ((gen_duty.u_duty.state_q == DutyWinWrite && !refresh) || (gen_duty.u_duty.state_q == DutyRefresh && gen_duty.u_duty.duty_write)) begin
      silipool_observe_pkg::silipool_event(Duty, int'(first_column) + int'(gen_duty.u_duty.column_q), longint'(gen_duty.u_duty.duty_write_data));
    end

    if (gen_duty.u_duty.state_q != DutyInitialise && gen_duty.u_duty.boost_write) begin
      silipool_observe_pkg::silipool_event(Boost, int'(first_column) + int'(gen_duty.u_duty.column_q),
                                           longint'(gen_duty.u_duty.boost_write_data));
    end

    if (step_done) begin
      silipool_observe_pkg::silipool_activity(0, 0, keys, rounds, permanence_reads, permanence_writes);
      keys = 0;
      rounds = 0;
      permanence_reads = 0;
      permanence_writes = 0;
      if (silipool_observe_pkg::silipool_state_wanted() != 0) begin
        for (int c = 0; c < Turns * Columns; c++) begin
          for (int s = 0; s < Slots; s++) begin
            word = u_synapses.u_permanences.mem[c*Words + s/Lanes];
            permanence = word[(s%Lanes)*SynapseBits +: PermanenceBits];
            silipool_observe_pkg::silipool_state(0, (c << 12) | s, int'(permanence));
            // Connected is what a permanence says, and stands nowhere else.
            silipool_observe_pkg::silipool_state(1, (c << 12) | s, int'(int'(permanence) >= ConnectedThreshold));
          end
          silipool_observe_pkg::silipool_state(2, c, int'(gen_duty.u_duty.u_duties.mem[c]));
          silipool_observe_pkg::silipool_state(3, c, int'(gen_duty.u_duty.u_boosts.mem[c]));
        end
        silipool_observe_pkg::silipool_state(4, 0, int'(learning_step));
      end
      silipool_observe_pkg::silipool_event(7, 0, 0);
    end
  end

endmodule

bind silipool_serial_core silipool_observe_serial #(
  .Turns(Turns), .Columns(Columns), .Slots(Slots), .Lanes(Lanes), .PermanenceBits(PermanenceBits),
  .ConnectedThreshold(ConnectedThreshold), .Pool(Pool)
) u_observe (
  .clk_i(clk_i),
  .first_column(first_column),
  .learn(learn_q),
  .refresh(refresh),
  .initialising(!rst_ni || initialising || !state_idle_o),
  .first_round(state_q == Round && u_select.round_q == 0),
  .decided(decided),
  .winner_learns(win && win_learns),
  .winner(16'(winner)),
  .winners_stand(state_q == Collect && collected_q == 0),
  .winners(winners_q),
  .step_done(step_done_o),
  .learning_step(learning_step_q + 32'(step_learn_o))
);
`default_nettype wire
