// AXI4-Stream to frames, as silipool_stream_in, for a core that reads them from memory. The memory holds two
// frames of `Beats` words: one arrives while the other is worked on. A dense frame is stored as it comes. A
// list ascends, so its frame is stored word by word, each when the list has come past it; of a beat an
// index a cycle, and a cycle for each word.
`default_nettype none
module silipool_serial_in #(
  parameter int Inputs = 784,
  parameter int StreamBits = 64,
  localparam int Beats = (Inputs + StreamBits - 1) / StreamBits,
  localparam int BeatBits = Beats > 1 ? $clog2(Beats) : 1
) (
  input  wire logic                    clk_i,
  input  wire logic                    rst_ni,
  input  wire logic                    sparse_i,
  input  wire logic                    tvalid_i,
  output logic                         tready_o,
  input  wire logic [StreamBits-1:0]   tdata_i,
  input  wire logic [StreamBits/8-1:0] tkeep_i,
  input  wire logic                    tlast_i,
  input  wire logic                    tuser_i,
  output logic                         frame_valid_o,
  input  wire logic                    frame_ready_i,
  input  wire logic                    read_i,     // a word of the frame
  input  wire logic [BeatBits-1:0]     read_beat_i,
  output logic      [StreamBits-1:0]   read_data_o,
  output logic                         learn_o,
  output logic                         dropped_o,  // one cycle for each malformed frame
  output logic      [4:0]              errors_o    // with dropped_o: bits of the register ERRORS
);

  localparam int KeepBits = StreamBits / 8;
  localparam int LastBytes = (Inputs - (Beats - 1) * StreamBits + 7) / 8;  // of a dense frame's last beat
  localparam int Indices = StreamBits / 16;  // of a beat; none where it is too narrow
  localparam int ListBits = Indices > 0 ? StreamBits : 16;
  localparam int LeftBits = Indices > 1 ? $clog2(Indices) : 1;
  localparam int PointBits = $clog2(StreamBits);

  typedef enum logic [1:0] {Take, Place, Finish} state_e;
  state_e state_q;
  logic half_q;                 // of the memory, in which the frame that arrives is stored
  logic full_q;                 // it is whole, and waits for the other
  logic arrived_learn_q;
  logic first_q;                // the next beat is a frame's first
  logic sparse_q;               // format of the frame that arrives
  logic [BeatBits-1:0] beat_q;  // word that is stored next
  logic long_q;                 // more beats than a frame has: drop until TLAST
  logic [4:0] errors_q;
  logic any_q;                  // an index has come
  logic [15:0] index_q;         // the last of them
  logic [ListBits-1:0] list_q;  // the beat's indices, the one that is looked at lowest
  logic [ListBits/16-1:0] kept_q;
  logic [LeftBits-1:0] left_q;  // indices of it after this one
  logic end_q;                  // it is the last
  logic [StreamBits-1:0] word_q;  // of a list: what is stored at beat_q

  assign tready_o = state_q == Take && !full_q;
  wire logic take = tvalid_i && tready_o;
  wire logic sparse = Indices > 0 && (first_q ? sparse_i : sparse_q);
  wire logic last_beat = 32'(beat_q) == Beats - 1;

  // What is wrong with this beat as such.
  wire logic contiguous = (tkeep_i & (tkeep_i + KeepBits'(1))) == '0;
  wire logic [ListBits/8-1:0] list_keep = (ListBits/8)'(tkeep_i);
  logic [ListBits/16-1:0] kept;
  logic bad_keep;
  always_comb begin
    bad_keep = tlast_i ? !contiguous : tkeep_i != '1;
    kept = '0;
    for (int i = 0; i < ListBits / 16; i++) begin
      kept[i] = list_keep[2*i];
      if (sparse && list_keep[2*i] != list_keep[2*i+1]) bad_keep = 1'b1;
    end
    if (!sparse && tlast_i && last_beat && !tkeep_i[LastBytes-1]) bad_keep = 1'b1;
  end
  wire logic [4:0] errors = (first_q ? 5'd0 : errors_q) | {
    bad_keep, 2'b00,
    !sparse && (long_q || (last_beat && !tlast_i)),
    !sparse && !long_q && tlast_i && !last_beat
  };

  // The index that is looked at.
  wire logic [15:0] index = list_q[15:0];
  wire logic in_frame = 32'(index) < Inputs;
  wire logic in_order = !any_q || index > index_q;
  wire logic later = kept_q[0] && in_frame && in_order && (32'(index) >> PointBits) > 32'(beat_q);
  wire logic [4:0] list_errors = errors_q | {
    1'b0, kept_q[0] && !in_order, kept_q[0] && !in_frame, 2'b00
  };
  wire logic store = (take && !sparse && !long_q) || (state_q == Place && later) || state_q == Finish;

  silipool_ram #(
    .Width(StreamBits),
    .Depth(2 << BeatBits)
  ) u_frames (
    .clk_i,
    .read_i,
    .read_address_i({!half_q, read_beat_i}),
    .read_data_o,
    .write_i(store),
    .write_address_i({half_q, beat_q}),
    .write_data_i(state_q == Take ? tdata_i : word_q)
  );

  // A frame ends with its last beat, or when the last word of a list has been stored.
  wire logic ends = (take && !sparse && tlast_i) || (state_q == Finish && last_beat);
  wire logic [4:0] found = state_q == Finish ? errors_q : errors;
  assign errors_o = errors_q;

  always_ff @(posedge clk_i) begin
    dropped_o <= ends && found != '0;
    if (take) begin
      first_q <= tlast_i;
      sparse_q <= sparse;
      errors_q <= errors;
      if (tlast_i) arrived_learn_q <= tuser_i;
      if (sparse) begin
        state_q <= Place;
        if (first_q) begin
          any_q <= 1'b0;
          word_q <= '0;
        end
        list_q <= ListBits'(tdata_i);
        kept_q <= kept;
        left_q <= LeftBits'(Indices - 1);
        end_q <= tlast_i;
      end else begin
        beat_q <= beat_q + BeatBits'(1);
        if (last_beat) begin
          beat_q <= '0;
          long_q <= 1'b1;
        end
      end
    end
    if (state_q == Place) begin
      if (later) begin
        beat_q <= beat_q + BeatBits'(1);
        word_q <= '0;
      end else begin
        errors_q <= list_errors;
        if (kept_q[0]) begin
          any_q <= 1'b1;
          index_q <= index;
          word_q[PointBits'(index)] <= 1'b1;
        end
        list_q <= list_q >> 16;
        kept_q <= kept_q >> 1;
        left_q <= left_q - LeftBits'(1);
        if (left_q == '0) state_q <= end_q ? Finish : Take;
      end
    end
    if (state_q == Finish) begin
      beat_q <= beat_q + BeatBits'(1);
      word_q <= '0;
      if (last_beat) state_q <= Take;
    end
    if (ends) begin
      beat_q <= '0;
      long_q <= 1'b0;
      full_q <= found == '0;
    end
    if (frame_valid_o && frame_ready_i) frame_valid_o <= 1'b0;
    if (full_q && (!frame_valid_o || frame_ready_i)) begin
      half_q <= !half_q;
      learn_o <= arrived_learn_q;
      frame_valid_o <= 1'b1;
      full_q <= 1'b0;
    end
    if (!rst_ni) begin
      state_q <= Take;
      half_q <= 1'b0;
      full_q <= 1'b0;
      frame_valid_o <= 1'b0;
      first_q <= 1'b1;
      beat_q <= '0;
      long_q <= 1'b0;
      dropped_o <= 1'b0;
    end
  end

endmodule
`default_nettype wire
