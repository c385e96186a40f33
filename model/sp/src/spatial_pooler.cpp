#include <silipool/sp/spatial_pooler.hpp>

#include <algorithm>
#include <bit>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>
#include <silipool/sp/arithmetic.hpp>
#include <silipool/sp/inhibition_radius.hpp>

namespace silipool::sp {
namespace {

/// Learners between the one that learns and the one whose row is fetched.
constexpr std::size_t kAhead = 6;

}  // namespace

SpatialPooler::SpatialPooler(const config::Structural& structural, const config::Runtime& runtime,
                             SynapseArray* array)
    : structural_(structural),
      runtime_(runtime),
      pools_(structural),
      plane_(std::make_shared<ColumnPlane>(structural)),
      synapses_(structural, pools_),
      array_(array),
      inhibition_(structural, runtime, plane_),
      boosting_(structural, runtime, plane_),
      wins_(structural.duty_rule, structural.duty_fraction_bits, structural.columns(), runtime.duty_period),
      overlap_hits_(structural.duty_rule, structural.duty_fraction_bits, 0, runtime.duty_period),
      class_counts_(0, 1),
      looked_at_by_(structural.inputs()),
      on_(synapses_.words()),
      off_(synapses_.words()),
      gain_(synapses_.words()),
      lose_(synapses_.words()),
      is_touched_(structural.columns()) {
  for (std::size_t h = 0; h < structural_.hypercolumns(); ++h)
    for (std::size_t s = 0; s < structural_.slots(); ++s)
      if (const std::int32_t input = pools_.input_of(h, s); input != PoolTable::kVoid)
        ++looked_at_by_[static_cast<std::size_t>(input)];
  reset();
}

void SpatialPooler::reset(const config::Runtime& runtime) {
  runtime_ = runtime;
  inhibition_ = Inhibition(structural_, runtime_, plane_);
  boosting_ = Boosting(structural_, runtime_, plane_);
  reset();
}

void SpatialPooler::set_runtime(const config::Runtime& runtime) {
  runtime_ = runtime;
  inhibition_ = Inhibition(structural_, runtime_, plane_);
  boosting_ = Boosting(structural_, runtime_, plane_);
  if (moves_radius())
    inhibition_.set_radius(radius_);
  else
    radius_ = runtime_.inhibition_radius;
}

void SpatialPooler::reset() {
  if (array_ != nullptr && (runtime_.minimum_connected > 0 || runtime_.trim > 0 || bumps()))
    base::bad_input(
        "synapses that the model does not hold itself cannot be raised, trimmed or bumped: "
        "learning.minimum_connected, learning.trim and bumping.increment must be 0");
  const std::size_t columns = structural_.columns();
  const unsigned bits = structural_.duty_fraction_bits;
  wins_ = DutyCycle(structural_.duty_rule, bits, columns, runtime_.duty_period);
  overlap_hits_ = DutyCycle(structural_.duty_rule, bits, bumps() ? columns : 0, runtime_.duty_period);
  class_counts_ =
      structural_.reward == config::Reward::none ? ClassCounts(0, 1) : ClassCounts(columns, runtime_.classes);
  boosts_.assign(columns, kBoostOne);
  learning_step_ = 0;
  to_refresh_ = runtime_.update_period;
  make_initial_permanences();
  radius_ = runtime_.inhibition_radius;
  if (moves_radius()) {
    radius_ = 0;
    update_radius();
  }
}

void SpatialPooler::make_initial_permanences() {
  synapses_.clear();
  const unsigned bits = structural_.permanence_bits;
  const std::uint32_t threshold = structural_.connected_threshold;
  const InitialRange range = initial_range(bits, threshold, runtime_.initial_window);
  for (std::uint32_t c = 0; c < structural_.columns(); ++c) {
    const std::span<std::uint16_t> row = synapses_.row(c);
    const auto distance = [&](std::size_t synapse) {
      return plane_->distance(c, static_cast<std::size_t>(pools_.input_of(
                                     c / structural_.columns_per_hypercolumn, synapses_.slot(c, synapse))));
    };
    std::uint32_t farthest = 1;
    if (structural_.initialisation == config::Initialisation::distance)
      synapses_.for_potential(c, [&](std::size_t i) { farthest = std::max(farthest, distance(i)); });
    synapses_.for_potential(c, [&](std::size_t i) {
      const std::uint32_t u =
          draw(runtime_.seed, 0, DrawStream::initial, c, static_cast<std::uint32_t>(synapses_.slot(c, i)));
      std::uint32_t p = 0;
      switch (structural_.initialisation) {
        case config::Initialisation::two_sided:
          p = initial_permanence(bits, threshold, runtime_.initially_connected, u);
          break;
        case config::Initialisation::uniform:
          p = initial_uniform(range, u);
          break;
        case config::Initialisation::distance:
          p = initial_distance(range, distance(i), farthest);
          break;
      }
      row[i] = static_cast<std::uint16_t>(p);
    });
    if (runtime_.trim_at_reset) trim(c);
    if (runtime_.minimum_connected > 0) raise(c);
    if (runtime_.trim_at_reset) trim(c);
    synapses_.reconnect(c, threshold);
  }
  place_synapses();
}

/// What the array holds may differ from what it was given.
void SpatialPooler::place_synapses() {
  if (array_ == nullptr) return;
  array_->place(synapses_);
  for (std::size_t c = 0; c < structural_.columns(); ++c)
    synapses_.reconnect(c, structural_.connected_threshold);
}

const StepTrace& SpatialPooler::step(const base::Sdr& input, bool learn, std::optional<std::uint8_t> label) {
  if (input.size() != structural_.inputs())
    base::bad_input("an input of {} bits was given to a pooler of {} inputs", input.size(),
                    structural_.inputs());
  if (structural_.reward == config::Reward::none) label.reset();
  if (label && *label >= runtime_.classes)
    base::bad_input("class {} was given to a pooler that counts {} classes: 0..{} (learning.classes)", *label,
                    runtime_.classes, runtime_.classes - 1);
  trace_.learn = learn;
  trace_.refreshed = false;
  trace_.active_slots = trace_.permanence_writes = trace_.connection_flips = 0;
  trace_.learners.clear();
  trace_.permanences.clear();
  trace_.flips.clear();
  trace_.duties.clear();
  trace_.boosts.clear();

  synapses_.look_at(input);
  input.for_each([this](std::size_t i) { trace_.active_slots += looked_at_by_[i]; });
  trace_.overlaps.resize(structural_.columns());
  if (array_ == nullptr)
    synapses_.overlaps(trace_.overlaps);
  else
    array_->overlaps(synapses_, trace_.overlaps);
  make_keys(learn);
  inhibition_.choose(trace_.keys, all_keys_, chosen_);
  trace_.winners = chosen_.winners;
  if (!learn) return trace_;

  trace_.learners = chosen_.learners;
  learn_all(label);
  count_duties();
  const std::uint32_t steps = learning_step_ + 1;
  if (--to_refresh_ == 0) {
    refresh();
    to_refresh_ = runtime_.update_period;
  }
  settle();
  if (moves_radius() && steps % runtime_.radius_period == 0) update_radius();
  learning_step_ = steps;
  return trace_;
}

void SpatialPooler::make_keys(bool learn) {
  const bool boosted = learn || structural_.boost_in_inference;
  const bool fraction = structural_.overlap_scale == config::OverlapScale::connected_fraction;
  const bool on_boosted = structural_.stimulus_on == config::StimulusOn::boosted_overlap;
  const bool blurred = structural_.inhibition == config::Inhibition::local_gaussian;
  const std::size_t columns = structural_.columns();
  const std::uint32_t sigma = runtime_.stimulus_threshold;
  trace_.keys.resize(columns);
  if (boosted && !fraction && !blurred) {
    const KeyRule rule{on_boosted ? 0 : sigma, on_boosted ? sigma * kBoostOne : 0};
    if (array_ != nullptr && array_->keys(boosts_, rule, trace_.keys)) return;
    kernels().keys(trace_.overlaps.data(), boosts_.data(), columns, rule, trace_.keys.data());
    return;
  }
  if (blurred) all_keys_.resize(columns);
  for (std::size_t c = 0; c < columns; ++c) {
    const std::uint32_t overlap = trace_.overlaps[c];
    const std::uint32_t factor = boosted ? boosts_[c] : kBoostOne;
    const std::uint32_t value =
        fraction ? connected_fraction(overlap, static_cast<std::uint32_t>(synapses_.connected_count(c)))
                 : overlap;
    const bool eligible = on_boosted ? overlap * factor >= sigma * kBoostOne : overlap >= sigma;
    trace_.keys[c] = eligible ? kKeyEligible + value * factor : 0U;
    if (blurred) all_keys_[c] = value * factor;
  }
}

void SpatialPooler::learn_all(std::optional<std::uint8_t> label) {
  const std::vector<std::uint32_t>& learners = trace_.learners;
  const bool per_synapse = structural_.learning_rule == config::LearningRule::draw_per_synapse;
  if (!per_synapse) {
    counters_.clear();
    for (const std::uint32_t column : learners)
      counters_.push_back(draw_counter(DrawStream::draw, column, 0));
    draws_.resize(counters_.size());
    kernels().hashes(kHashSeed + runtime_.seed, learning_step_, counters_.data(), counters_.size(),
                     draws_.data());
  }
  const bool plain = !recording_ && array_ == nullptr && label == std::nullopt &&
                     runtime_.minimum_connected == 0 && runtime_.trim == 0 && !bumps();
  const RowRule rule{static_cast<std::uint16_t>(runtime_.increment),
                     static_cast<std::uint16_t>(runtime_.decrement),
                     static_cast<std::uint16_t>((1U << structural_.permanence_bits) - 1U),
                     static_cast<std::uint16_t>(structural_.connected_threshold)};
  for (std::size_t i = 0; i < learners.size(); ++i) {
    const std::uint32_t column = learners[i];
    if (i + kAhead < learners.size()) synapses_.prefetch(learners[i + kAhead]);
    // What the column's class says: learn, not at all, or the other way.
    bool learns = true;
    bool punished = false;
    if (label) {
      const std::optional<std::size_t> preferred = class_counts_.preferred(column);
      learns = !preferred || *preferred == *label;
      punished = !learns && structural_.reward == config::Reward::punish;
      class_counts_.count(column, *label);
    }
    Verdict verdict{true, true};
    if (!per_synapse)
      verdict = verdict_of(draws_[i], runtime_.increment_probability, runtime_.decrement_probability);
    const bool idle = !verdict.gains && !verdict.loses;
    if (!plain && (runtime_.minimum_connected > 0 || runtime_.trim > 0 || ((learns || punished) && !idle)))
      touch(column);
    if ((learns || punished) && !idle) {
      choose_synapses(column, verdict, per_synapse, punished);
      if (array_ != nullptr) {
        array_->learn(
            synapses_,
            {column, on_.data(), off_.data(), gain_.data(), lose_.data(), runtime_.seed, learning_step_},
            rule);
        continue;
      }
      const RowChange change = synapses_.learn(column, gain_.data(), lose_.data(), rule);
      if (plain) {
        trace_.permanence_writes += change.writes;
        trace_.connection_flips += change.flips;
      }
    }
    if (runtime_.minimum_connected > 0) raise(column);
    if (runtime_.trim > 0) trim(column);
  }
}

/// gain_ and lose_ become the synapses of a learner that may: by the learner's verdict, or each by its own
/// draw. Who is punished loses where it would gain.
void SpatialPooler::choose_synapses(std::uint32_t column, Verdict verdict, bool per_synapse, bool punished) {
  synapses_.sides(column, on_.data(), off_.data());
  if (per_synapse) {
    kernels().draw_slots(kHashSeed + runtime_.seed, learning_step_, draw_counter(DrawStream::draw, column, 0),
                         synapses_.words(), runtime_.increment_probability, runtime_.decrement_probability,
                         gain_.data(), lose_.data());
    synapses_.by_synapse(column, gain_.data());
    synapses_.by_synapse(column, lose_.data());
  }
  const std::uint64_t gains = verdict.gains && !punished ? ~std::uint64_t{0} : 0;
  const std::uint64_t loses = verdict.loses ? ~std::uint64_t{0} : 0;
  const std::vector<std::uint64_t>& losing = punished ? on_ : off_;
  for (std::size_t w = 0; w < synapses_.row_words(); ++w) {
    gain_[w] = on_[w] & gains & (per_synapse ? gain_[w] : gains);
    lose_[w] = losing[w] & loses & (per_synapse ? lose_[w] : loses);
  }
}

void SpatialPooler::raise(std::uint32_t column) {
  const std::span<std::uint16_t> row = synapses_.row(column);
  const std::uint32_t threshold = structural_.connected_threshold;
  std::vector<std::uint16_t> potential;
  synapses_.for_potential(column, [&](std::size_t i) { potential.push_back(row[i]); });
  const std::size_t wanted = std::min<std::size_t>(runtime_.minimum_connected, potential.size());
  if (wanted == 0) return;
  std::nth_element(potential.begin(), potential.begin() + static_cast<std::ptrdiff_t>(wanted - 1),
                   potential.end(), std::greater<>());
  const std::uint32_t by = raise_by(threshold, potential[wanted - 1], runtime_.raise_step);
  if (by == 0) return;
  synapses_.for_potential(column, [&](std::size_t i) {
    row[i] = static_cast<std::uint16_t>(gain(structural_.permanence_bits, row[i], by));
  });
}

void SpatialPooler::trim(std::uint32_t column) {
  for (std::uint16_t& permanence : synapses_.row(column))
    if (permanence < runtime_.trim) permanence = 0;
}

void SpatialPooler::bump(std::uint32_t column) {
  touch(column);
  const std::span<std::uint16_t> row = synapses_.row(column);
  synapses_.for_potential(column, [&](std::size_t i) {
    row[i] = static_cast<std::uint16_t>(gain(structural_.permanence_bits, row[i], runtime_.bump_increment));
  });
  trim(column);
}

void SpatialPooler::touch(std::uint32_t column) {
  if (is_touched_[column] != 0) return;
  is_touched_[column] = 1;
  touched_.push_back(column);
  const std::span<const std::uint16_t> row = synapses_.row(column);
  rows_before_.insert(rows_before_.end(), row.begin(), row.end());
}

/// Connects what was touched anew, and says what has changed.
void SpatialPooler::settle() {
  const std::uint32_t threshold = structural_.connected_threshold;
  for (std::size_t t = 0; t < touched_.size(); ++t) {
    const std::uint32_t column = touched_[t];
    const std::span<const std::uint16_t> row = synapses_.row(column);
    const std::uint16_t* before = &rows_before_[t * row.size()];
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i] == before[i]) continue;
      ++trace_.permanence_writes;
      const std::uint32_t index = column << kItemBits | static_cast<std::uint32_t>(synapses_.slot(column, i));
      if (recording_) trace_.permanences.push_back({index, row[i]});
      if ((row[i] >= threshold) == (before[i] >= threshold)) continue;
      if (recording_) trace_.flips.push_back(index);
      ++trace_.connection_flips;
    }
    synapses_.reconnect(column, threshold);
    is_touched_[column] = 0;
  }
  touched_.clear();
  rows_before_.clear();
}

