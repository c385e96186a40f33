#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/engine/cycles.hpp>
#include <silipool/engine/stall.hpp>
#include <silipool/engine/step.hpp>
#include <silipool/sp/state.hpp>
#include <silipool/verilated/foreign.hpp>

namespace silipool::mutation {

/// From this trial on, registers and the learning step take values that no file asks for, so that their upper
/// bits count too.
inline constexpr std::uint64_t kWide = 6;

/// The simulation model of a netlist with mutants.
struct Mutants {
  std::filesystem::path model;
  verilated::ForeignTop top;
};

/// One configuration with its stimulus and stalls, and all that the block must answer, computed once for all
/// mutants by the reference model: winners, and without stalls the cycles, of every step; the state in the
/// middle and at the end; counters.
class Trial {
 public:
  /// `number` chooses stalls and how far inputs are submitted ahead.
  Trial(const config::Config& config, std::uint64_t number, std::uint64_t seed, std::uint64_t steps);

  /// How the mutant differs from the reference, or nothing. Error{check_failed} where mutant 0 does: call it
  /// first, it sets the time-out.
  [[nodiscard]] std::optional<std::string> run(const Mutants& mutants, std::uint64_t mutant);

 private:
  struct Expected {
    engine::StimulusStep step;
    base::Sdr winners;
    engine::SpEngine::StepCycles cycles;
  };
  void expect(std::uint64_t seed, std::uint64_t steps);
  void check(const Mutants& mutants, std::uint64_t mutant, std::uint64_t allowed, std::uint64_t& taken) const;

  config::Config config_;
  engine::Stall stall_;
  std::uint64_t seed_;
  std::size_t ahead_;
  std::vector<Expected> steps_;
  std::size_t middle_;  ///< step before which the state is read, and `restored_` written
  std::optional<sp::State> saved_, restored_;
  sp::State last_;
  std::vector<std::pair<std::uint32_t, std::uint64_t>> counters_;  ///< register and what it must read
  std::uint64_t cycles_ = 0;                                       ///< allowed; 0: not known yet
};

}  // namespace silipool::mutation
