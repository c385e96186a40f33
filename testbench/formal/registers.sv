// The registers' AXI4-Lite port: one answer to each access, never before it, standing while it is stalled, and
// within a bound; SLVERR where nothing is; parameters taken over between steps only; errors sticky.
// sources: silipool_pkg.sv silipool_registers_pkg.sv silipool_counter.sv silipool_registers.sv
// bounded: 10
// proved by: abc
// bug: silipool_registers.sv: if (!busy_i || (step_done_i && !pause_o)) runtime_o <= written_q; => runtime_o <= written_q;
// bug: silipool_registers.sv: (step_done_i && !pause_o) => step_done_i
// bug: silipool_registers.sv: rresp_o <= read_known ? Okay : SlaveError; => rresp_o <= Okay;
// bug: silipool_registers.sv: wire logic read = arvalid_i && !rvalid_o && !state_read_q && => wire logic read = arvalid_i && !state_read_q &&
// bug: silipool_registers.sv: read_known = readout_okay_i; => read_known = 1'b1;
// bug: silipool_registers.sv: if (frame_dropped_i) errors_q <= errors_q | frame_errors_i; => if (frame_dropped_i) errors_q <= frame_errors_i;
module formal (
  input wire        clk,
  input wire [11:0] awaddr,
  input wire        awvalid,
  input wire [31:0] wdata,
  input wire [3:0]  wstrb,
  input wire        wvalid,
  input wire        bready,
  input wire [11:0] araddr,
  input wire        arvalid,
  input wire        rready,
  input wire        busy,
  input wire        ready,
  input wire        dropped,
  input wire [4:0]  reasons,
  input wire        step_done,
  input wire        state_done,
  input wire        state_okay,
  input wire        readout_okay
);
  reg run = 1'b0;
  always @(posedge clk) run <= 1'b1;

  wire awready;
  wire wready;
  wire [1:0] bresp;
  wire bvalid;
  wire arready;
  wire [31:0] rdata;
  wire [1:0] rresp;
  wire rvalid;
  wire [323:0] runtime;  // of runtime_t
  wire pause;
  wire access;
  silipool_registers u_registers (
    .clk_i(clk), .rst_ni(run), .awaddr_i(awaddr), .awvalid_i(awvalid), .awready_o(awready), .wdata_i(wdata),
    .wstrb_i(wstrb), .wvalid_i(wvalid), .wready_o(wready), .bresp_o(bresp), .bvalid_o(bvalid), .bready_i(bready),
    .araddr_i(araddr), .arvalid_i(arvalid), .arready_o(arready), .rdata_o(rdata), .rresp_o(rresp),
    .rvalid_o(rvalid), .rready_i(rready), .runtime_o(runtime), .pause_o(pause), .busy_i(busy), .ready_i(ready),
    .frame_dropped_i(dropped), .frame_errors_i(reasons), .step_done_i(step_done), .step_learn_i(1'b0), .phase_i(4'd0),
    .output_waits_i(1'b0), .input_waits_i(1'b0), .state_access_o(access), .state_done_i(state_done),
    .state_okay_i(state_okay), .state_data_i(32'd7), .readout_busy_i(1'b0), .readout_done_i(1'b0),
    .readout_class_i(8'd0), .readout_okay_i(readout_okay), .readout_data_i(32'd9)
  );

  // The way to the state answers an access, and no more, after one to three cycles.
  reg [1:0] state_waits = 2'd0;
  always @(posedge clk) state_waits <= run && access && !state_done ? state_waits + 2'd1 : 2'd0;
  always @* begin
    assume(!state_done || (access && state_waits != 2'd0));
    if (state_waits == 2'd3) assume(state_done);
  end

  reg writing = 1'b0;   // accesses that are not answered yet
  reg reading = 1'b0;
  reg write_legal;
  reg read_legal;
  reg state_read;
  reg [3:0] write_waits = 4'd0;
  reg [3:0] read_waits = 4'd0;
  reg [4:0] must_stand = 5'd0;  // errors that happened and were not cleared
  wire write = awvalid && awready;
  wire read = arvalid && arready;
  wire answered = run && bvalid && bready;
  reg wrote = 1'b0;
  reg refused = 1'b0;
  reg restored = 1'b0;
  always @(posedge clk) begin
    if (run) begin
      together: assert(awready == wready);
      if (awready) only_asked: assert(awvalid && wvalid);
      if (write) begin
        one_write_at_a_time: assert(!writing || answered);
        writing <= 1'b1;
        write_legal <= awaddr >= silipool_registers_pkg::SEED && awaddr <= silipool_registers_pkg::INHIBITION_RADIUS && awaddr[1:0] == 2'd0 && wstrb == 4'hf;
      end else if (answered) begin
        writing <= 1'b0;
      end
      if (read) begin
        one_read_at_a_time: assert(!reading || (rvalid && rready));
        reading <= 1'b1;
        read_legal <= araddr <= silipool_registers_pkg::READOUT_CLASS && araddr[1:0] == 2'd0 &&
                      (araddr != silipool_registers_pkg::READOUT_DATA || readout_okay);
        state_read <= araddr == silipool_registers_pkg::STATE_DATA;
      end else if (rvalid && rready) begin
        reading <= 1'b0;
      end
      if (bvalid) write_was_asked: assert(writing);
      if (rvalid) read_was_asked: assert(reading);
      if (bvalid && write_legal) parameters_are_taken: assert(bresp == 2'b00);
      if (rvalid && !read_legal) nothing_there: assert(rresp == 2'b10 && rdata == 32'd0);
      if (rvalid && read_legal && !state_read) something_there: assert(rresp == 2'b00);
      if ($past(run) && $past(bvalid) && !$past(bready)) write_stands: assert(bvalid && bresp == $past(bresp));
      if ($past(run) && $past(rvalid) && !$past(rready)) begin
        read_stands: assert(rvalid && rresp == $past(rresp) && rdata == $past(rdata));
      end
      // A read waits at most for a write to the state and then for its own.
      write_waits <= writing && !bvalid ? write_waits + 4'd1 : 4'd0;
      read_waits <= reading && !rvalid ? read_waits + 4'd1 : 4'd0;
      write_no_deadlock: assert(write_waits <= 4'd5);
      read_no_deadlock: assert(read_waits <= 4'd10);
      if ($past(run) && $past(busy) && !($past(step_done) && !$past(pause))) shadowed: assert(runtime == $past(runtime));
      if (write && (awaddr == silipool_registers_pkg::ERRORS || awaddr == silipool_registers_pkg::CONTROL)) must_stand <= 5'd0;
      else if (dropped) must_stand <= must_stand | reasons;
      if (rvalid && $past(read) && $past(araddr) == silipool_registers_pkg::ERRORS) sticky: assert(($past(must_stand) & ~rdata[4:0]) == 5'd0);
      if (bvalid && write_legal) wrote <= 1'b1;
      if (rvalid && !read_legal) refused <= 1'b1;
      if (rvalid && state_read && rresp == 2'b00) restored <= 1'b1;
      all_kinds: cover(wrote && refused && restored && must_stand != 5'd0);
    end
  end
endmodule
