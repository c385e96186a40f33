// Widths and types that every unit shares; the arithmetic is docs/spec.md's. Widths in the typedef are
// literal because Icarus 11 cannot use package constants inside a package.
package silipool_pkg;

  localparam int BOOST_BITS = 16;  // unsigned Q4.12
  localparam int DUTY_BITS = 26;   // unsigned Q18.8, recent wins
  localparam int STREAM_INITIAL = 2;
  localparam int STREAM_DRAW = 3;
  localparam int STREAM_SAMPLE = 4;
  localparam int BOOST_EXPONENTIAL = 0;  // and none, which is a strength of 0
  localparam int BOOST_LINEAR = 1;
  localparam int BOOST_LOGARITHMIC = 2;
  localparam int MICROARCHITECTURE_TILED = 0;  // in the order of the key rtl.microarchitecture
  localparam int MICROARCHITECTURE_SERIAL = 1;
  localparam int POOL_WINDOW = 0;
  localparam int POOL_SHARED_SAMPLE = 1;
  localparam int POOL_SAMPLE = 2;
  localparam int POOL_RADIUS = 3;
  localparam int STATE_PERMANENCES = 0;
  localparam int STATE_DUTIES = 1;
  localparam int STATE_BOOSTS = 2;
  localparam int STATE_STEPS = 3;

  // The runtime parameters, as the registers hold them.
  typedef struct packed {
    logic [31:0] seed;
    logic [12:0] active_columns;
    logic [12:0] learning_columns;
    logic [12:0] stimulus_threshold;
    logic [16:0] initially_connected;
    logic [15:0] increment;
    logic [15:0] decrement;
    logic [16:0] increment_probability;
    logic [16:0] decrement_probability;
    logic [23:0] boost_scale;
    logic [25:0] boost_target;
    logic [16:0] decay;
    logic [16:0] update_period;
    logic [15:0] boost_maximum;   // of linear boosts
    logic [16:0] minimum_duty;
    logic [16:0] log_origin;      // of logarithmic boosts
    logic [24:0] log_scale;
    logic [10:0] inhibition_radius;
  } runtime_t;

  // One access of a save or restore: which of the state, where it stands, and what is written. Columns are
  // counted within their hypercolumn; `word` and `lane` are of the memory of permanences or of boosts.
  typedef struct packed {
    logic [1:0] kind;
    logic write;
    logic [15:0] tile;
    logic [15:0] turn;
    logic [15:0] column;
    logic [15:0] word;
    logic [15:0] lane;
    logic [31:0] data;
  } state_t;

endpackage
