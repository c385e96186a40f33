#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <silipool/variants/variant.hpp>

namespace silipool::variants {

/// What a step of a design was given.
struct Given {
  base::Sdr input;
  bool learn = false;
  bool reset = false;  ///< before it
};

/// Which parts of a design's state can be seen beside its winners.
struct Shown {
  bool overlap = false, permanence = false, duty = false, boost = false, learning_step = false;
  [[nodiscard]] bool any() const { return overlap || permanence || duty || boost || learning_step; }
};

/// And what it did.
struct Seen {
  Given given;
  base::Sdr winners;
  std::optional<std::uint64_t> state;  ///< a digest of what is shown after the step, where it was looked at
};

/// The digest of what a machine shows: each part that is, in the order of Shown, an item as 64 bits.
[[nodiscard]] std::uint64_t digest_of(const Variant& machine, const config::Structural& structural,
                                      const Shown& shown);

/// One mistake that does in every step exactly what the design did.
struct Explanation {
  std::string name, text;
};

struct Diagnosis {
  std::vector<Explanation> explanations;
  /// Where there are several: the first step of the future in which they do not all do the same.
  std::optional<std::uint64_t> apart;
  std::size_t tried = 0;  ///< mistakes that were held against it
};

/// Replays a design's steps from the first on with every mistake of the catalogue. `future(step)`: what would
/// be given in the steps after, as far as `horizon` steps ahead. Stops early when `stop` is set.
[[nodiscard]] Diagnosis explain(const config::Config& config, const WordBits& words, const Shown& shown,
                                const std::vector<Seen>& steps,
                                const std::function<Given(std::uint64_t)>& future, std::uint64_t horizon,
                                const std::atomic<bool>* stop);

}  // namespace silipool::variants
