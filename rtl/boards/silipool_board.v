// What every board has inside: the block of a configuration (silipool_instance, which `silipool config rtl`
// writes with rtl.stream_bits = 8), the serial line, a reset at power-up and lights.
`default_nettype none
module silipool_board #(
  parameter integer Divider = 104,
  parameter integer FrameBytes = 98
) (
  input  wire clk,
  input  wire go,        // the clock is stable and no button is pressed
  input  wire rx,
  output wire tx,
  output reg  light_work, // a step was done lately
  output wire light_bad   // a frame was dropped
);

  // No register starts with a known value but by configuration: so many cycles of reset.
  reg [7:0] up = 8'd0;
  always @(posedge clk) begin
    if (!go) up <= 8'd0;
    else if (!(&up)) up <= up + 8'd1;
  end
  wire reset_n = &up;

  wire block_reset_n;
  wire in_valid;
  wire in_ready;
  wire [7:0] in_data;
  wire in_last;
  wire in_user;
  wire out_valid;
  wire out_ready;
  wire [7:0] out_data;
  wire out_last;
  wire [11:0] addr;
  wire awvalid;
  wire awready;
  wire [31:0] wdata;
  wire wvalid;
  wire wready;
  wire [1:0] bresp;
  wire bvalid;
  wire bready;
  wire arvalid;
  wire arready;
  wire [31:0] rdata;
  wire [1:0] rresp;
  wire rvalid;
  wire rready;
  wire irq;

  silipool_uart #(
    .Divider(Divider),
    .FrameBytes(FrameBytes)
  ) u_uart (
    .clk(clk), .reset_n(reset_n), .rx(rx), .tx(tx), .block_reset_n(block_reset_n),
    .m_axis_tvalid(in_valid), .m_axis_tready(in_ready), .m_axis_tdata(in_data), .m_axis_tlast(in_last),
    .m_axis_tuser(in_user), .s_axis_tvalid(out_valid), .s_axis_tready(out_ready), .s_axis_tdata(out_data),
    .s_axis_tlast(out_last), .axil_addr(addr), .axil_awvalid(awvalid), .axil_awready(awready), .axil_wdata(wdata),
    .axil_wvalid(wvalid), .axil_wready(wready), .axil_bresp(bresp), .axil_bvalid(bvalid), .axil_bready(bready),
    .axil_arvalid(arvalid), .axil_arready(arready), .axil_rdata(rdata), .axil_rresp(rresp), .axil_rvalid(rvalid),
    .axil_rready(rready)
  );

  silipool_instance u_block (
    .aclk(clk), .aresetn(block_reset_n), .s_axis_tvalid(in_valid), .s_axis_tready(in_ready), .s_axis_tdata(in_data),
    .s_axis_tkeep(1'b1), .s_axis_tlast(in_last), .s_axis_tuser(in_user), .m_axis_tvalid(out_valid),
    .m_axis_tready(out_ready), .m_axis_tdata(out_data), .m_axis_tkeep(), .m_axis_tlast(out_last),
    .s_axil_awaddr(addr), .s_axil_awvalid(awvalid), .s_axil_awready(awready), .s_axil_wdata(wdata),
    .s_axil_wstrb(4'hf), .s_axil_wvalid(wvalid), .s_axil_wready(wready), .s_axil_bresp(bresp),
    .s_axil_bvalid(bvalid), .s_axil_bready(bready), .s_axil_araddr(addr), .s_axil_arvalid(arvalid),
    .s_axil_arready(arready), .s_axil_rdata(rdata), .s_axil_rresp(rresp), .s_axil_rvalid(rvalid),
    .s_axil_rready(rready), .irq(irq)
  );

  // The interrupt is whatever the host enables: nothing until then.
  assign light_bad = irq;
  reg [21:0] glow = 22'd0;
  always @(posedge clk) begin
    if (out_valid) glow <= 22'h3fffff;
    else if (glow != 22'd0) glow <= glow - 22'd1;
    light_work <= glow != 22'd0;
  end

endmodule
`default_nettype wire
