#include <silipool/systemc/platform.hpp>

#include <algorithm>
#include <cstring>

#include <silipool/systemc/stream_flags.hpp>

namespace silipool::systemc {
namespace {

constexpr std::uint64_t kRegisterSpace = 0x1000;
constexpr std::uint32_t kWinnersWritten = 1, kFailed = 2;  // of the DMA engine's INTERRUPT

}  // namespace

// --- Memory ---

Memory::Memory(const sc_core::sc_module_name& name, std::size_t bytes, const sc_core::sc_time& period,
               unsigned latency)
    : sc_core::sc_module(name), bytes_(bytes), period_(period), latency_(latency) {
  port.register_b_transport(this, &Memory::access);
  port.register_transport_dbg(this, &Memory::access_debug);
}

bool Memory::move(tlm::tlm_generic_payload& transaction) {
  const std::uint64_t address = transaction.get_address();
  const std::size_t length = transaction.get_data_length();
  if (address > bytes_.size() || length > bytes_.size() - address) {
    transaction.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
    return false;
  }
  if (transaction.get_byte_enable_ptr() != nullptr || transaction.get_streaming_width() < length) {
    transaction.set_response_status(transaction.get_byte_enable_ptr() != nullptr
                                        ? tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE
                                        : tlm::TLM_BURST_ERROR_RESPONSE);
    return false;
  }
  if (transaction.is_read())
    std::memcpy(transaction.get_data_ptr(), bytes_.data() + address, length);
  else if (transaction.is_write())
    std::memcpy(bytes_.data() + address, transaction.get_data_ptr(), length);
  transaction.set_response_status(tlm::TLM_OK_RESPONSE);
  return true;
}

void Memory::access(tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay) {
  if (!move(transaction)) return;
  const unsigned words = (transaction.get_data_length() + 7) / 8;
  delay += static_cast<double>(latency_ + words) * period_;
}

unsigned Memory::access_debug(tlm::tlm_generic_payload& transaction) {
  return move(transaction) ? transaction.get_data_length() : 0;
}

// --- Router ---

Router::Router(const sc_core::sc_module_name& name, const std::array<Range, kTargets>& ranges)
    : sc_core::sc_module(name), ranges_(ranges) {
  from_processor.register_b_transport(this, &Router::access, 0);
  from_dma.register_b_transport(this, &Router::access, 1);
}

void Router::access(int /*from*/, tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay) {
  const std::uint64_t address = transaction.get_address();
  for (std::size_t t = 0; t < kTargets; ++t) {
    const auto [base, size] = ranges_[t];
    if (address < base || address - base >= size || transaction.get_data_length() > size - (address - base))
      continue;
    transaction.set_address(address - base);
    targets[t]->b_transport(transaction, delay);
    transaction.set_address(address);
    return;
  }
  transaction.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
}

// --- DMA engine ---

Dma::Dma(const sc_core::sc_module_name& name, std::size_t stream_bits, const sc_core::sc_time& period)
    : sc_core::sc_module(name), beat_bytes_(stream_bits / 8), period_(period) {
  registers.register_b_transport(this, &Dma::access_register);
  from_block.register_b_transport(this, &Dma::take_winners);
  SC_HAS_PROCESS(Dma);
  SC_THREAD(send);
  SC_METHOD(drive_irq);
  sensitive << irq_changed_;
}

void Dma::access_register(tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay) {
  const std::uint64_t address = transaction.get_address();
  if (transaction.get_data_length() != 4 || transaction.get_byte_enable_ptr() != nullptr) {
    transaction.set_response_status(tlm::TLM_BURST_ERROR_RESPONSE);
    return;
  }
  if (address % 4 != 0 || address > kInterrupt) {
    transaction.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
    return;
  }
  wait(delay);
  delay = 2.0 * period_;
  std::uint32_t value = 0;
  bool okay = true;
  if (transaction.is_write()) {
    std::memcpy(&value, transaction.get_data_ptr(), 4);
    okay = write_register(address, value);
  } else {
    value = address == kInAddress    ? in_address_
            : address == kInBytes    ? in_bytes_
            : address == kOutAddress ? out_address_
            : address == kOutDone    ? out_done_
            : address == kInterrupt  ? interrupts_
                                     : 0;
    std::memcpy(transaction.get_data_ptr(), &value, 4);
  }
  transaction.set_response_status(okay ? tlm::TLM_OK_RESPONSE : tlm::TLM_GENERIC_ERROR_RESPONSE);
}

bool Dma::write_register(std::uint64_t address, std::uint32_t value) {
  switch (address) {
    case kInAddress:
      in_address_ = value;
      return true;
    case kInBytes:
      in_bytes_ = value;
      return true;
    case kInStart:
      if (in_.size() == kQueue) return false;
      in_.push_back({in_address_, in_bytes_, (value & 1U) != 0});
      ordered_.notify(sc_core::SC_ZERO_TIME);
      return true;
    case kOutAddress:
      out_address_ = value;
      return true;
    case kOutStart:
      if (out_.size() == kQueue) return false;
      out_.push_back(out_address_);
      room_.notify(sc_core::SC_ZERO_TIME);
      return true;
    case kInterrupt:
      interrupts_ &= ~value;
      irq_changed_.notify(sc_core::SC_ZERO_TIME);
      return true;
    default:
      return false;
  }
}

bool Dma::access_memory(tlm::tlm_command command, std::uint64_t address, std::vector<unsigned char>& data,
                        sc_core::sc_time& delay) {
  if (data.empty()) return true;
  tlm::tlm_generic_payload transaction;
  transaction.set_command(command);
  transaction.set_address(address);
  transaction.set_data_ptr(data.data());
  transaction.set_data_length(static_cast<unsigned>(data.size()));
  transaction.set_streaming_width(static_cast<unsigned>(data.size()));
  memory->b_transport(transaction, delay);
  return transaction.is_response_ok();
}

void Dma::send() {
  for (;;) {
    while (in_.empty()) wait(ordered_);
    const Order order = in_.front();
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    std::vector<unsigned char> data(order.bytes);
    bool okay = access_memory(tlm::TLM_READ_COMMAND, order.address, data, delay);
    if (okay) {
      tlm::tlm_generic_payload transaction;
      StreamFlags flags;
      flags.user = order.learn;
      unsigned char none = TLM_BYTE_DISABLED;
      if (data.empty()) {
        // A list of nothing is a beat that keeps nothing.
        data.resize(beat_bytes_);
        transaction.set_byte_enable_ptr(&none);
        transaction.set_byte_enable_length(1);
      }
      transaction.set_command(tlm::TLM_WRITE_COMMAND);
      transaction.set_data_ptr(data.data());
      transaction.set_data_length(static_cast<unsigned>(data.size()));
      transaction.set_streaming_width(static_cast<unsigned>(data.size()));
      transaction.set_extension(&flags);
      to_block->b_transport(transaction, delay);
      transaction.clear_extension(&flags);
      okay = transaction.is_response_ok();
    }
    wait(delay);
    in_.pop_front();
    if (!okay) raise(kFailed);
  }
}

void Dma::take_winners(tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay) {
  wait(delay);
  delay = sc_core::SC_ZERO_TIME;
  while (out_.empty()) wait(room_);
  std::vector<unsigned char> data(8);
  const unsigned char* keep = transaction.get_byte_enable_ptr();
  for (unsigned i = 0; i < transaction.get_data_length(); ++i)
    if (keep == nullptr || keep[i % transaction.get_byte_enable_length()] == TLM_BYTE_ENABLED)
      data.push_back(transaction.get_data_ptr()[i]);
  const std::uint64_t bytes = data.size() - 8;
  std::memcpy(data.data(), &bytes, 8);
  // The stream is taken; memory is written behind it.
  sc_core::sc_time written = sc_core::SC_ZERO_TIME;
  const bool okay = access_memory(tlm::TLM_WRITE_COMMAND, out_.front(), data, written);
  out_.pop_front();
  ++out_done_;
  raise(okay ? kWinnersWritten : kFailed);
  transaction.set_response_status(tlm::TLM_OK_RESPONSE);
}

void Dma::raise(std::uint32_t interrupts) {
  interrupts_ |= interrupts;
  irq_changed_.notify(sc_core::SC_ZERO_TIME);
}

void Dma::drive_irq() { irq.write(interrupts_ != 0); }

// --- All of it ---

Platform::Platform(const sc_core::sc_module_name& name, const config::Config& config,
                   std::size_t memory_bytes, const sc_core::sc_time& period)
    : sc_core::sc_module(name),
      block("block", config, period),
      memory("memory", memory_bytes, period),
      dma("dma", config.microarchitecture.stream_bits, period),
      router("router", {{{kMemory, memory_bytes}, {kBlock, kRegisterSpace}, {kDma, kRegisterSpace}}}) {
  processor.bus.bind(router.from_processor);
  dma.memory.bind(router.from_dma);
  router.targets[0].bind(memory.port);
  router.targets[1].bind(block.registers);
  router.targets[2].bind(dma.registers);
  dma.to_block.bind(block.s_axis);
  block.m_axis.bind(dma.from_block);
  block.irq(block_irq_);
  dma.irq(dma_irq_);
  processor.irq(irq_);
  SC_HAS_PROCESS(Platform);
  SC_METHOD(join_interrupts);
  sensitive << block_irq_ << dma_irq_;
}

}  // namespace silipool::systemc
