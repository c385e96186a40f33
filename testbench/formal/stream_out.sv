// Winners to beats, as a bitmap and as indices: exactly the winners, in order, TLAST and TKEEP where they
// belong, a stalled beat stands, and a sink that is ready is served within a bound.
// sources: silipool_stream_out.sv
// bounded: 15
// proved by: abc
// bug: silipool_stream_out.sv: offered_last_q <= !found; => offered_last_q <= !found || full;
// bug: silipool_stream_out.sv: wire logic may_offer = !valid_q || tready_i; => wire logic may_offer = 1'b1;
// bug: silipool_stream_out.sv: 32'(beat_q) * StreamBits + at => 32'(beat_q) * StreamBits + at + 1
module formal (
  input wire        clk,
  input wire        indices_i,
  input wire        winners_valid_i,
  input wire [39:0] winners_i,
  input wire        tready_i
);
  localparam Columns = 40;
  reg run = 1'b0;
  always @(posedge clk) run <= 1'b1;

  wire winners_ready;
  wire tvalid;
  wire [31:0] tdata;
  wire [3:0] tkeep;
  wire tlast;
  silipool_stream_out #(.Columns(Columns), .StreamBits(32)) u_out (
    .clk_i(clk), .rst_ni(run), .indices_i(indices_i), .winners_valid_i(winners_valid_i),
    .winners_ready_o(winners_ready), .winners_i(winners_i),
    .class_beat_i(1'b0), .class_alone_i(1'b0), .class_valid_i(1'b0), .class_i(8'd0), .tvalid_o(tvalid), .tready_i(tready_i),
    .tdata_o(tdata), .tkeep_o(tkeep), .tlast_o(tlast)
  );

  // One column, whichever it is, followed through.
  (* anyconst *) reg [5:0] b;
  always @* assume(b < Columns);

  wire take = run && winners_valid_i && winners_ready;
  wire give = run && tvalid && tready_i;
  reg open = 1'b0;   // a frame is on its way
  reg list;
  reg wins;
  reg beat;
  reg seen_q;
  reg [16:0] next_q;
  reg [5:0] waited = 6'd0;
  wire [16:0] low = {1'b0, tdata[15:0]};
  wire [16:0] high = {1'b0, tdata[31:16]};
  wire one = tkeep == 4'b0011;
  wire both = tkeep == 4'b1111;
  wire seen = seen_q || ((one || both) && low == b) || (both && high == b);
  reg had_list = 1'b0;
  reg had_bitmap = 1'b0;
  always @(posedge clk) begin
    if (run) begin
      if (tvalid) of_a_frame: assert(open);
      if (give) begin
        beat <= 1'b1;
        seen_q <= seen;
        next_q <= both ? high + 17'd1 : low + 17'd1;
        if (tlast) open <= 1'b0;
        if (list) begin
          if (!tlast) full_beats: assert(both);
          keep_of_a_list: assert(both || one || (tkeep == 4'b0000 && !beat));
          if (one || both) ascending: assert(low >= next_q && low < Columns);
          if (both) ascending_within: assert(high > low && high < Columns);
          if (tlast) exactly_the_winners: assert(seen == wins);
          else no_others: assert(wins || !seen);
        end else begin
          last_of_two: assert(tlast == beat);
          keep_of_a_bitmap: assert(tkeep == (beat ? 4'b0001 : 4'b1111));
          if (b[5] == beat) the_winner: assert(tdata[b[4:0]] == wins);
          if (beat) padding: assert(tdata[31:8] == 24'd0);
        end
      end
      if (take) begin
        at_rest_before: assert(!open || (give && tlast));
        open <= 1'b1;
        list <= indices_i;
        wins <= winners_i[b];
        beat <= 1'b0;
        seen_q <= 1'b0;
        next_q <= 17'd0;
      end
      if ($past(run) && $past(tvalid) && !$past(tready_i)) begin
        stands: assert(tvalid && tdata == $past(tdata) && tkeep == $past(tkeep) && tlast == $past(tlast));
      end
      // A sink that is ready sees a beat within the cycles that look at two words and three winners.
      waited <= tvalid || !open || take ? 6'd0 : waited + 6'd1;
      no_deadlock: assert(waited <= 6'd6);
      if (!open) takes_again: assert(winners_ready);
      if (give && tlast && beat && list) had_list <= 1'b1;
      if (give && tlast && !list && wins) had_bitmap <= 1'b1;
      both_formats: cover(had_list && had_bitmap);
      if (give && tlast && list) none_won: cover(tkeep == 4'b0000);
    end
  end
endmodule
