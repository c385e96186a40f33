#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/tlm_quantumkeeper.h>

namespace silipool::systemc {

/// Software on a bus: jobs that are handed in run one after the other, temporally decoupled, and access
/// memory and registers through `bus`. An access that is answered with an error says so and is not reported.
class Processor final : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<Processor> bus{"bus"};
  sc_core::sc_in<bool> irq{"irq"};

  explicit Processor(const sc_core::sc_module_name& name);

  /// A job runs when those before it are done; may be called between two sc_start(). `idle()` tells when.
  void post(std::function<void()> job);
  [[nodiscard]] bool idle() const noexcept { return jobs_.empty(); }
  /// Notified, in SC_ZERO_TIME, when the last job is done.
  [[nodiscard]] const sc_core::sc_event& done() const noexcept { return done_; }

  // For jobs.
  [[nodiscard]] bool read(std::uint64_t address, std::uint32_t& value);
  [[nodiscard]] bool write(std::uint64_t address, std::uint32_t value);
  [[nodiscard]] bool read_block(std::uint64_t address, std::span<unsigned char> data);
  [[nodiscard]] bool write_block(std::uint64_t address, std::span<const unsigned char> data);
  /// Sleeps until `irq` is high.
  void wait_for_interrupt();
  /// Computes for that long.
  void spend(const sc_core::sc_time& time);

 private:
  void run();
  bool transport(tlm::tlm_command command, std::uint64_t address, unsigned char* data, std::size_t length);

  std::deque<std::function<void()>> jobs_;  ///< the front runs
  tlm_utils::tlm_quantumkeeper keeper_;
  sc_core::sc_event posted_{"posted"}, done_{"done_event"};
};

}  // namespace silipool::systemc
