#pragma once
#include <algorithm>
#include <vector>

#include <silipool/oracle/oracle.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::testbench {

/// The events of the step that the model just made, in the oracle's order.
inline std::vector<oracle::Event> events_of(const sp::SpatialPooler& model, const sp::StepTrace& trace,
                                            std::uint32_t step) {
  std::vector<oracle::Event> events;
  const auto add = [&](int phase, std::uint32_t index, std::uint64_t value) {
    events.push_back({step, phase, index, value});
  };
  for (std::uint32_t c = 0; c < trace.overlaps.size(); ++c) add(1, c, trace.overlaps[c]);
  for (std::uint32_t c = 0; c < trace.keys.size(); ++c) add(2, c, trace.keys[c]);
  for (const std::uint32_t c : trace.winners)
    add(3, c, std::find(trace.learners.begin(), trace.learners.end(), c) != trace.learners.end() ? 1 : 0);
  for (const sp::Change& change : trace.permanences) add(4, change.index, change.value);
  for (const sp::Change& change : trace.duties) add(5, change.index, change.value);
  for (const sp::Change& change : trace.boosts) add(6, change.index, change.value);
  add(7, 0, model.digest());
  std::sort(events.begin(), events.end(), [](const oracle::Event& a, const oracle::Event& b) {
    return a.phase != b.phase ? a.phase < b.phase : a.index < b.index;
  });
  return events;
}

}  // namespace silipool::testbench
