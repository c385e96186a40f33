// A skid buffer: order, nothing lost or made up, the output stands while it is stalled, and it takes again
// in the cycle after its sink was ready.
// sources: silipool_skid.sv
// bounded: 16
// cover: 10
// bug: silipool_skid.sv: data_o <= ready_o ? data_i : waiting_q; => data_o <= data_i;
// bug: silipool_skid.sv: valid_o <= valid_i || !ready_o; => valid_o <= valid_i;
// bug: silipool_skid.sv: if (ready_i || !valid_o) begin => if (ready_i) begin
module formal (
  input wire       clk,
  input wire       valid_i,
  input wire [3:0] data_i,
  input wire       ready_i
);
  reg run = 1'b0;
  always @(posedge clk) run <= 1'b1;

  wire ready_o;
  wire valid_o;
  wire [3:0] data_o;
  silipool_skid #(.Width(4)) u_skid (
    .clk_i(clk), .rst_ni(run), .valid_i(valid_i), .ready_o(ready_o), .data_i(data_i),
    .valid_o(valid_o), .ready_i(ready_i), .data_o(data_o)
  );

  // The transfer number `n` on either side, whichever that is.
  (* anyconst *) reg [3:0] n;
  reg [3:0] taken = 4'd0;
  reg [3:0] given = 4'd0;
  reg [3:0] kept;
  reg was_stalled = 1'b0;
  reg was_full = 1'b0;
  always @(posedge clk) begin
    if (run) begin
      if (valid_i && ready_o) begin
        taken <= taken + 4'd1;
        if (taken == n) kept <= data_i;
      end
      if (valid_o && ready_i) begin
        given <= given + 4'd1;
        if (given == n) order: assert(data_o == kept);
      end
      if (valid_o) nothing_made_up: assert(taken != given);
      if (!valid_o) nothing_lost: assert(taken == given);
      if (!ready_o) full_only_of_two: assert(taken - given == 4'd2);
      if ($past(run) && $past(valid_o) && !$past(ready_i)) begin
        stands: assert(valid_o && data_o == $past(data_o));
      end
      if ($past(run) && ($past(ready_i) || !$past(valid_o))) takes_again: assert(ready_o);
      was_stalled <= was_stalled || !ready_o;
      was_full <= was_full || (was_stalled && given == 4'd4);
      filled_and_drained: cover(was_full && !valid_o);
    end
  end
endmodule
