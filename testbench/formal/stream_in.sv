// Frames from beats, dense and sparse, whatever the source does: well-formed ones come out in order and
// whole, each malformed one is reported once and leaves nothing, and the source is never kept waiting while
// frames are taken. The judgement of what is well-formed is frame_judge.sv's.
// sources: silipool_stream_in.sv frame_judge.sv
// proved by: abc
// bug: silipool_stream_in.sv: index <= previous => index < previous
// bug: silipool_stream_in.sv: incoming_full_q <= errors == '0; => incoming_full_q <= !bad_keep;
// bug: silipool_stream_in.sv: (first_q ? '0 : incoming_q) | named => incoming_q | named
// bug: silipool_stream_in.sv: tready_o = !incoming_full_q; => tready_o = 1'b1;
module formal (
  input wire        clk,
  input wire        sparse_i,
  input wire        tvalid_i,
  input wire [31:0] tdata_i,
  input wire [3:0]  tkeep_i,
  input wire        tlast_i,
  input wire        tuser_i,
  input wire        frame_ready_i
);
  localparam Inputs = 40;
  reg run = 1'b0;
  always @(posedge clk) run <= 1'b1;

  wire tready;
  wire frame_valid;
  wire [Inputs-1:0] frame;
  wire learn;
  wire dropped;
  wire [4:0] errors;
  silipool_stream_in #(.Inputs(Inputs), .StreamBits(32)) u_in (
    .clk_i(clk), .rst_ni(run), .sparse_i(sparse_i), .tvalid_i(tvalid_i), .tready_o(tready), .tdata_i(tdata_i),
    .tkeep_i(tkeep_i), .tlast_i(tlast_i), .tuser_i(tuser_i), .frame_valid_o(frame_valid),
    .frame_ready_i(frame_ready_i), .frame_o(frame), .learn_o(learn), .dropped_o(dropped), .errors_o(errors)
  );

  // One input, whichever it is, followed through.
  (* anyconst *) reg [5:0] b;
  always @* assume(b < Inputs);

  wire take = run && tvalid_i && tready;
  wire sparse;
  wire good;
  wire bit_now;
  frame_judge u_judge (
    .clk(clk), .take_i(take), .sparse_i(sparse_i), .tdata_i(tdata_i), .tkeep_i(tkeep_i), .tlast_i(tlast_i), .b_i(b),
    .sparse(sparse), .good(good), .bit_now(bit_now)
  );

  // Frames expected, at most two.
  reg [1:0] waiting = 2'd0;
  reg [1:0] oldest;
  reg [1:0] youngest;
  reg drop_expected = 1'b0;
  wire arrives = take && tlast_i && good;
  wire leaves = run && frame_valid && frame_ready_i;
  reg [1:0] patience = 2'd0;
  reg seen_sparse = 1'b0;
  reg seen_dense = 1'b0;
  reg seen_drop = 1'b0;
  reg format = 1'b0;
  always @(posedge clk) begin
    if (run) begin
      drop_expected <= take && tlast_i && !good;
      waiting <= waiting + {1'b0, arrives} - {1'b0, leaves};
      if (leaves) oldest <= youngest;
      if (arrives && (waiting == 2'd0 || (waiting == 2'd1 && leaves))) oldest <= {tuser_i, bit_now};
      if (arrives) youngest <= {tuser_i, bit_now};

      drops_are_reported: assert(dropped == drop_expected);
      if (dropped) with_a_reason: assert(errors != 5'd0);
      never_more_than_two: assert(waiting <= 2'd2);
      if (frame_valid) begin
        a_frame_was_sent: assert(waiting != 2'd0);
        whole: assert({learn, frame[b]} == oldest);
      end
      if ($past(run) && $past(frame_valid) && !$past(frame_ready_i)) begin
        stands: assert(frame_valid && frame == $past(frame) && learn == $past(learn));
      end
      patience <= tready || !frame_ready_i ? 2'd0 : patience + 2'd1;
      no_deadlock: assert(patience < 2'd2);

      if (leaves && frame[b] && frame != 40'd0 && take && sparse) seen_sparse <= 1'b1;
      if (take && tlast_i && good) format <= sparse;
      if (arrives && sparse && bit_now) seen_sparse <= 1'b1;
      if (arrives && !sparse && bit_now) seen_dense <= 1'b1;
      if (dropped) seen_drop <= 1'b1;
      all_kinds_of_frames: cover(seen_sparse && seen_dense && seen_drop && waiting == 2'd0);
    end
  end
endmodule
