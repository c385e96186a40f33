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
  localparam logic [PermanenceBits-1:0] Threshold = PermanenceBits'(ConnectedThreshold);

  typedef enum logic [1:0] {Idle, Read, Write, Flip} state_e;
  state_e state_q;
  logic [Fields-1:0] flips_q;

  wire logic [31:0] data = access_i.data;  // Icarus 11 selects no variable part of a field
  wire logic permanences = access_i.kind == 2'(silipool_pkg::STATE_PERMANENCES);
  wire logic duties = access_i.kind == 2'(silipool_pkg::STATE_DUTIES);
  wire logic [31:0] column = 32'(access_i.turn) * Columns + 32'(access_i.column);
  wire logic [31:0] first_slot = 32'(access_i.word) * Lanes + 32'(access_i.lane);

  assign permanence_address_o = AddressBits'(column * Words + 32'(access_i.word));
  assign duty_address_o = DutyAddressBits'(column);
  assign boost_address_o = BoostAddressBits'(32'(access_i.turn) * BoostWords + 32'(access_i.word));
  assign permanence_read_o = state_q == Read && permanences;
  assign duty_read_o = state_q == Read && !permanences;

  logic [31:0] fields;
  logic [Fields-1:0] flips;
  logic [31:0] lane;
  logic [31:0] slot;
  logic [PermanenceBits-1:0] old_value;
  logic [PermanenceBits-1:0] new_value;
  always_comb begin
    fields = '0;
    flips = '0;
    lane = '0;
    slot = '0;
    old_value = '0;
    new_value = '0;
    permanences_o = permanences_i;
    boosts_o = boosts_i;
    if (state_q == Write && permanences) begin
      for (int f = 0; f < Fields; f++) begin
        lane = 32'(access_i.lane) + f;
        slot = first_slot + f;
        if (lane < Lanes && slot < Slots) begin
          old_value = permanences_i[lane*SynapseBits +: PermanenceBits];
          new_value = data[f*PermanenceBits +: PermanenceBits];
          if (!(Masked != 0 ? permanences_i[lane*SynapseBits+SynapseBits-1] : valid_i[SlotBits'(slot)])) begin
            new_value = '0;
          end
          fields[f*PermanenceBits +: PermanenceBits] = old_value;
          permanences_o[lane*SynapseBits +: PermanenceBits] = new_value;
          flips[f] = (old_value >= Threshold) != (new_value >= Threshold);
        end
      end
    end else if (state_q == Write && duties) begin
      fields = 32'(duty_i);
    end else if (state_q == Write) begin
      fields = 32'(boosts_i[32'(access_i.lane)*BoostBits +: BoostBits]);
      boosts_o[32'(access_i.lane)*BoostBits +: BoostBits] = data[BoostBits-1:0];
    end
  end
  assign duty_o = data[DutyBits-1:0];
  assign permanence_write_o = state_q == Write && access_i.write && permanences;
  assign duty_write_o = state_q == Write && access_i.write && duties;
  assign boost_write_o = state_q == Write && access_i.write && !permanences && !duties;

  // Flips leave lowest slot first.
  logic [31:0] flip;
  always_comb begin
    flip = '0;
    for (int f = Fields - 1; f >= 0; f--) begin
      if (flips_q[f]) flip = f;
    end
  end
  assign flip_valid_o = state_q == Flip && flips_q != '0;
  assign flip_slot_o = SlotBits'(first_slot + flip);
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
