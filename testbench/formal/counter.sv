// A counter counts, stops at its greatest value, and is cleared.
// sources: silipool_counter.sv
// bounded: 12
// induction: 3
// cover: 12
// bug: silipool_counter.sv: if (count_i && value_o != '1) => if (count_i)
module formal (
  input wire clk,
  input wire clear_i,
  input wire count_i
);
  reg run = 1'b0;
  always @(posedge clk) run <= 1'b1;
  wire [2:0] value;
  silipool_counter #(.Width(3)) u_counter (
    .clk_i(clk), .rst_ni(run), .clear_i(clear_i), .count_i(count_i), .value_o(value)
  );
  reg stopped = 1'b0;
  always @(posedge clk) begin
    if (run && $past(run)) begin
      if ($past(clear_i)) cleared: assert(value == 3'd0);
      else if (!$past(count_i) || $past(value) == 3'd7) stays: assert(value == $past(value));
      else counts: assert(value == $past(value) + 3'd1);
      if ($past(value) == 3'd7 && $past(count_i) && value == 3'd7) stopped <= 1'b1;
      stopped_and_cleared: cover(stopped && value == 3'd0);
    end
  end
endmodule
