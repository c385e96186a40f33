#include <silipool/engine/report.hpp>

#include <algorithm>

#include <silipool/sp/arithmetic.hpp>

namespace silipool::engine {
namespace {

void report_state(EventSink& sink, const sp::SpatialPooler& pooler,
                  const std::function<bool(std::uint32_t, std::uint32_t)>& connected) {
  using State = EventSink::State;
  const config::Structural& s = pooler.structural();
  for (std::uint32_t c = 0; c < s.columns(); ++c) {
    for (std::uint32_t slot = 0; slot < s.slots(); ++slot) {
      const std::uint32_t index = c << sp::kItemBits | slot;
      const std::uint32_t permanence = pooler.permanence(c, slot);
      sink.state(State::permanence, index, permanence);
      sink.state(State::connected, index,
                 (connected ? connected(c, slot) : permanence >= s.connected_threshold) ? 1 : 0);
    }
    sink.state(State::duty, c, pooler.duty(c));
    sink.state(State::boost, c, pooler.boost(c));
  }
  sink.state(State::learning_step, 0, pooler.learning_step());
}

}  // namespace

void report_step(EventSink& sink, const sp::SpatialPooler& pooler, const sp::StepTrace& trace,
                 const std::function<bool(std::uint32_t, std::uint32_t)>& connected) {
  for (std::uint32_t c = 0; c < trace.overlaps.size(); ++c) {
    sink.event(Phase::overlap, c, trace.overlaps[c]);
    sink.event(Phase::key, c, trace.keys[c]);
  }
  for (const std::uint32_t c : trace.winners)
    sink.event(Phase::winner, c, std::ranges::binary_search(trace.learners, c) ? 1 : 0);
  for (const sp::Change& change : trace.permanences)
    sink.event(Phase::permanence, change.index, change.value);
  for (const sp::Change& change : trace.duties) sink.event(Phase::duty, change.index, change.value);
  for (const sp::Change& change : trace.boosts) sink.event(Phase::boost, change.index, change.value);
  if (sink.state_wanted()) report_state(sink, pooler, connected);
  sink.event(Phase::step_end, 0, 0);
}

}  // namespace silipool::engine
