#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>

#include <silipool/base/sdr.hpp>
#include <silipool/engine/beats.hpp>
#include <silipool/engine/step.hpp>
#include <silipool/systemc/accelerator.hpp>
#include <silipool/systemc/platform.hpp>
#include <silipool/systemc/processor.hpp>

#include "driver.hpp"

namespace silipool::systemc {

/// What is around the block in a TlmEngine. It pauses the simulation whenever winners came or software is
/// done.
class TlmBench : public sc_core::sc_module, public tlm::tlm_analysis_if<AcceleratorStep> {
 public:
  struct Received {
    base::Sdr winners;
    std::optional<unsigned> label;
    std::uint64_t cycle = 0;  ///< in which they are all there
  };
  TlmBench(const sc_core::sc_module_name& name, const config::Config& config);

  virtual Accelerator& block() = 0;
  virtual Processor& processor() = 0;
  virtual Driver& driver() = 0;
  virtual void submit(const engine::StimulusStep& step) = 0;
  /// Software after the driver has brought the block up.
  virtual void brought_up() {}
  /// Before winners are waited for.
  virtual void fetch() {}
  std::deque<Received> received;
  std::function<void(const AcceleratorStep&)> listener;

 protected:
  void write(const AcceleratorStep& step) override { listener(step); }
  /// Winners came, in this cycle.
  void receive(base::Sdr winners, std::optional<unsigned> label, std::uint64_t cycle);
  config::Config config_;

 private:
  void pause() { sc_core::sc_pause(); }
  sc_core::sc_event received_{"received"};

 protected:
  void pause_on(const sc_core::sc_event& done);
};

/// A source and a sink.
class StreamBench final : public TlmBench {
 public:
  StreamBench(const sc_core::sc_module_name& name, const config::Config& config);
  Accelerator& block() override { return block_; }
  Processor& processor() override { return processor_; }
  Driver& driver() override { return driver_; }
  void submit(const engine::StimulusStep& step) override;

 private:
  void send();
  void take(tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay);

  Accelerator block_;
  Processor processor_{"processor"};
  sc_core::sc_signal<bool> irq_{"irq"};
  Driver driver_;
  tlm_utils::simple_initiator_socket<StreamBench, 64> source_{"source"};
  tlm_utils::simple_target_socket<StreamBench, 64> sink_{"sink"};
  std::deque<engine::StimulusStep> frames_;
  sc_core::sc_event submitted_{"submitted"};
  engine::BeatReader reader_;
};

/// The virtual platform with its software.
class PlatformBench final : public TlmBench {
 public:
  PlatformBench(const sc_core::sc_module_name& name, const config::Config& config);
  Accelerator& block() override { return platform_.block; }
  Processor& processor() override { return platform_.processor; }
  Driver& driver() override { return driver_; }
  void submit(const engine::StimulusStep& step) override;
  void brought_up() override;
  void fetch() override;

 private:
  void start_frame(std::uint64_t slot, std::size_t bytes, bool learn);
  void fetch_winners();
  [[nodiscard]] std::uint64_t input_slot(std::uint64_t frame) const;
  [[nodiscard]] std::uint64_t output_slot(std::uint64_t frame) const;

  Platform platform_;
  Driver driver_;
  std::size_t input_bytes_, output_bytes_;  ///< of a slot
  std::uint64_t started_ = 0, fetched_ = 0;
  std::uint32_t written_ = 0;  ///< frames that the DMA has written, as software knows
};

}  // namespace silipool::systemc
