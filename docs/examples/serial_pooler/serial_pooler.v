// A Spatial Pooler of one hypercolumn whose window is all of its input, one thing at a time, in plain Verilog.
// Written from docs/spec.md alone, to be verified: see ../../tutorials/verify_your_rtl.md. `bug` switches
// on one of the mistakes that bugs.csv lists.
//
// A step: take the words of an input; count the overlap of a column a cycle; rank a column against another a cycle;
// give the winners away while the learners learn a synapse a cycle; count wins, refresh boosts, a column a cycle.
module serial_pooler #(
    parameter INPUTS = 16,
    parameter COLUMNS = 8,
    parameter WORD = 8,          // bits of a word, in and out
    parameter PERMANENCE_BITS = 4,
    parameter CONNECTED_THRESHOLD = 8,
    parameter RULE = 1           // 0 every step, 1 a draw per winner, 2 a draw per synapse
) (
    input             clk,
    input             rst_n,

    input             in_valid,
    output            in_ready,
    input  [WORD-1:0] in_data,
    input             in_learn,

    output            out_valid,
    input             out_ready,
    output [WORD-1:0] out_data,
    output            out_last,

    // Registers of the specification, section 1 and 6.6.
    input      [31:0] seed,
    input      [16:0] active_columns,
    input      [16:0] learning_columns,
    input      [12:0] stimulus_threshold,
    input      [16:0] initially_connected,
    input      [15:0] increment,
    input      [15:0] decrement,
    input      [16:0] increment_probability,
    input      [16:0] decrement_probability,
    input      [23:0] boost_scale,
    input      [25:0] boost_target,
    input      [16:0] decay,
    input      [16:0] update_period,

    input       [5:0] bug        // a planted mistake, 0 none
);
  `include "exp2_table.vh"

  localparam IN_WORDS = (INPUTS + WORD - 1) / WORD;
  localparam OUT_WORDS = (COLUMNS + WORD - 1) / WORD;
  localparam [31:0] TOP = (1 << PERMANENCE_BITS) - 1;

  localparam [2:0] INITIAL = 0, LOAD = 1, COUNT = 2, RANK = 3, LEARN = 4, DUTY = 5, REFRESH = 6, FINISH = 7;

  // --- State of the specification ---
  reg [PERMANENCE_BITS-1:0] permanence [0:COLUMNS*INPUTS-1];
  reg [INPUTS-1:0] connections [0:COLUMNS-1];
  reg [25:0] duty [0:COLUMNS-1];
  reg [15:0] boost [0:COLUMNS-1];
  reg [31:0] learning_step;
  reg [16:0] since_refresh;  // steps since the last refresh

  // --- The step under way ---
  reg [2:0] state;
  reg [IN_WORDS*WORD-1:0] frame;
  reg learn;
  reg [31:0] word;             // of the input
  reg [31:0] column, other, slot;
  reg [12:0] overlap [0:COLUMNS-1];
  reg [30:0] key [0:COLUMNS-1];
  reg [31:0] rank;
  reg [COLUMNS-1:0] winners, learners;
  reg again;                   // bug 11
  reg [31:0] greedy;           // bug 36

  // --- The answer ---
  reg [OUT_WORDS*WORD-1:0] answer;
  reg [31:0] words_left;
  reg repeated;                // bug 30

  integer i;

  // --- docs/spec.md, section 2 ---
  function [31:0] rotated;
    input [31:0] x;
    input [4:0] n;
    rotated = (x << n) | (x >> (6'd32 - n));
  endfunction

  function [31:0] hash;
    input [31:0] seed_i, step_i;
    input [3:0] stream;
    input [15:0] column_i;
    input [11:0] item;
    reg [31:0] a, b, c;
    begin
      a = 32'hdeadbeef + seed_i;
      b = step_i;
      c = {stream, column_i, item};
      c = (c ^ b) - rotated(b, 14);
      a = (a ^ c) - rotated(c, 11);
      b = (b ^ a) - rotated(a, 25);
      c = (c ^ b) - rotated(b, 16);
      a = (a ^ c) - rotated(c, 4);
      b = (b ^ a) - rotated(a, 14);
      hash = (c ^ b) - rotated(b, 24);
    end
  endfunction

  // --- Section 5: the initial permanence ---
  wire [31:0] initial_draw = hash(seed, 32'd0, 4'd2, column[15:0], slot[11:0]);
  wire [47:0] initial_high = {32'd0, initial_draw[31:16]};
  wire [47:0] initial_on = CONNECTED_THRESHOLD + ((initial_high * (TOP + 1 - CONNECTED_THRESHOLD)) >> 16);
  wire [47:0] initial_off = (initial_high * CONNECTED_THRESHOLD) >> 16;
  wire [47:0] first_permanence = {1'b0, initial_draw[15:0]} < initially_connected ? initial_on : initial_off;

  function is_connected;
    input [31:0] p;
    is_connected = bug == 3 ? p > CONNECTED_THRESHOLD : p >= CONNECTED_THRESHOLD;
  endfunction

  // --- Section 6.1 and 6.2: overlap and key of `column` ---
  reg [12:0] ones;
  always @* begin
    ones = 0;
    for (i = 0; i < INPUTS; i = i + 1)
      if (!(bug == 24 && i == INPUTS - 1)) ones = ones + {12'd0, connections[column][i] & frame[i]};
  end
  wire [28:0] product = ones * (bug == 4 ? 16'd4096 : boost[column]);

  // --- Section 6.3: whether `other` beats `column` ---
  wire eligible_column = bug == 2 ? overlap[column] > stimulus_threshold : overlap[column] >= stimulus_threshold;
  wire eligible_other = (bug == 2 ? overlap[other] > stimulus_threshold : overlap[other] >= stimulus_threshold) &&
                        !(bug == 32 && other == COLUMNS - 1);
  wire ahead = bug == 35 ? $signed(key[other][16:0]) > $signed(key[column][16:0]) : key[other] > key[column];
  wire tie = key[other] == key[column] && (bug == 1 ? other > column : other < column);
  wire beaten = eligible_other && other != column && (ahead || tie);
  wire [31:0] rank_now = rank + {31'd0, beaten};
  wire wins = eligible_column && !(bug == 32 && column == COLUMNS - 1) &&
              rank_now < {15'd0, active_columns} + (bug == 33 ? 32'd1 : 32'd0);

  // --- Section 6.4: the permanence of `column` and `slot` after learning ---
  wire [31:0] step_of_draw = bug == 22 ? learning_step + 1 : learning_step;
  wire [31:0] drawn = hash(seed, step_of_draw, 4'd3, column[15:0], RULE == 2 ? {1'b0, slot[11:1]} : 12'd0);
  wire [31:0] turned = bug == 21 ? {drawn[15:0], drawn[31:16]} : drawn;
  wire [15:0] one_draw = slot[0] ? turned[31:16] : turned[15:0];
  wire gains = RULE == 0 || {1'b0, RULE == 2 ? one_draw : turned[15:0]} < increment_probability;
  wire loses = RULE == 0 || {1'b0, RULE == 2 ? one_draw : turned[31:16]} < decrement_probability;
  wire [31:0] old = {{(32 - PERMANENCE_BITS) {1'b0}}, permanence[column*INPUTS+slot]};
  wire [31:0] more = old + {16'd0, increment};
  wire [31:0] less = old - {16'd0, decrement};
  reg [31:0] learned;
  always @* begin
    learned = old;
    if (bug == 34 ? !frame[slot] : frame[slot]) begin
      if (gains) learned = bug != 7 && more > TOP ? TOP : more & TOP;
    end else if (loses) learned = bug != 8 && old < {16'd0, decrement} ? 0 : less & TOP;
    if (bug == 10 && slot == INPUTS - 1) learned = old;
  end

  // --- Section 6.6: boost and duty of `column` after a refresh ---
  wire [25:0] decayed_early = duty[column] - (({17'd0, duty[column]} * decay + 43'd32768) >> 16);
  wire [25:0] duty_seen = bug == 15 ? decayed_early
                        : bug == 14 && learners[column] ? duty[column] - 26'd256 : duty[column];
  wire signed [26:0] lack = $signed({1'b0, boost_target}) - $signed({1'b0, duty_seen});
  wire signed [52:0] scaled = $signed({29'd0, boost_scale}) * lack + (bug == 17 ? 53'sd0 : 53'sd8388608);
  wire signed [28:0] y = scaled >>> 24;
  wire signed [20:0] whole = y >>> 8;
  wire [28:0] mantissa = {16'd0, exp2_table(y[7:0])};
  wire [28:0] shifted_up = mantissa << whole[3:0];
  wire [20:0] down = -whole;
  wire [28:0] shifted_down = mantissa >> down[4:0];
  reg [15:0] new_boost;
  always @* begin
    if (whole >= 4 && !(bug == 37)) new_boost = 16'hffff;
    else if (whole <= -13) new_boost = 16'd1;
    else if (whole >= 0) new_boost = shifted_up[15:0];
    else new_boost = shifted_down[15:0] == 0 ? 16'd1 : shifted_down[15:0];
  end
  wire [42:0] decay_product = {17'd0, duty[column]} * decay + (bug == 16 ? 43'd0 : 43'd32768);
  wire [25:0] new_duty = duty[column] - decay_product[41:16];
  wire [25:0] won_duty = duty[column] > 26'h3ffffff - 26'd256 ? 26'h3ffffff : duty[column] + 26'd256;

  wire refresh_now = bug == 18 ? since_refresh == 0 : since_refresh + 1 == update_period;

  // --- Pins ---
  assign in_ready = state == LOAD;
  assign out_valid = words_left != 0 || (bug == 31 && !rst_n);
  assign out_data = answer[WORD-1:0];
  assign out_last = words_left == 1 && !(bug == 38 && !out_ready);

  wire [WORD-1:0] in_bits;
  genvar g;
  generate
    for (g = 0; g < WORD; g = g + 1) begin : gen_bits
      assign in_bits[g] = bug == 23 ? in_data[WORD-1-g] : in_data[g];
    end
  endgenerate

  // What no reset clears in bug 25 and 26.
  initial begin
    learning_step = 0;
    since_refresh = 0;
    for (i = 0; i < COLUMNS; i = i + 1) begin
      duty[i] = 0;
      boost[i] = 4096;
    end
  end

  always @(posedge clk) begin
    if (!rst_n) begin
      state <= INITIAL;
      column <= 0;
      slot <= 0;
      word <= 0;
      if (bug != 26) begin
        learning_step <= 0;
        since_refresh <= 0;
      end
      words_left <= 0;
      again <= 0;
      repeated <= 0;
      greedy <= 0;
    end else begin
      // Words of the answer leave when they are taken.
      if (words_left != 0 && (out_ready || bug == 27 || (bug == 28 && words_left != 1))) begin
        words_left <= words_left - 1;
        answer <= answer >> WORD;
        if (bug == 30 && words_left == 1 && !repeated && learning_step[2:0] == 5) begin
          repeated <= 1;
          words_left <= OUT_WORDS;
          answer <= {{(OUT_WORDS * WORD - COLUMNS) {1'b0}}, winners};
        end
      end

      case (state)
        INITIAL: begin
          permanence[column*INPUTS+slot] <= first_permanence[PERMANENCE_BITS-1:0];
          connections[column][slot] <= is_connected({{(32 - PERMANENCE_BITS) {1'b0}},
                                                     first_permanence[PERMANENCE_BITS-1:0]});
          if (bug != 25) begin
            duty[column] <= 0;
            boost[column] <= 4096;
          end
          slot <= slot + 1;
          if (slot == INPUTS - 1) begin
            slot <= 0;
            column <= column + 1;
            if (column == COLUMNS - 1) state <= LOAD;
          end
        end

        LOAD: if (in_valid) begin
          frame[word*WORD +: WORD] <= in_bits;
          learn <= bug == 20 ? 1'b1 : in_learn;
          word <= word + 1;
          column <= 0;
          if (word == IN_WORDS - 1) begin
            word <= 0;
            state <= COUNT;
            // bug 36: every eighth input takes a word of the next one with it.
            greedy <= greedy + 1;
            if (bug == 36 && greedy[2:0] == 7) begin
              word <= IN_WORDS - 1;
              state <= LOAD;
            end
          end
        end

        COUNT: begin
          overlap[column] <= ones;
          key[column] <= bug == 5 ? {14'd0, product[28:12]} : bug == 6 ? {15'd0, product[15:0]} : {2'd0, product};
          column <= column + 1;
          if (column == COLUMNS - 1) begin
            column <= 0;
            other <= 0;
            rank <= 0;
            winners <= 0;
            learners <= 0;
            state <= RANK;
          end
        end

        RANK: begin
          rank <= rank_now;
          other <= other + 1;
          if (other == COLUMNS - 1) begin
            rank <= 0;
            other <= 0;
            column <= column + 1;
            winners[column] <= wins;
            learners[column] <= wins && (bug == 12 || rank_now < {15'd0, learning_columns});
            if (column == COLUMNS - 1) begin
              column <= 0;
              slot <= 0;
              state <= LEARN;
            end
          end
        end

        LEARN: begin
          // The first cycle also gives the winners away.
          if (column == 0 && slot == 0 && !again && words_left == 0) begin
            answer <= {{(OUT_WORDS * WORD - COLUMNS) {1'b0}}, winners};
            words_left <= bug == 29 && winners == 0 ? 0 : OUT_WORDS;
            repeated <= 0;
          end
          if (learn && learners[column]) begin
            permanence[column*INPUTS+slot] <= learned[PERMANENCE_BITS-1:0];
            if (is_connected(learned) != is_connected(old) && !(bug == 9 && is_connected(learned)))
              connections[column][slot] <= is_connected(learned);
            slot <= slot + 1;
          end
          if (!(learn && learners[column]) || slot == INPUTS - 1) begin
            slot <= 0;
            // bug 11: the last learner is done once more.
            if (bug == 11 && !again && learn && learners[column] && (learners >> (column + 1)) == 0) begin
              again <= 1;
            end else begin
              again <= 0;
              column <= column + 1;
              if (column == COLUMNS - 1) begin
                column <= 0;
                state <= DUTY;
              end
            end
          end
        end

        DUTY: begin
          if ((learn || bug == 39) && (bug == 13 ? winners[column] : learners[column])) duty[column] <= won_duty;
          column <= column + 1;
          if (column == COLUMNS - 1) begin
            column <= 0;
            state <= (learn || bug == 19) && refresh_now ? REFRESH : FINISH;
            if (learn || bug == 19) since_refresh <= since_refresh + 1 == update_period ? 0 : since_refresh + 1;
          end
        end

        REFRESH: begin
          boost[column] <= new_boost;
          duty[column] <= new_duty;
          column <= column + 1;
          if (column == COLUMNS - 1) begin
            column <= 0;
            state <= FINISH;
          end
        end

        FINISH: if (words_left == 0 && !(bug == 29 && winners == 0)) begin
          if (learn) learning_step <= learning_step + 1;
          state <= LOAD;
        end
      endcase
    end
  end
endmodule
