#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <silipool/config/load.hpp>
#include <silipool/data/images.hpp>

#include "twin.hpp"

namespace silipool::twin {

/// What poolers are compared by, as fractions: accuracy of a softmax readout of the winners (6 passes, rate
/// 0.005), entropy ratio and density of the winners, all three of the test set.
struct Figures {
  double accuracy = 0, entropy_ratio = 0, density = 0;
};

struct Case {
  std::string preset;           ///< name of a file of sim/configs/presets
  config::Overrides overrides;  ///< that scale it down
  std::function<std::unique_ptr<Twin>(std::uint64_t seed)> twin;
};

struct Data {
  data::Images train, test;
};

/// The repeatability limit of ISO 5725-6: two runs of one and the same system, by other seeds, differ by more
/// than 2.8 standard deviations of a run in one of twenty pairs.
inline constexpr double kRepeatability = 2.8;

/// Mean over seeds of preset and twin, their difference, and half of its 90 % interval (Welch's t).
struct Difference {
  double preset = 0, twin = 0, difference = 0, half_width = 0;
  double margin = 0;  ///< kRepeatability standard deviations of a run, pooled over both systems
  /// Two one-sided tests at 5 %: the whole interval is within the margin, so that the systems are no farther
  /// apart than runs are by their seeds alone.
  [[nodiscard]] bool agrees() const;
  /// The whole interval is on one side of 0: the two are told apart at 5 %.
  [[nodiscard]] bool differs() const;
};
[[nodiscard]] Difference difference(const std::vector<double>& preset, const std::vector<double>& twin);

/// One pass of learning, then both sets without. Encodings are the preset's, for both.
[[nodiscard]] Figures figures_of_preset(const Case& c, const Data& data, std::uint32_t seed);
[[nodiscard]] Figures figures_of_twin(const Case& c, const Data& data, std::uint32_t seed);

struct Agreement {
  Difference accuracy, entropy_ratio, density;
};
/// Seeds 1 to `seeds` of each. Prints the rows of docs/presets.md.
[[nodiscard]] Agreement compare(const Case& c, const Data& data, std::uint32_t seeds);

}  // namespace silipool::twin
