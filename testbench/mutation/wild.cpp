#include "wild.hpp"

#include <algorithm>

#include <silipool/engine/axi_lite.hpp>
#include <silipool/engine/registers.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/sp/arithmetic.hpp>

namespace silipool::mutation {
namespace {

namespace r = engine::registers;
constexpr std::uint32_t kPause = 4;                            // of MODE
constexpr std::uint32_t kDuties = 1, kBoosts = 2, kSteps = 3;  // of STATE_SELECT
constexpr std::uint32_t kWait = ~0U;  // no address: so many cycles nothing is written
constexpr std::uint32_t kInitialState = 4000, kAllPermanences = 3000, kAllColumns = 300;  // cycles, about
constexpr std::uint64_t kStates = 9, kTies = 2;  // that draw_state knows; of these, comparisons and roundings
constexpr std::uint64_t kPaces[] = {1, 1, 2, 5, 40};

}  // namespace

Wild::Wild(std::vector<config::Config> configs, std::uint64_t seed, std::uint64_t cycles, bool close)
    : configs_(std::move(configs)),
      seed_(seed),
      cycles_(cycles),
      stream_(seed, "mutation.wild"),
      close_(close),
      states_(close || one_in(2)),
      often_(close ? kTies + stream_.below(3) : stream_.below(kStates)) {}

std::vector<Difference> Wild::run(const Netlist& netlist, std::span<const Netlist::Mutant> mutants) const {
  LanePins lanes(netlist, mutants, seed_, true);
  if (!mutants.empty()) lanes.stop_when_all_differ();
  try {
    drive(lanes, [] {});
  } catch (const AllFound&) {
  }
  return {lanes.differences().begin(), lanes.differences().end()};
}

void Wild::watch(const Netlist& netlist, const std::function<void(const LanePins&)>& look) const {
  LanePins lanes(netlist, {}, seed_, true);
  drive(lanes, [&] { look(lanes); });
}

template <class Look>
void Wild::drive(LanePins& lanes, const Look& look) const {
  Wild driver(*this);
  engine::PinInputs in;
  engine::PinOutputs out;
  for (std::uint64_t cycle = 0; cycle < cycles_; ++cycle) {
    in = driver.next(in, out);
    out = lanes.settle(in);
    if (cycle > 0) look();
    (void)lanes.edge();
  }
}

engine::PinInputs Wild::next(const engine::PinInputs& before, const engine::PinOutputs& out) {
  engine::PinInputs in;
  if (reset_left_ == 0 && one_in(6000)) reset_left_ = 1 + stream_.below(3);
  if (reset_left_ > 0) {
    --reset_left_;
    in.aresetn = false;
    beats_.clear();
    queue_.clear();
    mode_ = 0;
    writing_ = data_waits_ = reading_ = false;
    wait_left_ = 0;
    // Meaningful registers and an initial state, most of the time.
    phase_left_ = 0;
    if (!one_in(8)) {
      for (const auto& [address, value] : engine::runtime_registers(any_config().runtime))
        queue_.push_back({address, value});
      push(r::kControl, 1);
    }
    return in;
  }
  if (phase_left_ == 0) begin_phase();
  --phase_left_;
  drive_frames(in, before, out);
  drive_bus(in, before, out);
  return in;
}

void Wild::begin_phase() {
  phase_left_ = 100 + stream_.below(2500);
  source_pace_ = kPaces[stream_.below(std::size(kPaces))];
  sink_pace_ = kPaces[stream_.below(std::size(kPaces))];
  bus_pace_ = 1 + stream_.below(one_in(2) ? 8 : 400);
  at_state_ = one_in(4) != states_;
  mode_ = (mode_ & ~kPause) | (at_state_ ? kPause : 0);
  push(r::kMode, mode_);
  if (at_state_) bus_pace_ = 1 + stream_.below(4);
}

void Wild::drive_frames(engine::PinInputs& in, const engine::PinInputs& before,
                        const engine::PinOutputs& out) {
  in.m_axis_tready = one_in(sink_pace_);
  const bool offered = before.s_axis_tvalid && before.aresetn;
  if (offered && !out.s_axis_tready) {
    in.s_axis_tvalid = true;
    in.s_axis_tlast = before.s_axis_tlast;
    in.s_axis_tuser = before.s_axis_tuser;
    in.s_axis_tdata = before.s_axis_tdata;
    in.s_axis_tkeep = before.s_axis_tkeep;
    return;
  }
  in.s_axis_tlast = one_in(2);  // means nothing beside TVALID low
  in.s_axis_tdata = stream_.next();
  in.s_axis_tkeep = bits(8);
  if (!one_in(source_pace_)) return;
  if (beats_.empty()) draw_frame();
  const engine::Beat beat = beats_.front();
  beats_.erase(beats_.begin());
  in.s_axis_tvalid = true;
  in.s_axis_tdata = beat.data;
  in.s_axis_tkeep = beat.keep;
  in.s_axis_tlast = beat.last;
  in.s_axis_tuser = beat.last ? !one_in(8) : one_in(2);
}

void Wild::draw_frame() {
  const config::Structural& s = configs_.front().structural;
  const std::size_t width = configs_.front().microarchitecture.stream_bits;
  const bool list = (mode_ & 1U) != 0;
  base::Sdr input = engine::stimulus(s.inputs(), seed_, step_++).input;
  if (one_in(6)) {
    for (std::uint32_t i = 0; i < s.inputs(); ++i) input.set(i);
  }
  beats_ = engine::to_beats(input, width, list);
  if (list && one_in(8)) {
    // Indices of one bit, and others, in no order.
    beats_.resize(1 + stream_.below(4));
    for (engine::Beat& beat : beats_) {
      beat = {0, (1U << (width / 8)) - 1, &beat == &beats_.back()};
      for (std::size_t bit = 0; bit < width; bit += 16) beat.data |= std::uint64_t{number() & 0xffffU} << bit;
    }
    return;
  }
  if (list && width > 16 && one_in(8)) beats_.back().data = stream_.next();
  if (const std::size_t used = s.inputs() % width; !list && used != 0)
    beats_.back().data |= stream_.next() << used;  // padding
  if (!one_in(3)) return;
  const std::size_t at = stream_.below(beats_.size());
  switch (stream_.below(7)) {
    case 0:  // too short, as a bitmap
      beats_.resize(at + 1);
      beats_.back().last = true;
      break;
    case 1: {  // too long
      beats_.back().last = false;
      for (std::uint64_t n = 1 + stream_.below(3); n > 0; --n)
        beats_.push_back({stream_.next(), beats_.front().keep, n == 1});
      break;
    }
    case 2:
      beats_[at].keep ^= 1U << stream_.below(width / 8);
      break;
    case 3:
      beats_[at].keep = bits(8);
      break;
    case 4:
      beats_[at].data = one_in(2) ? stream_.below(2 * s.inputs())
                                  : beats_[at].data | std::uint64_t{1} << stream_.below(width);
      break;
    case 5:
      beats_.insert(beats_.begin() + static_cast<std::ptrdiff_t>(at),
                    {stream_.below(s.inputs()), ~0U, false});
      break;
    default:
      beats_[at].data ^= std::uint64_t{1} << stream_.below(width);
  }
}

void Wild::drive_bus(engine::PinInputs& in, const engine::PinInputs& before, const engine::PinOutputs& out) {
  in.s_axil_bready = one_in(2);
  in.s_axil_rready = one_in(2);
  in.s_axil_awaddr = before.s_axil_awaddr;
  in.s_axil_wdata = before.s_axil_wdata;
  in.s_axil_wstrb = before.s_axil_wstrb;
  in.s_axil_araddr = before.s_axil_araddr;
  in.s_axil_awvalid = before.s_axil_awvalid && !out.s_axil_awready;
  in.s_axil_wvalid = before.s_axil_wvalid && !out.s_axil_wready;
  in.s_axil_arvalid = before.s_axil_arvalid && !out.s_axil_arready;
  if (out.s_axil_bvalid && before.s_axil_bready) writing_ = false;
  if (out.s_axil_rvalid && before.s_axil_rready) reading_ = false;
  if (wait_left_ > 0)
    --wait_left_;
  else if (!writing_ && (!queue_.empty() || one_in(bus_pace_))) {
    if (queue_.empty()) draw_writes();
    const Access access = queue_.back();
    queue_.pop_back();
    if (access.address == kWait) {
      wait_left_ = access.value;
      return drive_reads(in);
    }
    writing_ = in.s_axil_awvalid = true;
    in.s_axil_awaddr = access.address;
    in.s_axil_wdata = access.value;
    in.s_axil_wstrb = access.strobe;
    data_waits_ = true;
  }
  if (data_waits_ && one_in(2)) {
    in.s_axil_wvalid = true;
    data_waits_ = false;
  }
  drive_reads(in);
}

void Wild::drive_reads(engine::PinInputs& in) {
  if (reading_ || !one_in(bus_pace_)) return;
  reading_ = in.s_axil_arvalid = true;
  in.s_axil_araddr = one_in(16)  ? bits(12)
                     : at_state_ ? r::kStateData
                     : one_in(2) ? (one_in(2) ? r::kStatus : r::kErrors)
                                 : static_cast<std::uint32_t>(4 * stream_.below(r::kReadoutClass / 4 + 1));
}

void Wild::draw_writes() {
  const std::uint64_t kind = stream_.below(at_state_ ? 12 : 24);
  if (at_state_ && kind < 8) return draw_state();
  if (kind < 12) {
    const auto pool = engine::runtime_registers(any_config().runtime);
    const auto& [address, value] = pool[stream_.below(pool.size())];
    push(address, one_in(2) ? value : number());
  } else if (kind < 16) {
    mode_ = configs_.front().microarchitecture.stream_bits >= 16 ? bits(2) : 0;
    if (configs_.front().microarchitecture.readout) mode_ |= bits(2) << 3U;
    if (one_in(4)) mode_ |= kPause;
    push(r::kMode, mode_);
  } else if (kind < 19) {
    push(r::kErrors, one_in(4) ? bits(5) : 0x1f);
    push(r::kInterrupts, bits(4));
    push(r::kInterruptEnable, bits(4));
  } else if (kind < 20) {
    push(r::kControl, one_in(4) ? bits(2) : 2);
  } else if (kind < 22) {
    draw_registers();
  } else if (kind < 23 && configs_.front().microarchitecture.readout) {
    push(r::kReadoutSelect, 0);
    for (std::uint64_t n = stream_.below(40); n > 0; --n) push(r::kReadoutData, bits(32));
  } else {
    queue_.insert(queue_.begin(), {bits(12) & ~(one_in(4) ? 0U : 3U), bits(32), one_in(2) ? 0xfU : bits(4)});
  }
}

void Wild::draw_registers() {
  // All of one configuration; or some with one bit, each of which has to count, and learning for certain.
  const bool single = one_in(2);
  for (const auto& [address, value] : engine::runtime_registers(any_config().runtime)) {
    const bool certain = address == r::kIncrementProbability || address == r::kDecrementProbability;
    push(address, single && certain ? 0x10000
                  : single && one_in(2)
                      ? 1U << stream_.below(address == r::kIncrement || address == r::kDecrement ? 16 : 13)
                      : value);
  }
  if (single) wait(4000);
}

void Wild::draw_ties() {
  // Probabilities that are just what is drawn, or the next: of one synapse at first, or of one winner.
  const config::Structural& s = configs_.front().structural;
  const std::uint32_t seed = bits(32), step = bits(32);
  const auto column = static_cast<std::uint32_t>(stream_.below(s.columns()));
  push(r::kSeed, seed);
  if (one_in(2)) {
    const auto slot = static_cast<std::uint32_t>(stream_.below(s.slots()));
    push(r::kInitiallyConnected, near(sp::draw(seed, 0, sp::DrawStream::initial, column, slot) & 0xffffU));
    make_initial_state();
    read_permanences(0);
    return;
  }
  const std::uint32_t drawn = sp::draw(seed, step, sp::DrawStream::draw, column, 0);
  push(r::kIncrementProbability, one_in(4) ? 0 : near(drawn & 0xffffU));
  push(r::kDecrementProbability, one_in(4) ? 0 : near(drawn >> 16U));
  push(r::kIncrement, 0xffff);
  push(r::kDecrement, 0xffff);
  push(r::kActiveColumns, 4);
  push(r::kLearningColumns, 4);
  push(r::kStimulusThreshold, 0);
  draw_steps(0x10000U, step);
  phase_left_ += kInitialState;  // the steps take as long
  read_permanences(0);
}

void Wild::make_initial_state() {
  push(r::kControl, 1);
  push(kWait, kInitialState);
  phase_left_ += kInitialState;
}

void Wild::read_permanences(std::uint32_t first_tile) {
  push(r::kStateSelect, first_tile << 16U);
  push(kWait, kAllPermanences);
  phase_left_ += kAllPermanences;
}

void Wild::draw_rounding() {
  // A refresh in which products are near what is rounded up, of boosts that are not at their ends: of some
  // low bits all, or none, are carried. What is multiplied has bits below which the product is to be near a
  // half.
  const auto factor_of = [this](std::uint64_t factor, unsigned width, std::uint64_t limit) -> std::uint64_t {
    const std::uint64_t half = std::uint64_t{1} << (width - 1), mask = 2 * half - 1;
    if (factor % 2 == 1 && one_in(2)) {
      std::uint64_t inverse = factor;  // of as many bits as are right already, doubled
      for (int i = 0; i < 5; ++i) inverse *= 2U - factor * inverse;
      const std::uint64_t past = one_in(2) ? 0 : bits(static_cast<unsigned>(1 + stream_.below(width - 2)));
      const std::uint64_t exact = (one_in(2) ? half + past : half - 1 - past) * inverse & mask;
      if (exact < limit) return exact;
    }
    const bool above = one_in(2);
    std::uint64_t candidate = stream_.below(limit), nearest = candidate, least = mask;
    for (std::uint64_t left = std::min<std::uint64_t>(limit, 20000); left > 0; --left) {
      const std::uint64_t past = factor * candidate + (above ? half : half + 1);
      const std::uint64_t distance = (above ? past : 0 - past) & mask;
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
      candidate = candidate + 1 < limit ? candidate + 1 : 0;
    }
    return nearest;
  };
  const std::uint32_t scale = bits(static_cast<unsigned>(1 + stream_.below(24))) | (one_in(4) ? 0U : 1U);
  const std::uint32_t decay = bits(16) | 1U;
  const std::uint64_t limit =
      std::min(std::uint64_t{1} << 26U, (std::uint64_t{1} << 34U) / std::max(scale, 1U));
  const auto target = static_cast<std::uint32_t>(stream_.below((std::uint64_t{1} << 26U) - limit / 2));
  push(r::kBoostScale, scale);
  push(r::kBoostTarget, target);
  push(r::kDecay, decay);
  push(r::kUpdatePeriod, 1);
  push(r::kStateSelect, kDuties);
  for (std::size_t c = configs_.front().structural.columns(); c > 0; --c) {
    const std::uint64_t below = factor_of(scale, 24, limit);
    const std::uint64_t duty = one_in(4)         ? factor_of(decay, 16, 1U << 26U)
                               : below <= target ? target - below
                                                 : target + below;
    push(r::kStateData, static_cast<std::uint32_t>(duty & 0x3ffffffU));
  }
  draw_steps(1, number());
}

void Wild::push(std::uint32_t address, std::uint32_t value) {
  queue_.insert(queue_.begin(), {address, value});
}

void Wild::wait(std::uint64_t cycles) { push(kWait, static_cast<std::uint32_t>(stream_.below(cycles))); }

void Wild::draw_state() {
  const std::size_t columns = configs_.front().structural.columns();
  const auto tile = static_cast<std::uint32_t>(stream_.below(configs_.front().microarchitecture.tiles + 1));
  switch (one_in(close_ ? 8 : 2) != close_ ? often_ : stream_.below(kStates)) {
    case 0: {
      // A few words of one part, all near each other; and what stands there is read.
      const auto part = bits(2);
      push(r::kStateSelect, part | (part == kSteps || one_in(2) ? 0U : tile << 16U));
      if (one_in(2)) wait(100);
      const std::uint32_t near = one_in(2) ? number() : 0;
      const auto spread = static_cast<unsigned>(1 + stream_.below(one_in(2) ? 3 : 32));
      for (std::uint64_t n = part == kSteps ? 2 : stream_.below(2 * columns); n > 0; --n)
        push(r::kStateData, one_in(8) ? number() : near ^ bits(spread));
      if (part == kSteps) push(r::kStateSelect, part);
      wait(100);
      break;
    }
    case 1:
      // An initial state, or what has been learned, and all of its permanences.
      if (one_in(2)) {
        push(r::kSeed, bits(32));
        push(r::kInitiallyConnected, one_in(4) ? 0 : one_in(3) ? 0x10000 : bits(16));
        make_initial_state();
      }
      read_permanences(tile);
      break;
    case 2:
      draw_ties();
      break;
    case 3:
      // Steps with boosts that are nearly equal, or give nearly equal keys, and stay.
      if (close_) {
        const std::uint32_t boost = bits(16);
        push(r::kActiveColumns, 1 + bits(2));
        push(r::kStimulusThreshold, 0);
        push(r::kStateSelect, kBoosts);
        for (std::size_t c = columns; c > 0; --c)
          push(r::kStateData, one_in(3) ? boost : boost ^ 1U << stream_.below(16));
      } else if (one_in(2)) {
        draw_columns(kBoosts, one_in(2) ? bits(16) : 1U << stream_.below(16),
                     static_cast<unsigned>(1 + stream_.below(3)));
      } else {
        const std::uint32_t key = bits(16);
        const auto spread = static_cast<unsigned>(one_in(2) ? 1 : 1 + stream_.below(6));
        push(r::kStateSelect, kBoosts);
        for (std::size_t c = columns; c > 0; --c)
          push(r::kStateData,
               key / static_cast<std::uint32_t>(1 + stream_.below(one_in(2) ? 6 : 24)) + bits(spread));
      }
      draw_steps(0x10000U | bits(16), number());
      break;
    case 4:
    case 5:
      draw_rounding();
      break;
    default:
      // A refresh from duties and with parameters of one bit each.
      push(r::kBoostScale, one_in(4) ? bits(24) : 1U << stream_.below(24));
      push(r::kBoostTarget, one_in(2) ? 0 : one_in(2) ? bits(26) : 1U << stream_.below(26));
      push(r::kDecay, one_in(2) ? bits(17) : 1U << stream_.below(17));
      push(r::kUpdatePeriod, one_in(2) ? 1U << stream_.below(17) : 1 + bits(1));
      for (const std::uint32_t address : {r::kBoostMaximum, r::kMinimumDuty, r::kLogOrigin, r::kLogScale})
        if (one_in(2)) push(address, number());
      draw_columns(kDuties, number(), one_in(2) ? 2 : 26);
      draw_steps(1 + bits(1), number());
  }
}

void Wild::draw_columns(std::uint32_t part, std::uint32_t near, unsigned spread) {
  push(r::kStateSelect, part);
  for (std::size_t c = configs_.front().structural.columns(); c > 0; --c)
    push(r::kStateData, one_in(4) ? number() : near ^ bits(spread));
}

void Wild::draw_steps(std::uint32_t left, std::uint32_t learned) {
  push(r::kStateSelect, kSteps);
  push(r::kStateData, learned);
  push(r::kStateData, left);
  push(r::kMode, mode_ & ~kPause);
  wait(one_in(2) ? 400 : 3000);
  push(r::kMode, mode_ | kPause);
  wait(100);
  for (const std::uint32_t part : {kBoosts, kDuties, kSteps}) {
    push(r::kStateSelect, part);
    push(kWait, part == kSteps ? 40 : kAllColumns);
  }
  phase_left_ += 2 * kAllColumns;
}

std::uint32_t Wild::near(std::uint32_t value) {
  return close_ && !one_in(4) ? value ^ 1U << stream_.below(16) : value + bits(1);
}

std::uint32_t Wild::number() {
  switch (stream_.below(4)) {
    case 0:
      return bits(static_cast<unsigned>(1 + stream_.below(32)));
    case 1:
      return (1U << stream_.below(32)) - 1;
    default:
      return 1U << stream_.below(32);
  }
}

const config::Config& Wild::any_config() { return configs_[stream_.below(configs_.size())]; }

}  // namespace silipool::mutation
