// The whole block at its pins, with any core inside: AXI4-Stream and AXI4-Lite kept on every port, whatever
// comes in (but that a master keeps them too), and an access to a register answered within a bound.
// sources: silipool_pkg.sv silipool_registers_pkg.sv silipool_counter.sv silipool_registers.sv silipool_state_port.sv silipool_stream_in.sv silipool_stream_out.sv core_stub.sv silipool_top.sv silipool_skid.sv silipool_axi.v
// bounded: 12
// proved by: abc
// bug: silipool_skid.sv: if (ready_i || !valid_o) begin => if (1'b1) begin
module formal (
  input wire        clk,
  input wire        s_axis_tvalid,
  input wire [15:0] s_axis_tdata,
  input wire [1:0]  s_axis_tkeep,
  input wire        s_axis_tlast,
  input wire        m_axis_tready,
  input wire [11:0] awaddr,
  input wire        awvalid,
  input wire [31:0] wdata,
  input wire        wvalid,
  input wire        bready,
  input wire [11:0] araddr,
  input wire        arvalid,
  input wire        rready
);
  reg run = 1'b0;
  always @(posedge clk) run <= 1'b1;

  wire s_axis_tready;
  wire m_axis_tvalid;
  wire [15:0] m_axis_tdata;
  wire [1:0] m_axis_tkeep;
  wire m_axis_tlast;
  wire awready;
  wire wready;
  wire [1:0] bresp;
  wire bvalid;
  wire arready;
  wire [31:0] rdata;
  wire [1:0] rresp;
  wire rvalid;
  silipool_axi #(
    .Height(1), .Width(20), .GridY(1), .GridX(1), .Columns(20), .WindowY(1), .WindowX(4), .Slots(4), .Tiles(1),
    .Banks(1), .Lanes(4), .Multipliers(1), .StreamBits(16)
  ) u_axi (
    .aclk(clk), .aresetn(run), .s_axis_tvalid(s_axis_tvalid), .s_axis_tready(s_axis_tready),
    .s_axis_tdata(s_axis_tdata), .s_axis_tkeep(s_axis_tkeep), .s_axis_tlast(s_axis_tlast), .s_axis_tuser(1'b0),
    .m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready), .m_axis_tdata(m_axis_tdata),
    .m_axis_tkeep(m_axis_tkeep), .m_axis_tlast(m_axis_tlast), .s_axi_awaddr(awaddr), .s_axi_awprot(3'd0),
    .s_axi_awvalid(awvalid), .s_axi_awready(awready), .s_axi_wdata(wdata), .s_axi_wstrb(4'hf),
    .s_axi_wvalid(wvalid), .s_axi_wready(wready), .s_axi_bresp(bresp), .s_axi_bvalid(bvalid),
    .s_axi_bready(bready), .s_axi_araddr(araddr), .s_axi_arprot(3'd0), .s_axi_arvalid(arvalid),
    .s_axi_arready(arready), .s_axi_rdata(rdata), .s_axi_rresp(rresp), .s_axi_rvalid(rvalid),
    .s_axi_rready(rready), .irq()
  );

  reg [2:0] addresses = 3'd0;
  reg [2:0] datas = 3'd0;
  reg [2:0] reads = 3'd0;
  reg [3:0] write_waits = 4'd0;
  reg [3:0] read_waits = 4'd0;
  reg wrote = 1'b0;
  reg did_read = 1'b0;
  reg sent = 1'b0;
  wire write_answered = bvalid && bready;
  wire read_answered = rvalid && rready;
  always @(posedge clk) begin
    if (run && $past(run)) begin
      if ($past(m_axis_tvalid) && !$past(m_axis_tready)) begin
        winners_stand: assert(m_axis_tvalid && m_axis_tdata == $past(m_axis_tdata)
                              && m_axis_tkeep == $past(m_axis_tkeep) && m_axis_tlast == $past(m_axis_tlast));
      end
      if ($past(bvalid) && !$past(bready)) write_stands: assert(bvalid && bresp == $past(bresp));
      if ($past(rvalid) && !$past(rready)) read_stands: assert(rvalid && rdata == $past(rdata) && rresp == $past(rresp));
    end
    if (run) begin
      addresses <= addresses + {2'd0, awvalid && awready} - {2'd0, write_answered};
      datas <= datas + {2'd0, wvalid && wready} - {2'd0, write_answered};
      reads <= reads + {2'd0, arvalid && arready} - {2'd0, read_answered};
      if (bvalid) write_was_asked: assert(addresses != 3'd0 && datas != 3'd0);
      if (rvalid) read_was_asked: assert(reads != 3'd0);
      write_waits <= addresses != 3'd0 && datas != 3'd0 && !bvalid ? write_waits + 4'd1 : 4'd0;
      read_waits <= reads != 3'd0 && !rvalid ? read_waits + 4'd1 : 4'd0;
      write_no_deadlock: assert(write_waits <= 4'd8);
      read_no_deadlock: assert(read_waits <= 4'd8);
      if (write_answered && bresp == 2'b00) wrote <= 1'b1;
      if (read_answered && rresp == 2'b00) did_read <= 1'b1;
      if (m_axis_tvalid && m_axis_tready && m_axis_tlast) sent <= 1'b1;
      everything_moves: cover(wrote && did_read && sent);
    end
  end
endmodule
