// AXI4-Stream to frames, dense or sparse as `sparse_i` stands at a frame's first beat. Dense: a bitmap, input
// 0 in bit 0 of the first beat, padding in the last beat ignored. Sparse: 16-bit indices of the inputs that
// are on, strictly ascending, as many as a beat holds, lowest bits first; the last beat may hold fewer or
// none. TLAST ends a frame; TUSER of that beat says whether it learns. TKEEP is all ones but in the last
// beat, where it ends with the frame. A malformed frame is dropped whole and reported. The next frame
// arrives while this one is worked on.
`default_nettype none
module silipool_stream_in #(
  parameter int Inputs = 784,
  parameter int StreamBits = 64
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
  output logic      [Inputs-1:0]       frame_o,
  output logic                         learn_o,
  output logic                         dropped_o,  // one cycle for each malformed frame
  output logic      [4:0]              errors_o    // with dropped_o: bits of the register ERRORS
);

  localparam int Beats = (Inputs + StreamBits - 1) / StreamBits;
  localparam int BeatBits = Beats > 1 ? $clog2(Beats) : 1;
  localparam int PlaceBits = $clog2(StreamBits);
  localparam int KeepBits = StreamBits / 8;
  localparam int LastBytes = (Inputs - (Beats - 1) * StreamBits + 7) / 8;  // of a dense frame's last beat
  localparam int Indices = StreamBits / 16;  // of a beat; none where it is too narrow
  localparam int ListBits = Indices > 0 ? StreamBits : 16;

  logic [Beats*StreamBits-1:0] incoming_q;  // the frame that arrives
  logic incoming_full_q;
  logic incoming_learn_q;
  logic first_q;                            // the next beat is a frame's first
  logic sparse_q;                           // format of the frame that arrives
  logic [BeatBits-1:0] beat_q;
  logic long_q;                             // more beats than a frame has: drop until TLAST
  logic [4:0] errors_q;                     // of the beats before
  logic any_q;                              // an index has come
  logic [15:0] index_q;                     // the last of them

  assign tready_o = !incoming_full_q;
  wire logic take = tvalid_i && tready_o;
  wire logic sparse = Indices > 0 && (first_q ? sparse_i : sparse_q);

  wire logic [ListBits-1:0] list = ListBits'(tdata_i);
  wire logic [ListBits/8-1:0] list_keep = (ListBits/8)'(tkeep_i);

  // What is wrong with this beat.
  wire logic last_beat = beat_q == BeatBits'(Beats - 1);
  wire logic contiguous = (tkeep_i & (tkeep_i + KeepBits'(1))) == '0;
  logic bad_keep;
  logic bad_index;
  logic bad_order;
  logic any;
  logic [15:0] index;
  logic [15:0] previous;
  always_comb begin
    bad_keep = tlast_i ? !contiguous : tkeep_i != '1;
    bad_index = 1'b0;
    bad_order = 1'b0;
    any = any_q && !first_q;
    index = '0;
    previous = index_q;
    if (sparse) begin
      for (int i = 0; i < Indices; i++) begin
        index = list[i*16 +: 16];
        if (list_keep[2*i] != list_keep[2*i+1]) bad_keep = 1'b1;
        if (list_keep[2*i]) begin
          if (32'(index) >= Inputs) bad_index = 1'b1;
          if (any && index <= previous) bad_order = 1'b1;
          any = 1'b1;
          previous = index;
        end
      end
    end else if (tlast_i && last_beat && !tkeep_i[LastBytes-1]) begin
      bad_keep = 1'b1;
    end
  end

  // The inputs that the indices of this beat name: beat and place in a bitmap are decoded apart.
  logic [Beats*StreamBits-1:0] named;
  logic [15:0] name;
  logic [StreamBits-1:0] place;
  always_comb begin
    named = '0;
    name = '0;
    place = '0;
    if (sparse && take) begin
      for (int i = 0; i < Indices; i++) begin
        name = list[i*16 +: 16];
        place = StreamBits'(list_keep[2*i]) << name[PlaceBits-1:0];
        for (int b = 0; b < Beats; b++) begin
          if (32'(name) >> PlaceBits == b) named[b*StreamBits +: StreamBits] = named[b*StreamBits +: StreamBits] | place;
        end
      end
    end
  end

  wire logic [4:0] errors = (first_q ? 5'd0 : errors_q) | {
    bad_keep, bad_order, bad_index,
    !sparse && (long_q || (last_beat && !tlast_i)),
    !sparse && !long_q && tlast_i && !last_beat
  };

  always_ff @(posedge clk_i) begin
    dropped_o <= 1'b0;
    if (take) begin
      first_q <= tlast_i;
      sparse_q <= sparse;
      errors_q <= errors;
      any_q <= any;
      index_q <= previous;
      if (sparse) begin
        incoming_q <= (first_q ? '0 : incoming_q) | named;
      end else begin
        for (int b = 0; b < Beats; b++) begin
          if (!long_q && beat_q == BeatBits'(b)) incoming_q[b*StreamBits +: StreamBits] <= tdata_i;
        end
        beat_q <= beat_q + BeatBits'(1);
        if (last_beat) begin
          beat_q <= '0;
          long_q <= 1'b1;
        end
      end
      if (tlast_i) begin
        beat_q <= '0;
        long_q <= 1'b0;
        incoming_full_q <= errors == '0;
        incoming_learn_q <= tuser_i;
        dropped_o <= errors != '0;
        errors_o <= errors;
      end
    end
    if (frame_valid_o && frame_ready_i) frame_valid_o <= 1'b0;
    if (incoming_full_q && (!frame_valid_o || frame_ready_i)) begin
      frame_o <= incoming_q[Inputs-1:0];
      learn_o <= incoming_learn_q;
      frame_valid_o <= 1'b1;
      incoming_full_q <= 1'b0;
    end
    if (!rst_ni) begin
      incoming_full_q <= 1'b0;
      frame_valid_o <= 1'b0;
      first_q <= 1'b1;
      beat_q <= '0;
      long_q <= 1'b0;
      dropped_o <= 1'b0;
    end
  end

endmodule
`default_nettype wire
