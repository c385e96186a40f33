#include <silipool/vectors/recording.hpp>

#include <silipool/base/error.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::vectors {
namespace {

/// They are kept in memory until they are written.
constexpr double kMostValues = 2147483648.0;

void check_size(const config::Structural& s, const RecordingOptions& o) {
  const auto steps = static_cast<double>(o.steps);
  const auto bits = static_cast<double>(s.inputs() + s.columns());
  double values = steps * bits / 32;
  if (o.overlaps) values += steps * static_cast<double>(s.columns());
  if (o.state_every > 0)
    values +=
        (steps / static_cast<double>(o.state_every) + 1) * static_cast<double>(s.columns() * (s.slots() + 2));
  if (values > kMostValues)
    base::bad_input(
        "{} steps of this configuration are more than 2^31 values: record fewer, or state less often",
        o.steps);
}

}  // namespace

Recording record(const config::Config& config,
                 const std::function<engine::StimulusStep(std::uint64_t)>& stimulus,
                 const RecordingOptions& options) {
  check_size(config.structural, options);
  sp::SpatialPooler model(config.structural, config.runtime);
  model.record_changes(false);
  Recording r{.config = config,
              .stimulus = options.stimulus,
              .given = {},
              .winners = {},
              .overlaps = {},
              .state_every = options.state_every,
              .states = {}};
  if (r.state_every > 0) r.states.push_back(model.state());
  for (std::uint64_t step = 0; step < options.steps; ++step) {
    if (options.stop != nullptr && options.stop->load()) break;
    r.given.push_back(stimulus(step));
    const engine::StimulusStep& given = r.given.back();
    const sp::StepTrace& trace = model.step(given.input, given.learn, given.label);
    base::Sdr& winners = r.winners.emplace_back(config.structural.columns());
    for (const std::uint32_t column : trace.winners) winners.set(column);
    if (options.overlaps) r.overlaps.push_back(trace.overlaps);
    if (r.state_every > 0 && (step + 1) % r.state_every == 0) r.states.push_back(model.state());
    if (options.progress) options.progress(step + 1, options.steps);
  }
  return r;
}

}  // namespace silipool::vectors
