#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

#include <silipool/base/sdr.hpp>
#include <silipool/engine/event.hpp>
#include <silipool/engine/pins.hpp>

namespace silipool::testbench {

/// What a FakePins does wrong, from its third frame on.
enum class Fault {
  none,
  data_changes,     ///< TDATA changes while a beat waits
  last_changes,     ///< TLAST changes while a beat waits
  valid_withdrawn,  ///< TVALID falls while a beat waits
  beat_missing,
  beat_twice,
  padding_set,  ///< a bit past the last column
  frame_twice,
  wrong_winner,
  no_winners,          ///< takes frames, gives nothing
  no_input,            ///< TREADY never rises
  bus_silent,          ///< reads are never answered
  bus_error,           ///< a write of SEED answers SLVERR
  bus_unasked,         ///< BVALID without a write
  bus_unasked_read,    ///< RVALID without a read
  bus_answer_changes,  ///< RDATA changes while it waits
  bus_answer_withdrawn,
  bus_write_lost,    ///< DECAY cannot be written
  no_initial_state,  ///< STATUS never says ready
  other_design,      ///< INPUTS reads something else
};

struct FakeDesign {
  std::size_t inputs = 37, columns = 21, stream_bits = 8;
  std::uint64_t work_cycles = 12;  ///< of one frame
  Fault fault = Fault::none;
};

/// What a FakePins computes: column c wins iff one input is on, which one depends on c and on the number of
/// frames learned before. So the order of frames and their learn flags matter.
class FakeModel {
 public:
  explicit FakeModel(std::size_t columns) : columns_(columns) {}
  base::Sdr step(const base::Sdr& input, bool learn);

 private:
  std::size_t columns_, learned_ = 0;
};

/// A design with the pins and the protocols of silipool_top (rtl/silipool_stream_in.sv,
/// silipool_stream_out.sv, silipool_registers.sv) and next to no arithmetic.
class FakePins final : public engine::PinLevel {
 public:
  explicit FakePins(const FakeDesign& design);

  const engine::PinOutputs& settle(const engine::PinInputs& inputs) override;
  const engine::PinOutputs& edge() override;
  [[nodiscard]] std::uint64_t cycle() const override { return cycle_; }
  void open_trace(const std::filesystem::path&) override {}
  void close_trace() override {}

  /// A step_end event per frame goes there; nullptr: none.
  void observe(engine::EventSink* sink) { sink_ = sink; }
  void repair() { design_.fault = Fault::none; }
  /// Cycles in which only one of address and data of a write stood on the pins.
  [[nodiscard]] std::uint64_t split_writes() const noexcept { return split_writes_; }
  [[nodiscard]] std::uint64_t settles() const noexcept { return settles_; }
  [[nodiscard]] std::uint32_t register_value(std::uint32_t address) const { return registers_.at(address); }

 private:
  [[nodiscard]] bool faulty(Fault fault) const { return design_.fault == fault && frames_done_ >= 2; }
  void reset();
  void combinational();
  void clock_input();
  void clock_core();
  void clock_output();
  void clock_bus();
  void show_output();

  FakeDesign design_;
  std::size_t beats_in_, beats_out_;
  engine::PinInputs in_;
  engine::PinOutputs out_;
  std::uint64_t cycle_ = 0, settles_ = 0, split_writes_ = 0;
  engine::EventSink* sink_ = nullptr;

  FakeModel model_{0};
  base::Sdr incoming_;
  std::size_t incoming_beat_ = 0;
  bool incoming_full_ = false, incoming_learn_ = false;
  std::optional<std::uint64_t> work_left_;
  base::Sdr winners_;  ///< of the core
  bool core_done_ = false;
  base::Sdr outgoing_;
  std::size_t outgoing_beat_ = 0;
  bool outgoing_full_ = false, repeat_beat_ = false, repeat_frame_ = false;
  std::uint64_t frames_done_ = 0;

  std::map<std::uint32_t, std::uint32_t> registers_;  ///< the writable ones
  bool ready_ = false;
  std::uint64_t initialising_ = 0;  ///< cycles left
};

}  // namespace silipool::testbench
