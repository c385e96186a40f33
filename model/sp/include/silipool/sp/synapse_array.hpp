#pragma once
#include <cstdint>
#include <span>

#include <silipool/sp/kernels.hpp>
#include <silipool/sp/synapses.hpp>

namespace silipool::sp {

/// What a learner's synapses are told (docs/spec.md section 6.4); bits by synapse, as Synapses::sides.
struct Lesson {
  std::uint32_t column = 0;
  const std::uint64_t* on = nullptr;  ///< potential synapses whose input is on
  const std::uint64_t* off = nullptr;
  const std::uint64_t* gain = nullptr;  ///< those of them that the specification's draws let gain, or lose
  const std::uint64_t* lose = nullptr;
  std::uint32_t seed = 0, step = 0;  ///< of the draws
};

/// Synapses that are held by something else than the model's own memory, such as devices. A pooler that is
/// given one reads its overlaps there and writes its lessons there; everything after an overlap stays the
/// specification's. Rows of Synapses are then what the pooler shows as its permanences: an array writes into
/// them what it holds.
class SynapseArray {
 public:
  virtual ~SynapseArray() = default;
  /// All rows of `synapses` are new, from a reset or a state: the array begins with them.
  virtual void place(Synapses& synapses) = 0;
  /// Overlaps of all columns with the input that `synapses` looks at, at most the active slots of each.
  virtual void overlaps(const Synapses& synapses, std::span<std::uint32_t> of_column) = 0;
  /// Keys, where the array compares columns by something finer than their overlaps; false: it does not.
  virtual bool keys(std::span<const std::uint32_t> boosts, const KeyRule& rule,
                    std::span<std::uint32_t> keys) = 0;
  /// One learner.
  virtual void learn(Synapses& synapses, const Lesson& lesson, const RowRule& rule) = 0;
};

}  // namespace silipool::sp
