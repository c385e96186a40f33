#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include <silipool/base/sdr.hpp>

namespace silipool::twin {

/// A published pooler in IEEE doubles, written from its own equations and with its own numbers. It shares
/// nothing with model/sp and reads no configuration. Test-only: it may use the functions of libm, so its last
/// bits are those of the machine's.
class Twin {
 public:
  Twin() = default;
  Twin(const Twin&) = delete;
  Twin& operator=(const Twin&) = delete;
  virtual ~Twin() = default;
  /// The active columns, ascending.
  virtual std::vector<std::uint32_t> step(const base::Sdr& input, bool learn) = 0;
};

/// A synapse for each input of a column's potential pool.
struct Segment {
  std::vector<std::uint32_t> inputs;
  std::vector<double> permanences;  ///< 0..1
};

/// 1 for each input that is on, else 0.
[[nodiscard]] std::vector<std::uint8_t> as_bytes(const base::Sdr& input);

/// Synapses whose permanence is at least `threshold` and whose input is on.
[[nodiscard]] double overlap(const Segment& segment, const std::vector<std::uint8_t>& on, double threshold);

/// Adds `gain` where the input is on, else takes `loss`, within 0..1.
void learn(Segment& segment, const std::vector<std::uint8_t>& on, double gain, double loss);

/// The k columns of the greatest keys, ascending; of equals those that come first, or last.
enum class Equals { first, last };
[[nodiscard]] std::vector<std::uint32_t> greatest(const std::vector<double>& keys, std::size_t k,
                                                  Equals equals);

}  // namespace silipool::twin
