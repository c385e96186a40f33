// The integer readout (docs/spec.md section 11) behind the winners: each bank adds a winner of its share of the
// columns a cycle, a row of weights for all classes; then the greatest score is found, halving the field each
// cycle, of equals the lowest class. It works beside the next frame, and takes winners when it is idle.
// Weights come and go over the bus at rest, in the order column, class; a row is written with its last class.
`default_nettype none
module silipool_readout #(
  parameter int Columns = 1008,
  parameter int Classes = 10,
  parameter int WeightBits = 8,
  parameter int Banks = 1,
  parameter int ClockGates = 0
) (
  input  wire logic               clk_i,
  input  wire logic               rst_ni,
  input  wire logic               winners_valid_i,  // one cycle, while winners_ready_o
  output logic                    winners_ready_o,  // class_o is of the winners taken last
  input  wire logic [Columns-1:0] winners_i,
  output logic      [7:0]         class_o,
  output logic                    done_o,           // one cycle, before class_o stands
  input  wire logic               select_i,         // weights: back to the first
  input  wire logic               access_i,         // one cycle, and only while okay_o: on to the next
  input  wire logic               write_i,
  input  wire logic [WeightBits-1:0] data_i,
  output logic                    okay_o,           // there is a weight, and nothing else is done
  output logic      [31:0]        data_o,           // the weight, two cycles after an access or a selection
  input  wire logic               rest_i
);

  localparam int Depth = (Columns + Banks - 1) / Banks;    // columns of a bank
  localparam int Sight = Depth < 32 ? Depth : 32;          // of which so many are looked at at once
  localparam int Words = (Depth + Sight - 1) / Sight;
  localparam int AddressBits = Depth > 1 ? $clog2(Depth) : 1;
  localparam int RowBits = Classes * WeightBits;
  localparam int Magnitude = (1 << (WeightBits - 1)) - 1;
  localparam int PartBits = WeightBits + $clog2(Banks);    // of a sum over banks
  localparam int LeastBits = 1 + $clog2(Columns * Magnitude + 1);
  localparam int ScoreBits = LeastBits > PartBits ? LeastBits : PartBits;
  localparam int ClassBits = $clog2(Classes);
  localparam int Half = (Classes + 1) / 2;
  localparam int Levels = $clog2(Classes);
  localparam int AllColumns = Banks * Depth;
  localparam int WaitingBits = Words * Sight;
  localparam int Drain = 2;                                // from the last winner to its sum

  typedef enum logic [1:0] {Idle, Scan, Add, Compare} state_e;
  state_e state_q;
  logic [3:0] count_q;     // cycles of Add and Compare
  logic added_q;           // rows stand in sum_q
  logic [Banks-1:0] found_q;
  logic [Banks-1:0] ended; // in this cycle or before
  logic [Banks*RowBits-1:0] rows;
  logic [Classes*PartBits-1:0] sum_q;
  logic [Classes*ScoreBits-1:0] score_q;
  logic [Classes*ClassBits-1:0] class_q;  // whose score stands in a place

  logic [15:0] bank_q;     // of the next weight
  logic [15:0] column_q;   // in its bank
  logic [16:0] left_q;     // columns of all banks still to come, that one included
  logic [7:0] weight_q;    // its class
  logic moved_q;           // the row of that weight has to be read
  logic [RowBits-WeightBits-1:0] row_q;  // weights of a column that were written, the last one highest

  wire logic last_weight = 32'(weight_q) == Classes - 1;
  wire logic last_column = 32'(column_q) == Depth - 1;
  wire logic work = winners_valid_i || state_q != Idle;
  logic clk_work;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_gate (
    .clk_i,
    .enable_i(work),
    .clk_o(clk_work)
  );

  assign winners_ready_o = state_q == Idle;
  assign okay_o = rest_i && state_q == Idle && left_q != '0;
  assign done_o = state_q == Compare && count_q == 4'd1;

  wire logic [AllColumns-1:0] winners = AllColumns'(winners_i);
  wire logic [RowBits-1:0] row_written = {data_i, row_q};

  for (genvar b = 0; b < Banks; b++) begin : gen_bank
    logic [WaitingBits-1:0] waiting_q;   // columns to come, those in sight lowest
    logic [AddressBits-1:0] first_q;     // of them
    logic ended_q;
    logic [AddressBits-1:0] at;
    always_comb begin
      at = '0;
      for (int i = Sight - 1; i >= 0; i--) begin
        if (waiting_q[i]) at = AddressBits'(i);
      end
    end
    wire logic [Sight-1:0] others = waiting_q[Sight-1:0] & (waiting_q[Sight-1:0] - Sight'(1));
    wire logic found = state_q == Scan && waiting_q[Sight-1:0] != '0;
    wire logic next_word = others == '0;
    assign ended[b] = ended_q || (next_word && first_q == AddressBits'((Words - 1) * Sight));

    always_ff @(posedge clk_work) begin
      found_q[b] <= found;
      if (winners_valid_i) begin
        waiting_q <= WaitingBits'(winners[b*Depth +: Depth]);
        first_q <= '0;
        ended_q <= 1'b0;
      end else if (state_q == Scan) begin
        ended_q <= ended[b];
        if (!next_word) waiting_q[Sight-1:0] <= others;
        else waiting_q <= waiting_q >> Sight;
        if (next_word && !ended[b]) first_q <= first_q + AddressBits'(Sight);
      end
    end

    silipool_ram #(
      .Width(RowBits),
      .Depth(Depth)
    ) u_weights (
      .clk_i,
      .read_i(found || (moved_q && state_q == Idle)),
      .read_address_i(state_q == Idle ? AddressBits'(column_q) : first_q + at),
      .read_data_o(rows[b*RowBits +: RowBits]),
      .write_i(access_i && write_i && last_weight && 32'(bank_q) == b),
      .write_address_i(AddressBits'(column_q)),
      .write_data_i(row_written)
    );
  end

  logic signed [PartBits-1:0] weight;
  logic [PartBits-1:0] part;
  logic [Classes*PartBits-1:0] parts;
  logic signed [ScoreBits-1:0] addend;
  logic [Classes*ScoreBits-1:0] scores;
  always_comb begin
    addend = '0;
    for (int c = 0; c < Classes; c++) begin
      part = '0;
      for (int b = 0; b < Banks; b++) begin
        weight = PartBits'($signed(rows[b*RowBits + c*WeightBits +: WeightBits]));
        if (found_q[b]) part = part + $unsigned(weight);
      end
      parts[c*PartBits +: PartBits] = part;
      addend = ScoreBits'($signed(sum_q[c*PartBits +: PartBits]));
      scores[c*ScoreBits +: ScoreBits] = score_q[c*ScoreBits +: ScoreBits] + $unsigned(addend);
    end
  end

  // Each place of the lower half takes the better of two neighbours, the lower one where they are equal. Places
  // past the field hold what no score reaches.
  localparam logic [ScoreBits-1:0] Never = {1'b1, {(ScoreBits-1){1'b0}}};
  logic [Classes*ScoreBits-1:0] better;
  logic [Classes*ClassBits-1:0] better_class;
  logic upper;
  always_comb begin
    upper = 1'b0;
    for (int c = 0; c < Classes; c++) begin
      better[c*ScoreBits +: ScoreBits] = Never;
      better_class[c*ClassBits +: ClassBits] = '0;
    end
    for (int c = 0; c < Half; c++) begin
      if (2*c + 1 < Classes) begin
        upper = $signed(score_q[(2*c + 1)*ScoreBits +: ScoreBits]) > $signed(score_q[2*c*ScoreBits +: ScoreBits]);
        better[c*ScoreBits +: ScoreBits] =
            upper ? score_q[(2*c + 1)*ScoreBits +: ScoreBits] : score_q[2*c*ScoreBits +: ScoreBits];
        better_class[c*ClassBits +: ClassBits] =
            upper ? class_q[(2*c + 1)*ClassBits +: ClassBits] : class_q[2*c*ClassBits +: ClassBits];
      end else begin
        better[c*ScoreBits +: ScoreBits] = score_q[2*c*ScoreBits +: ScoreBits];
        better_class[c*ClassBits +: ClassBits] = class_q[2*c*ClassBits +: ClassBits];
      end
    end
  end

  always_ff @(posedge clk_work) begin
    added_q <= found_q != '0 && !winners_valid_i;
    if (found_q != '0) sum_q <= parts;
    if (winners_valid_i) begin
      score_q <= '0;
      for (int c = 0; c < Classes; c++) class_q[c*ClassBits +: ClassBits] <= ClassBits'(c);
    end else if (state_q == Compare) begin
      score_q <= better;
      class_q <= better_class;
    end else if (added_q) begin
      score_q <= scores;
    end
  end

  always_ff @(posedge clk_i) begin
    if (count_q != '0) count_q <= count_q - 4'd1;
    case (state_q)
      Idle: if (winners_valid_i) state_q <= Scan;
      Scan: begin
        if (&ended) begin
          state_q <= Add;
          count_q <= 4'(Drain);
        end
      end
      Add: begin
        if (count_q == 4'd1) begin
          state_q <= Compare;
          count_q <= 4'(Levels);
        end
      end
      default: begin  // Compare
        if (count_q == 4'd1) begin
          state_q <= Idle;
          class_o <= 8'(better_class[ClassBits-1:0]);
        end
      end
    endcase

    moved_q <= select_i || access_i;
    if (access_i) begin
      if (write_i) row_q <= row_written[RowBits-1:WeightBits];
      weight_q <= last_weight ? '0 : weight_q + 8'd1;
      if (last_weight) begin
        left_q <= left_q - 17'd1;
        column_q <= last_column ? '0 : column_q + 16'd1;
        if (last_column) bank_q <= bank_q + 16'd1;
      end
    end
    if (select_i) begin
      bank_q <= '0;
      column_q <= '0;
      left_q <= 17'(Columns);
      weight_q <= '0;
    end
    if (!rst_ni) begin
      state_q <= Idle;
      count_q <= '0;
      moved_q <= 1'b0;
      left_q <= '0;
      bank_q <= '0;
      column_q <= '0;
      weight_q <= '0;
      class_o <= '0;
    end
  end

  logic [RowBits-1:0] row_read;
  always_comb begin
    row_read = '0;
    for (int b = 0; b < Banks; b++) begin
      if (32'(bank_q) == b) row_read = rows[b*RowBits +: RowBits];
    end
    data_o = 32'($signed(row_read[32'(weight_q)*WeightBits +: WeightBits]));
  end

endmodule
`default_nettype wire
