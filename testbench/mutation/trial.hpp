#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/engine/cycles.hpp>
#include <silipool/engine/pin_driver.hpp>
#include <silipool/engine/stall.hpp>
#include <silipool/engine/step.hpp>
#include <silipool/sp/state.hpp>

#include "lanes.hpp"

namespace silipool::mutation {

/// From this trial on, registers and the learning step take values that no file asks for, so that their upper
/// bits count too.
inline constexpr std::uint64_t kWide = 6;

/// One configuration with its stimulus and stalls, and all that the block must answer, computed once by the
/// reference model: winners, and without stalls the cycles, of every step; the state in the middle and at the
/// end; counters.
class Trial {
 public:
  /// `number` chooses stalls and how far inputs are submitted ahead.
  Trial(const config::Config& config, std::uint64_t number, std::uint64_t seed, std::uint64_t steps);

  /// How each mutant differed first. Error{check_failed} where the netlist itself differs from the model.
  [[nodiscard]] std::vector<Difference> run(const Netlist& netlist,
                                            std::span<const Netlist::Mutant> mutants) const;

 private:
  struct Expected {
    engine::StimulusStep step;
    base::Sdr winners;
    engine::SpEngine::StepCycles cycles;
  };
  void expect(std::uint64_t seed, std::uint64_t steps);
  void check(engine::PinDriver& driver) const;

  config::Config config_;
  engine::Stall stall_;
  std::uint64_t seed_;
  std::size_t ahead_;
  std::vector<Expected> steps_;
  std::size_t middle_;  ///< step before which the state is read, and `restored_` written
  std::optional<sp::State> saved_, restored_;
  sp::State last_;
  std::vector<std::pair<std::uint32_t, std::uint64_t>> counters_;  ///< register and what it must read
};

}  // namespace silipool::mutation
