#include <silipool/engine/comparator.hpp>

#include <silipool/sp/arithmetic.hpp>

#include "observed_at.hpp"

namespace silipool::engine {
namespace {

constexpr std::uint32_t kSlotMask = (1U << sp::kItemBits) - 1U;

}  // namespace

Comparator::Comparator(const sp::SpatialPooler& model, const config::Microarchitecture& microarchitecture)
    : model_(model), microarchitecture_(microarchitecture), expected_(8) {
  const std::size_t columns = model.structural().columns();
  for (const Phase phase : {Phase::overlap, Phase::key, Phase::winner, Phase::duty, Phase::boost}) {
    of(phase).stamp.resize(columns);
    of(phase).value.resize(columns);
  }
  of(Phase::permanence).stamp.resize(columns * model.structural().slots());
  of(Phase::permanence).value.resize(columns * model.structural().slots());
}

std::size_t Comparator::dense_index(Phase phase, std::uint32_t index) const {
  if (phase != Phase::permanence) return index;
  const std::size_t slot = index & kSlotMask;
  // A slot that does not exist must not alias one that does.
  if (slot >= model_.structural().slots()) return SIZE_MAX;
  return (index >> sp::kItemBits) * model_.structural().slots() + slot;
}

void Comparator::want(Phase phase, std::size_t at, std::uint32_t value) {
  Expected& e = of(phase);
  e.stamp[at] = epoch_;
  e.value[at] = value;
  ++e.wanted;
}

void Comparator::expect(const sp::StepTrace& trace, bool digest_step) {
  epoch_ += 2;  // even: expected; odd: seen
  digest_step_ = digest_step;
  step_ended_ = false;
  state_words_of_step_ = 0;
  for (Expected& e : expected_) e.wanted = e.seen = 0;
  for (std::size_t c = 0; c < trace.overlaps.size(); ++c) {
    want(Phase::overlap, c, trace.overlaps[c]);
    want(Phase::key, c, trace.keys[c]);
  }
  for (const std::uint32_t c : trace.winners) want(Phase::winner, c, 0);
  for (const std::uint32_t c : trace.learners) of(Phase::winner).value[c] = 1;
  for (const sp::Change& change : trace.permanences)
    want(Phase::permanence, dense_index(Phase::permanence, change.index), change.value);
  for (const sp::Change& change : trace.duties) want(Phase::duty, change.index, change.value);
  for (const sp::Change& change : trace.boosts) want(Phase::boost, change.index, change.value);
}

void Comparator::event(Phase phase, std::uint32_t index, std::uint64_t value) {
  if (mismatch_) return;
  ++events_;
  if (phase == Phase::permanence) ++permanences_;
  if (phase == Phase::step_end) {
    if (step_ended_) report(phase, "twice", 0, value, std::nullopt);
    step_ended_ = true;
    return;
  }
  Expected& e = of(phase);
  const std::size_t at = dense_index(phase, index);
  if (at >= e.stamp.size() || e.stamp[at] < epoch_) {
    report(phase, "unexpected", index, value, std::nullopt);
  } else if (e.stamp[at] > epoch_) {
    report(phase, "twice", index, value, e.value[at]);
  } else if (e.value[at] != value) {
    report(phase, "wrong value", index, value, e.value[at]);
  } else {
    e.stamp[at] = epoch_ + 1;
    ++e.seen;
  }
}

void Comparator::state(State kind, std::uint32_t index, std::uint32_t value) {
  if (mismatch_) return;
  ++state_words_;
  ++state_words_of_step_;
  const std::uint32_t column =
      kind == State::permanence || kind == State::connected ? index >> sp::kItemBits : index;
  const std::uint32_t slot = index & kSlotMask;
  std::uint32_t expected = 0;
  switch (kind) {
    case State::permanence:
      expected = model_.permanence(column, slot);
      break;
    case State::connected:
      expected = model_.pools().potential(column, slot) &&
                         model_.permanence(column, slot) >= model_.structural().connected_threshold
                     ? 1U
                     : 0U;
      break;
    case State::duty:
      expected = model_.duty(column);
      break;
    case State::boost:
      expected = model_.boost(column);
      break;
    case State::learning_step:
      expected = model_.learning_step();
      break;
  }
  if (value == expected) return;
  const bool synapse = kind == State::permanence || kind == State::connected;
  report(Phase::step_end, "wrong state", synapse ? index : column << sp::kItemBits, value, expected);
  if (!synapse) mismatch_->synapse.reset();
  mismatch_->state = kind;
  mismatch_->signal = observed_at(model_.structural(), microarchitecture_, kind, mismatch_->column);
}

bool Comparator::finish() {
  for (const Phase phase :
       {Phase::overlap, Phase::key, Phase::winner, Phase::permanence, Phase::duty, Phase::boost}) {
    Expected& e = of(phase);
    if (mismatch_ || e.seen == e.wanted) continue;
    for (std::size_t at = 0; at < e.stamp.size(); ++at)
      if (e.stamp[at] == epoch_) {
        const std::size_t slots = model_.structural().slots();
        const std::size_t index = phase == Phase::permanence ? at / slots << sp::kItemBits | at % slots : at;
        report(phase, "missing", static_cast<std::uint32_t>(index), std::nullopt, e.value[at]);
        break;
      }
  }
  if (!mismatch_ && !step_ended_) report(Phase::step_end, "missing", 0, std::nullopt, 0);
  const std::size_t columns = model_.structural().columns();
  const std::size_t words = digest_step_ ? columns * (2 * model_.structural().slots() + 2) + 1 : 0;
  if (!mismatch_ && state_words_of_step_ != words)
    report(Phase::step_end, "state shown incompletely", 0, state_words_of_step_, words);
  ++step_;
  return !mismatch_;
}

void Comparator::report(Phase phase, const char* what, std::uint32_t index, std::optional<std::uint64_t> rtl,
                        std::optional<std::uint64_t> model) {
  const bool synapse = phase == Phase::permanence || phase == Phase::step_end;
  mismatch_ = Mismatch{.step = step_,
                       .phase = phase,
                       .what = what,
                       .column = synapse ? index >> sp::kItemBits : index,
                       .synapse = synapse ? std::optional(index & kSlotMask) : std::nullopt,
                       .state = std::nullopt,
                       .signal = {},
                       .cycle = now(),
                       .rtl = rtl,
                       .model = model,
                       .oracle = std::nullopt};
  mismatch_->signal = observed_at(model_.structural(), microarchitecture_, phase, mismatch_->column);
}

}  // namespace silipool::engine
