// The one clock gate: clk_o runs in cycles in whose end enable_i is up. What it drives changes in no other
// cycle, so that a design is the same to the bit without it. `Gated` = 1 is for silicon: this module is
// then the place of the technology's own cell. 0 is for FPGAs, where registers have enables: a wire.
`default_nettype none
module silipool_clock_gate #(
  parameter int Gated = 0
) (
  input  wire logic clk_i,
  input  wire logic enable_i,
  output logic      clk_o
);

  if (Gated != 0) begin : gen_gate
    logic enable_q;
    always_latch begin
      if (!clk_i) enable_q = enable_i;
    end
    assign clk_o = clk_i && enable_q;
  end else begin : gen_wire
    assign clk_o = clk_i;
  end

endmodule
`default_nettype wire
