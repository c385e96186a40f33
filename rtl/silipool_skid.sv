// A skid buffer: one transfer a cycle, every output a register, so that no combinational path leads from
// one side to the other. Two entries: the one that is offered, and one that came as it was stalled.
`default_nettype none
module silipool_skid #(
  parameter int Width = 8
) (
  input  wire logic             clk_i,
  input  wire logic             rst_ni,
  input  wire logic             valid_i,
  output logic                  ready_o,
  input  wire logic [Width-1:0] data_i,
  output logic                  valid_o,
  input  wire logic             ready_i,
  output logic      [Width-1:0] data_o
);

  logic [Width-1:0] waiting_q;  // meaningful while ready_o is low

  always_ff @(posedge clk_i) begin
    if (ready_i || !valid_o) begin
      valid_o <= valid_i || !ready_o;
      data_o <= ready_o ? data_i : waiting_q;
      ready_o <= 1'b1;
    end else if (valid_i && ready_o) begin
      waiting_q <= data_i;
      ready_o <= 1'b0;
    end
    if (!rst_ni) begin
      valid_o <= 1'b0;
      ready_o <= 1'b1;
    end
  end

endmodule
`default_nettype wire
