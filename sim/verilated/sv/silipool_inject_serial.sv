// Occasions for faults in the serial core, as those in tiles of silipool_inject.sv.
`default_nettype none
module silipool_inject_serial #(
  parameter int Turns = 1,
  parameter int Columns = 1,
  parameter int Slots = 1,
  parameter int Lanes = 1,
  parameter int PermanenceBits = 1
) (
  input wire logic clk_i,
  input wire logic first_round,
  input wire logic winners_stand,
  input wire logic [Columns-1:0] winners,
  input wire logic step_done
);

  localparam int Words = (Slots + Lanes - 1) / Lanes;
  localparam int CountBits = $clog2(Slots + 1);
  localparam int KeyBits = CountBits + silipool_pkg::BOOST_BITS + 1;

  // Kinds of fault, named after the phase that must notice.
  localparam int Overlap = 1;
  localparam int Key = 2;
  localparam int Winner = 3;
  localparam int Permanence = 4;
  localparam int Duty = 5;
  localparam int Boost = 6;
  localparam int State = 7;
  localparam logic [3:0] DutyWinWrite = 4'd1;
  localparam logic [3:0] DutyRefresh = 4'd2;

  int chosen;
  always @(negedge clk_i) begin
    // An overlap stands, its key is about to be made.
    if (u_synapses.overlap_valid_o) begin
      chosen = silipool_inject_pkg::silipool_inject(Overlap);
      if (chosen >= 0) u_synapses.overlap_o[0] <= !u_synapses.overlap_o[0];
    end
    // The keys stand, selection is about to begin: an eligible column is no more, or the other way round.
    if (first_round) begin
      chosen = silipool_inject_pkg::silipool_inject(Key);
      if (chosen >= 0) u_select.u_keys.mem[chosen % Columns][KeyBits-1] <= !u_select.u_keys.mem[chosen % Columns][KeyBits-1];
    end
    // All winners are marked.
    if (winners_stand) begin
      chosen = silipool_inject_pkg::silipool_inject(Winner);
      if (chosen >= 0) u_core.winners_q[chosen % Columns] <= !winners[chosen % Columns];
    end
    // A permanence that will change is about to: it.
    if (u_synapses.learn_lane && u_synapses.new_value != u_synapses.old_value) begin
      chosen = silipool_inject_pkg::silipool_inject(Permanence);
      if (chosen >= 0) u_synapses.word_data_q[PermanenceBits-1] <= !u_synapses.word_data_q[PermanenceBits-1];
    end
    if (gen_duty.u_duty.state_q == DutyWinWrite) begin
      chosen = silipool_inject_pkg::silipool_inject(Duty);
      if (chosen >= 0) gen_duty.u_duty.u_duties.read_data_o[chosen % 8] <= !gen_duty.u_duty.u_duties.read_data_o[chosen % 8];
    end
    if (gen_duty.u_duty.state_q == DutyRefresh && gen_duty.u_duty.multiplied_q) begin
      chosen = silipool_inject_pkg::silipool_inject(Boost);
      if (chosen >= 0) gen_duty.u_duty.product_q[50:49] <= ~gen_duty.u_duty.product_q[50:49];
    end
    // A permanence that no event of this step shows.
    if (step_done) begin
      chosen = silipool_inject_pkg::silipool_inject(State);
      if (chosen >= 0) begin
        u_synapses.u_permanences.mem[chosen % (Turns * Columns * Words)][0] <=
            !u_synapses.u_permanences.mem[chosen % (Turns * Columns * Words)][0];
      end
    end
  end

endmodule

bind silipool_serial_core silipool_inject_serial #(
  .Turns(Turns), .Columns(Columns), .Slots(Slots), .Lanes(Lanes), .PermanenceBits(PermanenceBits)
) u_inject (
  .clk_i(clk_i),
  .first_round(state_q == Round && u_select.round_q == 0),
  .winners_stand(state_q == Collect && collected_q == 0),
  .winners(winners_q),
  .step_done(step_done_o)
);
`default_nettype wire
