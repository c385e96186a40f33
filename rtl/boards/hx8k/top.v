// iCE40-HX8K breakout board (CT256): 12 MHz from its oscillator, 24 MHz from the PLL; the serial line of its USB port.
`default_nettype none
module top #(
  parameter integer FrameBytes = 98,
  parameter integer Divider = 208      // 24 MHz / 115 385 baud
) (
  input  wire CLK,
  input  wire RX,
  output wire TX,
  output wire LED0,
  output wire LED1
);
  wire clk;
  wire locked;
  // 12 MHz x (63 + 1) / 2^5 = 24 MHz, the oscillator at 768 MHz.
  SB_PLL40_CORE #(
    .FEEDBACK_PATH("SIMPLE"),
    .DIVR(4'd0),
    .DIVF(7'd63),
    .DIVQ(3'd5),
    .FILTER_RANGE(3'd1)
  ) u_pll (
    .REFERENCECLK(CLK),
    .PLLOUTGLOBAL(clk),
    .LOCK(locked),
    .RESETB(1'b1),
    .BYPASS(1'b0)
  );
  silipool_board #(.Divider(Divider), .FrameBytes(FrameBytes)) u_board (
    .clk(clk), .go(locked), .rx(RX), .tx(TX), .light_work(LED0), .light_bad(LED1)
  );
endmodule
`default_nettype wire
