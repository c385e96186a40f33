// Golden vectors through the pins, in plain Verilog: registers, frames in, winners out, both streams stalled in
// a pattern of a shift register. Ends with PASS, or FAIL and why.
`timescale 1ns / 1ps
module silipool_tb;
`include "sizes.vh"
  localparam KeepBits = StreamBits / 8;

  reg aclk = 1'b0;
  reg aresetn = 1'b0;
  always #5 aclk = ~aclk;

  reg s_axis_tvalid = 1'b0;
  wire s_axis_tready;
  reg [StreamBits-1:0] s_axis_tdata = 0;
  reg [KeepBits-1:0] s_axis_tkeep = 0;
  reg s_axis_tlast = 1'b0;
  reg s_axis_tuser = 1'b0;
  wire m_axis_tvalid;
  reg m_axis_tready = 1'b0;
  wire [StreamBits-1:0] m_axis_tdata;
  wire [KeepBits-1:0] m_axis_tkeep;
  wire m_axis_tlast;
  reg [11:0] s_axil_awaddr = 0;
  reg s_axil_awvalid = 1'b0;
  wire s_axil_awready;
  reg [31:0] s_axil_wdata = 0;
  reg s_axil_wvalid = 1'b0;
  wire s_axil_wready;
  wire [1:0] s_axil_bresp;
  wire s_axil_bvalid;
  reg s_axil_arvalid = 1'b0;
  wire s_axil_arready;
  wire [31:0] s_axil_rdata;
  wire [1:0] s_axil_rresp;
  wire s_axil_rvalid;
  wire irq;

  silipool_instance u_block (
    .aclk(aclk), .aresetn(aresetn),
    .s_axis_tvalid(s_axis_tvalid), .s_axis_tready(s_axis_tready), .s_axis_tdata(s_axis_tdata),
    .s_axis_tkeep(s_axis_tkeep), .s_axis_tlast(s_axis_tlast), .s_axis_tuser(s_axis_tuser),
    .m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready), .m_axis_tdata(m_axis_tdata),
    .m_axis_tkeep(m_axis_tkeep), .m_axis_tlast(m_axis_tlast),
    .s_axil_awaddr(s_axil_awaddr), .s_axil_awvalid(s_axil_awvalid), .s_axil_awready(s_axil_awready),
    .s_axil_wdata(s_axil_wdata), .s_axil_wstrb(4'hf), .s_axil_wvalid(s_axil_wvalid),
    .s_axil_wready(s_axil_wready), .s_axil_bresp(s_axil_bresp), .s_axil_bvalid(s_axil_bvalid),
    .s_axil_bready(1'b1), .s_axil_araddr(Status), .s_axil_arvalid(s_axil_arvalid),
    .s_axil_arready(s_axil_arready), .s_axil_rdata(s_axil_rdata), .s_axil_rresp(s_axil_rresp),
    .s_axil_rvalid(s_axil_rvalid), .s_axil_rready(1'b1), .irq(irq)
  );

  reg [43:0] registers [0:Writes-1];
  reg [75:0] frames [0:InBeats-1];
  reg [75:0] winners [0:OutBeats-1];
  reg [75:0] beat;
  reg [43:0] access;
  reg [StreamBits-1:0] kept;
  integer b;
  reg [15:0] stall = 16'hace1;
  integer w;
  integer sent = 0;
  integer received = 0;
  reg answered;
  reg address_taken;
  reg data_taken;
  reg made = 1'b0;  // the initial state
  reg running = 1'b0;

  always @(posedge aclk) stall <= {stall[14:0], stall[15] ^ stall[13] ^ stall[12] ^ stall[10]};

  task await_state;
    begin
      while (!made) begin
        s_axil_arvalid = 1'b1;
        answered = 1'b0;
        while (!answered) begin
          #1;
          address_taken = s_axil_arvalid && s_axil_arready;
          @(negedge aclk);
          if (address_taken) s_axil_arvalid = 1'b0;
          answered = s_axil_rvalid;
        end
        made = s_axil_rdata[1:0] == 2'b10;
      end
    end
  endtask

  initial begin
    $readmemh("registers.memh", registers);
    $readmemh("frames.memh", frames);
    $readmemh("winners.memh", winners);
    // The bus is driven at the falling edge and looked at a little later, when the block has settled: simulators
    // differ in when a process that waits for an edge sees what changes with it.
    repeat (4) @(negedge aclk);
    aresetn = 1'b1;
    for (w = 0; w < Writes; w = w + 1) begin
      if (w == First) await_state;
      access = registers[w];
      s_axil_awaddr = access[43:32];
      s_axil_wdata = access[31:0];
      s_axil_awvalid = 1'b1;
      s_axil_wvalid = 1'b1;
      answered = 1'b0;
      while (!answered) begin
        #1;
        address_taken = s_axil_awvalid && s_axil_awready;
        data_taken = s_axil_wvalid && s_axil_wready;
        @(negedge aclk);
        if (address_taken) s_axil_awvalid = 1'b0;
        if (data_taken) s_axil_wvalid = 1'b0;
        answered = s_axil_bvalid;
      end
      if (s_axil_bresp != 2'b00) begin
        $display("FAIL: register %h refused", access[43:32]);
        $finish;
      end
    end
    await_state;
    running = 1'b1;
    repeat (4000 * OutBeats) @(negedge aclk);
    $display("FAIL: %0d of %0d beats of winners came", received, OutBeats);
    $finish;
  end

  // Source and sink change their pins after the edge, by what stood before it.
  always @(posedge aclk) if (running) begin
    if (s_axis_tvalid && s_axis_tready) begin
      s_axis_tvalid <= 1'b0;
      sent = sent + 1;
    end
    if (sent < InBeats && ((!s_axis_tvalid && stall[0]) || (s_axis_tvalid && s_axis_tready && stall[1]))) begin
      beat = frames[sent];
      s_axis_tvalid <= 1'b1;
      s_axis_tdata <= beat[StreamBits-1:0];
      s_axis_tkeep <= beat[64 +: KeepBits];
      s_axis_tuser <= beat[72];
      s_axis_tlast <= beat[73];
    end
    m_axis_tready <= stall[3];
    if (m_axis_tvalid && m_axis_tready) begin
      beat = winners[received];
      kept = 0;  // bytes that are not kept mean nothing
      for (b = 0; b < KeepBits; b = b + 1) if (beat[64+b]) kept[8*b +: 8] = m_axis_tdata[8*b +: 8];
      if (kept !== beat[StreamBits-1:0] || m_axis_tkeep !== beat[64 +: KeepBits]
          || m_axis_tlast !== beat[73]) begin
        $display("FAIL: beat %0d of winners is %h keep %h last %b, expected %h", received, m_axis_tdata,
                 m_axis_tkeep, m_axis_tlast, beat);
        $finish;
      end
      received = received + 1;
      if (received == OutBeats) begin
        $display("PASS: %0d beats in, %0d beats out", sent, received);
        $finish;
      end
    end
  end
endmodule
