// Winners to AXI4-Stream, in the formats of silipool_stream_out, from a memory of two bitmaps of `Beats`
// words: one leaves while the next is made. A list is made a column a cycle.
`default_nettype none
module silipool_serial_out #(
  parameter int Columns = 1008,
  parameter int StreamBits = 64,
  localparam int Beats = (Columns + StreamBits - 1) / StreamBits,
  localparam int BeatBits = Beats > 1 ? $clog2(Beats) : 1
) (
  input  wire logic                    clk_i,
  input  wire logic                    rst_ni,
  input  wire logic                    indices_i,
  input  wire logic                    write_i,          // a word of the winners to come
  input  wire logic [BeatBits-1:0]     write_beat_i,
  input  wire logic [StreamBits-1:0]   write_data_i,
  input  wire logic                    winners_valid_i,  // they are whole
  output logic                         winners_ready_o,
  output logic                         tvalid_o,
  input  wire logic                    tready_i,
  output logic      [StreamBits-1:0]   tdata_o,
  output logic      [StreamBits/8-1:0] tkeep_o,
  output logic                         tlast_o
);

  localparam int KeepBits = StreamBits / 8;
  localparam int LastBytes = (Columns - (Beats - 1) * StreamBits + 7) / 8;
  localparam int Indices = StreamBits >= 16 ? StreamBits / 16 : 1;  // of a beat
  localparam int CountBits = $clog2(Indices + 1);
  localparam int IndexBits = Columns > 1 ? $clog2(Columns) : 1;
  localparam int PointBits = $clog2(StreamBits);

  typedef enum logic [1:0] {Idle, Send, List, Last} state_e;
  state_e state_q;
  logic half_q;                       // of the memory, that is written
  logic list_q;                       // the beat that is offered is of a list
  logic [IndexBits-1:0] column_q;     // that is looked at, of a list; or the beat
  logic [Indices*IndexBits-1:0] group_q;  // indices for the next beat
  logic [CountBits-1:0] count_q;      // so many
  logic [Indices*IndexBits-1:0] offered_q;
  logic [CountBits-1:0] offered_count_q;
  logic offered_last_q;

  wire logic take = winners_valid_i && winners_ready_o;
  wire logic last_beat = 32'(column_q) == Beats - 1;
  wire logic may_offer = !tvalid_o || tready_i;

  logic [StreamBits-1:0] word;
  wire logic [PointBits-1:0] point = PointBits'(column_q);
  wire logic won = word[point];
  wire logic full = 32'(count_q) == Indices;
  wire logic advance = state_q == List && (!won || !full || may_offer);
  wire logic last_column = 32'(column_q) == Columns - 1;
  wire logic offer = may_offer && ((state_q == List && won && full) || state_q == Last);
  wire logic next_word = state_q == Send ? tready_i && !last_beat : advance && &point;
  wire logic [BeatBits-1:0] next_beat = BeatBits'(state_q == Send ? column_q : column_q >> PointBits) + BeatBits'(1);

  silipool_ram #(
    .Width(StreamBits),
    .Depth(2 << BeatBits)
  ) u_winners (
    .clk_i,
    .read_i(take || next_word),
    .read_address_i(take ? {half_q, BeatBits'(0)} : {!half_q, next_beat}),
    .read_data_o(word),
    .write_i,
    .write_address_i({half_q, write_beat_i}),
    .write_data_i
  );

  assign winners_ready_o = (state_q == Idle && may_offer) || (state_q == Send && tready_i && last_beat);
  logic [Indices*16-1:0] listed;
  always_comb begin
    listed = '0;
    for (int i = 0; i < Indices; i++) begin
      listed[i*16 +: IndexBits] = offered_q[i*IndexBits +: IndexBits];
    end
  end
  assign tdata_o = list_q ? StreamBits'(listed) : word;
  assign tlast_o = list_q ? offered_last_q : last_beat;
  always_comb begin
    tkeep_o = '1;
    for (int b = 0; b < KeepBits; b++) begin
      if (list_q ? 32'(offered_count_q) <= b / 2 : last_beat && b >= LastBytes) tkeep_o[b] = 1'b0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (tready_i && list_q) tvalid_o <= 1'b0;
    if (offer) begin
      offered_q <= group_q;
      offered_count_q <= count_q;
      offered_last_q <= state_q == Last;
      tvalid_o <= 1'b1;
      list_q <= 1'b1;
    end
    if (advance && won) begin
      group_q[(full ? 0 : 32'(count_q))*IndexBits +: IndexBits] <= column_q;
      count_q <= full ? CountBits'(1) : count_q + CountBits'(1);
    end
    case (state_q)
      Idle: ;
      Send: begin
        if (tready_i) begin
          column_q <= column_q + IndexBits'(1);
          if (last_beat) begin
            tvalid_o <= 1'b0;
            state_q <= Idle;
          end
        end
      end
      List: begin
        if (advance) begin
          column_q <= column_q + IndexBits'(1);
          if (last_column) state_q <= Last;
        end
      end
      default: if (offer) state_q <= Idle;  // Last
    endcase
    if (take) begin
      half_q <= !half_q;
      column_q <= '0;
      count_q <= '0;
      state_q <= indices_i ? List : Send;
      list_q <= indices_i;
      tvalid_o <= !indices_i;
    end
    if (!rst_ni) begin
      state_q <= Idle;
      half_q <= 1'b0;
      list_q <= 1'b0;
      tvalid_o <= 1'b0;
    end
  end

endmodule
`default_nettype wire
