// The reference model beside a design in any simulator with DPI-C: libsilipool under names of SystemVerilog
// (docs/integration_testbench.md; silipool/capi/silipool_c.h says what each function does, what its arguments are and when
// it fails). Nothing has to be compiled but this file: load libsilipool.so (Verilator: a source file argument; others:
// -sv_lib libsilipool).
//
//   chandle model = silipool_dpi_pkg::silipool_create("small.toml", "seed=7");
//   void'(silipool_dpi_pkg::silipool_step(model, bits_t'(input), learn));        // an input that the design took
//   if (silipool_dpi_pkg::silipool_compare(model, bits_t'(winners)) == 0) ...    // and the winners that it gave
//   $display("%s", silipool_dpi_pkg::silipool_report(model));
//
// A call that fails returns -1 (silipool_create null), and silipool_error() says why.
package silipool_dpi_pkg;
  // A vector reaches C whole, whatever its width: at least as wide as the inputs and columns of every pooler.
`ifdef SILIPOOL_MAX_BITS
  localparam int MaxBits = `SILIPOOL_MAX_BITS;
`else
  localparam int MaxBits = 4096;
`endif
  localparam int unsigned MaxWords = (MaxBits + 31) / 32;
  typedef logic [32*MaxWords-1:0] bits_t;    // x and z reach the model, which tells them
  typedef bit [32*MaxWords-1:0] known_t;     // what the model says

  import "DPI-C" silipool_version = function string silipool_version();
  import "DPI-C" silipool_last_error = function string silipool_error();
  // `settings`: KEY=VALUE lines in place of the file's keys, "" for none.
  import "DPI-C" silipool_pooler_create = function chandle silipool_create(input string file, input string settings);
  import "DPI-C" silipool_pooler_destroy = function void silipool_destroy(input chandle pooler);
  import "DPI-C" silipool_pooler_reset = function int silipool_reset(input chandle pooler);
  import "DPI-C" silipool_pooler_quantity = function longint silipool_quantity(input chandle pooler,
                                                                               input string name);
  import "DPI-C" silipool_pooler_value = function longint silipool_value(
      input chandle pooler, input string kind, input int unsigned column, input int unsigned slot);
  import "DPI-C" silipool_pooler_compare_value = function int silipool_compare_value(
      input chandle pooler, input string kind, input int unsigned column, input int unsigned slot,
      input int unsigned value);
  import "DPI-C" silipool_pooler_fail = function int silipool_fail(input chandle pooler, input string what);
  import "DPI-C" silipool_pooler_forget = function int silipool_forget(input chandle pooler);
  import "DPI-C" silipool_pooler_difference = function string silipool_difference(input chandle pooler);
  import "DPI-C" silipool_pooler_count = function longint silipool_count(input chandle pooler,
                                                                         input string what);
  import "DPI-C" silipool_pooler_passed = function int silipool_passed(input chandle pooler);
  import "DPI-C" silipool_pooler_report = function string silipool_report(input chandle pooler);

  // With the number of words that a bits_t has.
  import "DPI-C" silipool_pooler_step_logic = function int step_words(
      input chandle pooler, input bits_t bits, input int unsigned words, input int learn);
  import "DPI-C" silipool_pooler_compare_logic = function int compare_words(
      input chandle pooler, input bits_t winners, input int unsigned words);
  import "DPI-C" silipool_pooler_winners = function int winners_words(
      input chandle pooler, output known_t winners, input int unsigned words);
  import "DPI-C" silipool_pooler_stimulus = function int stimulus_words(
      input chandle pooler, input int unsigned step, output known_t bits, input int unsigned words,
      output int learn);

  // One step: of an input that the design took.
  function automatic int silipool_step(input chandle pooler, input bits_t bits, input bit learn);
    return step_words(pooler, bits, MaxWords, int'(learn));
  endfunction

  // The design's winners against the oldest step that was not compared: 1 equal, 0 not.
  function automatic int silipool_compare(input chandle pooler, input bits_t winners);
    return compare_words(pooler, winners, MaxWords);
  endfunction

  // The model's winners of its last step.
  function automatic int silipool_winners(input chandle pooler, output known_t winners);
    return winners_words(pooler, winners, MaxWords);
  endfunction

  // What `silipool verify` gives a design in this step.
  function automatic int silipool_stimulus(input chandle pooler, input int unsigned step, output known_t bits,
                                           output bit learn);
    int learns;
    int status;
    status = stimulus_words(pooler, step, bits, MaxWords, learns);
    learn = learns != 0;
    return status;
  endfunction
endpackage
