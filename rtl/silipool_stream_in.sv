// AXI4-Stream to frames: a dense bitmap, input 0 in bit 0 of the first beat, zero padding in the last
// beat ignored, TLAST on it. TUSER of the last beat says whether the frame learns. A frame with too few
// or too many beats is dropped whole and reported. The next frame arrives while this one is worked on.
`default_nettype none
module silipool_stream_in #(
  parameter int Inputs = 784,
  parameter int StreamBits = 64
) (
  input  wire logic                  clk_i,
  input  wire logic                  rst_ni,
  input  wire logic                  tvalid_i,
  output logic                       tready_o,
  input  wire logic [StreamBits-1:0] tdata_i,
  input  wire logic                  tlast_i,
  input  wire logic                  tuser_i,
  output logic                       frame_valid_o,
  input  wire logic                  frame_ready_i,
  output logic      [Inputs-1:0]     frame_o,
  output logic                       learn_o,
  output logic                       dropped_o  // one cycle for each malformed frame
);

  localparam int Beats = (Inputs + StreamBits - 1) / StreamBits;

  logic [Beats*StreamBits-1:0] incoming_q;  // the frame that arrives
  logic incoming_full_q;
  logic incoming_learn_q;
  logic [31:0] beat_q;
  logic overflow_q;                         // more beats than a frame has: drop until TLAST

  assign tready_o = !incoming_full_q;
  wire logic take = tvalid_i && tready_o;
  wire logic well_formed = tlast_i && beat_q == Beats - 1 && !overflow_q;

  always_ff @(posedge clk_i) begin
    dropped_o <= 1'b0;
    if (take) begin
      if (!overflow_q) incoming_q[beat_q*StreamBits +: StreamBits] <= tdata_i;
      beat_q <= beat_q + 32'd1;
      if (tlast_i) begin
        beat_q <= '0;
        overflow_q <= 1'b0;
        incoming_full_q <= well_formed;
        incoming_learn_q <= tuser_i;
        dropped_o <= !well_formed;
      end else if (beat_q == Beats - 1) begin
        beat_q <= '0;
        overflow_q <= 1'b1;
      end
    end
    if (frame_valid_o && frame_ready_i) frame_valid_o <= 1'b0;
    if (incoming_full_q && (!frame_valid_o || frame_ready_i)) begin
      frame_o <= incoming_q[Inputs-1:0];
      learn_o <= incoming_learn_q;
      frame_valid_o <= 1'b1;
      incoming_full_q <= 1'b0;
    end
    if (!rst_ni) begin
      incoming_full_q <= 1'b0;
      frame_valid_o <= 1'b0;
      beat_q <= '0;
      overflow_q <= 1'b0;
      dropped_o <= 1'b0;
    end
  end

endmodule
`default_nettype wire
