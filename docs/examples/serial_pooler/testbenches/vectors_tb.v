// serial_pooler against golden vectors: plain Verilog that needs nothing of Silipool when it runs. The folder that
// `silipool vectors CONFIG -o DIR` wrote is where it is compiled (-I DIR) and run. Ends with PASS, or FAIL and why.
`timescale 1ns / 1ps
module vectors_tb;
  `include "vectors.vh"
  localparam WORD = 8, PERMANENCE_BITS = POOLER_PERMANENCE_BITS;
  localparam CONNECTED_THRESHOLD = POOLER_CONNECTED_THRESHOLD, RULE = LEARNING_RULE;
  `include "pins.vh"

  reg [INPUTS-1:0] inputs [0:STEPS-1];
  reg learn [0:STEPS-1];
  reg [COLUMNS-1:0] expected [0:STEPS-1];
  integer step, planted, given, failures;
  reg [COLUMNS-1:0] winners;
  reg answered;

  initial begin
    $readmemh("inputs.memh", inputs);
    $readmemh("learn.memh", learn);
    $readmemh("winners.memh", expected);
    planted = 0;
    given = $value$plusargs("bug=%d", planted);
    bug = planted[5:0];
    seed = SEED;
    active_columns = POOLER_ACTIVE_COLUMNS;
    learning_columns = POOLER_LEARNING_COLUMNS;
    stimulus_threshold = POOLER_STIMULUS_THRESHOLD;
    initially_connected = POOLER_INITIALLY_CONNECTED;
    increment = LEARNING_INCREMENT;
    decrement = LEARNING_DECREMENT;
    increment_probability = LEARNING_INCREMENT_PROBABILITY;
    decrement_probability = LEARNING_DECREMENT_PROBABILITY;
    boost_scale = BOOST_SCALE;
    boost_target = BOOST_TARGET;
    decay = DECAY;
    update_period = BOOSTING_UPDATE_PERIOD;
    start_design;

    failures = 0;
    for (step = 0; step < STEPS && failures == 0; step = step + 1) begin
      exchange(inputs[step], learn[step], winners, answered);
      if (!answered) begin
        $display("FAIL: step %0d: no winners in time", step);
        failures = failures + 1;
      end else if (winners !== expected[step]) begin
        $display("FAIL: step %0d: winners %b, expected %b", step, winners, expected[step]);
        failures = failures + 1;
      end
    end
    if (failures == 0) $display("PASS: %0d steps", STEPS);
    $finish;
  end
endmodule
