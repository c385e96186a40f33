#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <silipool/config/load.hpp>

/// The parts of a cross-validated random search.
namespace silipool::experiments::published {

/// What a setting of the search consists of: one of the values of each dimension, all equally likely.
struct Dimension {
  struct Value {
    std::string text;
    config::Overrides overrides;  ///< of mnist.toml
  };
  std::string name;
  std::vector<Value> values;
};
[[nodiscard]] std::vector<Dimension> search_space();
/// How many settings it has.
[[nodiscard]] std::uint64_t settings_of(const std::vector<Dimension>& space);

/// Which value of each dimension a point has: a function of (seed, point, name of the dimension) alone.
[[nodiscard]] std::vector<std::size_t> draw_point(const std::vector<Dimension>& space, std::uint64_t seed,
                                                  std::size_t point);
[[nodiscard]] config::Overrides overrides_of(const std::vector<Dimension>& space,
                                             const std::vector<std::size_t>& values);

/// Samples by number: those that are learned from, and every `folds`-th, which is held out.
struct Fold {
  std::vector<std::size_t> learned, held;
};
[[nodiscard]] Fold fold_of(std::size_t samples, std::size_t folds, std::size_t fold);

}  // namespace silipool::experiments::published
