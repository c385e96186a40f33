// Save and restore of a tile's memories: one access reads a word, hands its fields out and, where asked,
// writes others in their place. A data word of permanences is 32 / PermanenceBits neighbouring lanes, lowest
// first; of duties or boosts one value. Slots that are not potential stay 0; a permanence that is written
// across the threshold flips its connected bit.
// Cycles from start_i to idle_o: 3 + 2 per flip.
`default_nettype none
module silipool_tile_state #(
  parameter int Columns = 28,
  parameter int Slots = 225,
  parameter int Turns = 1,
  parameter int Lanes = 15,
  parameter int Multipliers = 4,
  parameter int PermanenceBits = 4,
  parameter int ConnectedThreshold = 8,
  parameter int Masked = 0,                               // a mask bit stands above each permanence
  localparam int DutyBits = silipool_pkg::DUTY_BITS,
  localparam int BoostBits = silipool_pkg::BOOST_BITS,
  localparam int SlotBits = Slots > 1 ? $clog2(Slots) : 1,
  localparam int Words = (Slots + Lanes - 1) / Lanes,
  localparam int SynapseBits = PermanenceBits + Masked,
  localparam int WordBits = Lanes * SynapseBits,
  localparam int AddressBits = Turns * Columns * Words > 1 ? $clog2(Turns * Columns * Words) : 1,
  localparam int BoostWords = (Columns + Multipliers - 1) / Multipliers,
  localparam int DutyAddressBits = Turns * Columns > 1 ? $clog2(Turns * Columns) : 1,
  localparam int BoostAddressBits = Turns * BoostWords > 1 ? $clog2(Turns * BoostWords) : 1
) (
  input  wire logic                             clk_i,
  input  wire logic                             rst_ni,
  input  wire logic                             start_i,
  input  wire silipool_pkg::state_t             access_i,  // stands until idle
  input  wire logic [Slots-1:0]                 valid_i,   // of this turn's window, from the cycle after start_i
  output logic                                  idle_o,
  output logic      [31:0]                      data_o,
  output logic                                  permanence_read_o,
  output logic                                  permanence_write_o,
  output logic      [AddressBits-1:0]           permanence_address_o,
  input  wire logic [WordBits-1:0]              permanences_i,
  output logic      [WordBits-1:0]              permanences_o,
  output logic                                  duty_read_o,       // with the word of boosts
  output logic                                  duty_write_o,
  output logic                                  boost_write_o,
  output logic      [DutyAddressBits-1:0]       duty_address_o,
  output logic      [BoostAddressBits-1:0]      boost_address_o,
  input  wire logic [DutyBits-1:0]              duty_i,
  output logic      [DutyBits-1:0]              duty_o,
  input  wire logic [Multipliers*BoostBits-1:0] boosts_i,
  output logic      [Multipliers*BoostBits-1:0] boosts_o,
  output logic                                  flip_valid_o,
  input  wire logic                             flip_ready_i,
  output logic      [SlotBits-1:0]              flip_slot_o
);

  localparam int Fields = 32 / PermanenceBits;
  localparam int FieldBits = $clog2(Fields);
  localparam int LastLanes = Slots - (Words - 1) * Lanes;  // of a column's last word
  localparam int TurnBits = Turns > 1 ? $clog2(Turns) : 1;
  localparam int ColumnBits = Columns > 1 ? $clog2(Columns) : 1;
  localparam int WordIndexBits = Words > 1 ? $clog2(Words) : 1;
  localparam int BoostWordBits = BoostWords > 1 ? $clog2(BoostWords) : 1;
  localparam int LaneBits = Lanes > 1 ? $clog2(Lanes) : 1;
  localparam int PlaceBits = Multipliers > 1 ? $clog2(Multipliers) : 1;
  localparam logic [PermanenceBits-1:0] Threshold = PermanenceBits'(ConnectedThreshold);

  typedef enum logic [1:0] {Idle, Read, Write, Flip} state_e;
  state_e state_q;
  logic [Fields-1:0] flips_q;

  wire logic [31:0] data = access_i.data;  // Icarus 11 selects no variable part of a field
  wire logic permanences = access_i.kind == 2'(silipool_pkg::STATE_PERMANENCES);
  wire logic duties = access_i.kind == 2'(silipool_pkg::STATE_DUTIES);
  // As wide as they count, which a tile that is synthesised by itself does not see.
  wire logic [TurnBits-1:0] turn = Turns > 1 ? TurnBits'(access_i.turn) : '0;
  wire logic [WordIndexBits-1:0] word = WordIndexBits'(access_i.word);
  wire logic [BoostWordBits-1:0] boost_word = BoostWordBits'(access_i.word);
  wire logic [LaneBits-1:0] first_lane = LaneBits'(access_i.lane);  // a multiple of Fields
  wire logic [PlaceBits-1:0] place = PlaceBits'(access_i.lane);     // of a boost
  wire logic [DutyAddressBits-1:0] column = DutyAddressBits'(32'(turn) * Columns + 32'(ColumnBits'(access_i.column)));
  wire logic [SlotBits-1:0] first_slot = SlotBits'(32'(word) * Lanes + 32'(first_lane));

  assign permanence_address_o = AddressBits'(32'(column) * Words + 32'(word));
  assign duty_address_o = column;
  assign boost_address_o = BoostAddressBits'(32'(turn) * BoostWords + 32'(boost_word));
  assign permanence_read_o = state_q == Read && permanences;
  assign duty_read_o = state_q == Read && !permanences;

  logic [31:0] fields;
  logic [Fields-1:0] flips;
  logic [Words*Lanes-1:0] valid_padded;
  logic [Lanes-1:0] valid_lane;
  logic [PermanenceBits-1:0] old_value;
  logic [PermanenceBits-1:0] new_value;
  always_comb begin
    fields = '0;
    flips = '0;
    valid_padded = '0;
    valid_lane = '0;
    old_value = '0;
    new_value = '0;
    permanences_o = permanences_i;
    boosts_o = boosts_i;
    if (state_q == Write && permanences) begin
      valid_padded[Slots-1:0] = valid_i;
      for (int w = 0; w < Words; w++) begin
        if (word == WordIndexBits'(w)) valid_lane = valid_padded[w*Lanes +: Lanes];
      end
      for (int l = 0; l < Lanes; l++) begin
        if (first_lane == LaneBits'(l / Fields * Fields) && (l < LastLanes || word != WordIndexBits'(Words - 1))) begin
          old_value = permanences_i[l*SynapseBits +: PermanenceBits];
          new_value = data[(l%Fields)*PermanenceBits +: PermanenceBits];
          if (!(Masked != 0 ? permanences_i[l*SynapseBits+SynapseBits-1] : valid_lane[l])) new_value = '0;
          fields[(l%Fields)*PermanenceBits +: PermanenceBits] = old_value;
          permanences_o[l*SynapseBits +: PermanenceBits] = new_value;
          flips[l%Fields] = (old_value >= Threshold) != (new_value >= Threshold);
        end
      end
    end else if (state_q == Write && duties) begin
      fields = 32'(duty_i);
    end else if (state_q == Write) begin
      for (int m = 0; m < Multipliers; m++) begin
        if (place == PlaceBits'(m)) begin
          fields = 32'(boosts_i[m*BoostBits +: BoostBits]);
          boosts_o[m*BoostBits +: BoostBits] = data[BoostBits-1:0];
        end
      end
    end
  end
  assign duty_o = data[DutyBits-1:0];
  assign permanence_write_o = state_q == Write && access_i.write && permanences;
  assign duty_write_o = state_q == Write && access_i.write && duties;
  assign boost_write_o = state_q == Write && access_i.write && !permanences && !duties;

  // Flips leave lowest slot first.
  logic [FieldBits-1:0] flip;
  always_comb begin
    flip = '0;
    for (int f = Fields - 1; f >= 0; f--) begin
      if (flips_q[f]) flip = FieldBits'(f);
    end
  end
  assign flip_valid_o = state_q == Flip && flips_q != '0;
  assign flip_slot_o = first_slot + SlotBits'(flip);
  assign idle_o = state_q == Idle;

  always_ff @(posedge clk_i) begin
    case (state_q)
      Idle: if (start_i) state_q <= Read;
      Read: state_q <= Write;
      Write: begin
        data_o <= fields;
        flips_q <= flips;
        state_q <= access_i.write && flips != '0 ? Flip : Idle;
      end
      default: begin
        if (flips_q == '0) state_q <= Idle;
        else if (flip_ready_i) flips_q[flip] <= 1'b0;
      end
    endcase
    if (!rst_ni) state_q <= Idle;
  end

endmodule
`default_nettype wire
