#pragma once
#include <cstdint>

#include <silipool.h>

#include <silipool/base/error.hpp>
#include <silipool/config/config.hpp>
#include <silipool/readout/integer_weights.hpp>
#include <silipool/sp/state.hpp>
#include <silipool/systemc/processor.hpp>

namespace silipool::systemc {

/// The C driver of the block (rtl/driver) as software of a processor: every function is for its jobs. An
/// error of the driver is Error{check_failed}, with the function's name and what its code says.
class Driver {
 public:
  /// The block's registers are at `base` of the processor's bus. `patience`: reads of STATUS.
  Driver(Processor& processor, std::uint64_t base, const config::Config& config, std::uint32_t patience);
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  /// From reset to the first frame (docs/integration.md).
  void bring_up(const config::Runtime& runtime);
  [[nodiscard]] sp::State save();
  void restore(const sp::State& state);
  void load_weights(const readout::IntegerWeights& weights);

 private:
  Processor& processor_;
  std::uint64_t base_;
  config::Config config_;
  std::uint32_t patience_;
  silipool_block block_{};
};

}  // namespace silipool::systemc
