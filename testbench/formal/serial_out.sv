// Winners from memory to beats, as stream_out.sv asks of the other core's: a bitmap and indices hold exactly the
// winners, in order, TLAST and TKEEP where they belong, a stalled beat stands, and a sink that is ready is served
// within a bound. As the core does, all words are written, with nothing behind the last column, before the
// winners are valid, and none while they are.
// sources: silipool_ram.sv silipool_serial_out.sv
// bounded: 34
// proved by: abc
// bug: silipool_serial_out.sv: offered_last_q <= state_q == Last; => offered_last_q <= state_q == Last || !last_column;
// bug: silipool_serial_out.sv: .write_address_i({half_q, write_beat_i}), => .write_address_i({!half_q, write_beat_i}),
// bug: silipool_serial_out.sv: wire logic may_offer = !tvalid_o || tready_i; => wire logic may_offer = 1'b1;
module formal (
  input wire        clk,
  input wire        indices_i,
  input wire        write_i,
  input wire        write_beat_i,
  input wire [15:0] write_data_i,
  input wire        winners_valid_i,
  input wire        tready_i
);
  localparam Columns = 20;
  reg run = 1'b0;
  always @(posedge clk) run <= 1'b1;

  wire winners_ready;
  wire tvalid;
  wire [15:0] tdata;
  wire [1:0] tkeep;
  wire tlast;
  silipool_serial_out #(.Columns(Columns), .StreamBits(16)) u_out (
    .clk_i(clk), .rst_ni(run), .indices_i(indices_i), .write_i(write_i), .write_beat_i(write_beat_i),
    .write_data_i(write_data_i), .winners_valid_i(winners_valid_i), .winners_ready_o(winners_ready), .tvalid_o(tvalid),
    .tready_i(tready_i), .tdata_o(tdata), .tkeep_o(tkeep), .tlast_o(tlast)
  );

  reg [1:0] written = 2'b00;  // words of the winners to come
  always @* if (winners_valid_i) assume(run && written == 2'b11 && !write_i);
  always @* if (write_i) assume(run && (!write_beat_i || write_data_i[15:4] == 12'd0));

  // One column, whichever it is, followed through.
  (* anyconst *) reg [4:0] b;
  always @* assume(b < Columns);

  wire take = run && winners_valid_i && winners_ready;
  wire give = run && tvalid && tready_i;
  reg open = 1'b0;   // a frame is on its way
  reg list;
  reg to_win;        // of the winners to come
  reg wins;
  reg beat;
  reg seen_q;
  reg [16:0] next_q;
  reg [5:0] waited = 6'd0;
  wire one = tkeep == 2'b11;
  wire seen = seen_q || (one && tdata == b);
  reg had_list = 1'b0;
  reg had_bitmap = 1'b0;
  always @(posedge clk) begin
    if (run) begin
      if (write_i) begin
        written[write_beat_i] <= 1'b1;
        if (write_beat_i == b[4]) to_win <= write_data_i[b[3:0]];
      end
      if (tvalid) of_a_frame: assert(open);
      if (give) begin
        beat <= 1'b1;
        seen_q <= seen;
        next_q <= {1'b0, tdata} + 17'd1;
        if (tlast) open <= 1'b0;
        if (list) begin
          keep_of_a_list: assert(one || (tkeep == 2'b00 && tlast && !beat));
          if (one) ascending: assert({1'b0, tdata} >= next_q && tdata < Columns);
          if (tlast) exactly_the_winners: assert(seen == wins);
          else no_others: assert(wins || !seen);
        end else begin
          last_of_two: assert(tlast == beat);
          keep_of_a_bitmap: assert(tkeep == (beat ? 2'b01 : 2'b11));
          if (b[4] == beat) the_winner: assert(tdata[b[3:0]] == wins);
          if (beat) padding: assert(tdata[15:4] == 12'd0);
        end
      end
      if (take) begin
        at_rest_before: assert(!open || (give && tlast));
        open <= 1'b1;
        written <= 2'b00;
        list <= indices_i;
        wins <= to_win;
        beat <= 1'b0;
        seen_q <= 1'b0;
        next_q <= 17'd0;
      end
      if ($past(run) && $past(tvalid) && !$past(tready_i)) begin
        stands: assert(tvalid && tdata == $past(tdata) && tkeep == $past(tkeep) && tlast == $past(tlast));
      end
      // A list looks at a column a cycle.
      waited <= tvalid || !open || take ? 6'd0 : waited + 6'd1;
      no_deadlock: assert(waited <= Columns + 2);
      if (!open) takes_again: assert(winners_ready);
      if (give && list && !tlast) had_list <= 1'b1;
      if (give && tlast && !list && wins) had_bitmap <= 1'b1;
      a_bitmap: cover(had_bitmap);
      a_list_of_two: cover(had_list && give && list && tlast);
    end
  end
endmodule
