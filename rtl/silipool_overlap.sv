// Overlaps of one hypercolumn: the connected bits stand input-major, one row of `Columns` bits per slot.
// A step reads only the rows of active slots, one in each bank per cycle, and adds them into bit-sliced
// counters: plane p holds bit p of all overlaps. Rows change one bit at a time, by read-modify-write,
// for which the adding pauses; where the counters are of the very rows that change (one hypercolumn in
// the tile), a bit whose row has been added already is added or taken away once more.
// ready_o comes 1 + active slots of the busiest bank cycles after load_i, and 2 later for each flip meanwhile.
`default_nettype none
module silipool_overlap #(
  parameter int Columns = 28,
  parameter int Slots = 225,
  parameter int Turns = 1,
  parameter int Banks = 1,
  parameter int ClockGates = 0,
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
  input  wire logic                         load_i,        // begins with the window of turn load_turn_i
  input  wire logic [TurnBits-1:0]          load_turn_i,
  input  wire logic [Slots-1:0]             active_i,
  output logic      [Slots-1:0]             active_o,      // the window that the counters are of
  output logic                              empty_o,       // nothing loaded
  output logic                              adding_o,      // rows are added, or wait for a flip
  output logic                              ready_o,       // with the end of this cycle all rows have been added
  input  wire logic                         take_i,        // the counters are used from the next cycle on
  output logic      [CountBits*Columns-1:0] planes_o,      // stand for two cycles after the next load_i
  input  wire logic [TurnBits-1:0]          turn_i,        // of clear_i and of flips
  input  wire logic                         clear_i,       // empties the rows of this turn
  output logic                              clear_done_o,
  input  wire logic                         flip_valid_i,
  output logic                              flip_ready_o,
  input  wire logic [SlotBits-1:0]          flip_slot_i,
  input  wire logic [ColumnBits-1:0]        flip_column_i
);

  localparam int Places = Chunks * Chunk;  // of a bank in pending_q; the last of them may have no row
  localparam logic [Places-1:0] Used = Places'({Rows{1'b1}});

  typedef enum logic [1:0] {Empty, Add, Full, Clear} state_e;
  state_e state_q;

  logic [Banks*Places-1:0] pending_q;        // active rows not yet read: bank b, row i at b*Places + i
  logic [Banks*Places-1:0] pending_d;
  logic [Banks-1:0] found;
  logic [Banks-1:0] found_q;                 // a row arrives from this bank
  logic fresh_q;                             // nothing has been added: the counters are of the window before
  logic flip_write_q;
  logic [TurnBits-1:0] turn_q;               // that was loaded
  logic [RowBits-1:0] clear_row_q;
  logic [CountBits*Columns-1:0] planes_d;    // plane p at p*Columns

  logic [Banks*RowBits-1:0] read_row;
  logic [Banks-1:0] read;
  logic [Banks-1:0] write;
  logic [RowBits-1:0] write_row;
  logic [Columns-1:0] write_data;
  logic [Banks*Columns-1:0] row;

  wire logic [RowBits-1:0] first_row = RowBits'(32'(turn_i) * Rows);
  wire logic [RowBits-1:0] first_read_row = RowBits'(32'(turn_q) * Rows);
  wire logic [RowBits-1:0] flip_row = first_row + RowBits'(32'(flip_slot_i) / Banks);
  wire logic [31:0] flip_bank = 32'(flip_slot_i) % Banks;
  wire logic flip_read = flip_valid_i && !flip_write_q && state_q != Clear;
  wire logic find = state_q == Add && !flip_read && !flip_write_q;
  wire logic exhausted = find && !(|found);
  // Of a slot whose row the counters have and which is about to change.
  wire logic correct = Turns == 1 && flip_write_q && (state_q == Add || state_q == Full) &&
      active_o[flip_slot_i] && !pending_q[flip_bank*Places + 32'(flip_slot_i)/Banks];

  // Counters that wait for the second stage stand still.
  wire logic rows_move = state_q == Add || state_q == Clear || load_i || take_i || clear_i || flip_valid_i || flip_write_q;
  wire logic planes_move = |found_q || exhausted || correct;
  logic clk;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_gate (
    .clk_i,
    .enable_i(rows_move || !rst_ni),
    .clk_o(clk)
  );
  logic clk_planes;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_planes_gate (
    .clk_i,
    .enable_i(planes_move),
    .clk_o(clk_planes)
  );
  logic clk_active;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_active_gate (
    .clk_i,
    .enable_i(load_i),
    .clk_o(clk_active)
  );

  for (genvar b = 0; b < Banks; b++) begin : gen_bank
    silipool_ram #(
      .Width(Columns),
      .Depth(Turns * Rows)
    ) u_rows (
      .clk_i(clk),
      .read_i(read[b]),
      .read_address_i(read_row[b*RowBits +: RowBits]),
      .read_data_o(row[b*Columns +: Columns]),
      .write_i(write[b]),
      .write_address_i(write_row),
      .write_data_i(write_data)
    );
  end

  // Slots to banks.
  logic [Banks*Places-1:0] banked;
  always_comb begin
    banked = '0;
    if (load_i) begin
      for (int s = 0; s < Slots; s++) banked[(s%Banks)*Places + s/Banks] = active_i[s];
    end
  end

  // The first pending row of each bank: the first chunk that has any, and the first bit of that.
  logic [Chunks-1:0] first;
  logic [Chunk-1:0] chunk_bits;
  logic [Chunk-1:0] lowest;
  logic [31:0] chunk_at;
  logic [31:0] bit_at;
  always_comb begin
    pending_d = pending_q;
    found = '0;
    read = '0;
    read_row = '0;
    first = '0;
    chunk_bits = '0;
    lowest = '0;
    chunk_at = '0;
    bit_at = '0;
    if (find) begin
      for (int b = 0; b < Banks; b++) begin
        chunk_bits = '0;
        chunk_at = '0;
        for (int i = 0; i < Chunks; i++) begin
          first[i] = |pending_q[(b*Chunks+i)*Chunk +: Chunk] && !found[b];
          found[b] = found[b] || first[i];
          chunk_bits = chunk_bits | (pending_q[(b*Chunks+i)*Chunk +: Chunk] & {Chunk{first[i]}});
          if (first[i]) chunk_at = chunk_at | i;
        end
        lowest = chunk_bits & (~chunk_bits + Chunk'(1));
        bit_at = '0;
        for (int i = 0; i < Chunk; i++) begin
          if (lowest[i]) bit_at = bit_at | i;
        end
        for (int i = 0; i < Chunks; i++) begin
          pending_d[(b*Chunks+i)*Chunk +: Chunk] = pending_q[(b*Chunks+i)*Chunk +: Chunk] & ~(lowest & {Chunk{first[i]}});
        end
        read_row[b*RowBits +: RowBits] = first_read_row + RowBits'(chunk_at * Chunk + bit_at);
      end
      read = found;
    end else if (flip_read) begin
      for (int b = 0; b < Banks; b++) begin
        read_row[b*RowBits +: RowBits] = flip_row;
        read[b] = flip_bank == b;
      end
    end
  end

  // The row that changes.
  logic [Columns-1:0] flip_data;
  wire logic [Columns-1:0] flip_bit = Columns'(1) << flip_column_i;
  always_comb begin
    flip_data = '0;
    if (flip_write_q) begin
      for (int b = 0; b < Banks; b++) begin
        if (flip_bank == b) flip_data = row[b*Columns +: Columns];
      end
    end
  end
  wire logic was_connected = |(flip_data & flip_bit);

  // Half adders ripple each arriving row through the planes; a correction, too, or half subtractors.
  logic [Columns-1:0] carry;
  logic [Columns-1:0] both;
  always_comb begin
    carry = '0;
    both = '0;
    planes_d = planes_o;
    if (|found_q || exhausted) begin
      if (fresh_q) planes_d = '0;
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
    end else if (correct) begin
      carry = flip_bit;
      for (int p = 0; p < CountBits; p++) begin
        both = (was_connected ? ~planes_d[p*Columns +: Columns] : planes_d[p*Columns +: Columns]) & carry;
        planes_d[p*Columns +: Columns] = planes_d[p*Columns +: Columns] ^ carry;
        carry = both;
      end
    end
  end

  always_comb begin
    write = '0;
    write_row = clear_row_q;
    write_data = '0;
    if (state_q == Clear) begin
      write = '1;
    end else if (flip_write_q) begin
      write_row = flip_row;
      write_data = flip_data ^ flip_bit;
      for (int b = 0; b < Banks; b++) write[b] = flip_bank == b;
    end
  end

  assign flip_ready_o = flip_write_q;
  assign empty_o = state_q == Empty;
  assign adding_o = state_q == Add;
  assign ready_o = state_q == Full || exhausted;
  assign clear_done_o = state_q == Clear && clear_row_q == first_row + RowBits'(Rows - 1);

  always_ff @(posedge clk_planes) begin
    if (planes_move) planes_o <= planes_d;
  end

  always_ff @(posedge clk_active) begin
    if (load_i) active_o <= active_i;
  end

  always_ff @(posedge clk) begin
    flip_write_q <= flip_read;
    if (find) begin
      pending_q <= pending_d & {Banks{Used}};
      found_q <= found;
    end else if (|found_q) begin
      found_q <= '0;
    end
    if (|found_q) fresh_q <= 1'b0;
    if (load_i) begin
      pending_q <= banked;
      turn_q <= load_turn_i;
      fresh_q <= 1'b1;
    end
    case (state_q)
      Empty: begin
        if (load_i) begin
          state_q <= Add;
        end else if (clear_i) begin
          state_q <= Clear;
          clear_row_q <= first_row;
        end
      end
      Add: begin
        if (exhausted) state_q <= !take_i ? Full : load_i ? Add : Empty;
      end
      Full: begin
        if (take_i) state_q <= load_i ? Add : Empty;
      end
      default: begin  // Clear
        clear_row_q <= clear_row_q + RowBits'(1);
        if (clear_done_o) state_q <= Empty;
      end
    endcase
    if (!rst_ni) begin
      state_q <= Empty;
      flip_write_q <= 1'b0;
      found_q <= '0;
    end
  end

endmodule
`default_nettype wire
