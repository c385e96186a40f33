#pragma once
// What the benchmarks run: poolers of several sizes, and the inputs they see.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>

namespace silipool::testbench {

inline constexpr std::string_view shape_names[] = {"mnist", "global", "htm_core", "binary"};
/// One of shape_names; Error{bad_input} for another.
///   mnist     sim/configs/mnist.toml: 1008 columns
///   global    sim/configs/mnist_global.toml: 1024 columns, without hypercolumns
///   htm_core  6272 columns, 8 at each pixel, that all inhibit each other, as the MNIST example of htm.core
///   binary    12 544 columns in 64 hypercolumns, permanences of one bit
[[nodiscard]] config::Config shape(std::string_view name);

/// htm_core with `side` x `side` hypercolumns of 8 columns, a tenth of which win.
[[nodiscard]] config::Config htm_core(unsigned side, unsigned synapses, unsigned stimulus_threshold);

struct Inputs {
  std::vector<base::Sdr> samples;
  std::vector<std::uint8_t> labels;
  bool real = false;  ///< MNIST, not generated
};

/// The first training images of MNIST above a grey level of 127; where they are not found (as
/// silipool looks for them), discs with as much ink as they have.
[[nodiscard]] const Inputs& inputs();
/// Generated inputs of 28 x 28, in each a disc of `on` inputs somewhere.
[[nodiscard]] Inputs discs(std::size_t on);

}  // namespace silipool::testbench
