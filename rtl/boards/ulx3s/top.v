// ULX3S (ECP5 LFE5U-85F, CABGA381): 25 MHz from its oscillator, no PLL; the serial line of its USB port (FTDI).
`default_nettype none
module top #(
  parameter integer FrameBytes = 98,
  parameter integer Divider = 217      // 25 MHz / 115 207 baud
) (
  input  wire clk_25mhz,
  input  wire ftdi_txd,                // what the FTDI sends
  output wire ftdi_rxd,
  input  wire btn_pwr_n,
  output wire [1:0] led,
  output wire wifi_gpio0
);
  silipool_board #(.Divider(Divider), .FrameBytes(FrameBytes)) u_board (
    .clk(clk_25mhz), .go(btn_pwr_n), .rx(ftdi_txd), .tx(ftdi_rxd), .light_work(led[0]), .light_bad(led[1])
  );
  assign wifi_gpio0 = 1'b1;            // low would hold the board's other processor in its loader
endmodule
`default_nettype wire
