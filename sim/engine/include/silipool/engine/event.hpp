#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <silipool/engine/activity.hpp>

namespace silipool::engine {

/// docs/spec.md section 7.
enum class Phase : std::uint8_t {
  overlap = 1,
  key = 2,
  winner = 3,
  permanence = 4,
  duty = 5,
  boost = 6,
  step_end = 7,
  readout = 8,   ///< the class of a step, from hardware that has the integer readout
  handshake = 9  ///< none of the specification: a rule of a protocol, at the pins
};
[[nodiscard]] std::string_view phase_name(Phase phase);

/// Where events go: called by an engine while it works on a step, in any order inside a phase.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void event(Phase phase, std::uint32_t index, std::uint64_t value) = 0;
  /// Whether the step that is ending is a digest step: the engine then shows all of its state.
  virtual bool state_wanted() = 0;
  /// One word of state.
  enum class State : std::uint8_t { permanence = 0, connected = 1, duty = 2, boost = 3, learning_step = 4 };
  virtual void state(State kind, std::uint32_t index, std::uint32_t value) = 0;
  /// What a part of the hardware counted at its own memories and units since it last told: row_reads,
  /// row_writes, keys, comparisons (rounds of selection, before their width is known), permanence_word_reads
  /// and permanence_word_writes.
  virtual void counted(const Activity& /*activity*/) {}
};

/// The first place where an engine and the model differ.
struct Mismatch {
  std::uint64_t step = 0;
  Phase phase = Phase::step_end;
  std::string what;  ///< "wrong value", "missing", "unexpected", "twice", "wrong state", "wrong output"
  std::uint32_t column = 0;
  std::optional<std::uint32_t> synapse;   ///< slot
  std::optional<EventSink::State> state;  ///< of which it is about, if it is about state
  std::string signal;                     ///< register or memory that was observed
  std::uint64_t cycle = 0;
  std::optional<std::uint64_t> rtl, model, oracle;  ///< absent: no such event
};

}  // namespace silipool::engine
