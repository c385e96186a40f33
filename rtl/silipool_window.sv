// The window of a tile's hypercolumns: while `load_i`, the bits of the frame that the hypercolumn of this
// turn looks at, slot by slot; and, held from `valid_load_i` on, which slots of the hypercolumn that is
// worked on are not void (docs/spec.md sections 3 and 4). Every index is a constant of elaboration: in
// silicon this is wiring and a mux over the turns. A slot that is void in all turns, or in none, takes no
// register: the first turn is what holds unless another says otherwise, so that synthesis sees a constant.
`default_nettype none
module silipool_window #(
  parameter int Height = 28,
  parameter int Width = 28,
  parameter int Planes = 1,
  parameter int GridY = 6,
  parameter int GridX = 6,
  parameter int WindowY = 15,
  parameter int WindowX = 15,
  parameter int Wrap = 0,
  parameter int Pool = 0,
  parameter int Slots = 225,
  parameter int Turns = 1,
  parameter int Tile = 0,                 // serves hypercolumns Tile * Turns ...
  parameter int EntryBits = 11,           // {not void, input}
  parameter int ClockGates = 0,
  parameter logic [Turns*Slots*EntryBits-1:0] SlotTable = '0,  // of a shared sample
  localparam int Inputs = Planes * Height * Width,
  localparam int TurnBits = Turns > 1 ? $clog2(Turns) : 1
) (
  input  wire logic                clk_i,
  input  wire logic [Inputs-1:0]   frame_i,
  input  wire logic                load_i,
  input  wire logic [TurnBits-1:0] turn_i,
  output logic      [Slots-1:0]    active_o,
  input  wire logic                valid_load_i,
  input  wire logic [TurnBits-1:0] valid_turn_i,
  output logic      [Slots-1:0]    valid_o
);

  logic clk;
  silipool_clock_gate #(
    .Gated(ClockGates)
  ) u_gate (
    .clk_i,
    .enable_i(valid_load_i),
    .clk_o(clk)
  );

  if (Pool == silipool_pkg::POOL_SHARED_SAMPLE) begin : gen_shared_sample
    logic [EntryBits-1:0] entry;
    always_comb begin
      active_o = '0;
      entry = '0;
      if (load_i) begin
        for (int t = 0; t < Turns; t++) begin
          if (turn_i == TurnBits'(t)) begin
            for (int s = 0; s < Slots; s++) begin
              entry = SlotTable[(t*Slots+s)*EntryBits +: EntryBits];
              active_o[s] = entry[EntryBits-1] & frame_i[entry[EntryBits-2:0]];
            end
          end
        end
      end
    end
    always_ff @(posedge clk) begin
      if (valid_load_i) begin
        for (int t = 0; t < Turns; t++) begin
          if (t == 0 || valid_turn_i == TurnBits'(t)) begin
            for (int s = 0; s < Slots; s++) valid_o[s] <= SlotTable[(t*Slots+s)*EntryBits+EntryBits-1];
          end
        end
      end
    end
  end else begin : gen_window
    // A row of the window is out of the plane if it is not below Height. What is above the plane is so too, for rows
    // are counted modulo Rows, with wrap around the plane; and places likewise. Plain arithmetic of constants, not
    // functions of them: Yosys took hours over as many calls as a tile of 36 turns has.
    localparam int Rows = Wrap != 0 ? Height : 1 << 24;
    localparam int Places = Wrap != 0 ? Width : 1 << 24;
`define ROW(t, dy) \
    ((((2 * ((Tile * Turns + t) / GridX) + 1) * Height) / (2 * GridY) - WindowY / 2 + dy + Rows) % Rows)
`define PLACE(t, dx) \
    ((((2 * ((Tile * Turns + t) % GridX) + 1) * Width) / (2 * GridX) - WindowX / 2 + dx + Places) % Places)

    always_comb begin
      active_o = '0;
      if (load_i) begin
        for (int t = 0; t < Turns; t++) begin
          if (turn_i == TurnBits'(t)) begin
            for (int p = 0; p < Planes; p++) begin
              for (int dy = 0; dy < WindowY; dy++) begin
                for (int dx = 0; dx < WindowX; dx++) begin
                  if (`ROW(t, dy) < Height && `PLACE(t, dx) < Width) begin
                    active_o[(p*WindowY+dy)*WindowX+dx] = frame_i[(p*Height+`ROW(t, dy))*Width+`PLACE(t, dx)];
                  end
                end
              end
            end
          end
        end
      end
    end
    always_ff @(posedge clk) begin
      if (valid_load_i) begin
        for (int t = 0; t < Turns; t++) begin
          if (t == 0 || valid_turn_i == TurnBits'(t)) begin
            for (int p = 0; p < Planes; p++) begin
              for (int dy = 0; dy < WindowY; dy++) begin
                for (int dx = 0; dx < WindowX; dx++) begin
                  valid_o[(p*WindowY+dy)*WindowX+dx] <= `ROW(t, dy) < Height && `PLACE(t, dx) < Width;
                end
              end
            end
          end
        end
      end
    end
`undef ROW
`undef PLACE
  end

endmodule
`default_nettype wire
