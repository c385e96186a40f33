// serial_pooler against the model through VPI: plain Verilog, with the system tasks of silipool.vpi. Run as
// docs/integration_testbench.md says; ends with the model's report.
`timescale 1ns / 1ps
module vpi_tb;
  localparam INPUTS = 20, COLUMNS = 12, WORD = 8, PERMANENCE_BITS = 4, CONNECTED_THRESHOLD = 8, RULE = 1;
  `include "pins.vh"

  reg [8*1024-1:0] file;
  integer model, steps, planted, step, equal;
  reg [INPUTS-1:0] given;
  reg learn;
  reg [COLUMNS-1:0] winners;
  reg answered;

  initial begin
    steps = 300;
    planted = 0;
    if (!$value$plusargs("config=%s", file)) begin
      $display("ERROR: +config=FILE is missing");
      $finish;
    end
    equal = $value$plusargs("steps=%d", steps);
    equal = $value$plusargs("bug=%d", planted);
    bug = planted[5:0];
    model = $silipool_create(file);
    if ($silipool_quantity(model, "inputs") != INPUTS || $silipool_quantity(model, "columns") != COLUMNS) begin
      $display("ERROR: the design has %0d inputs and %0d columns", INPUTS, COLUMNS);
      $finish;
    end
    seed = $silipool_quantity(model, "seed");
    active_columns = $silipool_quantity(model, "pooler.active_columns");
    learning_columns = $silipool_quantity(model, "pooler.learning_columns");
    stimulus_threshold = $silipool_quantity(model, "pooler.stimulus_threshold");
    initially_connected = $silipool_quantity(model, "pooler.initially_connected");
    increment = $silipool_quantity(model, "learning.increment");
    decrement = $silipool_quantity(model, "learning.decrement");
    increment_probability = $silipool_quantity(model, "learning.increment_probability");
    decrement_probability = $silipool_quantity(model, "learning.decrement_probability");
    boost_scale = $silipool_quantity(model, "boost_scale");
    boost_target = $silipool_quantity(model, "boost_target");
    decay = $silipool_quantity(model, "decay");
    update_period = $silipool_quantity(model, "boosting.update_period");
    start_design;

    step = 0;
    while (step < steps && $silipool_count(model, "mismatches") == 0) begin
      $silipool_stimulus(model, step, given, learn);
      $silipool_step(model, given, learn);
      exchange(given, learn, winners, answered);
      // A difference is printed where it is found.
      if (answered) equal = $silipool_compare(model, winners);
      else $silipool_fail(model, "no winners in time");
      step = step + 1;
    end
    $silipool_report(model);
    $finish;
  end
endmodule
