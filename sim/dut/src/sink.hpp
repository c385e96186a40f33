#pragma once
#include <cstdint>
#include <deque>
#include <memory>

#include <silipool/base/sdr.hpp>
#include <silipool/dut/wiring.hpp>

namespace silipool::dut {

/// Takes winners from a design, cycle by cycle, and watches the rules of the protocol: each breach is a
/// Violation.
class Sink {
 public:
  virtual ~Sink() = default;
  /// Before the evaluation of a cycle. `runs`: a word may be taken.
  virtual void drive(bool runs) = 0;
  /// After it. `owed`: inputs that the design has taken and not yet answered.
  virtual void sample(std::uint64_t owed, std::uint64_t cycle) = 0;
  /// While reset is active, and settled: nothing may stand.
  virtual void sample_in_reset(std::uint64_t cycle) = 0;
  virtual void reset() = 0;

  /// Winners that have wholly come, oldest first.
  [[nodiscard]] std::deque<base::Sdr>& arrived() { return arrived_; }
  [[nodiscard]] std::uint64_t answered() const { return answered_; }
  [[nodiscard]] std::size_t words() const { return word_; }

 protected:
  std::deque<base::Sdr> arrived_;
  std::uint64_t answered_ = 0;
  std::size_t word_ = 0;  ///< words of the answer under way that were taken
};

[[nodiscard]] std::unique_ptr<Sink> make_sink(const Design& design, const Wiring& wiring,
                                              engine::PortLevel& ports);

}  // namespace silipool::dut