void SpatialPooler::count_duties() {
  const std::span<const std::uint32_t> forgotten = wins_.begin(learning_step_);
  for (const std::uint32_t column : trace_.learners) wins_.count(column);
  if (recording_) {
    for (const std::uint32_t column : trace_.learners) trace_.duties.push_back({column, wins_.of(column)});
    for (const std::uint32_t column : forgotten)
      if (!std::binary_search(trace_.learners.begin(), trace_.learners.end(), column))
        trace_.duties.push_back({column, wins_.of(column)});
  }
  if (!bumps()) return;
  overlap_hits_.begin(learning_step_);
  for (std::uint32_t c = 0; c < trace_.overlaps.size(); ++c)
    if (trace_.overlaps[c] >= runtime_.bump_overlap) overlap_hits_.count(c);
}

void SpatialPooler::refresh() {
  trace_.refreshed = true;
  const std::uint64_t number = std::uint64_t{learning_step_} + 1;
  boosting_.refresh(wins_.rates(number), radius_, inhibition_.scope_sizes(), boosts_);
  if (bumps()) {
    for (const std::uint32_t column :
         boosting_.starved(overlap_hits_.rates(number), wins_.rates(number), radius_))
      bump(column);
    overlap_hits_.decay(runtime_.decay, number);
  }
  wins_.decay(runtime_.decay, number);
  if (!recording_) return;
  trace_.duties.clear();
  for (std::uint32_t c = 0; c < boosts_.size(); ++c) {
    trace_.boosts.push_back({c, boosts_[c]});
    trace_.duties.push_back({c, wins_.of(c)});
  }
}

