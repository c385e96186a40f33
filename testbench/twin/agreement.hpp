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

/// How far the means of two systems may be apart and still be taken for the same.
using Margins = Figures;

struct Case {
  std::string preset;           ///< name of a file of sim/configs/presets
  config::Overrides overrides;  ///< that scale it down
  std::function<std::unique_ptr<Twin>(std::uint64_t seed)> twin;
};

struct Data {
  data::Images train, test;
};

/// Mean over seeds of preset and twin, their difference, and half of its 90 % interval (Welch's t).
struct Difference {
  double preset = 0, twin = 0, difference = 0, half_width = 0;
  /// Two one-sided tests at 5 %: the whole interval is within the margin. More noise makes it fail, never
  /// pass.
  [[nodiscard]] bool within(double margin) const;
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
