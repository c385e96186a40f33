#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/systemc/accelerator.hpp>
#include <silipool/systemc/processor.hpp>

/// A virtual platform around the block: a processor, a memory, an interconnect, a DMA engine and the
/// interrupt, all loosely timed (docs/systemc.md).
namespace silipool::systemc {

/// A memory of words of 64 bits: a burst takes `latency` cycles, and one for each word.
class Memory final : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<Memory> port{"port"};
  Memory(const sc_core::sc_module_name& name, std::size_t bytes, const sc_core::sc_time& period,
         unsigned latency = 4);
  /// What stands in it, as a loader sees it.
  [[nodiscard]] std::span<unsigned char> bytes() noexcept { return bytes_; }

 private:
  void access(tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay);
  unsigned access_debug(tlm::tlm_generic_payload& transaction);
  [[nodiscard]] bool move(tlm::tlm_generic_payload& transaction);

  std::vector<unsigned char> bytes_;
  sc_core::sc_time period_;
  unsigned latency_;
};

/// Hands transactions of two initiators to the target whose addresses they are, counted from its base. What
/// is in no range, or runs out of one, is an address error.
class Router final : public sc_core::sc_module {
 public:
  static constexpr std::size_t kTargets = 3;
  struct Range {
    std::uint64_t base, size;
  };
  tlm_utils::simple_target_socket_tagged<Router> from_processor{"from_processor"}, from_dma{"from_dma"};
  std::array<tlm_utils::simple_initiator_socket<Router>, kTargets> targets;
  Router(const sc_core::sc_module_name& name, const std::array<Range, kTargets>& ranges);

 private:
  void access(int from, tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay);
  std::array<Range, kTargets> ranges_;
};

/// Moves frames from memory to the block and winners back, each as a queue of up to kQueue orders.
///
/// | offset | register | |
/// |---|---|---|
/// | 0x00 | IN_ADDRESS | of the frame: its kept bytes, packed |
/// | 0x04 | IN_BYTES | how many |
/// | 0x08 | IN_START | wo: queues the order; bit 0: the frame learns |
/// | 0x0c | OUT_ADDRESS | where winners go: their number of bytes in 8, then these |
/// | 0x10 | OUT_START | wo: queues the order |
/// | 0x14 | OUT_DONE | ro: frames of winners written, modulo 2^32 |
/// | 0x18 | INTERRUPT | w1c: bit 0: winners were written; bit 1: an access failed. `irq` is high meanwhile |
///
/// An order too many is answered with an error.
class Dma final : public sc_core::sc_module {
 public:
  static constexpr std::size_t kQueue = 8;
  static constexpr std::uint64_t kInAddress = 0x00, kInBytes = 0x04, kInStart = 0x08, kOutAddress = 0x0c,
                                 kOutStart = 0x10, kOutDone = 0x14, kInterrupt = 0x18;
  tlm_utils::simple_target_socket<Dma> registers{"registers"};
  tlm_utils::simple_initiator_socket<Dma> memory{"memory"};
  tlm_utils::simple_initiator_socket<Dma, 64> to_block{"to_block"};
  tlm_utils::simple_target_socket<Dma, 64> from_block{"from_block"};
  sc_core::sc_out<bool> irq{"irq"};
  /// `stream_bits` of the block.
  Dma(const sc_core::sc_module_name& name, std::size_t stream_bits, const sc_core::sc_time& period);

 private:
  struct Order {
    std::uint32_t address, bytes;
    bool learn;
  };
  void access_register(tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay);
  [[nodiscard]] bool write_register(std::uint64_t address, std::uint32_t value);
  void send();
  void take_winners(tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay);
  [[nodiscard]] bool access_memory(tlm::tlm_command command, std::uint64_t address,
                                   std::vector<unsigned char>& data, sc_core::sc_time& delay);
  void raise(std::uint32_t interrupts);
  void drive_irq();

  std::size_t beat_bytes_;
  sc_core::sc_time period_;
  std::uint32_t in_address_ = 0, in_bytes_ = 0, out_address_ = 0, out_done_ = 0, interrupts_ = 0;
  std::deque<Order> in_;
  std::deque<std::uint32_t> out_;
  sc_core::sc_event ordered_{"ordered"}, room_{"room"}, irq_changed_{"irq_changed"};
};

/// All of it, connected. The processor's interrupt is that of the DMA engine or of the block.
class Platform final : public sc_core::sc_module {
 public:
  static constexpr std::uint64_t kMemory = 0, kBlock = 0x40000000, kDma = 0x40010000;
  Platform(const sc_core::sc_module_name& name, const config::Config& config, std::size_t memory_bytes,
           const sc_core::sc_time& period);

  Accelerator block;
  Processor processor{"processor"};
  Memory memory;
  Dma dma;
  Router router;

 private:
  void join_interrupts() { irq_.write(block_irq_.read() || dma_irq_.read()); }
  sc_core::sc_signal<bool> irq_{"irq"}, block_irq_{"block_irq"}, dma_irq_{"dma_irq"};
};

}  // namespace silipool::systemc
