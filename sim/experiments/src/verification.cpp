#include <silipool/experiments/verification.hpp>

#include <silipool/engine/stimulus.hpp>

namespace silipool::experiments {

Session verify(const config::Config& config, engine::SpEngine& engine, engine::Lockstep& lockstep,
               const VerificationOptions& options) {
  Session session(engine, &lockstep, options.stop);
  session.run(
      options.steps,
      [&](std::uint64_t step) { return engine::stimulus(config.structural.inputs(), options.seed, step); },
      Session::Feed::ahead,
      [&](std::uint64_t step, const base::Sdr&) {
        if (options.progress) options.progress(step + 1, options.steps);
      });
  return session;
}

}  // namespace silipool::experiments
