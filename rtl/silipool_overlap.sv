// Overlaps of one hypercolumn: the connected bits stand input-major, one row of `Columns` bits per slot.
// A step reads only the rows of active slots, one in each bank per cycle, and adds them into bit-sliced
// counters: plane p holds bit p of all overlaps. Rows change one bit at a time, by read-modify-write.
// Cycles from start_i to done_o: 2 + active slots of the busiest bank.
`default_nettype none
module silipool_overlap #(
  parameter int Columns = 28,
  parameter int Slots = 225,
  parameter int Turns = 1,
  parameter int Banks = 1,
  localparam int Rows = (Slots + Banks - 1) / Banks,       // of a bank, in one turn; slot s is row s / Banks of bank s % Banks
  localparam int Chunk = 16,                               // the first active row is found in two levels
  localparam int Chunks = (Rows + Chunk - 1) / Chunk,
  localparam int CountBits = $clog2(Slots + 1),
  localparam int SlotBits = Slots > 1 ? $clog2(Slots) : 1,
  localparam int ColumnBits = Columns > 1 ? $clog2(Columns) : 1,
  localparam int TurnBits = Turns > 1 ? $clog2(Turns) : 1,
  localparam int RowBits = Turns * Rows > 1 ? $clog2(Turns * Rows) : 1
) (
  input  wire logic                         clk_i,
  input  wire logic                         rst_ni,
  input  wire logic [TurnBits-1:0]          turn_i,
  input  wire logic                         start_i,
  input  wire logic [Slots-1:0]             active_i,
  output logic                              done_o,
  output logic      [CountBits*Columns-1:0] planes_o,
  input  wire logic                         clear_i,   // empties the rows of this turn
  output logic                              idle_o,
  input  wire logic                         flip_valid_i,
  output logic                              flip_ready_o,
  input  wire logic [SlotBits-1:0]          flip_slot_i,
  input  wire logic [ColumnBits-1:0]        flip_column_i
);

  typedef enum logic [1:0] {Idle, Run, Clear, FlipWrite} state_e;
  state_e state_q;

  logic [Banks*Chunks*Chunk-1:0] pending_q;  // active rows not yet read: bank b, row i at b*Chunks*Chunk + i
  logic [Banks*Chunks*Chunk-1:0] pending_d;
  logic [Banks-1:0] found;
  logic [Banks-1:0] found_q;                 // a row arrives from this bank
  logic [RowBits-1:0] clear_row_q;
  logic [CountBits*Columns-1:0] planes_d;    // plane p at p*Columns

  logic [Banks*RowBits-1:0] read_row;
  logic [Banks-1:0] read;
  logic [Banks-1:0] write;
  logic [RowBits-1:0] write_row;
  logic [Columns-1:0] write_data;
  logic [Banks*Columns-1:0] row;

  wire logic [RowBits-1:0] first_row = RowBits'(32'(turn_i) * Rows);
  wire logic [RowBits-1:0] flip_row = first_row + RowBits'(32'(flip_slot_i) / Banks);
  wire logic [31:0] flip_bank = 32'(flip_slot_i) % Banks;

  for (genvar b = 0; b < Banks; b++) begin : gen_bank
    silipool_ram #(
      .Width(Columns),
      .Depth(Turns * Rows)
    ) u_rows (
      .clk_i,
      .read_i(read[b]),
      .read_address_i(read_row[b*RowBits +: RowBits]),
      .read_data_o(row[b*Columns +: Columns]),
      .write_i(write[b]),
      .write_address_i(write_row),
      .write_data_i(write_data)
    );
  end

  // Slots to banks.
  logic [Banks*Chunks*Chunk-1:0] banked;
  always_comb begin
    banked = '0;
    if (start_i) begin
      for (int s = 0; s < Slots; s++) banked[(s%Banks)*Chunks*Chunk + s/Banks] = active_i[s];
    end
  end

  // The first pending row of each bank.
  logic [Chunk-1:0] chunk_bits;
  logic [31:0] chunk_at;
  logic [31:0] bit_at;
  always_comb begin
    pending_d = pending_q;
    found = '0;
    read = '0;
    read_row = '0;
    chunk_bits = '0;
    chunk_at = '0;
    bit_at = '0;
    if (state_q == Run) begin
      for (int b = 0; b < Banks; b++) begin
        chunk_at = '0;
        for (int i = Chunks - 1; i >= 0; i--) begin
          if (|pending_q[(b*Chunks+i)*Chunk +: Chunk]) begin
            chunk_at = i;
            found[b] = 1'b1;
          end
        end
        chunk_bits = pending_q[(b*Chunks+chunk_at)*Chunk +: Chunk];
        bit_at = '0;
        for (int i = Chunk - 1; i >= 0; i--) begin
          if (chunk_bits[i]) bit_at = i;
        end
        pending_d[(b*Chunks+chunk_at)*Chunk +: Chunk] = chunk_bits & (chunk_bits - Chunk'(found[b]));
        read_row[b*RowBits +: RowBits] = first_row + RowBits'(chunk_at * Chunk + bit_at);
      end
      read = found;
    end else if (flip_valid_i) begin
      for (int b = 0; b < Banks; b++) begin
        read_row[b*RowBits +: RowBits] = flip_row;
        read[b] = state_q == Idle && flip_bank == b;
      end
    end
  end

  // Half adders ripple each arriving row through the planes.
  logic [Columns-1:0] carry;
  logic [Columns-1:0] both;
  always_comb begin
    carry = '0;
    both = '0;
    planes_d = planes_o;
    if (state_q == Run) begin
      for (int b = 0; b < Banks; b++) begin
        if (found_q[b]) begin
          carry = row[b*Columns +: Columns];
          for (int p = 0; p < CountBits; p++) begin
            both = planes_d[p*Columns +: Columns] & carry;
            planes_d[p*Columns +: Columns] = planes_d[p*Columns +: Columns] ^ carry;
            carry = both;
          end
        end
      end
    end
  end

  always_comb begin
    write = '0;
    write_row = clear_row_q;
    write_data = '0;
    if (state_q == Clear) begin
      write = '1;
    end else if (state_q == FlipWrite) begin
      write_row = flip_row;
      for (int b = 0; b < Banks; b++) begin
        if (flip_bank == b) begin
          write[b] = 1'b1;
          write_data = row[b*Columns +: Columns] ^ (Columns'(1) << flip_column_i);
        end
      end
    end
  end

  assign flip_ready_o = state_q == FlipWrite;
  assign idle_o = state_q == Idle;

  always_ff @(posedge clk_i) begin
    done_o <= 1'b0;
    case (state_q)
      Idle: begin
        if (start_i) begin
          state_q <= Run;
          found_q <= '0;
          planes_o <= '0;
          pending_q <= banked;
        end else if (clear_i) begin
          state_q <= Clear;
          clear_row_q <= first_row;
        end else if (flip_valid_i) begin
          state_q <= FlipWrite;
        end
      end
      Run: begin
        pending_q <= pending_d;
        found_q <= found;
        if (|found_q) planes_o <= planes_d;
        if (!(|found)) begin
          state_q <= Idle;
          done_o <= 1'b1;
        end
      end
      Clear: begin
        clear_row_q <= clear_row_q + RowBits'(1);
        if (clear_row_q == first_row + RowBits'(Rows - 1)) state_q <= Idle;
      end
      default: state_q <= Idle;
    endcase
    if (!rst_ni) begin
      state_q <= Idle;
      done_o <= 1'b0;
    end
  end

endmodule
`default_nettype wire