void SpatialPooler::update_radius() {
  const std::uint32_t radius = sp::inhibition_radius(structural_, *plane_, pools_, synapses_);
  radius_ = structural_.radius_running_maximum ? std::max(radius_, radius) : radius;
  inhibition_.set_radius(radius_);
}

std::uint64_t SpatialPooler::digest() const {
  base::Digest digest;
  digest.u32(learning_step_);
  std::vector<std::uint16_t> by_slot(structural_.slots());
  for (std::size_t c = 0; c < structural_.columns(); ++c) {
    std::fill(by_slot.begin(), by_slot.end(), std::uint16_t{0});
    synapses_.for_potential(c, [&](std::size_t i) { by_slot[synapses_.slot(c, i)] = synapses_.row(c)[i]; });
    for (const std::uint16_t permanence : by_slot) digest.u16(permanence);
    digest.u32(wins_.of(c));
    digest.u16(static_cast<std::uint16_t>(boosts_[c]));
  }
  for (const std::uint32_t duty : overlap_hits_.all()) digest.u32(duty);
  if (moves_radius()) digest.u32(radius_);
  for (const std::uint64_t word : wins_.window()) digest.u64(word);
  for (const std::uint64_t word : overlap_hits_.window()) digest.u64(word);
  for (const std::uint16_t count : class_counts_.all()) digest.u16(count);
  return digest.value();
}

}  // namespace silipool::sp
