// Written by scripts/generate_registers.py from rtl/registers.toml; do not edit.
package silipool_registers_pkg;

  localparam logic [11:0] ID = 12'h000;
  localparam logic [11:0] VERSION = 12'h004;
  localparam logic [11:0] CONFIG_HASH = 12'h008;
  localparam logic [11:0] INPUTS = 12'h00c;
  localparam logic [11:0] HYPERCOLUMNS = 12'h010;
  localparam logic [11:0] COLUMNS_PER_HYPERCOLUMN = 12'h014;
  localparam logic [11:0] SLOTS = 12'h018;
  localparam logic [11:0] PERMANENCE_BITS = 12'h01c;
  localparam logic [11:0] CONNECTED_THRESHOLD = 12'h020;
  localparam logic [11:0] TILES = 12'h024;
  localparam logic [11:0] BANKS = 12'h028;
  localparam logic [11:0] LANES = 12'h02c;
  localparam logic [11:0] MULTIPLIERS = 12'h030;
  localparam logic [11:0] STREAM_BITS = 12'h034;
  localparam logic [11:0] CONTROL = 12'h038;
  localparam logic [11:0] STATUS = 12'h03c;
  localparam logic [11:0] FRAME_ERRORS = 12'h040;
  localparam logic [11:0] SEED = 12'h044;
  localparam logic [11:0] ACTIVE_COLUMNS = 12'h048;
  localparam logic [11:0] LEARNING_COLUMNS = 12'h04c;
  localparam logic [11:0] STIMULUS_THRESHOLD = 12'h050;
  localparam logic [11:0] INITIALLY_CONNECTED = 12'h054;
  localparam logic [11:0] INCREMENT = 12'h058;
  localparam logic [11:0] DECREMENT = 12'h05c;
  localparam logic [11:0] INCREMENT_PROBABILITY = 12'h060;
  localparam logic [11:0] DECREMENT_PROBABILITY = 12'h064;
  localparam logic [11:0] BOOST_SCALE = 12'h068;
  localparam logic [11:0] BOOST_TARGET = 12'h06c;
  localparam logic [11:0] DECAY = 12'h070;
  localparam logic [11:0] UPDATE_PERIOD = 12'h074;
  localparam logic [11:0] BOOST_MAXIMUM = 12'h078;
  localparam logic [11:0] MINIMUM_DUTY = 12'h07c;
  localparam logic [11:0] LOG_ORIGIN = 12'h080;
  localparam logic [11:0] LOG_SCALE = 12'h084;
  localparam logic [11:0] INHIBITION_RADIUS = 12'h088;
  localparam logic [11:0] CYCLES_LOW = 12'h08c;
  localparam logic [11:0] CYCLES_HIGH = 12'h090;
  localparam logic [11:0] STEPS = 12'h094;
  localparam logic [11:0] LEARNING_STEPS = 12'h098;

endpackage
