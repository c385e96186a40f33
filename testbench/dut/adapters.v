// docs/examples/serial_pooler behind other protocols, one module each, for the tests of verify --dut.

// AXI4-Stream with words whose bits and order are the other way round, and an asynchronous reset, active high.
module pooler_axi #(parameter INPUTS = 16, COLUMNS = 8, WORD = 8, PERMANENCE_BITS = 4, CONNECTED_THRESHOLD = 8, RULE = 1) (
    input aclk, input reset,
    input s_axis_tvalid, output s_axis_tready, input [WORD-1:0] s_axis_tdata, input s_axis_tlast, input s_axis_tuser,
    output m_axis_tvalid, input m_axis_tready, output [WORD-1:0] m_axis_tdata, output m_axis_tlast,
    input [31:0] seed, input [16:0] active_columns, learning_columns, input [12:0] stimulus_threshold,
    input [16:0] initially_connected, input [15:0] increment, decrement,
    input [16:0] increment_probability, decrement_probability, input [23:0] boost_scale, input [25:0] boost_target,
    input [16:0] decay, update_period
);
  localparam IN_WORDS = (INPUTS + WORD - 1) / WORD;
  // The whole input, its words in reverse order and in each word the bits too: that is, all bits reversed.
  reg [IN_WORDS*WORD-1:0] frame;
  reg [31:0] have;
  reg learn, full, held;
  wire inner_ready;
  integer i;
  reg [WORD-1:0] mirrored;
  always @* for (i = 0; i < WORD; i = i + 1) mirrored[i] = s_axis_tdata[WORD-1-i];
  assign s_axis_tready = !full && !held;
  always @(posedge aclk or posedge reset)
    if (reset) begin
      have <= 0;
      full <= 0;
      held <= 1;
    end else begin
      held <= 0;
      if (s_axis_tvalid && s_axis_tready) begin
        frame[(IN_WORDS - 1 - have)*WORD +: WORD] <= mirrored;
        learn <= s_axis_tuser;
        have <= s_axis_tlast ? 0 : have + 1;
        full <= s_axis_tlast;
      end
      if (full && inner_ready) begin
        frame <= frame >> WORD;
        have <= have == IN_WORDS - 1 ? 0 : have + 1;
        full <= have != IN_WORDS - 1;
      end
    end
  wire inner_valid, inner_last;
  wire [WORD-1:0] inner_data;
  assign m_axis_tvalid = inner_valid && !reset;
  assign m_axis_tdata = inner_data;
  assign m_axis_tlast = inner_last;
  serial_pooler #(INPUTS, COLUMNS, WORD, PERMANENCE_BITS, CONNECTED_THRESHOLD, RULE) u_pooler (
      .clk(aclk), .rst_n(!reset), .in_valid(full), .in_ready(inner_ready), .in_data(frame[WORD-1:0]), .in_learn(learn),
      .out_valid(inner_valid), .out_ready(m_axis_tready), .out_data(inner_data), .out_last(inner_last),
      .seed(seed), .active_columns(active_columns), .learning_columns(learning_columns),
      .stimulus_threshold(stimulus_threshold), .initially_connected(initially_connected), .increment(increment),
      .decrement(decrement), .increment_probability(increment_probability),
      .decrement_probability(decrement_probability), .boost_scale(boost_scale), .boost_target(boost_target),
      .decay(decay), .update_period(update_period), .bug(6'd0));
endmodule

// A memory for the input, start and done, a memory for the winners; duties on a bus of registers.
module pooler_call #(parameter INPUTS = 16, COLUMNS = 8, WORD = 8, PERMANENCE_BITS = 4, CONNECTED_THRESHOLD = 8, RULE = 1) (
    input clk, input rst_n,
    input write, input [7:0] address, input [WORD-1:0] data, input start, input learn, output reg done, output resting,
    input read, input [7:0] winners_address, output reg [WORD-1:0] winners,
    input [7:0] bus_address, output reg [25:0] bus_data, input bus_write, input [25:0] bus_write_data, input [5:0] bug,
    input [31:0] seed, input [16:0] active_columns, learning_columns, input [12:0] stimulus_threshold,
    input [16:0] initially_connected, input [15:0] increment, decrement,
    input [16:0] increment_probability, decrement_probability, input [23:0] boost_scale, input [25:0] boost_target,
    input [16:0] decay, update_period
);
  localparam IN_WORDS = (INPUTS + WORD - 1) / WORD;
  reg [WORD-1:0] memory [0:255];
  reg [WORD-1:0] result [0:255];
  reg running, learning;
  reg [7:0] at, got;
  wire ready, valid, last;
  wire [WORD-1:0] word;
  assign resting = ready && !running;
  always @(posedge clk) begin
    bus_data <= u_pooler.duty[bus_address];
    if (bus_write) u_pooler.duty[bus_address] <= bus_write_data;
    if (write) memory[address] <= data;
    if (read) winners <= result[winners_address];
    if (!rst_n) begin
      running <= 0;
      done <= 0;
      at <= 0;
      got <= 0;
    end else begin
      if (start) begin
        running <= 1;
        learning <= learn;
        done <= 0;
        at <= 0;
        got <= 0;
      end
      if (running && ready) begin
        at <= at + 1;
        if (at == IN_WORDS - 1) running <= 0;
      end
      if (valid) begin
        result[got] <= word;
        got <= got + 1;
        if (last) done <= 1;
      end
    end
  end
  serial_pooler #(INPUTS, COLUMNS, WORD, PERMANENCE_BITS, CONNECTED_THRESHOLD, RULE) u_pooler (
      .clk(clk), .rst_n(rst_n), .in_valid(running), .in_ready(ready), .in_data(memory[at]), .in_learn(learning),
      .out_valid(valid), .out_ready(1'b1), .out_data(word), .out_last(last),
      .seed(seed), .active_columns(active_columns), .learning_columns(learning_columns),
      .stimulus_threshold(stimulus_threshold), .initially_connected(initially_connected), .increment(increment),
      .decrement(decrement), .increment_probability(increment_probability),
      .decrement_probability(decrement_probability), .boost_scale(boost_scale), .boost_target(boost_target),
      .decay(decay), .update_period(update_period), .bug(bug));
