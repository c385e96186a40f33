#include <silipool/readout/make_readout.hpp>

#include <silipool/base/error.hpp>
#include <silipool/readout/counts.hpp>
#include <silipool/readout/nearest.hpp>
#include <silipool/readout/softmax.hpp>
#include <silipool/readout/svm.hpp>

namespace silipool::readout {

std::unique_ptr<Readout> make_readout(const config::Readout& config, std::size_t features, unsigned classes,
                                      std::uint64_t seed) {
  switch (config.rule) {
    case config::ReadoutRule::softmax:
      return std::make_unique<Softmax>(features, classes,
                                       SoftmaxOptions{.passes = static_cast<unsigned>(config.passes),
                                                      .learning_rate = config.learning_rate,
                                                      .learning_rate_decay = config.learning_rate_decay,
                                                      .weight_bits = config.weight_bits,
                                                      .seed = seed});
    case config::ReadoutRule::counts:
      return std::make_unique<Counts>(features, classes);
    case config::ReadoutRule::nearest:
      return std::make_unique<Nearest>(features, classes, config.neighbours);
    case config::ReadoutRule::svm:
      return std::make_unique<Svm>(features, classes, config.cost);
  }
  base::bad_input("readout rule {} is unknown", static_cast<int>(config.rule));
}

}  // namespace silipool::readout
