#include <silipool/dut/design.hpp>

namespace silipool::dut {

std::string_view design_template() {
  return R"(# How silipool verify CONFIG --dut DUT.toml reaches a design. Names of ports are yours; keys with a # before them may
# be left out. A quantity is a number, or the name of one that follows from the configuration: inputs, columns,
# hypercolumns, slots, height, width, boost_scale, boost_target, decay, seed, pooler.active_columns,
# learning.increment_probability (as rounded), ... A wrong name lists them all.

[design]
sources = ["pooler.v"]        # Verilog and SystemVerilog in the order of compilation, from the folder of this file
top = "pooler"                # the module to verify
# include = ["include"]       # folders for `include; those of the sources are searched too
# defines = ["SIMULATION", "DEPTH=4"]

[parameters]                  # of the top: quantities
INPUTS = "inputs"
COLUMNS = "columns"
# TABLE.text = "boost.hex"    # a parameter that is a string

[constants]                   # inputs of the top that hold one value: quantities
winners = "pooler.active_columns"

[clock]
port = "clk"                  # the rising edge counts

[reset]
port = "rst_n"
active = "low"                # "high"
# kind = "synchronous"        # "asynchronous": it must work without the clock
# cycles = 4                  # that it is held

[input]
protocol = "stream"           # words, each taken when valid and ready stand together
data = "in_data"              # of any width: a bitmap takes as many words as it needs, a bit-serial input has width 1
valid = "in_valid"
ready = "in_ready"            # may be left out: every word is taken
# last = "in_last"            # high with the last word
learn = "in_learn"            # the flag learn, while words stand; or true or false: all steps learn, or none
# format = "bitmap"           # "indices": a word for each input that is on
# words = 1                   # that a bitmap should take: a check of the width of data
# bit_order = "lsb_first"     # "msb_first": input 0 is the most significant bit of its word
# word_order = "lowest_first" # "highest_first": the first word has the last inputs
# none = 65535                # indices: a word that stands for no index; it ends the list where there is no last
# With protocol = "axi_stream" ports are named by a prefix: s_axis_tvalid, _tready, _tdata, _tlast
# prefix = "s_axis"
# With protocol = "start" the input is put into the design, then started
# start = "start"             # high for a cycle; without an address all inputs stand at data then
# write = "write"             # high while a word stands at data and its address
# address = "address"
# base = 0                    # address of the first word

[output]
protocol = "stream"
data = "out_data"
valid = "out_valid"
ready = "out_ready"
# last = "out_last"
# format = "bitmap"           # "indices": a word for each winner, in any order; a list ends with last, done or none
# done = "done"               # indices: high for a cycle once all have come
# words = 1
# bit_order = "lsb_first"
# word_order = "lowest_first"
# none = 65535
# prefix = "m_axis"           # of protocol = "axi_stream"
# With protocol = "done" winners are read once done is high
# address = "address"         # without it all of them stand at data
# read = "read"               # high while a word is asked for
# latency = 0                 # cycles from an address to its word
# base = 0
timeout = 100000              # cycles in which an input must be taken and answered

# State, where it can be reached: it is compared after every so many steps, and after the last.
# [state]
# every = 64
# idle = "in_ready"           # an output that is high when the design rests
# wait = 0                    # cycles after that
# [state.permanence]          # and likewise state.duty, state.boost, state.learning_step, state.overlap (of that step)
# signal = "memory[*]"        # a name below the top, * for the address; or bus = true
# bits = 4                    # of an item; default: as the specification has it
# per_word = 1                # items in a word, the first lowest
# order = "by_column"         # the slots of a column stand together; "by_slot": the columns of a slot
# base = 0                    # address of the first word
# stride = 0                  # words from one column (or slot) to the next; 0: as many as it needs
# preload = false             # true: written after each reset, for a design that does not make its initial state
# [state.bus]                 # ports that read (and write) words at an address
# address = "debug_address"
# data = "debug_data"
# read = "debug_read"
# latency = 1
# write = "debug_write"
# write_data = "debug_write_data"
)";
}

}  // namespace silipool::dut
