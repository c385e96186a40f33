// The comparator has to notice every way in which events can differ; a model's own trace is played back with
// one thing wrong at a time.
#include <algorithm>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/config/load.hpp>
#include <silipool/engine/lockstep.hpp>
#include <silipool/engine/stimulus.hpp>

namespace silipool {
namespace {

using engine::Phase;

struct Event {
  Phase phase;
  std::uint32_t index;
  std::uint64_t value;
};

config::Config small() {
  return config::parse_config(R"(
name = "small"
[input]
shape = [8, 8]
[pooler]
hypercolumns = [2, 2]
columns_per_hypercolumn = 4
window = [5, 5]
permanence_bits = 3
active_columns = 2
[learning]
rule = "every_step"
[boosting]
rule = "exponential"
strength = 4
duty_period = 16
update_period = 2
)",
                              "small.toml");
}

std::vector<Event> events_of(const sp::StepTrace& trace) {
  std::vector<Event> events;
  for (std::uint32_t c = 0; c < trace.overlaps.size(); ++c)
    events.push_back({Phase::overlap, c, trace.overlaps[c]});
  for (std::uint32_t c = 0; c < trace.keys.size(); ++c) events.push_back({Phase::key, c, trace.keys[c]});
  for (const std::uint32_t c : trace.winners)
    events.push_back(
        {Phase::winner, c, std::count(trace.learners.begin(), trace.learners.end(), c) != 0 ? 1U : 0U});
  for (const sp::Change& change : trace.permanences)
    events.push_back({Phase::permanence, change.index, change.value});
  for (const sp::Change& change : trace.duties) events.push_back({Phase::duty, change.index, change.value});
  for (const sp::Change& change : trace.boosts) events.push_back({Phase::boost, change.index, change.value});
  return events;
}

/// Four steps, the last of them changed by `spoil`; what the comparator says.
std::optional<engine::Mismatch> compare(const std::function<void(std::vector<Event>&)>& spoil,
                                        bool end = true) {
  const config::Config config = small();
  sp::SpatialPooler model(config.structural, config.runtime);
  engine::Comparator comparator(model);
  for (std::uint64_t step = 0; step < 4; ++step) {
    base::Sdr input(64);
    for (std::size_t i = step; i < 64; i += 2) input.set(i);
    const sp::StepTrace& trace = model.step(input, true);
    comparator.expect(trace, false);
    std::vector<Event> events = events_of(trace);
    if (step == 3) spoil(events);
    for (const Event& e : events) comparator.event(e.phase, e.index, e.value);
    if (step < 3 || end) comparator.event(Phase::step_end, 0, 0);
    (void)comparator.finish();
  }
  return comparator.mismatch();
}

std::size_t find(const std::vector<Event>& events, Phase phase) {
  for (std::size_t i = 0; i < events.size(); ++i)
    if (events[i].phase == phase) return i;
  ADD_FAILURE() << "the trace has no " << engine::phase_name(phase);
  return 0;
}

const std::vector<Phase> kPhases{Phase::overlap,    Phase::key,  Phase::winner,
                                 Phase::permanence, Phase::duty, Phase::boost};

TEST(Comparator, AgreesWithTheTraceInAnyOrder) {
  EXPECT_FALSE(compare([](std::vector<Event>&) {}));
  EXPECT_FALSE(compare([](std::vector<Event>& events) { std::reverse(events.begin(), events.end()); }));
}

TEST(Comparator, NoticesAWrongValueInEveryPhase) {
  for (const Phase phase : kPhases) {
    const auto m = compare([&](std::vector<Event>& events) { events[find(events, phase)].value ^= 1U; });
    ASSERT_TRUE(m) << engine::phase_name(phase);
    EXPECT_EQ(m->phase, phase);
    EXPECT_EQ(m->step, 3U);
    EXPECT_EQ(m->what, "wrong value");
    EXPECT_EQ(*m->rtl ^ 1U, *m->model);
  }
}

TEST(Comparator, NoticesAMissingEventInEveryPhase) {
  for (const Phase phase : kPhases) {
    const auto m = compare([&](std::vector<Event>& events) {
      events.erase(events.begin() + static_cast<std::ptrdiff_t>(find(events, phase)));
    });
    ASSERT_TRUE(m) << engine::phase_name(phase);
    EXPECT_EQ(m->phase, phase);
    EXPECT_EQ(m->what, "missing");
    EXPECT_FALSE(m->rtl);
  }
}

TEST(Comparator, NoticesAnEventThatComesTwice) {
  for (const Phase phase : kPhases) {
    const auto m =
        compare([&](std::vector<Event>& events) { events.push_back(events[find(events, phase)]); });
    ASSERT_TRUE(m) << engine::phase_name(phase);
    EXPECT_EQ(m->what, "twice");
  }
}

TEST(Comparator, NoticesAnEventThatNobodyExpected) {
  // A permanence of a slot past the last must not be taken for one of the next column.
  for (const std::uint32_t index : {25U, 4095U, 1000U << 12U}) {
    const auto m = compare([&](std::vector<Event>& events) {
      events.push_back({Phase::permanence, index, 1});
    });
    ASSERT_TRUE(m) << index;
    EXPECT_EQ(m->what, "unexpected");
    EXPECT_EQ(m->column, index >> 12U);
    EXPECT_EQ(*m->synapse, index & 4095U);
  }
}

TEST(Comparator, NoticesAStepThatDoesNotEnd) {
  const auto m = compare([](std::vector<Event>&) {}, false);
  ASSERT_TRUE(m);
  EXPECT_EQ(m->phase, Phase::step_end);
  EXPECT_EQ(m->what, "missing");
}

TEST(Comparator, NoticesWrongAndIncompleteState) {
  const config::Config config = small();
  using State = engine::EventSink::State;
  for (int spoil = -1; spoil < 6; ++spoil) {
    sp::SpatialPooler model(config.structural, config.runtime);
    engine::Comparator comparator(model);
    const sp::StepTrace& trace = model.step(base::Sdr(64), false);
    comparator.expect(trace, true);
    for (const Event& e : events_of(trace)) comparator.event(e.phase, e.index, e.value);
    for (std::uint32_t c = 0; c < 16; ++c) {
      for (std::uint32_t s = 0; s < 25; ++s) {
        const bool here = c == 7 && s == 12;
        const std::uint32_t p = model.permanence(c, s);
        comparator.state(State::permanence, c << 12U | s, here && spoil == 0 ? p ^ 1U : p);
        const std::uint32_t connected = p >= config.structural.connected_threshold ? 1 : 0;
        if (here && spoil == 4) continue;
        comparator.state(State::connected, c << 12U | s, here && spoil == 1 ? connected ^ 1U : connected);
      }
      comparator.state(State::duty, c, c == 7 && spoil == 2 ? 1 : model.duty(c));
      comparator.state(State::boost, c, c == 7 && spoil == 3 ? 1 : model.boost(c));
    }
    comparator.state(State::learning_step, 0, spoil == 5 ? 1 : model.learning_step());
    comparator.event(Phase::step_end, 0, 0);
    EXPECT_EQ(comparator.finish(), spoil == -1) << spoil;
    if (spoil >= 0 && spoil < 4) {
      EXPECT_EQ(comparator.mismatch()->column, 7U);
      EXPECT_EQ(comparator.mismatch()->what, "wrong state");
      EXPECT_EQ(comparator.mismatch()->synapse.has_value(), spoil < 2);
    }
  }
}

TEST(Lockstep, NoticesWrongWinnersAtThePins) {
  const config::Config config = small();
  engine::Lockstep lockstep(config, config.runtime, [](std::uint64_t) { return false; });
  const engine::StimulusStep s = engine::stimulus(64, 1, 0);
  lockstep.submit({s.input, false});
  sp::SpatialPooler model(config.structural, config.runtime);
  const sp::StepTrace& trace = model.step(s.input, false);
  for (const Event& e : events_of(trace)) lockstep.event(e.phase, e.index, e.value);
  lockstep.event(Phase::step_end, 0, 0);
  base::Sdr winners(16);
  for (const std::uint32_t c : trace.winners) winners.set(c);
  if (winners.test(3))
    winners.reset(3);
  else
    winners.set(3);
  EXPECT_FALSE(lockstep.collect(winners));
  EXPECT_EQ(lockstep.mismatch()->signal, "m_axis_tdata");
  EXPECT_EQ(lockstep.mismatch()->column, 3U);
}

TEST(Lockstep, NoticesWinnersWithoutEvents) {
  const config::Config config = small();
  engine::Lockstep lockstep(config, config.runtime, [](std::uint64_t) { return false; });
  lockstep.submit({base::Sdr(64), false});
  EXPECT_FALSE(lockstep.collect(base::Sdr(16)));
}

}  // namespace
}  // namespace silipool
