#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include <silipool/engine/event.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::engine {

/// Compares the events of an engine with the model's, step by step, with no tolerance: an event is
/// keyed by (step, phase, index), its order inside a phase is free, each phase must be complete. Stops
/// counting at the first difference and keeps it.
class Comparator final : public EventSink {
 public:
  /// The model must outlive this and be one step ahead: its trace says what to expect. Of the RTL's
  /// microarchitecture are the names in a report.
  explicit Comparator(const sp::SpatialPooler& model,
                      const config::Microarchitecture& microarchitecture = {});

  /// Before the engine's step: what the model just did. `digest_step`: all state will be compared too.
  void expect(const sp::StepTrace& trace, bool digest_step);
  /// After it: everything expected must have come. False once a mismatch is known.
  bool finish();

  void event(Phase phase, std::uint32_t index, std::uint64_t value) override;
  bool state_wanted() override { return digest_step_; }
  void state(State kind, std::uint32_t index, std::uint32_t value) override;

  /// Where the engine's clock is read from, for the report.
  void set_clock(std::function<std::uint64_t()> clock) { clock_ = std::move(clock); }
  [[nodiscard]] std::uint64_t now() const { return clock_ ? clock_() : 0; }
  [[nodiscard]] const std::optional<Mismatch>& mismatch() const noexcept { return mismatch_; }
  [[nodiscard]] std::uint64_t events_compared() const noexcept { return events_; }
  [[nodiscard]] std::uint64_t permanences_compared() const noexcept { return permanences_; }
  [[nodiscard]] std::uint64_t state_words_compared() const noexcept { return state_words_; }
  [[nodiscard]] std::uint64_t step() const noexcept { return step_; }

 private:
  /// Expected values of one phase, dense; a stamp tells expected and seen entries of this step from old ones.
  struct Expected {
    std::vector<std::uint64_t> stamp;
    std::vector<std::uint32_t> value;
    std::size_t wanted = 0, seen = 0;
  };
  void want(Phase phase, std::size_t at, std::uint32_t value);
  [[nodiscard]] std::size_t dense_index(Phase phase, std::uint32_t index) const;
  void report(Phase phase, const char* what, std::uint32_t index, std::optional<std::uint64_t> rtl,
              std::optional<std::uint64_t> model);
  Expected& of(Phase phase) { return expected_[static_cast<std::size_t>(phase)]; }

  const sp::SpatialPooler& model_;
  config::Microarchitecture microarchitecture_;
  std::vector<Expected> expected_;
  std::uint64_t epoch_ = 0;
  std::uint64_t step_ = 0;
  bool digest_step_ = false;
  bool step_ended_ = false;
  std::uint64_t events_ = 0, permanences_ = 0, state_words_ = 0, state_words_of_step_ = 0;
  std::optional<Mismatch> mismatch_;
  std::function<std::uint64_t()> clock_;
};

}  // namespace silipool::engine
