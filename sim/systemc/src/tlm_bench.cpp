#include "tlm_bench.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include <silipool/base/error.hpp>

#include "stream_payload.hpp"

namespace silipool::systemc {
namespace {

/// Of the clock of Wires, too.
sc_core::sc_time period() { return {10, sc_core::SC_NS}; }

/// Polls of STATUS, a few cycles each, while an initial state is made or steps end: ten times what the
/// slowest configuration takes.
std::uint32_t polls(const config::Config& config) {
  const config::Structural& s = config.structural;
  const std::uint64_t cycles = 10000 + 200 * s.columns() * (s.slots() + s.columns_per_hypercolumn);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(cycles, UINT32_MAX));
}

/// Frames that software has under way: as many as the DMA engine queues.
constexpr std::uint64_t kSlots = Dma::kQueue;

std::size_t whole_words(std::size_t bytes) { return (bytes + 7) / 8 * 8; }

/// Bits as the platform's memory has them: bitmaps of bytes, or indices of 16 bits.
std::vector<unsigned char> packed(const base::Sdr& bits, bool indices) {
  std::vector<unsigned char> bytes;
  if (indices) {
    bits.for_each([&bytes](std::size_t i) {
      bytes.push_back(static_cast<unsigned char>(i));
      bytes.push_back(static_cast<unsigned char>(i >> 8));
    });
    return bytes;
  }
  bytes.resize((bits.size() + 7) / 8);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<unsigned char>(bits.words()[i / 8] >> (8 * (i % 8)));
  return bytes;
}

base::Sdr unpacked(std::span<const unsigned char> bytes, std::size_t size, bool indices) {
  base::Sdr bits(size);
  const auto refuse = [](const std::string& what) {
    throw base::Error(base::ErrorKind::check_failed, "virtual platform: " + what);
  };
  if (indices) {
    if (bytes.size() % 2 != 0) refuse("half an index in a list of winners");
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
      const std::size_t index = bytes[i] | std::size_t{bytes[i + 1]} << 8;
      if (index >= size) refuse(fmt::format("winner {} of {} columns", index, size));
      bits.set(index);
    }
    return bits;
  }
  if (bytes.size() != (size + 7) / 8)
    refuse(fmt::format("{} bytes of winners where {} were expected", bytes.size(), (size + 7) / 8));
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bits.words()[i / 8] |= std::uint64_t{bytes[i]} << (8 * (i % 8));
  return bits;
}

}  // namespace

TlmBench::TlmBench(const sc_core::sc_module_name& name, const config::Config& config)
    : sc_core::sc_module(name), config_(config) {
  tlm::tlm_global_quantum::instance().set(100.0 * period());
}

void TlmBench::pause_on(const sc_core::sc_event& done) {
  SC_HAS_PROCESS(TlmBench);
  SC_METHOD(pause);
  sensitive << done << received_;
  dont_initialize();
}

void TlmBench::receive(base::Sdr winners, std::optional<unsigned> label, std::uint64_t cycle) {
  received.push_back({std::move(winners), label, cycle});
  received_.notify(sc_core::SC_ZERO_TIME);
}

// --- Streams ---

StreamBench::StreamBench(const sc_core::sc_module_name& name, const config::Config& config)
    : TlmBench(name, config),
      block_("block", config, period()),
      driver_(processor_, 0, config, polls(config)),
      reader_(config.structural.columns(), config.microarchitecture.stream_bits,
              config.microarchitecture.listed_winners, config.microarchitecture.class_beats) {
  processor_.bus.bind(block_.registers);
  processor_.irq(irq_);
  block_.irq(irq_);
  block_.stepped.bind(*this);
  source_.bind(block_.s_axis);
  block_.m_axis.bind(sink_);
  sink_.register_b_transport(this, &StreamBench::take);
  SC_HAS_PROCESS(StreamBench);
  SC_THREAD(send);
  pause_on(processor_.done());
}

void StreamBench::submit(const engine::StimulusStep& step) {
  frames_.push_back(step);
  submitted_.notify(sc_core::SC_ZERO_TIME);
}

void StreamBench::send() {
  const config::Microarchitecture& m = config_.microarchitecture;
  for (;;) {
    while (frames_.empty()) wait(submitted_);
    StreamPayload payload(engine::to_beats(frames_.front().input, m.stream_bits, m.sparse_frames),
                          m.stream_bits, frames_.front().learn);
    frames_.pop_front();
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    source_->b_transport(payload.transaction(), delay);
    wait(delay);
  }
}

void StreamBench::take(tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay) {
  // Who looks at them from outside must see them when they are there.
  wait(delay);
  delay = sc_core::SC_ZERO_TIME;
  for (const engine::Beat& beat : beats_of(transaction, config_.microarchitecture.stream_bits, true))
    if (const std::string wrong = reader_.take(beat); !wrong.empty()) SC_REPORT_ERROR(name(), wrong.c_str());
  std::optional<unsigned> label;
  if (config_.microarchitecture.class_beats) label = reader_.label();
  receive(reader_.frame(), label, block_.cycle());
  transaction.set_response_status(tlm::TLM_OK_RESPONSE);
}

