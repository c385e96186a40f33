#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

#include <silipool/dut/wiring.hpp>
#include <silipool/engine/step.hpp>

namespace silipool::dut {

/// Gives inputs to a design, cycle by cycle.
class Source {
 public:
  virtual ~Source() = default;
  /// Before the evaluation of a cycle. `runs`: a word may begin; `free`: the design owes no winners.
  virtual void drive(bool runs, bool free) = 0;
  /// After it: what the design took.
  virtual void sample(std::uint64_t cycle) = 0;
  virtual void reset() = 0;

  void submit(const engine::StimulusStep& step) { waiting_.push_back(step); }
  /// Inputs that the design has wholly taken since reset.
  [[nodiscard]] std::uint64_t taken() const { return taken_; }
  /// Words of the input under way that it has taken.
  [[nodiscard]] std::size_t words() const { return word_; }
  /// Cycles in which the first words of the inputs were taken, in order, until they are asked for.
  [[nodiscard]] std::deque<std::uint64_t>& started() { return started_; }

 protected:
  std::deque<engine::StimulusStep> waiting_;  ///< not wholly taken
  std::size_t word_ = 0;
  std::uint64_t taken_ = 0;
  std::deque<std::uint64_t> started_;
};

[[nodiscard]] std::unique_ptr<Source> make_source(const Design& design, const Wiring& wiring,
                                                  engine::PortLevel& ports);

}  // namespace silipool::dut
