// A memory with one port, whole words: in a cycle it reads or writes. What it read stands until the next
// read.
`default_nettype none
module silipool_ram_single #(
  parameter int Width = 8,
  parameter int Depth = 16,
  localparam int AddressBits = Depth > 1 ? $clog2(Depth) : 1
) (
  input  wire logic                   clk_i,
  input  wire logic                   read_i,     // not with write_i
  input  wire logic                   write_i,
  input  wire logic [AddressBits-1:0] address_i,
  input  wire logic [Width-1:0]       write_data_i,
  output logic      [Width-1:0]       read_data_o
);

  logic [Width-1:0] mem [0:Depth-1];

  always_ff @(posedge clk_i) begin
    if (write_i) mem[address_i] <= write_data_i;
    else if (read_i) read_data_o <= mem[address_i];
  end

endmodule
`default_nettype wire