// --- The platform ---

PlatformBench::PlatformBench(const sc_core::sc_module_name& name, const config::Config& config)
    : TlmBench(name, config),
      platform_("platform", config,
                kSlots * (whole_words(2 * config.structural.inputs()) +
                          whole_words(2 * config.structural.columns() + 2) + 8),
                period()),
      driver_(platform_.processor, Platform::kBlock, config, polls(config)),
      input_bytes_(whole_words(2 * config.structural.inputs())),
      output_bytes_(whole_words(2 * config.structural.columns() + 2) + 8) {
  platform_.block.stepped.bind(*this);
  pause_on(platform_.processor.done());
}

std::uint64_t PlatformBench::input_slot(std::uint64_t frame) const {
  return Platform::kMemory + frame % kSlots * input_bytes_;
}

std::uint64_t PlatformBench::output_slot(std::uint64_t frame) const {
  return Platform::kMemory + kSlots * input_bytes_ + frame % kSlots * output_bytes_;
}

void PlatformBench::submit(const engine::StimulusStep& step) {
  if (started_ - fetched_ == kSlots)
    base::bad_input("virtual platform: more than {} steps submitted and not collected", kSlots);
  const std::uint64_t slot = started_++;
  // Whatever makes the frames puts them into memory.
  const std::vector<unsigned char> bytes = packed(step.input, config_.microarchitecture.sparse_frames);
  std::ranges::copy(bytes, platform_.memory.bytes().begin() +
                               static_cast<std::ptrdiff_t>(input_slot(slot) - Platform::kMemory));
  platform_.processor.post(
      [this, slot, size = bytes.size(), learn = step.learn] { start_frame(slot, size, learn); });
}

void PlatformBench::start_frame(std::uint64_t slot, std::size_t bytes, bool learn) {
  Processor& cpu = platform_.processor;
  const auto write = [&cpu](std::uint64_t address, std::uint64_t value) {
    return cpu.write(Platform::kDma + address, static_cast<std::uint32_t>(value));
  };
  if (!write(Dma::kOutAddress, output_slot(slot)) || !write(Dma::kOutStart, 1) ||
      !write(Dma::kInAddress, input_slot(slot)) || !write(Dma::kInBytes, bytes) ||
      !write(Dma::kInStart, learn ? 1 : 0))
    SC_REPORT_ERROR(name(), "the DMA engine does not take an order");
}

void PlatformBench::brought_up() {
  // Winners are the DMA engine's interrupt; the block's own is for what must not happen.
  if (!platform_.processor.write(Platform::kBlock + SILIPOOL_INTERRUPT_ENABLE, SILIPOOL_INTERRUPT_DROPPED))
    SC_REPORT_ERROR(name(), "the block does not take INTERRUPT_ENABLE");
}

void PlatformBench::fetch() {
  platform_.processor.post([this] { fetch_winners(); });
}

void PlatformBench::fetch_winners() {
  Processor& cpu = platform_.processor;
  constexpr std::uint32_t failed = 2;
  bool okay = true;
  while (okay && written_ == static_cast<std::uint32_t>(fetched_)) {
    cpu.wait_for_interrupt();
    std::uint32_t interrupts = 0;
    okay = cpu.read(Platform::kDma + Dma::kInterrupt, interrupts) && (interrupts & failed) == 0;
    if (okay && interrupts == 0) {
      SC_REPORT_ERROR(name(), "the block dropped a frame");
      return;
    }
    okay = okay && cpu.write(Platform::kDma + Dma::kInterrupt, interrupts) &&
           cpu.read(Platform::kDma + Dma::kOutDone, written_);
  }
  const std::uint64_t slot = output_slot(fetched_++);
  std::uint64_t size = 0;
  unsigned char header[8] = {};
  okay = okay && cpu.read_block(slot, header);
  std::memcpy(&size, header, sizeof size);
  okay = okay && size <= output_bytes_ - 8;
  std::vector<unsigned char> bytes(okay ? size : 0);
  if (!bytes.empty()) okay = cpu.read_block(slot + 8, bytes);
  if (!okay) {
    SC_REPORT_ERROR(name(), "the DMA engine failed, or answers with an error");
    return;
  }
  std::span<const unsigned char> winners(bytes);
  std::optional<unsigned> label;
  const config::Microarchitecture& m = config_.microarchitecture;
  if (m.class_beats) {
    const std::size_t of_class = m.stream_bits >= 16 ? 2 : 1;
    label = winners[winners.size() - of_class];
    winners = winners.first(winners.size() - of_class);
  }
  receive(unpacked(winners, config_.structural.columns(), m.listed_winners), label, platform_.block.cycle());
}

}  // namespace silipool::systemc
