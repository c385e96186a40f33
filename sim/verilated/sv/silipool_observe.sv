// The observation points (docs/spec.md section 7): bound into every tile and into the core, they read the
// registers and memories that the design itself uses and hand them to the testbench over DPI. Nothing
// of this is in rtl/, and nothing of it is synthesised. State numbers are those of the units' enums.
// The imports stand in a package, so that all tiles call one and the same function: Verilator can then
// compile the tiles' code once.
package silipool_observe_pkg;
  import "DPI-C" function void silipool_event(input int phase, input int index, input longint value);
  import "DPI-C" function int silipool_state_wanted();
  import "DPI-C" function void silipool_state(input int kind, input int index, input int value);
  // What a tile did in a step, counted at its memories' ports and in its units' states.
  import "DPI-C" function void silipool_activity(input int row_reads, input int row_writes, input int keys,
                                                 input int rounds, input int permanence_reads,
                                                 input int permanence_writes);
endpackage

`default_nettype none
module silipool_observe_tile #(
  parameter int Columns = 1,
  parameter int Slots = 1,
  parameter int Turns = 1,
  parameter int Banks = 1,
  parameter int Lanes = 1,
  parameter int Multipliers = 1,
  parameter int PermanenceBits = 1,
  parameter int Pool = 0
) (
  input wire logic        clk_i,
  input wire logic [15:0] first_column,  // global index of column 0 of this turn
  input wire logic [31:0] turn,
  input wire logic [Columns-1:0] winners,  // of this turn, before this cycle's
  input wire logic        learn,
  input wire logic        refresh,
  input wire logic        initialising,      // or in reset, or its state is accessed
  input wire logic        tile_done          // last cycle of the tile's step
);

  localparam int Words = (Slots + Lanes - 1) / Lanes;
  localparam int BoostWords = (Columns + Multipliers - 1) / Multipliers;
  localparam int SynapseBits =
      PermanenceBits + (Pool == silipool_pkg::POOL_SAMPLE || Pool == silipool_pkg::POOL_RADIUS ? 1 : 0);
  localparam int WordBits = Lanes * SynapseBits;
  localparam int CountBits = $clog2(Slots + 1);
  localparam int KeyBits = CountBits + silipool_pkg::BOOST_BITS + 1;
  localparam int Rows = (Slots + Banks - 1) / Banks;

  // Phases of section 7, states of the units.
  localparam int Overlap = 1;
  localparam int Key = 2;
  localparam int Winner = 3;
  localparam int Permanence = 4;
  localparam int Duty = 5;
  localparam int Boost = 6;
  localparam logic [1:0] InhibitKeys = 2'd1;
  localparam logic [1:0] InhibitSelect = 2'd2;
  localparam logic [3:0] DutyWinWrite = 4'd1;
  localparam logic [3:0] DutyRefresh = 4'd2;
  localparam logic [3:0] DutyInitialise = 4'd3;

  logic [CountBits-1:0] overlap;
  logic [KeyBits-1:0] key;
  logic [PermanenceBits-1:0] old_value;
  logic [PermanenceBits-1:0] new_value;
  logic [WordBits-1:0] word;
  logic [Columns-1:0] learners;
  int column;

  int row_reads;
  int row_writes;
  int keys;
  int rounds;
  int permanence_reads;
  int permanence_writes;

  always @(posedge clk_i) begin
    if (initialising) begin
      row_reads = 0;
      row_writes = 0;
      keys = 0;
      rounds = 0;
      permanence_reads = 0;
      permanence_writes = 0;
    end else begin
      row_reads = row_reads + $countones(u_overlap.found);
      if (u_overlap.flip_write_q) row_writes = row_writes + 1;
      if (u_inhibit.state_q == InhibitKeys) begin
        keys = keys + (u_inhibit.last_word ? Columns - (BoostWords - 1) * Multipliers : Multipliers);
      end
      if (u_inhibit.state_q == InhibitSelect) rounds = rounds + 1;
      if (u_learn.read) permanence_reads = permanence_reads + 1;
      if (u_learn.write) permanence_writes = permanence_writes + 1;
      if (tile_done) begin
        silipool_observe_pkg::silipool_activity(row_reads, row_writes, keys, rounds, permanence_reads,
                                                permanence_writes);
        row_reads = 0;
        row_writes = 0;
        keys = 0;
        rounds = 0;
        permanence_reads = 0;
        permanence_writes = 0;
      end
    end

    // The overlaps stand until the last keys are made of them.
    if (u_inhibit.state_q == InhibitKeys && u_inhibit.last_word) begin
      learners = '0;
      for (int j = 0; j < Columns; j++) begin
        for (int p = 0; p < CountBits; p++) overlap[p] = u_overlap.planes_o[p*Columns+j];
        silipool_observe_pkg::silipool_event(Overlap, int'(first_column) + j, longint'(overlap));
      end
    end

    if (u_inhibit.state_q == InhibitSelect) begin
      if (u_inhibit.round_q == 0) begin
        for (int j = 0; j < Columns; j++) begin
          key = u_inhibit.keys_q[j*KeyBits +: KeyBits];
          silipool_observe_pkg::silipool_event(Key, int'(first_column) + j,
                         key[KeyBits-1] ? 64'h80000000 + longint'(key[KeyBits-2:0]) : longint'(0));
        end
      end
      if (u_inhibit.win_o && u_inhibit.learner_o) learners[u_inhibit.winner_o] = 1'b1;
      if (u_inhibit.last_o) begin
        for (int j = 0; j < Columns; j++) begin
          if (winners[j] || (u_inhibit.win_o && int'(u_inhibit.winner_o) == j)) begin
            silipool_observe_pkg::silipool_event(Winner, int'(first_column) + j, longint'(learn && learners[j]));
          end
        end
      end
    end

    if (u_learn.update && u_learn.write) begin
      for (int l = 0; l < Lanes; l++) begin
        old_value = u_learn.data[l*SynapseBits +: PermanenceBits];
        new_value = u_learn.write_data[l*SynapseBits +: PermanenceBits];
        if (old_value != new_value) begin
          silipool_observe_pkg::silipool_event(Permanence,
                         ((int'(first_column) + int'(u_learn.column_q)) << 12) |
                         (int'(u_learn.arrived_word_q) * Lanes + l), longint'(new_value));
        end
      end
    end

    if ((u_duty.state_q == DutyWinWrite && !refresh) || (u_duty.state_q == DutyRefresh && u_duty.duty_write)) begin
      silipool_observe_pkg::silipool_event(Duty, int'(first_column) + int'(u_duty.column_q), longint'(u_duty.duty_write_data));
    end

    if (u_duty.state_q != DutyInitialise && u_duty.boost_write) begin
      for (int m = 0; m < Multipliers; m++) begin
        if (m <= int'(u_duty.place_q)) begin
          silipool_observe_pkg::silipool_event(Boost, int'(first_column) + int'(u_duty.column_q) - int'(u_duty.place_q) + m,
                         longint'(u_duty.boost_write_data[m*16 +: 16]));
        end
      end
    end

    if (tile_done) begin
      if (silipool_observe_pkg::silipool_state_wanted() != 0) begin
        for (int c = 0; c < Turns * Columns; c++) begin
          column = int'(first_column) - int'(turn) * Columns + c;
          for (int s = 0; s < Slots; s++) begin
            word = u_learn.u_permanences.mem[c*Words + s/Lanes];
            silipool_observe_pkg::silipool_state(0, (column << 12) | s, int'(word[(s%Lanes)*SynapseBits +: PermanenceBits]));
          end
          silipool_observe_pkg::silipool_state(2, column, int'(u_duty.u_duties.mem[c]));
          silipool_observe_pkg::silipool_state(3, column,
                         int'(u_duty.u_boosts.mem[(c/Columns)*BoostWords + (c%Columns)/Multipliers]
                              [((c%Columns)%Multipliers)*16 +: 16]));
        end
      end
    end
  end

  for (genvar b = 0; b < Banks; b++) begin : gen_rows
    logic [Columns-1:0] row;
    always @(posedge clk_i) begin
      if (tile_done) begin
        if (silipool_observe_pkg::silipool_state_wanted() != 0) begin
          for (int t = 0; t < Turns; t++) begin
            for (int r = 0; r < Rows; r++) begin
              if (r * Banks + b < Slots) begin
                row = u_overlap.gen_bank[b].u_rows.mem[t*Rows + r];
                for (int j = 0; j < Columns; j++) begin
                  silipool_observe_pkg::silipool_state(1, ((int'(first_column) + (t - int'(turn)) * Columns + j) << 12) | (r * Banks + b),
                                 int'(row[j]));
                end
              end
            end
          end
        end
      end
    end
  end

endmodule

module silipool_observe_core (
  input wire logic        clk_i,
  input wire logic        step_done,
  input wire logic [31:0] learning_step  // after the step
);
  always @(posedge clk_i) begin
    if (step_done) begin
      if (silipool_observe_pkg::silipool_state_wanted() != 0) begin
        silipool_observe_pkg::silipool_state(4, 0, int'(learning_step));
      end
      silipool_observe_pkg::silipool_event(7, 0, 0);
    end
  end
endmodule

module silipool_observe_readout (
  input wire logic       clk_i,
  input wire logic       done,
  input wire logic [7:0] label  // from the next cycle on in class_o
);
  always @(posedge clk_i) begin
    if (done) silipool_observe_pkg::silipool_event(8, 0, longint'(label));
  end
endmodule

bind silipool_readout silipool_observe_readout u_observe (
  .clk_i(clk_i),
  .done(done_o),
  .label(8'(better_class[ClassBits-1:0]))
);

bind silipool_tile silipool_observe_tile #(
  .Columns(Columns), .Slots(Slots), .Turns(Turns), .Banks(Banks), .Lanes(Lanes),
  .Multipliers(Multipliers), .PermanenceBits(PermanenceBits), .Pool(Pool)
) u_observe (
  .clk_i(clk_i),
  .first_column(first_column),
  .turn(32'(turn_q)),
  .winners(winners_o[32'(turn_q)*Columns +: Columns]),
  .learn(learn_q),
  .refresh(refresh_i),
  .initialising(!rst_ni || state_q >= InitialiseLoad),
  .tile_done(turn_done && last_turn)
);

bind silipool_core silipool_observe_core u_observe (
  .clk_i(clk_i),
  .step_done(step_done_o),
  .learning_step(learning_step_q + 32'(step_learn_o))
);
`default_nettype wire
