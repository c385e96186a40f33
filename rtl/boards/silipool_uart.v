// A serial line to the block: registers and frames in bytes, one command at a time, each with its answer
// (docs/boards.md). 8 data bits, no parity, one stop bit, Divider clocks a bit. A break, the line low for
// longer than a byte, resets the block and this. Streams are 8 bits wide: a byte is a beat.
`default_nettype none
module silipool_uart #(
  parameter integer Divider = 104,
  parameter integer FrameBytes = 98   // of a dense frame
) (
  input  wire        clk,
  input  wire        reset_n,         // at power-up
  input  wire        rx,
  output reg         tx,
  output reg         block_reset_n,
  output wire        m_axis_tvalid,   // frames
  input  wire        m_axis_tready,
  output wire [7:0]  m_axis_tdata,
  output wire        m_axis_tlast,
  output wire        m_axis_tuser,
  input  wire        s_axis_tvalid,   // winners
  output wire        s_axis_tready,
  input  wire [7:0]  s_axis_tdata,
  input  wire        s_axis_tlast,
  output reg  [11:0] axil_addr,
  output reg         axil_awvalid,
  input  wire        axil_awready,
  output reg  [31:0] axil_wdata,
  output reg         axil_wvalid,
  input  wire        axil_wready,
  input  wire [1:0]  axil_bresp,
  input  wire        axil_bvalid,
  output wire        axil_bready,
  output reg         axil_arvalid,
  input  wire        axil_arready,
  input  wire [31:0] axil_rdata,
  input  wire [1:0]  axil_rresp,
  input  wire        axil_rvalid,
  output wire        axil_rready
);

  localparam [7:0] Read = 8'h52;     // "R", 2 bytes of address -> response, 4 bytes
  localparam [7:0] Write = 8'h57;    // "W", 2 bytes of address, 4 bytes -> response
  localparam [7:0] Frame = 8'h46;    // "F", flags, FrameBytes bytes -> the beats of the winners
  localparam [7:0] Unknown = 8'h3f;  // "?", to any other byte
  localparam [15:0] Bit = Divider - 1;
  localparam [15:0] HalfBit = Divider / 2 - 1;
  localparam [15:0] LastByte = FrameBytes - 1;

  // ---- Receiver: a byte stands for one cycle ----
  reg [2:0] line;        // the last one is looked at
  reg [15:0] rx_wait;
  reg [3:0] rx_bit;      // 0: idle; 1: start; 2..9: data; 10: stop
  reg [7:0] rx_data;
  reg rx_valid;
  reg broken;
  always @(posedge clk) begin
    line <= {line[1:0], rx};
    rx_valid <= 1'b0;
    broken <= 1'b0;
    rx_wait <= rx_wait - 16'd1;
    if (rx_bit == 4'd0) begin
      rx_wait <= HalfBit;
      if (!line[2] && !broken) rx_bit <= 4'd1;
    end else if (rx_wait == 16'd0) begin
      rx_wait <= Bit;
      rx_bit <= rx_bit + 4'd1;
      if (rx_bit == 4'd1 && line[2]) rx_bit <= 4'd0;
      if (rx_bit >= 4'd2 && rx_bit <= 4'd9) rx_data <= {line[2], rx_data[7:1]};
      if (rx_bit == 4'd10) begin
        // A stop bit that is low: a break. It lasts until the line is high again.
        broken <= !line[2];
        rx_bit <= line[2] ? 4'd0 : 4'd10;
        rx_valid <= line[2] && !broken;
        rx_wait <= 16'd0;
      end
    end
    if (!reset_n) begin
      line <= 3'b111;
      rx_bit <= 4'd0;
      rx_valid <= 1'b0;
      broken <= 1'b0;
    end
  end

  always @(posedge clk) block_reset_n <= reset_n && !broken;

  // ---- Transmitter ----
  reg [8:0] tx_shift;
  reg [3:0] tx_left;
  reg [15:0] tx_wait;
  wire tx_ready = tx_left == 4'd0;
  wire tx_valid;
  wire [7:0] tx_data;
  always @(posedge clk) begin
    tx_wait <= tx_wait - 16'd1;
    if (tx_ready) begin
      tx <= 1'b1;
      if (tx_valid) begin
        tx <= 1'b0;
        tx_shift <= {1'b1, tx_data};
        tx_left <= 4'd10;
        tx_wait <= Bit;
      end
    end else if (tx_wait == 16'd0) begin
      tx <= tx_shift[0];
      tx_shift <= {1'b1, tx_shift[8:1]};
      tx_left <= tx_left - 4'd1;
      tx_wait <= Bit;
    end
    if (!block_reset_n) begin
      tx <= 1'b1;
      tx_left <= 4'd0;
    end
  end

  // ---- Commands ----
  localparam [3:0] Idle = 4'd0;
  localparam [3:0] AddressLow = 4'd1;
  localparam [3:0] AddressHigh = 4'd2;
  localparam [3:0] Data = 4'd3;
  localparam [3:0] Access = 4'd4;
  localparam [3:0] Respond = 4'd5;
  localparam [3:0] Flags = 4'd6;
  localparam [3:0] Input = 4'd7;
  localparam [3:0] Winners = 4'd8;
  localparam [3:0] Refuse = 4'd9;
  reg [3:0] state;
  reg writing;
  reg [2:0] count;       // bytes of data
  reg [1:0] response;
  reg lost;              // a byte came that could not be taken
  reg learn;
  reg [15:0] at;         // byte of the frame
  reg [7:0] beat;
  reg beat_valid;

  assign m_axis_tvalid = beat_valid;
  assign m_axis_tdata = beat;
  assign m_axis_tlast = at == LastByte;
  assign m_axis_tuser = learn;
  assign axil_bready = state == Access;
  assign axil_rready = state == Access;
  assign s_axis_tready = state == Winners && tx_ready;
  assign tx_valid = state == Respond || state == Refuse || (state == Winners && s_axis_tvalid);
  assign tx_data = state == Refuse ? Unknown :
                   state == Winners ? s_axis_tdata :
                   count == 3'd0 ? {lost, 5'd0, response} : axil_wdata[7:0];

  always @(posedge clk) begin
    if (axil_awready) axil_awvalid <= 1'b0;
    if (axil_wready) axil_wvalid <= 1'b0;
    if (axil_arready) axil_arvalid <= 1'b0;
    if (m_axis_tready) beat_valid <= 1'b0;
    if (rx_valid && (state == Access || state == Respond || state == Winners || state == Refuse)) lost <= 1'b1;
    case (state)
      Idle: begin
        count <= 3'd0;
        at <= 16'd0;
        writing <= rx_data == Write;
        if (rx_valid) begin
          state <= rx_data == Read || rx_data == Write ? AddressLow : rx_data == Frame ? Flags : Refuse;
        end
      end
      AddressLow: begin
        axil_addr[7:0] <= rx_data;
        if (rx_valid) state <= AddressHigh;
      end
      AddressHigh: begin
        axil_addr[11:8] <= rx_data[3:0];
        if (rx_valid) begin
          state <= writing ? Data : Access;
          axil_arvalid <= !writing;
        end
      end
      Data: begin
        if (rx_valid) begin
          axil_wdata <= {rx_data, axil_wdata[31:8]};
          count <= count + 3'd1;
          if (count == 3'd3) begin
            state <= Access;
            axil_awvalid <= 1'b1;
            axil_wvalid <= 1'b1;
          end
        end
      end
      Access: begin
        count <= 3'd0;
        response <= axil_bvalid ? axil_bresp : axil_rresp;
        if (axil_rvalid) axil_wdata <= axil_rdata;
        if (axil_bvalid || axil_rvalid) state <= Respond;
      end
      Respond: begin
        if (tx_ready) begin
          lost <= 1'b0;
          count <= count + 3'd1;
          if (count != 3'd0) axil_wdata <= {8'd0, axil_wdata[31:8]};
          if (writing || count == 3'd4) state <= Idle;
        end
      end
      Flags: begin
        learn <= rx_data[0];
        if (rx_valid) state <= Input;
      end
      Input: begin
        if (rx_valid) begin
          beat <= rx_data;
          beat_valid <= 1'b1;
          if (beat_valid && !m_axis_tready) lost <= 1'b1;
        end
        if (beat_valid && m_axis_tready) begin
          at <= at + 16'd1;
          if (at == LastByte) state <= Winners;
        end
      end
      Winners: if (s_axis_tvalid && tx_ready && s_axis_tlast) state <= Idle;
      default: if (tx_ready) state <= Idle;
    endcase
    if (!block_reset_n) begin
      state <= Idle;
      axil_awvalid <= 1'b0;
      axil_wvalid <= 1'b0;
      axil_arvalid <= 1'b0;
      beat_valid <= 1'b0;
      lost <= 1'b0;
    end
  end

endmodule
`default_nettype wire
