// iCEBreaker (iCE40 UP5K, SG48): 12 MHz from its oscillator, no PLL; the serial line of its USB port.
`default_nettype none
module top #(
  parameter integer FrameBytes = 98,
  parameter integer Divider = 104      // 12 MHz / 115 385 baud
) (
  input  wire CLK,
  input  wire BTN_N,
  input  wire RX,
  output wire TX,
  output wire LEDR_N,
  output wire LEDG_N
);
  wire work;
  wire bad;
  silipool_board #(.Divider(Divider), .FrameBytes(FrameBytes)) u_board (
    .clk(CLK), .go(BTN_N), .rx(RX), .tx(TX), .light_work(work), .light_bad(bad)
  );
  assign LEDR_N = !bad;
  assign LEDG_N = !work;
endmodule
`default_nettype wire
