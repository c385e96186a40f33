// A memory with one registered read port and one write port, whole words. Reading the word that is
// being written gives an undefined word; no user of it does so (no_rw_check keeps Yosys from building
// the collision logic).
`default_nettype none
module silipool_ram #(
  parameter int Width = 8,
  parameter int Depth = 16,
  localparam int AddressBits = Depth > 1 ? $clog2(Depth) : 1
) (
  input  wire logic                   clk_i,
  input  wire logic                   read_i,
  input  wire logic [AddressBits-1:0] read_address_i,
  output logic      [Width-1:0]       read_data_o,
  input  wire logic                   write_i,
  input  wire logic [AddressBits-1:0] write_address_i,
  input  wire logic [Width-1:0]       write_data_i
);

  (* no_rw_check *)
  logic [Width-1:0] mem [0:Depth-1];

  always_ff @(posedge clk_i) begin
    if (write_i) mem[write_address_i] <= write_data_i;
    if (read_i) read_data_o <= mem[read_address_i];
  end

endmodule
`default_nettype wire
