// Winners to AXI4-Stream: a dense bitmap, column 0 in bit 0 of the first beat, TLAST on the last beat.
`default_nettype none
module silipool_stream_out #(
  parameter int Columns = 1008,
  parameter int StreamBits = 64
) (
  input  wire logic                  clk_i,
  input  wire logic                  rst_ni,
  input  wire logic                  winners_valid_i,
  output logic                       winners_ready_o,
  input  wire logic [Columns-1:0]    winners_i,
  output logic                       tvalid_o,
  input  wire logic                  tready_i,
  output logic      [StreamBits-1:0] tdata_o,
  output logic                       tlast_o
);

  localparam int Beats = (Columns + StreamBits - 1) / StreamBits;

  logic [Beats*StreamBits-1:0] outgoing_q;
  logic [31:0] beat_q;

  assign winners_ready_o = !tvalid_o || (tready_i && tlast_o);
  assign tdata_o = outgoing_q[StreamBits-1:0];
  assign tlast_o = beat_q == Beats - 1;

  always_ff @(posedge clk_i) begin
    if (winners_valid_i && winners_ready_o) begin
      outgoing_q <= '0;
      outgoing_q[Columns-1:0] <= winners_i;
      beat_q <= '0;
      tvalid_o <= 1'b1;
    end else if (tvalid_o && tready_i) begin
      outgoing_q <= outgoing_q >> StreamBits;
      beat_q <= beat_q + 32'd1;
      if (tlast_o) tvalid_o <= 1'b0;
    end
    if (!rst_ni) begin
      tvalid_o <= 1'b0;
      beat_q <= '0;
    end
  end

endmodule
`default_nettype wire
