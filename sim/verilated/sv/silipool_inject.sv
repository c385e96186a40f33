// Occasions for faults, for the self-test of the checkers: at the falling edge, between what made a value
// and what uses it, a bit of the design's own registers or memories is flipped when the testbench says
// so. Only built into models that are asked for it.
package silipool_inject_pkg;
  import "DPI-C" function int silipool_inject(input int kind);
endpackage

`default_nettype none
module silipool_inject_tile #(
  parameter int Columns = 1,
  parameter int Slots = 1,
  parameter int Turns = 1,
  parameter int Lanes = 1,
  parameter int PermanenceBits = 1,
  parameter int Pool = 0
) (
  input wire logic clk_i,
  input wire logic [31:0] turn,
  input wire logic tile_done
);

  localparam int SynapseBits =
      PermanenceBits + (Pool == silipool_pkg::POOL_SAMPLE || Pool == silipool_pkg::POOL_RADIUS ? 1 : 0);
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
  localparam logic [1:0] InhibitKeys = 2'd1;
  localparam logic [1:0] InhibitSelect = 2'd2;
  localparam logic [3:0] DutyWinWrite = 4'd1;
  localparam logic [3:0] DutyRefresh = 4'd2;

  int chosen;
  always @(negedge clk_i) begin
    // The overlaps stand, the keys are about to be made.
    if (u_inhibit.state_q == InhibitKeys && u_inhibit.word_q == 0) begin
      chosen = silipool_inject_pkg::silipool_inject(Overlap);
      if (chosen >= 0) u_overlap.planes_o[chosen % Columns] <= !u_overlap.planes_o[chosen % Columns];
    end
    // The keys stand, selection is about to begin: an eligible column is no more, or the other way round.
    if (u_inhibit.state_q == InhibitSelect && u_inhibit.round_q == 0) begin
      chosen = silipool_inject_pkg::silipool_inject(Key);
      if (chosen >= 0) begin
        u_inhibit.keys_q[(chosen%Columns)*KeyBits + KeyBits-1] <=
            !u_inhibit.keys_q[(chosen%Columns)*KeyBits + KeyBits-1];
      end
    end
    // The last winner is about to be marked beside the others: one of the others.
    if (u_inhibit.last_o) begin
      chosen = silipool_inject_pkg::silipool_inject(Winner);
      if (chosen >= 0) begin
        chosen = chosen % Columns;
        if (u_inhibit.win_o && chosen == int'(u_inhibit.winner_o)) chosen = (chosen + 1) % Columns;
        u_tile.winners_o[turn*Columns + chosen] <= !u_tile.winners_o[turn*Columns + chosen];
      end
    end
    // A word with a permanence that will change has been read: that permanence.
    if (u_learn.update && u_learn.write) begin
      for (int l = 0; l < Lanes; l++) begin
        if (u_learn.learned[l*SynapseBits +: PermanenceBits] != u_learn.data[l*SynapseBits +: PermanenceBits]) begin
          chosen = silipool_inject_pkg::silipool_inject(Permanence);
          if (chosen >= 0) begin
            u_learn.u_permanences.read_data_o[l*SynapseBits + PermanenceBits-1] <=
                !u_learn.u_permanences.read_data_o[l*SynapseBits + PermanenceBits-1];
          end
          break;
        end
      end
    end
    if (u_duty.state_q == DutyWinWrite) begin
      chosen = silipool_inject_pkg::silipool_inject(Duty);
      if (chosen >= 0) u_duty.u_duties.read_data_o[chosen % 8] <= !u_duty.u_duties.read_data_o[chosen % 8];
    end
    if (u_duty.state_q == DutyRefresh && u_duty.multiplied_q) begin
      chosen = silipool_inject_pkg::silipool_inject(Boost);
      if (chosen >= 0) u_duty.product_q[50] <= !u_duty.product_q[50];
    end
    // A permanence that no event of this step shows.
    if (tile_done) begin
      chosen = silipool_inject_pkg::silipool_inject(State);
      if (chosen >= 0) begin
        u_learn.u_permanences.mem[chosen % (Turns * Columns * Words)][0] <=
            !u_learn.u_permanences.mem[chosen % (Turns * Columns * Words)][0];
      end
    end
  end

endmodule

module silipool_inject_readout #(
  parameter int ClassBits = 1
) (
  input wire logic clk_i,
  input wire logic last  // the last two classes are compared
);
  localparam int Class = 8;
  int chosen;
  // A bit of the number of either, whichever is better.
  always @(negedge clk_i) begin
    if (last) begin
      chosen = silipool_inject_pkg::silipool_inject(Class);
      if (chosen >= 0) begin
        chosen = chosen % ClassBits;
        u_readout.class_q[chosen] <= !u_readout.class_q[chosen];
        u_readout.class_q[ClassBits + chosen] <= !u_readout.class_q[ClassBits + chosen];
      end
    end
  end
endmodule

bind silipool_readout silipool_inject_readout #(.ClassBits(ClassBits)) u_inject (
  .clk_i(clk_i),
  .last(done_o)
);

bind silipool_tile silipool_inject_tile #(
  .Columns(Columns), .Slots(Slots), .Turns(Turns), .Lanes(Lanes), .PermanenceBits(PermanenceBits), .Pool(Pool)
) u_inject (
  .clk_i(clk_i),
  .turn(32'(turn_q)),
  .tile_done(turn_done && last_turn)
);
`default_nettype wire
