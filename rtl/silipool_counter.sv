// A counter that stops at its greatest value.
`default_nettype none
module silipool_counter #(
  parameter int Width = 64
) (
  input  wire logic             clk_i,
  input  wire logic             rst_ni,
  input  wire logic             clear_i,
  input  wire logic             count_i,
  output logic      [Width-1:0] value_o
);

  always_ff @(posedge clk_i) begin
    if (count_i && value_o != '1) value_o <= value_o + Width'(1);
    if (clear_i || !rst_ni) value_o <= '0;
  end

endmodule
`default_nettype wire
