// The AXI4-Lite port: identity and sizes, runtime parameters, status and counters (docs/registers.md).
// One access at a time in each direction; every access is answered.
`default_nettype none
module silipool_registers #(
  parameter logic [31:0] ConfigHash = '0,
  parameter int Inputs = 784,
  parameter int Hypercolumns = 36,
  parameter int Columns = 28,
  parameter int Slots = 225,
  parameter int PermanenceBits = 4,
  parameter int ConnectedThreshold = 8,
  parameter int Tiles = 36,
  parameter int Banks = 1,
  parameter int Lanes = 15,
  parameter int Multipliers = 4,
  parameter int StreamBits = 64
) (
  input  wire logic                   clk_i,
  input  wire logic                   rst_ni,
  input  wire logic [11:0]            awaddr_i,
  input  wire logic                   awvalid_i,
  output logic                        awready_o,
  input  wire logic [31:0]            wdata_i,
  input  wire logic [3:0]             wstrb_i,
  input  wire logic                   wvalid_i,
  output logic                        wready_o,
  output logic      [1:0]             bresp_o,
  output logic                        bvalid_o,
  input  wire logic                   bready_i,
  input  wire logic [11:0]            araddr_i,
  input  wire logic                   arvalid_i,
  output logic                        arready_o,
  output logic      [31:0]            rdata_o,
  output logic      [1:0]             rresp_o,
  output logic                        rvalid_o,
  input  wire logic                   rready_i,
  output silipool_pkg::runtime_t      runtime_o,
  output logic                        initialise_o,   // held until the core has taken it
  input  wire logic                   busy_i,
  input  wire logic                   ready_i,
  input  wire logic                   frame_dropped_i,
  input  wire logic                   step_done_i,
  input  wire logic                   step_learn_i
);

  localparam logic [1:0] Okay = 2'b00;
  localparam logic [1:0] SlaveError = 2'b10;

  silipool_pkg::runtime_t written_q;  // what the bus wrote; taken over between steps
  logic [31:0] frame_errors_q;
  logic [63:0] cycles_q;
  logic [31:0] cycles_high_q;
  logic [31:0] steps_q;
  logic [31:0] learning_steps_q;

  // A write is done when address and data stand together, whole words only.
  wire logic write = awvalid_i && wvalid_i && !bvalid_o;
  wire logic read = arvalid_i && !rvalid_o;
  assign awready_o = write;
  assign wready_o = write;
  assign arready_o = read;

  logic write_known;
  always_comb begin
    case (awaddr_i)
      silipool_registers_pkg::CONTROL,
      silipool_registers_pkg::SEED,
      silipool_registers_pkg::ACTIVE_COLUMNS,
      silipool_registers_pkg::LEARNING_COLUMNS,
      silipool_registers_pkg::STIMULUS_THRESHOLD,
      silipool_registers_pkg::INITIALLY_CONNECTED,
      silipool_registers_pkg::INCREMENT,
      silipool_registers_pkg::DECREMENT,
      silipool_registers_pkg::INCREMENT_PROBABILITY,
      silipool_registers_pkg::DECREMENT_PROBABILITY,
      silipool_registers_pkg::BOOST_SCALE,
      silipool_registers_pkg::BOOST_TARGET,
      silipool_registers_pkg::DECAY,
      silipool_registers_pkg::UPDATE_PERIOD,
      silipool_registers_pkg::BOOST_MAXIMUM,
      silipool_registers_pkg::MINIMUM_DUTY,
      silipool_registers_pkg::LOG_ORIGIN,
      silipool_registers_pkg::LOG_SCALE,
      silipool_registers_pkg::INHIBITION_RADIUS: write_known = wstrb_i == 4'hf;
      default: write_known = 1'b0;
    endcase
  end

  logic [31:0] value;
  logic read_known;
  always_comb begin
    read_known = 1'b1;
    value = '0;
    case (araddr_i)
      silipool_registers_pkg::ID: value = 32'h53494c49;
      silipool_registers_pkg::VERSION: value = 32'h00010000;
      silipool_registers_pkg::CONFIG_HASH: value = ConfigHash;
      silipool_registers_pkg::INPUTS: value = Inputs;
      silipool_registers_pkg::HYPERCOLUMNS: value = Hypercolumns;
      silipool_registers_pkg::COLUMNS_PER_HYPERCOLUMN: value = Columns;
      silipool_registers_pkg::SLOTS: value = Slots;
      silipool_registers_pkg::PERMANENCE_BITS: value = PermanenceBits;
      silipool_registers_pkg::CONNECTED_THRESHOLD: value = ConnectedThreshold;
      silipool_registers_pkg::TILES: value = Tiles;
      silipool_registers_pkg::BANKS: value = Banks;
      silipool_registers_pkg::LANES: value = Lanes;
      silipool_registers_pkg::MULTIPLIERS: value = Multipliers;
      silipool_registers_pkg::STREAM_BITS: value = StreamBits;
      silipool_registers_pkg::CONTROL: value = '0;
      silipool_registers_pkg::STATUS: value = {29'd0, frame_errors_q != '0, ready_i, busy_i || initialise_o};
      silipool_registers_pkg::FRAME_ERRORS: value = frame_errors_q;
      silipool_registers_pkg::SEED: value = written_q.seed;
      silipool_registers_pkg::ACTIVE_COLUMNS: value = 32'(written_q.active_columns);
      silipool_registers_pkg::LEARNING_COLUMNS: value = 32'(written_q.learning_columns);
      silipool_registers_pkg::STIMULUS_THRESHOLD: value = 32'(written_q.stimulus_threshold);
      silipool_registers_pkg::INITIALLY_CONNECTED: value = 32'(written_q.initially_connected);
      silipool_registers_pkg::INCREMENT: value = 32'(written_q.increment);
      silipool_registers_pkg::DECREMENT: value = 32'(written_q.decrement);
      silipool_registers_pkg::INCREMENT_PROBABILITY: value = 32'(written_q.increment_probability);
      silipool_registers_pkg::DECREMENT_PROBABILITY: value = 32'(written_q.decrement_probability);
      silipool_registers_pkg::BOOST_SCALE: value = 32'(written_q.boost_scale);
      silipool_registers_pkg::BOOST_TARGET: value = 32'(written_q.boost_target);
      silipool_registers_pkg::DECAY: value = 32'(written_q.decay);
      silipool_registers_pkg::UPDATE_PERIOD: value = 32'(written_q.update_period);
      silipool_registers_pkg::BOOST_MAXIMUM: value = 32'(written_q.boost_maximum);
      silipool_registers_pkg::MINIMUM_DUTY: value = 32'(written_q.minimum_duty);
      silipool_registers_pkg::LOG_ORIGIN: value = 32'(written_q.log_origin);
      silipool_registers_pkg::LOG_SCALE: value = 32'(written_q.log_scale);
      silipool_registers_pkg::INHIBITION_RADIUS: value = 32'(written_q.inhibition_radius);
      silipool_registers_pkg::CYCLES_LOW: value = cycles_q[31:0];
      silipool_registers_pkg::CYCLES_HIGH: value = cycles_high_q;
      silipool_registers_pkg::STEPS: value = steps_q;
      silipool_registers_pkg::LEARNING_STEPS: value = learning_steps_q;
      default: read_known = 1'b0;
    endcase
  end

  always_ff @(posedge clk_i) begin
    if (bvalid_o && bready_i) bvalid_o <= 1'b0;
    if (rvalid_o && rready_i) rvalid_o <= 1'b0;
    if (initialise_o && busy_i) initialise_o <= 1'b0;

    if (busy_i && ready_i) cycles_q <= cycles_q + 64'd1;
    if (step_done_i) begin
      steps_q <= steps_q + 32'd1;
      if (step_learn_i) learning_steps_q <= learning_steps_q + 32'd1;
    end
    if (frame_dropped_i) frame_errors_q <= frame_errors_q + 32'd1;
    if (!busy_i || step_done_i) runtime_o <= written_q;  // between two steps

    if (read) begin
      rvalid_o <= 1'b1;
      rdata_o <= read_known ? value : '0;
      rresp_o <= read_known ? Okay : SlaveError;
      if (araddr_i == silipool_registers_pkg::CYCLES_LOW) cycles_high_q <= cycles_q[63:32];
    end

    if (write) begin
      bvalid_o <= 1'b1;
      bresp_o <= write_known ? Okay : SlaveError;
    end
    if (write && write_known) begin
      case (awaddr_i)
        silipool_registers_pkg::CONTROL: begin
          if (wdata_i[0]) initialise_o <= 1'b1;
          if (wdata_i[1]) begin
            frame_errors_q <= '0;
            cycles_q <= '0;
            steps_q <= '0;
            learning_steps_q <= '0;
          end
        end
        silipool_registers_pkg::SEED: written_q.seed <= wdata_i;
        silipool_registers_pkg::ACTIVE_COLUMNS: written_q.active_columns <= wdata_i[12:0];
        silipool_registers_pkg::LEARNING_COLUMNS: written_q.learning_columns <= wdata_i[12:0];
        silipool_registers_pkg::STIMULUS_THRESHOLD: written_q.stimulus_threshold <= wdata_i[12:0];
        silipool_registers_pkg::INITIALLY_CONNECTED: written_q.initially_connected <= wdata_i[16:0];
        silipool_registers_pkg::INCREMENT: written_q.increment <= wdata_i[15:0];
        silipool_registers_pkg::DECREMENT: written_q.decrement <= wdata_i[15:0];
        silipool_registers_pkg::INCREMENT_PROBABILITY: written_q.increment_probability <= wdata_i[16:0];
        silipool_registers_pkg::DECREMENT_PROBABILITY: written_q.decrement_probability <= wdata_i[16:0];
        silipool_registers_pkg::BOOST_SCALE: written_q.boost_scale <= wdata_i[23:0];
        silipool_registers_pkg::BOOST_TARGET: written_q.boost_target <= wdata_i[25:0];
        silipool_registers_pkg::DECAY: written_q.decay <= wdata_i[16:0];
        silipool_registers_pkg::UPDATE_PERIOD: written_q.update_period <= wdata_i[16:0];
        silipool_registers_pkg::BOOST_MAXIMUM: written_q.boost_maximum <= wdata_i[15:0];
        silipool_registers_pkg::MINIMUM_DUTY: written_q.minimum_duty <= wdata_i[16:0];
        silipool_registers_pkg::LOG_ORIGIN: written_q.log_origin <= wdata_i[16:0];
        silipool_registers_pkg::LOG_SCALE: written_q.log_scale <= wdata_i[24:0];
        default: written_q.inhibition_radius <= wdata_i[10:0];
      endcase
    end

    if (!rst_ni) begin
      bvalid_o <= 1'b0;
      rvalid_o <= 1'b0;
      initialise_o <= 1'b0;
      frame_errors_q <= '0;
      cycles_q <= '0;
      cycles_high_q <= '0;
      steps_q <= '0;
      learning_steps_q <= '0;
      written_q <= '0;
      runtime_o <= '0;
    end
  end

endmodule
`default_nettype wire
