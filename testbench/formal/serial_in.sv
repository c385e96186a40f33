// Frames from beats into memory, as stream_in.sv asks of the other core's: well-formed ones are read out in order
// and whole, each malformed one is reported once and leaves nothing, and the source waits no longer than a list
// takes while frames are taken. The judgement of what is well-formed is frame_judge.sv's.
// sources: silipool_ram.sv silipool_serial_in.sv frame_judge.sv
// bounded: 20
// proved by: abc
// bug: silipool_serial_in.sv: || index > index_q; => || index >= index_q;
// bug: silipool_serial_in.sv: full_q <= found == '0; => full_q <= found[1:0] == '0;
// bug: silipool_serial_in.sv: .read_address_i({!half_q, read_beat_i}), => .read_address_i({half_q, read_beat_i}),
// bug: silipool_serial_in.sv: assign tready_o = state_q == Take && !full_q; => assign tready_o = state_q == Take;
module formal (
  input wire        clk,
  input wire        sparse_i,
  input wire        tvalid_i,
  input wire [31:0] tdata_i,
  input wire [3:0]  tkeep_i,
  input wire        tlast_i,
  input wire        tuser_i,
  input wire        frame_ready_i,
  input wire        read_i,
  input wire        read_beat_i
);
  localparam Inputs = 40;
  reg run = 1'b0;
  always @(posedge clk) run <= 1'b1;

  wire tready;
  wire frame_valid;
  wire [31:0] word;
  wire learn;
  wire dropped;
  wire [4:0] errors;
  silipool_serial_in #(.Inputs(Inputs), .StreamBits(32)) u_in (
    .clk_i(clk), .rst_ni(run), .sparse_i(sparse_i), .tvalid_i(tvalid_i), .tready_o(tready), .tdata_i(tdata_i),
    .tkeep_i(tkeep_i), .tlast_i(tlast_i), .tuser_i(tuser_i), .frame_valid_o(frame_valid),
    .frame_ready_i(frame_ready_i), .read_i(read_i), .read_beat_i(read_beat_i), .read_data_o(word), .learn_o(learn),
    .dropped_o(dropped), .errors_o(errors)
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

  // Frames expected, at most two, and a drop: a list is judged some cycles after its last beat.
  reg [1:0] waiting = 2'd0;
  reg [1:0] oldest;
  reg [1:0] youngest;
  reg drop_expected = 1'b0;
  wire arrives = take && tlast_i && good;
  wire leaves = run && frame_valid && frame_ready_i;
  reg [3:0] patience = 4'd0;
  reg asked = 1'b0;  // the word with the bit, of this frame
  reg bit_asked;
  reg seen_sparse = 1'b0;
  reg seen_dense = 1'b0;
  reg seen_drop = 1'b0;
  always @(posedge clk) begin
    if (run) begin
      if (dropped) drop_expected <= 1'b0;
      if (take && tlast_i && !good) drop_expected <= 1'b1;
      waiting <= waiting + {1'b0, arrives} - {1'b0, leaves};
      if (leaves) oldest <= youngest;
      if (arrives && (waiting == 2'd0 || (waiting == 2'd1 && leaves))) oldest <= {tuser_i, bit_now};
      if (arrives) youngest <= {tuser_i, bit_now};
      asked <= read_i && frame_valid && read_beat_i == b[5];
      bit_asked <= oldest[0];

      if (dropped) only_what_is_malformed: assert(drop_expected);
      if (dropped) with_a_reason: assert(errors != 5'd0);
      if (take) reported_before_the_next: assert(!drop_expected || dropped);
      never_more_than_two: assert(waiting <= 2'd2);
      if (frame_valid) begin
        a_frame_was_sent: assert(waiting != 2'd0);
        learns: assert(learn == oldest[1]);
      end
      if (asked) whole: assert(word[b[4:0]] == bit_asked);
      if ($past(run) && $past(frame_valid) && !$past(frame_ready_i)) begin
        stands: assert(frame_valid && learn == $past(learn));
      end
      // Of a list two indices, two words passed by them and two to its end, and a cycle to hand the frame over.
      patience <= tready || (frame_valid && !frame_ready_i) ? 4'd0 : patience + 4'd1;
      no_deadlock: assert(patience < 4'd7);

      if (arrives && sparse && bit_now) seen_sparse <= 1'b1;
      if (arrives && !sparse && bit_now) seen_dense <= 1'b1;
      if (dropped) seen_drop <= 1'b1;
      all_kinds_of_frames: cover(seen_sparse && seen_dense && seen_drop && waiting == 2'd0);
      a_word_is_read: cover(asked && bit_asked);
    end
  end
endmodule
