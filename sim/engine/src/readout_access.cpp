#include <silipool/engine/readout_access.hpp>

#include <silipool/base/stream.hpp>

#include "pause.hpp"

namespace silipool::engine {

void write_readout(AxiLite& bus, const config::Config& config, const readout::IntegerWeights& weights) {
  const config::Readout& r = config.readout;
  if (weights.bits() != r.weight_bits || weights.weights().size() != config.structural.columns() * r.classes)
    base::bad_input("{} weights of {} bits for a readout of {} columns, {} classes and {} bits",
                    weights.weights().size(), weights.bits(), config.structural.columns(), r.classes,
                    r.weight_bits);
  const Pause pause(bus, config);
  bus.write(registers::kReadoutSelect, 0);
  for (const std::int16_t weight : weights.weights())
    bus.write(registers::kReadoutData, static_cast<std::uint32_t>(std::int32_t{weight}));
}

std::vector<std::int16_t> read_readout(AxiLite& bus, const config::Config& config) {
  const Pause pause(bus, config);
  std::vector<std::int16_t> weights(config.structural.columns() * config.readout.classes);
  bus.write(registers::kReadoutSelect, 0);
  for (std::int16_t& weight : weights)
    weight = static_cast<std::int16_t>(static_cast<std::int32_t>(bus.read(registers::kReadoutData)));
  return weights;
}

readout::IntegerWeights readout_stimulus(const config::Config& config, std::uint64_t seed) {
  const config::Readout& r = config.readout;
  base::Stream stream(seed, "readout.stimulus");
  const std::uint64_t largest = (std::uint64_t{1} << (r.weight_bits - 1)) - 1;
  const std::uint64_t magnitude = stream.next() % 2 == 0 ? largest : 1;
  std::vector<double> real(config.structural.columns() * r.classes);
  for (double& weight : real)
    weight = static_cast<double>(stream.next() % (2 * magnitude + 1)) - static_cast<double>(magnitude);
  // The greatest weight is what integers are scaled by: with this one all the others are what they are.
  real.front() = static_cast<double>(largest);
  readout::IntegerWeights weights(config.structural.columns(), r.classes, r.weight_bits);
  (void)weights.quantise(real);
  return weights;
}

}  // namespace silipool::engine
