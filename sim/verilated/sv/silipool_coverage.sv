// Bound into the block of a model that counts coverage: its first edge is when bits begin to toggle, its end is
// when the counts are written.
`default_nettype none
module silipool_coverage (
  input wire logic aclk
);
  import "DPI-C" context function void silipool_begin_coverage();
  import "DPI-C" context function void silipool_write_coverage();
  logic begun = 1'b0;
  always @(posedge aclk) begin
    if (!begun) silipool_begin_coverage();
    begun <= 1'b1;
  end
  final silipool_write_coverage();
endmodule

bind silipool_top silipool_coverage u_coverage (.aclk);
`default_nettype wire
