#include <silipool/engine/axi_lite.hpp>

#include <optional>
#include <utility>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/config/constants.hpp>
#include <silipool/engine/registers.hpp>
#include <silipool/engine/rtl_instance.hpp>

namespace silipool::engine {
namespace {

constexpr int kPatience = 512;  // cycles for one access; a word of state may flip 32 bits, in two cycles each
constexpr std::uint32_t kOkay = 0;

[[noreturn]] void failed(const std::string& message) {
  throw base::Error(base::ErrorKind::check_failed, message);
}

}  // namespace

bool AxiLite::runs(Channel channel) const {
  constexpr std::uint64_t kChannels = 5;
  const std::uint64_t at = pins_.cycle() * kChannels + static_cast<std::uint64_t>(channel);
  return stalls_.source_runs(at) && stalls_.sink_runs(at + 1);
}

std::uint32_t AxiLite::try_write(std::uint32_t address, std::uint32_t value, std::uint32_t strobe) {
  PinInputs in;
  in.s_axil_awaddr = address;
  in.s_axil_wdata = value;
  in.s_axil_wstrb = strobe;
  bool address_sent = false, data_sent = false;
  std::optional<std::uint32_t> stalled;  // a response that must stand
  for (int i = 0; i < kPatience; ++i) {
    in.s_axil_awvalid = !address_sent && (in.s_axil_awvalid || runs(Channel::write_address));
    in.s_axil_wvalid = !data_sent && (in.s_axil_wvalid || runs(Channel::write_data));
    in.s_axil_bready = runs(Channel::write_response);
    const PinOutputs out = pins_.settle(in);
    (void)pins_.edge();
    address_sent = address_sent || (in.s_axil_awvalid && out.s_axil_awready);
    data_sent = data_sent || (in.s_axil_wvalid && out.s_axil_wready);
    if (stalled && (!out.s_axil_bvalid || out.s_axil_bresp != *stalled))
      failed("AXI4-Lite: a response to a write changed while it was stalled");
    if (out.s_axil_bvalid && !(address_sent && data_sent))
      failed("AXI4-Lite: a response to a write that was not made");
    if (out.s_axil_bvalid && in.s_axil_bready) return out.s_axil_bresp;
    if (out.s_axil_bvalid) stalled = out.s_axil_bresp;
  }
  failed(fmt::format("AXI4-Lite: no answer to a write of 0x{:x} at 0x{:03x} in {} cycles", value, address,
                     kPatience));
}

std::uint32_t AxiLite::try_read(std::uint32_t address) {
  PinInputs in;
  in.s_axil_araddr = address;
  bool sent = false;
  std::optional<std::pair<std::uint32_t, std::uint32_t>> stalled;
  for (int i = 0; i < kPatience; ++i) {
    in.s_axil_arvalid = !sent && (in.s_axil_arvalid || runs(Channel::read_address));
    in.s_axil_rready = runs(Channel::read_data);
    const PinOutputs out = pins_.settle(in);
    (void)pins_.edge();
    sent = sent || (in.s_axil_arvalid && out.s_axil_arready);
    const std::pair answer{out.s_axil_rdata, out.s_axil_rresp};
    if (stalled && (!out.s_axil_rvalid || answer != *stalled))
      failed("AXI4-Lite: an answer to a read changed while it was stalled");
    if (out.s_axil_rvalid && !sent) failed("AXI4-Lite: an answer to a read that was not made");
    if (out.s_axil_rvalid && in.s_axil_rready) {
      read_data_ = out.s_axil_rdata;
      return out.s_axil_rresp;
    }
    if (out.s_axil_rvalid) stalled = answer;
  }
  failed(fmt::format("AXI4-Lite: no answer to a read at 0x{:03x} in {} cycles", address, kPatience));
}

void AxiLite::write(std::uint32_t address, std::uint32_t value) {
  if (const std::uint32_t response = try_write(address, value); response != kOkay)
    failed(fmt::format("AXI4-Lite: a write at 0x{:03x} was answered with response {}", address, response));
}

std::uint32_t AxiLite::read(std::uint32_t address) {
  if (const std::uint32_t response = try_read(address); response != kOkay)
    failed(fmt::format("AXI4-Lite: a read at 0x{:03x} was answered with response {}", address, response));
  return read_data_;
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> runtime_registers(const config::Runtime& runtime) {
  return {
      {registers::kSeed, runtime.seed},
      {registers::kActiveColumns, runtime.active_columns},
      {registers::kLearningColumns, runtime.learning_columns},
      {registers::kStimulusThreshold, runtime.stimulus_threshold},
      {registers::kInitiallyConnected, runtime.initially_connected},
      {registers::kIncrement, runtime.increment},
      {registers::kDecrement, runtime.decrement},
      {registers::kIncrementProbability, runtime.increment_probability},
      {registers::kDecrementProbability, runtime.decrement_probability},
      {registers::kBoostScale, runtime.boost_scale},
      {registers::kBoostTarget, runtime.boost_target},
      {registers::kDecay, runtime.decay},
      {registers::kUpdatePeriod, runtime.update_period},
      {registers::kBoostMaximum, runtime.boost_maximum},
      {registers::kMinimumDuty, runtime.minimum_duty},
      {registers::kLogOrigin, config::fixed_log2(256 * runtime.duty_period)},
      {registers::kLogScale, runtime.log_scale},
      {registers::kInhibitionRadius, runtime.inhibition_radius},
  };
}

void bring_up(PinLevel& pins, const config::Config& config, const config::Runtime& runtime, Stalls stalls) {
  PinInputs in;
  in.aresetn = false;
  for (int i = 0; i < 4; ++i) {
    (void)pins.settle(in);
    (void)pins.edge();
  }
  AxiLite bus(pins, stalls);
  const config::Structural& s = config.structural;
  const config::Microarchitecture& m = config.microarchitecture;
  struct Size {
    const char* name;
    std::uint32_t address;
    std::uint64_t expected;
  };
  for (const Size& size :
       {Size{"ID", registers::kId, 0x53494c49}, Size{"VERSION", registers::kVersion, registers::kMapVersion},
        Size{"CONFIG_HASH", registers::kConfigHash, structural_hash(config)},
        Size{"INPUTS", registers::kInputs, s.inputs()},
        Size{"HYPERCOLUMNS", registers::kHypercolumns, s.hypercolumns()},
        Size{"COLUMNS_PER_HYPERCOLUMN", registers::kColumnsPerHypercolumn, s.columns_per_hypercolumn},
        Size{"SLOTS", registers::kSlots, s.slots()},
        Size{"PERMANENCE_BITS", registers::kPermanenceBits, s.permanence_bits},
        Size{"CONNECTED_THRESHOLD", registers::kConnectedThreshold, s.connected_threshold},
        Size{"TILES", registers::kTiles, m.tiles}, Size{"BANKS", registers::kBanks, m.banks},
        Size{"LANES", registers::kLanes, m.lanes},
        Size{"MULTIPLIERS", registers::kMultipliers, m.multipliers},
        Size{"STREAM_BITS", registers::kStreamBits, m.stream_bits},
        Size{"READOUT_CLASSES", registers::kReadoutClasses, m.readout ? config.readout.classes : 0},
        Size{"READOUT_BITS", registers::kReadoutBits, m.readout ? config.readout.weight_bits : 0},
        Size{"READOUT_BANKS", registers::kReadoutBanks, m.readout ? m.readout_banks : 0}})
    if (const std::uint32_t found = bus.read(size.address); found != size.expected)
      failed(fmt::format("the RTL was built from another configuration: register {} reads {}, expected {}",
                         size.name, found, size.expected));
  bus.write(registers::kMode,
            (m.sparse_frames ? 1U : 0U) | (m.listed_winners ? 2U : 0U) | (m.class_beats ? 8U : 0U));
  for (const auto& [address, value] : runtime_registers(runtime)) {
    bus.write(address, value);
    if (const std::uint32_t found = bus.read(address); found != value)
      failed(fmt::format("register 0x{:03x} reads {} after {} was written", address, found, value));
  }
  bus.write(registers::kControl, 3);  // counters cleared, initial state
  // A synapse takes a few cycles, a row one; ten times that is a hang.
  const std::uint64_t turns = s.hypercolumns() / m.tiles;
  const std::uint64_t patience = 10000 + 60 * turns * s.slots() * (s.columns_per_hypercolumn + 1);
  const std::uint64_t start = pins.cycle();
  while ((bus.read(registers::kStatus) & 3U) != 2U)
    if (pins.cycle() - start > patience)
      failed(fmt::format("the RTL has not made its initial state in {} cycles", patience));
}

}  // namespace silipool::engine
