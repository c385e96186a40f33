#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <systemc>
#include <tlm>

#include <silipool/systemc/frames.hpp>

namespace silipool::systemc {

/// Compares the winners that a monitor received with those expected, in order. Bind the monitor's port to
/// it: `monitor.received.bind(scoreboard)`.
class Scoreboard final : public sc_core::sc_object, public tlm::tlm_analysis_if<OutputFrame> {
 public:
  struct Mismatch {
    std::uint64_t frame = 0;  ///< from 0
    std::uint64_t cycle = 0;  ///< of its last beat
    std::string what;         ///< "column 7 should have won", "no frame was expected", ...
  };

  explicit Scoreboard(const char* name) : sc_core::sc_object(name) {}

  void expect(const base::Sdr& winners) { expected_.push_back(winners); }
  void write(const OutputFrame& frame) override;

  [[nodiscard]] std::uint64_t matches() const noexcept { return matches_; }
  [[nodiscard]] std::uint64_t mismatches() const noexcept { return mismatches_; }
  /// Frames expected that have not come.
  [[nodiscard]] std::size_t outstanding() const noexcept { return expected_.size(); }
  [[nodiscard]] const std::optional<Mismatch>& first_mismatch() const noexcept { return first_mismatch_; }
  /// Everything came, and as expected; false where nothing was compared.
  [[nodiscard]] bool passed() const noexcept { return matches_ > 0 && mismatches_ == 0 && expected_.empty(); }

 private:
  std::deque<base::Sdr> expected_;
  std::uint64_t matches_ = 0, mismatches_ = 0;
  std::optional<Mismatch> first_mismatch_;
};

}  // namespace silipool::systemc
