#include "shapes.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/config/load.hpp>
#include <silipool/data/encoder.hpp>
#include <silipool/data/sets.hpp>

namespace silipool::testbench {
namespace {

constexpr std::size_t kSide = 28;
constexpr std::size_t kSamples = 2000;
constexpr std::size_t kInk = 103;  ///< inputs that are on in a mean image of MNIST above 127

constexpr std::string_view kBinary = R"(
name = "binary"
[input]
shape = [28, 28]
thresholds = [127]
[pooler]
hypercolumns = [8, 8]
columns_per_hypercolumn = 196
window = [13, 13]
permanence_bits = 1
connected_threshold = 1
active_columns = 10
stimulus_threshold = 4
[learning]
rule = "draw_per_synapse"
increment_probability = 0.003
decrement_probability = 0.0015
[boosting]
rule = "exponential"
strength = 24
duty_period = 5000
update_period = 256
)";

}  // namespace

config::Config htm_core(unsigned side, unsigned synapses, unsigned stimulus_threshold) {
  const unsigned columns = side * side * 8;
  return config::parse_config(fmt::format(R"(
name = "htm_core"
[input]
shape = [28, 28]
thresholds = [127]
[pooler]
hypercolumns = [{0}, {0}]
columns_per_hypercolumn = 8
window = [15, 15]
wrap = true
pool = "sample"
synapses_per_column = {1}
inhibition = "global"
active_columns = {2}
permanence_bits = 8
connected_threshold = 128
stimulus_threshold = {3}
stimulus_on = "boosted_overlap"
[learning]
rule = "draw_per_winner"
increment = 36
decrement = 1
increment_probability = 1.0
decrement_probability = 0.5
[boosting]
rule = "exponential"
strength = 4
duty_period = 1402
update_period = 256
)",
                                          side, synapses, columns / 10, stimulus_threshold),
                              "htm_core.toml");
}

config::Config shape(std::string_view name) {
  const std::string configs = SILIPOOL_SOURCE_DIR "/sim/configs/";
  if (name == "mnist") return config::load_config(configs + "mnist.toml");
  if (name == "global") return config::load_config(configs + "mnist_global.toml");
  if (name == "htm_core") return htm_core(28, 23, 6);
  if (name == "binary") return config::parse_config(kBinary, "binary.toml");
  base::bad_input("shape \"{}\": legal are mnist, global, htm_core and binary", name);
}

Inputs discs(std::size_t on) {
  Inputs made;
  base::Stream stream(1, "bench.discs");
  std::vector<std::pair<std::size_t, std::size_t>> nearest(kSide * kSide);
  for (std::size_t s = 0; s < kSamples; ++s) {
    const std::size_t y = 8 + stream.below(12);
    const std::size_t x = 8 + stream.below(12);
    for (std::size_t i = 0; i < nearest.size(); ++i) {
      const std::size_t dy = i / kSide > y ? i / kSide - y : y - i / kSide;
      const std::size_t dx = i % kSide > x ? i % kSide - x : x - i % kSide;
      nearest[i] = {dy * dy + dx * dx, i};
    }
    std::sort(nearest.begin(), nearest.end());
    base::Sdr sample(nearest.size());
    for (std::size_t i = 0; i < on; ++i) sample.set(nearest[i].second);
    made.samples.push_back(std::move(sample));
    made.labels.push_back(static_cast<std::uint8_t>(y % 10));
  }
  return made;
}

const Inputs& inputs() {
  static const Inputs all = [] {
    const data::SetRef set{"mnist/train", {}, {}};
    if (!data::available(set, data::search_path())) return discs(kInk);
    const data::Images images = data::load(set, data::search_path(), 1);
    const data::Encoder encoder(data::Encoding::threshold, {127});
    Inputs read;
    read.real = true;
    for (std::size_t i = 0; i < kSamples; ++i) {
      read.samples.push_back(encoder.encode(images.image(i)));
      read.labels.push_back(images.labels[i]);
    }
    return read;
  }();
  return all;
}

}  // namespace silipool::testbench