endmodule

// Indices of inputs that are on, up to an end mark; winners one at a time, the highest first, then done.
module pooler_indices #(parameter INPUTS = 16, COLUMNS = 8, PERMANENCE_BITS = 4, CONNECTED_THRESHOLD = 8, RULE = 1) (
    input clk, input rst_n,
    input in_valid, output in_ready, input [11:0] in_index, input in_learn,
    output out_valid, input out_ready, output reg [11:0] out_index, output reg out_done,
    input [31:0] seed, input [16:0] active_columns, learning_columns, input [12:0] stimulus_threshold,
    input [16:0] initially_connected, input [15:0] increment, decrement,
    input [16:0] increment_probability, decrement_probability, input [23:0] boost_scale, input [25:0] boost_target,
    input [16:0] decay, update_period
);
  reg [INPUTS-1:0] frame;
  reg full, learn, busy;
  reg [COLUMNS-1:0] left;
  reg [11:0] i;
  wire inner_ready, inner_valid;
  wire [INPUTS+COLUMNS-1:0] word;
  wire [INPUTS+COLUMNS-1:0] input_word = {{COLUMNS {1'b0}}, frame};
  assign in_ready = !full;
  assign out_valid = busy && left != 0;
  always @* begin
    out_index = 0;
    for (i = 0; i < COLUMNS; i = i + 1) if (left[i]) out_index = i;
  end
  always @(posedge clk) begin
    out_done <= 0;
    if (!rst_n) begin
      full <= 0;
      busy <= 0;
      frame <= 0;
    end else begin
      if (in_valid && in_ready) begin
        learn <= in_learn;
        if (in_index == 12'hfff) full <= 1;
        else frame[in_index] <= 1;
      end
      if (full && inner_ready) begin
        full <= 0;
        frame <= 0;
      end
      if (inner_valid && !busy) begin
        busy <= 1;
        left <= word[COLUMNS-1:0];
      end
      if (out_valid && out_ready) left[out_index] <= 0;
      if (busy && left == 0) begin
        busy <= 0;
        out_done <= 1;
      end
    end
  end
  serial_pooler #(INPUTS, COLUMNS, INPUTS + COLUMNS, PERMANENCE_BITS, CONNECTED_THRESHOLD, RULE) u_pooler (
      .clk(clk), .rst_n(rst_n), .in_valid(full), .in_ready(inner_ready), .in_data(input_word), .in_learn(learn),
      .out_valid(inner_valid), .out_ready(!busy), .out_data(word), .out_last(),
      .seed(seed), .active_columns(active_columns), .learning_columns(learning_columns),
      .stimulus_threshold(stimulus_threshold), .initially_connected(initially_connected), .increment(increment),
      .decrement(decrement), .increment_probability(increment_probability),
      .decrement_probability(decrement_probability), .boost_scale(boost_scale), .boost_target(boost_target),
      .decay(decay), .update_period(update_period), .bug(6'd0));
endmodule
