// Bound into the block of a model that counts coverage: its end is when the counts are written.
`default_nettype none
module silipool_coverage ();
  import "DPI-C" context function void silipool_write_coverage();
  final silipool_write_coverage();
endmodule

bind silipool_top silipool_coverage u_coverage ();
`default_nettype wire
