#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include <silipool/base/stream.hpp>

namespace silipool::engine {

/// When a stream's source or sink holds back.
enum class Stall { none, in, out, both, alternate };
inline constexpr std::array<std::string_view, 5> stall_names{"none", "in", "out", "both", "alternate"};

/// Decides cycle by cycle, from named streams of a seed: `in` makes gaps between beats of the source,
/// `out` back-pressure of the sink (half of the cycles each), `alternate` both, every other cycle.
class Stalls {
 public:
  Stalls(Stall pattern, std::uint64_t seed)
      : pattern_(pattern), source_(seed, "stall.in"), sink_(seed, "stall.out") {}
  /// Whether the source may start a beat in this cycle.
  [[nodiscard]] bool source_runs(std::uint64_t cycle) const {
    if (pattern_ == Stall::alternate) return (cycle & 1U) == 0;
    return (pattern_ != Stall::in && pattern_ != Stall::both) || (source_.at(cycle) & 1U) == 0;
  }
  [[nodiscard]] bool sink_runs(std::uint64_t cycle) const {
    if (pattern_ == Stall::alternate) return (cycle & 1U) != 0;
    return (pattern_ != Stall::out && pattern_ != Stall::both) || (sink_.at(cycle) & 1U) == 0;
  }

 private:
  Stall pattern_;
  base::Stream source_, sink_;
};

}  // namespace silipool::engine
