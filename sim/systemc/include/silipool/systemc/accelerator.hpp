#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/engine/activity.hpp>
#include <silipool/engine/cycles.hpp>
#include <silipool/engine/engine.hpp>
#include <silipool/readout/integer_weights.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::systemc {

class FrameReader;
class StatePort;

/// A step that ended, for who listens to Accelerator::stepped; valid while it does.
struct AcceleratorStep {
  const sp::SpatialPooler* pooler = nullptr;  ///< as the step left it
  const sp::StepTrace* trace = nullptr;
  const engine::Activity* activity = nullptr;
  std::uint64_t done = 0;               ///< cycle in which it ended
  engine::SpEngine::StepCycles cycles;  ///< at the pins, with a sink that is always ready
  std::optional<unsigned> label;        ///< of a readout that has its weights
};

/// The block as a loosely timed model of TLM-2.0: the registers of docs/registers.md, frames in, winners out
/// and the interrupt. What it computes is the reference model; how long it takes is engine::CycleModel; it
/// has no arithmetic and no timing of its own.
///
/// Streams are bursts: one transaction is a frame (stream_flags.hpp). The time at which a frame is called in
/// is when its source holds it. Accesses whose effect depends on time synchronise first, so an initiator
/// may run ahead by its quantum. A frame's transaction returns when the block can hold it, with the cycles of
/// its beats: earlier than the block would take the last of them by less than a step. What comes out does so
/// in the cycle in which it would leave the RTL.
class Accelerator final : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<Accelerator> registers{"registers"};
  tlm_utils::simple_target_socket<Accelerator, 64> s_axis{"s_axis"};
  tlm_utils::simple_initiator_socket<Accelerator, 64> m_axis{"m_axis"};
  sc_core::sc_out<bool> irq{"irq"};
  tlm::tlm_analysis_port<AcceleratorStep> stepped{"stepped"};

  /// Error{bad_input} for a configuration that the RTL does not have. `period` of the clock.
  Accelerator(const sc_core::sc_module_name& name, const config::Config& config,
              const sc_core::sc_time& period);
  ~Accelerator() override;

  [[nodiscard]] const sp::SpatialPooler& pooler() const noexcept { return pooler_; }
  [[nodiscard]] const config::Config& configuration() const noexcept { return config_; }
  /// Whole cycles since the simulation began.
  [[nodiscard]] std::uint64_t cycle() const;

 private:
  static constexpr std::size_t kParameters = 18;  ///< from SEED on
  using Parameters = std::array<std::uint32_t, kParameters>;
  struct Frame {
    base::Sdr bits;
    bool learn = false;
    std::uint64_t at_hand = 0;  ///< cycle from which the source held it
    std::uint64_t whole = 0;    ///< cycle in which its last beat can be in
  };
  /// What the 64-bit counters hold, in the order of their registers.
  using Counters = std::array<std::uint64_t, 10>;

  void access_register(tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay);
  [[nodiscard]] tlm::tlm_response_status write_register(std::uint32_t address, std::uint32_t value);
  [[nodiscard]] tlm::tlm_response_status read_register(std::uint32_t address, std::uint32_t& value);
  [[nodiscard]] std::optional<std::uint32_t> identity(std::uint32_t address) const;
  [[nodiscard]] std::uint32_t status() const;
  [[nodiscard]] bool at_rest() const;
  [[nodiscard]] bool access_weights(bool write, std::uint32_t& value);
  void set_mode(std::uint32_t mode);
  void control(std::uint32_t value);
  [[nodiscard]] Counters counters() const;

  void take_frame(tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay);
  void drop_frame(std::uint32_t errors);
  void work();
  void initialise();
  void step(const Frame& frame);
  void take_parameters();
  void send_winners(const sp::StepTrace& trace, std::optional<unsigned> label);
  void wait_until(std::uint64_t cycle);
  void raise(std::uint32_t interrupts);
  void drive_irq();
  void give_class();

  config::Config config_;  ///< of its microarchitecture, formats follow MODE
  sc_core::sc_time period_;
  sp::SpatialPooler pooler_;
  engine::CycleModel cycles_;
  engine::BankTable banks_;
  std::unique_ptr<FrameReader> reader_;
  std::unique_ptr<StatePort> state_;
  std::uint32_t config_hash_;
  std::uint64_t access_cycles_;

  Parameters written_{};
  std::optional<Parameters> taken_;  ///< by the core, in steps or for the initial state
  std::uint32_t mode_ = 0, errors_ = 0, frame_errors_ = 0, interrupts_ = 0, interrupt_enable_ = 0;
  std::uint32_t counter_high_ = 0;
  bool ready_ = false, busy_ = false, initialise_ = false;
  std::uint64_t paused_at_ = 0;               ///< cycle, while MODE says so
  bool begun_ = false;                        ///< the next frame was, before the pause
  bool taken_over_ = false;                   ///< parameters of the next step stand
  std::deque<Frame> frames_;                  ///< whole, not begun
  std::size_t held_ = 0;                      ///< frames that have come, of steps that have not ended
  std::optional<std::uint64_t> frame_begin_;  ///< cycle from which the source holds the frame that arrives

  Counters counted_{}, cleared_{};  ///< when the last step ended; when they were cleared
  std::uint64_t input_wait_ = 0, output_wait_ = 0;
  std::optional<std::uint64_t> waiting_since_;  ///< for a frame

  std::optional<readout::IntegerWeights> readout_;
  std::vector<std::int16_t> weights_;
  std::size_t weight_ = 0;  ///< where READOUT_DATA stands
  struct Class {
    std::uint64_t cycle;
    unsigned label;
  };
  std::deque<Class> classes_;  ///< that are being added up
  std::uint32_t class_ = 0, classes_given_ = 0;

  sc_core::sc_event wake_{"wake"}, room_{"room"}, irq_changed_{"irq_changed"};
  sc_core::sc_event_queue class_due_{"class_due"};
};

}  // namespace silipool::systemc
