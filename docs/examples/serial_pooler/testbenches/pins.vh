// The pins of serial_pooler, for the testbenches beside this file: clock, reset, the design, and one task. A testbench that
// includes this has localparams INPUTS, COLUMNS, WORD, PERMANENCE_BITS, CONNECTED_THRESHOLD and RULE, and gives the
// registers (`seed` and those below) their values before it calls start_design.
  localparam IN_WORDS = (INPUTS + WORD - 1) / WORD;
  localparam OUT_WORDS = (COLUMNS + WORD - 1) / WORD;
  localparam TIMEOUT = 20000;   // cycles until winners

  reg clk = 1'b0;
  always #5 clk = ~clk;

  reg rst_n = 1'b0;
  reg in_valid = 1'b0;
  wire in_ready;
  reg [WORD-1:0] in_data = 0;
  reg in_learn = 1'b0;
  wire out_valid;
  reg out_ready = 1'b0;
  wire [WORD-1:0] out_data;
  wire out_last;
  reg [31:0] seed, active_columns, learning_columns, stimulus_threshold, initially_connected;
  reg [31:0] increment, decrement, increment_probability, decrement_probability;
  reg [31:0] boost_scale, boost_target, decay, update_period;
  reg [5:0] bug = 6'd0;

  serial_pooler #(
      .INPUTS(INPUTS), .COLUMNS(COLUMNS), .WORD(WORD), .PERMANENCE_BITS(PERMANENCE_BITS),
      .CONNECTED_THRESHOLD(CONNECTED_THRESHOLD), .RULE(RULE)
  ) dut (
      .clk(clk), .rst_n(rst_n), .in_valid(in_valid), .in_ready(in_ready), .in_data(in_data), .in_learn(in_learn),
      .out_valid(out_valid), .out_ready(out_ready), .out_data(out_data), .out_last(out_last), .seed(seed),
      .active_columns(active_columns[16:0]), .learning_columns(learning_columns[16:0]),
      .stimulus_threshold(stimulus_threshold[12:0]), .initially_connected(initially_connected[16:0]),
      .increment(increment[15:0]), .decrement(decrement[15:0]),
      .increment_probability(increment_probability[16:0]), .decrement_probability(decrement_probability[16:0]),
      .boost_scale(boost_scale[23:0]), .boost_target(boost_target[25:0]), .decay(decay[16:0]),
      .update_period(update_period[16:0]), .bug(bug)
  );

  // Gaps in the input and back-pressure, from a shift register.
  reg [15:0] stall = 16'hace1;
  integer cycles;
  integer word;
  reg taken;
  reg [IN_WORDS*WORD-1:0] bits_left;
  reg [OUT_WORDS*WORD-1:0] answer;

  // The pins change at the falling edge; what stands there when they have settled counts at the next rising one.
  task tick;
    begin
      @(negedge clk);
      stall = {stall[14:0], stall[15] ^ stall[13] ^ stall[12] ^ stall[10]};
      cycles = cycles + 1;
    end
  endtask

  task start_design;
    begin
      repeat (4) @(negedge clk);
      rst_n = 1'b1;
    end
  endtask

  // An input in, its winners out. `answered` is 0 if they did not come in time.
  task exchange;
    input [INPUTS-1:0] bits;
    input learn;
    output [COLUMNS-1:0] winners;
    output answered;
    begin
      cycles = 0;
      bits_left = 0;
      bits_left[INPUTS-1:0] = bits;
      in_learn = learn;
      word = 0;
      while (word < IN_WORDS && cycles < TIMEOUT) begin
        in_data = bits_left[WORD-1:0];
        if (!in_valid) in_valid = stall[0];
        #1 taken = in_valid && in_ready;
        tick;
        if (taken) begin
          in_valid = 1'b0;
          bits_left = bits_left >> WORD;
          word = word + 1;
        end
      end
      in_valid = 1'b0;
      word = 0;
      answer = 0;
      while (word < OUT_WORDS && cycles < TIMEOUT) begin
        out_ready = stall[3];
        #1 taken = out_valid && out_ready;
        if (taken) answer[word*WORD +: WORD] = out_data;
        tick;
        if (taken) word = word + 1;
      end
      out_ready = 1'b0;
      winners = answer[COLUMNS-1:0];
      answered = word == OUT_WORDS;
    end
  endtask
