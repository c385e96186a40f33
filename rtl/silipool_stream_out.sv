// Winners to AXI4-Stream, a bitmap or indices as `indices_i` stands when they are taken, in the formats of
// silipool_stream_in: what leaves one pooler may enter the next. TLAST on the last beat, where TKEEP ends
// with the frame. A list is made one index a cycle, and a cycle for each StreamBits columns. As `class_beat_i`
// stands then, the class of the winners follows them in one more beat, as soon as it stands; or goes alone.
`default_nettype none
module silipool_stream_out #(
  parameter int Columns = 1008,
  parameter int StreamBits = 64
) (
  input  wire logic                    clk_i,
  input  wire logic                    rst_ni,
  input  wire logic                    indices_i,
  input  wire logic                    winners_valid_i,
  output logic                         winners_ready_o,
  input  wire logic [Columns-1:0]      winners_i,
  input  wire logic                    class_beat_i,
  input  wire logic                    class_alone_i,    // with class_beat_i
  input  wire logic                    class_valid_i,    // of the winners that were taken last, until others are
  input  wire logic [7:0]              class_i,
  output logic                         tvalid_o,
  input  wire logic                    tready_i,
  output logic      [StreamBits-1:0]   tdata_o,
  output logic      [StreamBits/8-1:0] tkeep_o,
  output logic                         tlast_o
);

  localparam int Beats = (Columns + StreamBits - 1) / StreamBits;
  localparam int BeatBits = Beats > 1 ? $clog2(Beats) : 1;
  localparam int IndexBits = Columns > 1 ? $clog2(Columns) : 1;
  localparam int KeepBits = StreamBits / 8;
  localparam int LastBytes = (Columns - (Beats - 1) * StreamBits + 7) / 8;
  localparam int Indices = StreamBits >= 16 ? StreamBits / 16 : 1;  // of a beat
  localparam int CountBits = $clog2(Indices + 1);
  localparam logic [KeepBits-1:0] ClassBytes = KeepBits'(StreamBits >= 16 ? 3 : 1);

  logic [Beats*StreamBits-1:0] outgoing_q;  // the beats to come; of a list, the winners not yet listed
  logic [BeatBits-1:0] beat_q;
  logic list_q;                             // the beat that is offered is of a list
  logic scanning_q;                         // winners are being listed
  logic [Indices*IndexBits-1:0] group_q;    // indices for the next beat
  logic [CountBits-1:0] count_q;            // so many
  logic [Indices*IndexBits-1:0] offered_q;
  logic [CountBits-1:0] offered_count_q;
  logic offered_last_q;
  logic valid_q;                            // a beat of winners is offered
  logic class_later_q;                      // a class follows the winners
  logic class_now_q;                        // it is its turn

  wire logic last_beat = beat_q == BeatBits'(Beats - 1);
  wire logic last_winners = list_q ? offered_last_q : last_beat;
  assign winners_ready_o = !scanning_q && ((!valid_q && !class_now_q) || (tvalid_o && tready_i && tlast_o));
  assign tvalid_o = class_now_q ? class_valid_i : valid_q;
  logic [Indices*16-1:0] listed;
  always_comb begin
    listed = '0;
    for (int i = 0; i < Indices; i++) begin
      listed[i*16 +: IndexBits] = offered_q[i*IndexBits +: IndexBits];
    end
  end
  assign tdata_o = class_now_q ? StreamBits'(class_i) : list_q ? StreamBits'(listed) : outgoing_q[StreamBits-1:0];
  assign tlast_o = class_now_q || (last_winners && !class_later_q);
  always_comb begin
    tkeep_o = '1;
    for (int b = 0; b < KeepBits; b++) begin
      if (list_q ? 32'(offered_count_q) <= b / 2 : last_beat && b >= LastBytes) tkeep_o[b] = 1'b0;
    end
    if (class_now_q) tkeep_o = ClassBytes;
  end

  // The lowest winner of the columns in sight.
  logic [31:0] at;
  always_comb begin
    at = '0;
    for (int i = StreamBits - 1; i >= 0; i--) begin
      if (outgoing_q[i]) at = i;
    end
  end
  wire logic found = outgoing_q[StreamBits-1:0] != '0;
  wire logic full = 32'(count_q) == Indices;
  wire logic offer = found ? full : last_beat;  // the group has to leave
  wire logic may_offer = !valid_q || tready_i;

  always_ff @(posedge clk_i) begin
    if (winners_valid_i && winners_ready_o) begin
      outgoing_q <= '0;
      outgoing_q[Columns-1:0] <= winners_i;
      beat_q <= '0;
      valid_q <= !indices_i && !class_alone_i;
      list_q <= indices_i;
      scanning_q <= indices_i && !class_alone_i;
      count_q <= '0;
      class_later_q <= class_beat_i;
      class_now_q <= class_alone_i;
    end else if (class_now_q) begin
      if (tvalid_o && tready_i) class_now_q <= 1'b0;
    end else if (!list_q) begin
      if (valid_q && tready_i) begin
        outgoing_q <= outgoing_q >> StreamBits;
        beat_q <= beat_q + BeatBits'(1);
        if (last_beat) begin
          valid_q <= 1'b0;
          class_now_q <= class_later_q;
        end
      end
    end else begin
      if (tready_i) valid_q <= 1'b0;
      if (valid_q && tready_i && offered_last_q) class_now_q <= class_later_q;
      if (scanning_q && (!offer || may_offer)) begin
        if (offer) begin
          offered_q <= group_q;
          offered_count_q <= count_q;
          offered_last_q <= !found;
          valid_q <= 1'b1;
        end
        if (found) begin
          outgoing_q[StreamBits-1:0] <= outgoing_q[StreamBits-1:0] & (outgoing_q[StreamBits-1:0] - StreamBits'(1));
          group_q[(full ? 0 : 32'(count_q))*IndexBits +: IndexBits] <= IndexBits'(32'(beat_q) * StreamBits + at);
          count_q <= full ? CountBits'(1) : count_q + CountBits'(1);
        end else begin
          outgoing_q <= outgoing_q >> StreamBits;
          beat_q <= beat_q + BeatBits'(1);
          if (last_beat) scanning_q <= 1'b0;
        end
      end
    end
    if (!rst_ni) begin
      valid_q <= 1'b0;
      class_later_q <= 1'b0;
      class_now_q <= 1'b0;
      scanning_q <= 1'b0;
      list_q <= 1'b0;
      beat_q <= '0;
    end
  end

endmodule
`default_nettype wire
