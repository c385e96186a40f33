// What the beats of a frame of 40 inputs are, on 32 bits, judged a second time, for stream_in.sv and serial_in.sv:
// whether the frame is well-formed up to the beat that is offered, and input `b_i` of it, whichever that is.
module frame_judge (
  input  wire        clk,
  input  wire        take_i,    // the beat that is offered is taken
  input  wire        sparse_i,
  input  wire [31:0] tdata_i,
  input  wire [3:0]  tkeep_i,
  input  wire        tlast_i,
  input  wire [5:0]  b_i,
  output wire        sparse,    // the frame's format
  output wire        good,
  output wire        bit_now
);
  localparam Inputs = 40;
  reg first = 1'b1;
  reg sparse_q;
  reg [1:0] beats = 2'd0;
  reg good_q;
  reg bit_q;
  reg [16:0] next_q;  // least index that may come
  assign sparse = first ? sparse_i : sparse_q;
  wire [1:0] beat = first ? 2'd0 : beats;
  wire [16:0] next = first ? 17'd0 : next_q;
  wire [16:0] low = {1'b0, tdata_i[15:0]};
  wire [16:0] high = {1'b0, tdata_i[31:16]};
  wire none = tkeep_i == 4'b0000;
  wire one = tkeep_i == 4'b0011;
  wire both = tkeep_i == 4'b1111;
  wire low_good = low >= next && low < Inputs;
  wire high_good = high > low && high < Inputs;
  wire sparse_good = (none && tlast_i) || (one && tlast_i && low_good) || (both && low_good && high_good);
  wire dense_good = tlast_i ? beat == 2'd1 && (tkeep_i == 4'b0001 || tkeep_i == 4'b0011 || tkeep_i == 4'b0111 || both)
                            : beat == 2'd0 && both;
  assign good = (first || good_q) && (sparse ? sparse_good : dense_good);
  wire dense_now = beat == {1'b0, b_i[5]} ? tdata_i[b_i[4:0]] : !first && bit_q;
  wire sparse_now = (!first && bit_q) || ((one || both) && low == b_i) || (both && high == b_i);
  assign bit_now = sparse ? sparse_now : dense_now;

  always @(posedge clk) begin
    if (take_i) begin
      first <= tlast_i;
      sparse_q <= sparse;
      beats <= beat == 2'd3 ? 2'd3 : beat + 2'd1;
      good_q <= good;
      bit_q <= bit_now;
      next_q <= both ? high + 17'd1 : one ? low + 17'd1 : next;
    end
  end
endmodule
