// The registers of Accelerator (docs/registers.md), as silipool_registers has them.
#include <algorithm>
#include <cstring>

#include <silipool/engine/registers.hpp>
#include <silipool/systemc/accelerator.hpp>

#include "modes.hpp"
#include "state_port.hpp"

namespace silipool::systemc {
namespace {

namespace at = engine::registers;

/// Widths of the parameters, from SEED on.
constexpr std::array<unsigned, 18> kWidths{32, 13, 13, 13, 17, 16, 16, 17, 17,
                                           24, 26, 17, 17, 16, 17, 17, 25, 11};
static_assert(at::kInhibitionRadius == at::kSeed + 4 * (kWidths.size() - 1));

constexpr std::uint32_t kLeastCounter = at::kCyclesLow, kEndOfCounters = at::kReadoutCyclesHigh + 4;

std::uint32_t masked(std::uint32_t value, unsigned width) {
  return width == 32 ? value : value & ((1U << width) - 1U);
}

bool is_parameter(std::uint32_t address) { return address >= at::kSeed && address <= at::kInhibitionRadius; }
bool is_counter(std::uint32_t address) { return address >= kLeastCounter && address < kEndOfCounters; }

}  // namespace

void Accelerator::access_register(tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay) {
  transaction.set_dmi_allowed(false);
  const std::uint64_t address = transaction.get_address();
  if (address % 4 != 0 || address > at::kReadoutClass) {
    transaction.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
    return;
  }
  if (transaction.get_data_length() != 4 || transaction.get_streaming_width() < 4) {
    transaction.set_response_status(tlm::TLM_BURST_ERROR_RESPONSE);
    return;
  }
  for (unsigned i = 0; i < std::min(4U, transaction.get_byte_enable_length()); ++i)
    if (transaction.get_byte_enable_ptr() != nullptr &&
        transaction.get_byte_enable_ptr()[i] != TLM_BYTE_ENABLED) {
      transaction.set_response_status(tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
      return;
    }
  const auto where = static_cast<std::uint32_t>(address);
  std::uint32_t value = 0;
  tlm::tlm_response_status status = tlm::TLM_COMMAND_ERROR_RESPONSE;
  if (const auto known = identity(where); known && transaction.is_read()) {
    // Always the same: whoever reads it may be ahead of time.
    value = *known;
    status = tlm::TLM_OK_RESPONSE;
  } else {
    if (delay != sc_core::SC_ZERO_TIME) wait(delay);
    delay = sc_core::SC_ZERO_TIME;
    if (transaction.is_read()) {
      status = read_register(where, value);
    } else if (transaction.is_write()) {
      std::memcpy(&value, transaction.get_data_ptr(), 4);
      status = write_register(where, value);
    }
  }
  if (transaction.is_read()) std::memcpy(transaction.get_data_ptr(), &value, 4);
  delay += static_cast<double>(access_cycles_) * period_;
  transaction.set_response_status(status);
}

std::optional<std::uint32_t> Accelerator::identity(std::uint32_t address) const {
  const config::Structural& s = config_.structural;
  const config::Microarchitecture& m = config_.microarchitecture;
  const auto word = [](std::size_t value) { return static_cast<std::uint32_t>(value); };
  switch (address) {
    case at::kId:
      return 0x53494c49;  // "SILI"
    case at::kVersion:
      return at::kMapVersion;
    case at::kConfigHash:
      return config_hash_;
    case at::kInputs:
      return word(s.inputs());
    case at::kHypercolumns:
      return word(s.hypercolumns());
    case at::kColumnsPerHypercolumn:
      return word(s.columns_per_hypercolumn);
    case at::kSlots:
      return word(s.slots());
    case at::kPermanenceBits:
      return s.permanence_bits;
    case at::kConnectedThreshold:
      return s.connected_threshold;
    case at::kTiles:
      return word(m.tiles);
    case at::kBanks:
      return word(m.banks);
    case at::kLanes:
      return word(m.lanes);
    case at::kMultipliers:
      return word(m.multipliers);
    case at::kStreamBits:
      return word(m.stream_bits);
    case at::kReadoutClasses:
      return m.readout ? config_.readout.classes : 0;
    case at::kReadoutBits:
      return m.readout ? config_.readout.weight_bits : 0;
    case at::kReadoutBanks:
      return m.readout ? word(m.readout_banks) : 0;
    case at::kControl:
    case at::kStateSelect:
    case at::kReadoutSelect:
      return 0;
    default:
      return std::nullopt;
  }
}

bool Accelerator::at_rest() const {
  return (mode_ & kPause) != 0 && ready_ && !busy_ && !initialise_ && classes_.empty();
}

std::uint32_t Accelerator::status() const {
  return (busy_ || initialise_ ? 1U : 0U) | (ready_ ? 2U : 0U) | (errors_ != 0 ? 4U : 0U) |
         (at_rest() ? 8U : 0U);
}

tlm::tlm_response_status Accelerator::read_register(std::uint32_t address, std::uint32_t& value) {
  if (is_parameter(address)) {
    value = written_[(address - at::kSeed) / 4];
    return tlm::TLM_OK_RESPONSE;
  }
  if (is_counter(address)) {
    const std::size_t number = (address - kLeastCounter) / 8;
    if ((address - kLeastCounter) % 8 == 0) {
      const std::uint64_t count = counters()[number] - cleared_[number];
      counter_high_ = static_cast<std::uint32_t>(count >> 32);
      value = static_cast<std::uint32_t>(count);
    } else {
      value = counter_high_;
    }
    return tlm::TLM_OK_RESPONSE;
  }
  switch (address) {
    case at::kMode:
      value = mode_;
      return tlm::TLM_OK_RESPONSE;
    case at::kStatus:
      value = status();
      return tlm::TLM_OK_RESPONSE;
    case at::kErrors:
      value = errors_;
      return tlm::TLM_OK_RESPONSE;
    case at::kFrameErrors:
      value = frame_errors_;
      return tlm::TLM_OK_RESPONSE;
    case at::kInterrupts:
      value = interrupts_;
      return tlm::TLM_OK_RESPONSE;
    case at::kInterruptEnable:
      value = interrupt_enable_;
      return tlm::TLM_OK_RESPONSE;
    case at::kStateData: {
      const auto word = at_rest() ? state_->read() : std::nullopt;
      value = word.value_or(0);
      return word ? tlm::TLM_OK_RESPONSE : tlm::TLM_GENERIC_ERROR_RESPONSE;
    }
    case at::kReadoutData:
      return access_weights(false, value) ? tlm::TLM_OK_RESPONSE : tlm::TLM_GENERIC_ERROR_RESPONSE;
    case at::kReadoutClass:
      value = class_ | classes_given_ << 8;
      return tlm::TLM_OK_RESPONSE;
    default:
      return tlm::TLM_ADDRESS_ERROR_RESPONSE;
  }
}

tlm::tlm_response_status Accelerator::write_register(std::uint32_t address, std::uint32_t value) {
  const config::Microarchitecture& m = config_.microarchitecture;
  if (is_parameter(address)) {
    const std::size_t number = (address - at::kSeed) / 4;
    written_[number] = masked(value, kWidths[number]);
    return tlm::TLM_OK_RESPONSE;
  }
  switch (address) {
    case at::kControl:
      control(value);
      return tlm::TLM_OK_RESPONSE;
    case at::kMode: {
      const std::uint32_t where = value & kClassAlone;
      if ((m.stream_bits < 16 && (value & (kSparseFrames | kListedWinners)) != 0) ||
          (!m.readout && where != 0) || where == (kClassAlone & ~kClassBeat))
        return tlm::TLM_GENERIC_ERROR_RESPONSE;
      set_mode(value & 0x1fU);
      return tlm::TLM_OK_RESPONSE;
    }
    case at::kErrors:
      errors_ &= ~value;
      return tlm::TLM_OK_RESPONSE;
    case at::kInterrupts:
      interrupts_ &= ~value;
      irq_changed_.notify(sc_core::SC_ZERO_TIME);
      return tlm::TLM_OK_RESPONSE;
    case at::kInterruptEnable:
      interrupt_enable_ = value & 0xfU;
      irq_changed_.notify(sc_core::SC_ZERO_TIME);
      return tlm::TLM_OK_RESPONSE;
    case at::kStateSelect:
      state_->select(value);
      return tlm::TLM_OK_RESPONSE;
    case at::kStateData:
      return at_rest() && state_->write(value) ? tlm::TLM_OK_RESPONSE : tlm::TLM_GENERIC_ERROR_RESPONSE;
    case at::kReadoutSelect:
      if (!m.readout) return tlm::TLM_GENERIC_ERROR_RESPONSE;
      weight_ = 0;
      return tlm::TLM_OK_RESPONSE;
    case at::kReadoutData:
      return access_weights(true, value) ? tlm::TLM_OK_RESPONSE : tlm::TLM_GENERIC_ERROR_RESPONSE;
    default:
      // Read only, or nothing at all.
      return identity(address) || is_counter(address) || address == at::kStatus ||
                     address == at::kFrameErrors || address == at::kReadoutClass
                 ? tlm::TLM_COMMAND_ERROR_RESPONSE
                 : tlm::TLM_ADDRESS_ERROR_RESPONSE;
  }
}

void Accelerator::control(std::uint32_t value) {
  if ((value & 1U) != 0) {
    initialise_ = true;
    wake_.notify(sc_core::SC_ZERO_TIME);
  }
  if ((value & 2U) == 0) return;
  errors_ = frame_errors_ = classes_given_ = 0;
  cleared_ = counters();
}

void Accelerator::set_mode(std::uint32_t mode) {
  const bool was_paused = (mode_ & kPause) != 0;
  mode_ = mode;
  const bool paused = (mode_ & kPause) != 0;
  if (paused && !was_paused) paused_at_ = cycle();
  if (!paused && was_paused) {
    begun_ = false;
    cycles_.hold(cycle());
  }
  wake_.notify(sc_core::SC_ZERO_TIME);
}

bool Accelerator::access_weights(bool write, std::uint32_t& value) {
  if (!config_.microarchitecture.readout || !at_rest() || weight_ == weights_.size()) return false;
  std::int16_t& weight = weights_[weight_++];
  if (!write) {
    value = static_cast<std::uint32_t>(std::int32_t{weight});
    return true;
  }
  const unsigned above = 32 - config_.readout.weight_bits;
  weight = static_cast<std::int16_t>(static_cast<std::int32_t>(value << above) >> above);
  if (weight_ == weights_.size()) {
    readout_.emplace(config_.structural.columns(), config_.readout.classes, config_.readout.weight_bits);
    readout_->assign(weights_);
  }
  return true;
}

Accelerator::Counters Accelerator::counters() const {
  Counters now = counted_;
  now[7] = output_wait_;
  now[8] = input_wait_ + (waiting_since_ ? cycle() - *waiting_since_ : 0);
  return now;
}

}  // namespace silipool::systemc
