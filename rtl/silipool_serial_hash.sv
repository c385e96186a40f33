// The hash of docs/spec.md section 2, one of its seven rounds a cycle: the result stands 8 cycles after
// start_i, until the next.
`default_nettype none
module silipool_serial_hash (
  input  wire logic        clk_i,
  input  wire logic        rst_ni,
  input  wire logic        start_i,
  input  wire logic [31:0] seed_i,
  input  wire logic [31:0] step_i,
  input  wire logic [3:0]  stream_i,
  input  wire logic [15:0] column_i,
  input  wire logic [11:0] item_i,
  output logic             done_o,    // the result stands
  output logic      [31:0] result_o
);

  // Of a round x ^= y, x -= rotl(y): x_q is what changes, y_q what it changes by; then (x, y, z) = (z, x, y).
  logic [31:0] x_q;
  logic [31:0] y_q;
  logic [31:0] z_q;
  logic [2:0] round_q;  // 7: none

  logic [31:0] rotated;
  always_comb begin
    case (round_q)
      3'd0: rotated = {y_q[17:0], y_q[31:18]};
      3'd1: rotated = {y_q[20:0], y_q[31:21]};
      3'd2: rotated = {y_q[6:0], y_q[31:7]};
      3'd3: rotated = {y_q[15:0], y_q[31:16]};
      3'd4: rotated = {y_q[27:0], y_q[31:28]};
      3'd5: rotated = {y_q[17:0], y_q[31:18]};
      default: rotated = {y_q[7:0], y_q[31:8]};
    endcase
  end
  wire logic [31:0] mixed = (x_q ^ y_q) - rotated;

  assign done_o = round_q == 3'd7;
  assign result_o = y_q;

  always_ff @(posedge clk_i) begin
    if (!done_o) begin
      x_q <= z_q;
      y_q <= mixed;
      z_q <= y_q;
      round_q <= round_q + 3'd1;
    end
    if (start_i) begin
      x_q <= {stream_i, column_i, item_i};
      y_q <= step_i;
      z_q <= 32'hdeadbeef + seed_i;
      round_q <= '0;
    end
    if (!rst_ni) round_q <= '1;
  end

endmodule
`default_nettype wire
