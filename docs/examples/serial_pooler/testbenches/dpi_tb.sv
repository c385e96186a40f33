// serial_pooler against the model through DPI-C. Run as docs/integration_testbench.md says; ends with the model's report.
`timescale 1ns / 1ps
module dpi_tb;
  import silipool_dpi_pkg::*;

  localparam INPUTS = 20, COLUMNS = 12, WORD = 8, PERMANENCE_BITS = 4, CONNECTED_THRESHOLD = 8, RULE = 1;
  `include "pins.vh"

  chandle model;
  string file;
  int steps = 300;
  int planted = 0;
  known_t given;
  bit learn;
  logic [COLUMNS-1:0] winners;
  logic answered;

  function automatic int quantity(input string name);
    longint value;
    value = silipool_quantity(model, name);
    if (value < 0) $fatal(1, "%s", silipool_error());
    return int'(value);
  endfunction

  initial begin
    if (!$value$plusargs("config=%s", file)) $fatal(1, "+config=FILE is missing");
    void'($value$plusargs("steps=%d", steps));
    void'($value$plusargs("bug=%d", planted));
    bug = planted[5:0];
    model = silipool_create(file, "");
    if (model == null) $fatal(1, "%s", silipool_error());
    if (quantity("inputs") != INPUTS || quantity("columns") != COLUMNS)
      $fatal(1, "%s: the design has %0d inputs and %0d columns", file, INPUTS, COLUMNS);
    seed = quantity("seed");
    active_columns = quantity("pooler.active_columns");
    learning_columns = quantity("pooler.learning_columns");
    stimulus_threshold = quantity("pooler.stimulus_threshold");
    initially_connected = quantity("pooler.initially_connected");
    increment = quantity("learning.increment");
    decrement = quantity("learning.decrement");
    increment_probability = quantity("learning.increment_probability");
    decrement_probability = quantity("learning.decrement_probability");
    boost_scale = quantity("boost_scale");
    boost_target = quantity("boost_target");
    decay = quantity("decay");
    update_period = quantity("boosting.update_period");
    start_design();

    for (int step = 0; step < steps && silipool_count(model, "mismatches") == 0; step++) begin
      if (silipool_stimulus(model, step, given, learn) != 0) $fatal(1, "%s", silipool_error());
      if (silipool_step(model, bits_t'(given), learn) != 0) $fatal(1, "%s", silipool_error());
      exchange(given[INPUTS-1:0], learn, winners, answered);
      if (!answered) void'(silipool_fail(model, "no winners in time"));
      else if (silipool_compare(model, bits_t'(winners)) != 1) $display("MISMATCH: %s", silipool_difference(model));
    end
    $display("%s", silipool_report(model));
    silipool_destroy(model);
    $finish;
  end
endmodule
