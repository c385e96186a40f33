// The AXI4-Lite port: identity and sizes, formats, runtime parameters, status, errors, interrupt, counters and
// the way to the state (docs/registers.md). One access at a time in each direction; every access is answered.
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
  parameter int StreamBits = 64,
  parameter int ReadoutClasses = 0,
  parameter int ReadoutBits = 0,
  parameter int ReadoutBanks = 0
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
  output logic                        sparse_o,        // format of frames
  output logic                        indices_o,       // format of winners
  output logic                        class_beat_o,    // the class leaves behind the winners
  output logic                        class_alone_o,   // and they do not
  output logic                        pause_o,
  output logic                        initialise_o,    // held until the core has taken it
  output logic                        irq_o,
  input  wire logic                   busy_i,
  input  wire logic                   ready_i,
  input  wire logic                   frame_dropped_i,
  input  wire logic [4:0]             frame_errors_i,  // with frame_dropped_i
  input  wire logic                   step_done_i,
  input  wire logic                   step_learn_i,
  input  wire logic [3:0]             phase_i,         // overlaps, winners, learning, refresh
  input  wire logic                   output_waits_i,
  input  wire logic                   input_waits_i,
  output logic                        state_select_o,
  output logic                        state_access_o,  // held until state_done_i
  output logic                        state_write_o,
  output logic      [31:0]            state_data_o,    // written, or selected
  output logic                        rest_o,
  input  wire logic                   state_done_i,
  input  wire logic                   state_okay_i,
  input  wire logic [31:0]            state_data_i,
  input  wire logic                   readout_busy_i,
  input  wire logic                   readout_done_i,
  input  wire logic [7:0]             readout_class_i,
  output logic                        readout_select_o,
  output logic                        readout_access_o,  // only where readout_okay_i
  output logic                        readout_write_o,
  output logic      [31:0]            readout_data_o,    // written
  input  wire logic                   readout_okay_i,
  input  wire logic [31:0]            readout_data_i
);

  localparam logic [1:0] Okay = 2'b00;
  localparam logic [1:0] SlaveError = 2'b10;

  silipool_pkg::runtime_t written_q;  // what the bus wrote; taken over between steps
  logic [4:0] mode_q;
  logic [4:0] errors_q;
  logic [31:0] frame_errors;
  logic [23:0] classes;  // given
  logic [3:0] interrupts_q;
  logic [3:0] interrupt_enable_q;
  logic initialising_q;
  logic state_read_q;   // an access to STATE_DATA that is not answered yet
  logic state_write_q;
  logic [31:0] state_written_q;

  // A write is done when address and data stand together, whole words only; none while the state is accessed.
  wire logic write = awvalid_i && wvalid_i && !bvalid_o && !state_access_o;
  wire logic read = arvalid_i && !rvalid_o && !state_read_q &&
                    !(readout_write_o && araddr_i == silipool_registers_pkg::READOUT_DATA);  // one access at a time
  assign awready_o = write;
  assign wready_o = write;
  assign arready_o = read;

  logic write_known;
  always_comb begin
    case (awaddr_i)
      silipool_registers_pkg::MODE: write_known = wstrb_i == 4'hf && (StreamBits >= 16 || wdata_i[1:0] == '0) &&
                                                   (ReadoutClasses != 0 || wdata_i[4:3] == '0) && wdata_i[4:3] != 2'b10;
      silipool_registers_pkg::CONTROL,
      silipool_registers_pkg::ERRORS,
      silipool_registers_pkg::INTERRUPTS,
      silipool_registers_pkg::INTERRUPT_ENABLE,
      silipool_registers_pkg::STATE_SELECT,
      silipool_registers_pkg::STATE_DATA,
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
      silipool_registers_pkg::READOUT_SELECT: write_known = wstrb_i == 4'hf && ReadoutClasses != 0;
      silipool_registers_pkg::READOUT_DATA: write_known = wstrb_i == 4'hf && readout_okay_i;
      default: write_known = 1'b0;
    endcase
  end

  // The 64-bit counters, in the order of their registers.
  localparam int Counters = 10;
  wire logic [Counters-1:0] counts = {
    readout_busy_i, input_waits_i, output_waits_i, phase_i, step_done_i && step_learn_i, step_done_i, busy_i && ready_i
  };
  logic [Counters*64-1:0] counted;
  logic [31:0] high_q;  // of the counter whose low half was read last
  wire logic clear_counters = write && write_known && awaddr_i == silipool_registers_pkg::CONTROL && wdata_i[1];
  for (genvar c = 0; c < Counters; c++) begin : gen_counter
    silipool_counter u_counter (
      .clk_i,
      .rst_ni,
      .clear_i(clear_counters),
      .count_i(counts[c]),
      .value_o(counted[c*64 +: 64])
    );
  end
  silipool_counter #(
    .Width(32)
  ) u_frame_errors (
    .clk_i,
    .rst_ni,
    .clear_i(clear_counters),
    .count_i(frame_dropped_i),
    .value_o(frame_errors)
  );

  silipool_counter #(
    .Width(24)
  ) u_classes (
    .clk_i,
    .rst_ni,
    .clear_i(clear_counters),
    .count_i(readout_done_i),
    .value_o(classes)
  );

  wire logic [11:0] counter_offset = araddr_i - silipool_registers_pkg::CYCLES_LOW;
  wire logic counter_read = counter_offset < 12'(8 * Counters) && counter_offset[1:0] == '0;
  logic [63:0] counter;
  always_comb begin
    counter = '0;
    for (int c = 0; c < Counters; c++) begin
      if (32'(counter_offset[11:3]) == c) counter = counted[c*64 +: 64];
    end
  end

  logic [31:0] value;
  logic read_known;
  always_comb begin
    read_known = 1'b1;
    value = '0;
    case (araddr_i)
      silipool_registers_pkg::ID: value = 32'h53494c49;
      silipool_registers_pkg::VERSION: value = silipool_registers_pkg::MAP_VERSION;
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
      silipool_registers_pkg::CONTROL, silipool_registers_pkg::STATE_SELECT: value = '0;
      silipool_registers_pkg::MODE: value = 32'(mode_q);
      silipool_registers_pkg::STATUS: value = {28'd0, rest_o, errors_q != '0, ready_i, busy_i || initialise_o};
      silipool_registers_pkg::ERRORS: value = 32'(errors_q);
      silipool_registers_pkg::FRAME_ERRORS: value = frame_errors;
      silipool_registers_pkg::INTERRUPTS: value = 32'(interrupts_q);
      silipool_registers_pkg::INTERRUPT_ENABLE: value = 32'(interrupt_enable_q);
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
      silipool_registers_pkg::READOUT_CLASSES: value = ReadoutClasses;
      silipool_registers_pkg::READOUT_BITS: value = ReadoutBits;
      silipool_registers_pkg::READOUT_BANKS: value = ReadoutBanks;
      silipool_registers_pkg::READOUT_SELECT: value = '0;
      silipool_registers_pkg::READOUT_DATA: begin
        read_known = readout_okay_i;
        value = readout_data_i;
      end
      silipool_registers_pkg::READOUT_CLASS: value = {classes, readout_class_i};
      default: begin
        read_known = counter_read;
        value = counter_offset[2] ? high_q : counter[31:0];
      end
    endcase
  end

  assign sparse_o = mode_q[0];
  assign indices_o = mode_q[1];
  assign pause_o = mode_q[2];
  assign class_beat_o = mode_q[3];
  assign class_alone_o = mode_q[4];
  assign rest_o = mode_q[2] && ready_i && !busy_i && !initialise_o && !readout_busy_i;
  assign readout_select_o = write && write_known && awaddr_i == silipool_registers_pkg::READOUT_SELECT;
  assign readout_write_o = write && write_known && awaddr_i == silipool_registers_pkg::READOUT_DATA;
  assign readout_access_o =
      readout_write_o || (read && araddr_i == silipool_registers_pkg::READOUT_DATA && readout_okay_i);
  assign readout_data_o = wdata_i;
  assign irq_o = (interrupts_q & interrupt_enable_q) != '0;
  assign state_select_o = write && write_known && awaddr_i == silipool_registers_pkg::STATE_SELECT;
  assign state_access_o = state_write_q || state_read_q;
  assign state_write_o = state_write_q;
  assign state_data_o = state_select_o ? wdata_i : state_written_q;

  always_ff @(posedge clk_i) begin
    if (bvalid_o && bready_i) bvalid_o <= 1'b0;
    if (rvalid_o && rready_i) rvalid_o <= 1'b0;
    if (initialise_o && busy_i) initialise_o <= 1'b0;

    // Between two steps; not while paused, for the frame that may wait in the first stage was begun before.
    if (!busy_i || (step_done_i && !pause_o)) runtime_o <= written_q;

    if (read && araddr_i == silipool_registers_pkg::STATE_DATA) begin
      state_read_q <= 1'b1;
    end else if (read) begin
      rvalid_o <= 1'b1;
      rdata_o <= read_known ? value : '0;
      rresp_o <= read_known ? Okay : SlaveError;
      if (counter_read && !counter_offset[2]) high_q <= counter[63:32];
    end

    if (write && write_known && awaddr_i == silipool_registers_pkg::STATE_DATA) begin
      state_write_q <= 1'b1;
      state_written_q <= wdata_i;
    end else if (write) begin
      bvalid_o <= 1'b1;
      bresp_o <= write_known ? Okay : SlaveError;
    end
    // One access to the state at a time, a write before a read.
    if (state_done_i && state_write_q) begin
      state_write_q <= 1'b0;
      bvalid_o <= 1'b1;
      bresp_o <= state_okay_i ? Okay : SlaveError;
    end else if (state_done_i && state_read_q) begin
      state_read_q <= 1'b0;
      rvalid_o <= 1'b1;
      rdata_o <= state_okay_i ? state_data_i : '0;
      rresp_o <= state_okay_i ? Okay : SlaveError;
    end

    initialising_q <= !ready_i && busy_i;
    if (write && write_known) begin
      case (awaddr_i)
        silipool_registers_pkg::CONTROL: begin
          if (wdata_i[0]) initialise_o <= 1'b1;
          if (wdata_i[1]) errors_q <= '0;
        end
        silipool_registers_pkg::MODE: mode_q <= wdata_i[4:0];
        silipool_registers_pkg::ERRORS: errors_q <= errors_q & ~wdata_i[4:0];
        silipool_registers_pkg::INTERRUPTS: interrupts_q <= interrupts_q & ~wdata_i[3:0];
        silipool_registers_pkg::INTERRUPT_ENABLE: interrupt_enable_q <= wdata_i[3:0];
        silipool_registers_pkg::STATE_SELECT, silipool_registers_pkg::STATE_DATA,
        silipool_registers_pkg::READOUT_SELECT, silipool_registers_pkg::READOUT_DATA: ;
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
    // What happens now stands, whatever was cleared now.
    if (frame_dropped_i) errors_q <= errors_q | frame_errors_i;
    if (step_done_i) interrupts_q[0] <= 1'b1;
    if (frame_dropped_i) interrupts_q[1] <= 1'b1;
    if (initialising_q && ready_i) interrupts_q[2] <= 1'b1;
    if (readout_done_i) interrupts_q[3] <= 1'b1;

    if (!rst_ni) begin
      bvalid_o <= 1'b0;
      rvalid_o <= 1'b0;
      initialise_o <= 1'b0;
      mode_q <= '0;
      errors_q <= '0;
      interrupts_q <= '0;
      interrupt_enable_q <= '0;
      initialising_q <= 1'b0;
      state_read_q <= 1'b0;
      state_write_q <= 1'b0;
      high_q <= '0;
      written_q <= '0;
      runtime_o <= '0;
    end
  end

endmodule
`default_nettype wire
