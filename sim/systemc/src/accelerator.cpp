#include <silipool/systemc/accelerator.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/config/constants.hpp>
#include <silipool/config/hardware.hpp>
#include <silipool/engine/beats.hpp>
#include <silipool/engine/initialisation.hpp>
#include <silipool/engine/rtl_instance.hpp>
#include <silipool/systemc/stream_flags.hpp>

#include "frame_reader.hpp"
#include "modes.hpp"
#include "state_port.hpp"
#include "stream_payload.hpp"

namespace silipool::systemc {
namespace {

/// Frames that have come before a step has ended: in the tiles' two stages, or the serial core, one that
/// waits and one that arrives.
std::size_t frames_held(config::Core core) { return core == config::Core::tiled ? 4 : 3; }

config::Config in_hardware(const config::Config& config) {
  if (const std::string key = config::beyond_hardware(config); !key.empty())
    base::bad_input("{}: {}: only engine \"model\" has that (docs/spec.md, section 10)", config.name, key);
  return config;
}

/// The least duty period with that LOG_ORIGIN.
std::uint32_t duty_period_of(std::uint32_t log_origin) {
  std::uint32_t low = 1, high = 100000;
  while (low < high) {
    const std::uint32_t middle = (low + high) / 2;
    if (config::fixed_log2(256 * middle) < log_origin)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

}  // namespace

Accelerator::Accelerator(const sc_core::sc_module_name& name, const config::Config& config,
                         const sc_core::sc_time& period)
    : sc_core::sc_module(name),
      config_(in_hardware(config)),
      period_(period),
      pooler_(config.structural, config.runtime),
      cycles_(config),
      banks_(pooler_.pools(), config),
      reader_(
          std::make_unique<FrameReader>(config.structural.inputs(), config.microarchitecture.stream_bits)),
      state_(std::make_unique<StatePort>(config, pooler_)),
      config_hash_(engine::structural_hash(config)),
      access_cycles_(config.microarchitecture.axi ? 4 : 2) {
  if (config.microarchitecture.readout) weights_.resize(config.structural.columns() * config.readout.classes);
  config_.microarchitecture.sparse_frames = config_.microarchitecture.listed_winners = false;
  config_.microarchitecture.class_beats = false;
  registers.register_b_transport(this, &Accelerator::access_register);
  s_axis.register_b_transport(this, &Accelerator::take_frame);
  SC_HAS_PROCESS(Accelerator);
  SC_THREAD(work);
  SC_METHOD(drive_irq);
  sensitive << irq_changed_;
  SC_METHOD(give_class);
  sensitive << class_due_;
  dont_initialize();
}

Accelerator::~Accelerator() = default;

std::uint64_t Accelerator::cycle() const { return sc_core::sc_time_stamp().value() / period_.value(); }

void Accelerator::wait_until(std::uint64_t cycle) {
  const std::uint64_t now = this->cycle();
  if (cycle > now) wait(static_cast<double>(cycle - now) * period_);
}

void Accelerator::take_frame(tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay) {
  transaction.set_dmi_allowed(false);
  const std::size_t width = config_.microarchitecture.stream_bits;
  if (!transaction.is_write()) {
    transaction.set_response_status(tlm::TLM_COMMAND_ERROR_RESPONSE);
    return;
  }
  if (transaction.get_data_length() == 0) {
    transaction.set_response_status(tlm::TLM_BURST_ERROR_RESPONSE);
    return;
  }
  if (delay != sc_core::SC_ZERO_TIME) wait(delay);
  if (!frame_begin_) frame_begin_ = cycle();
  while (held_ >= frames_held(config_.microarchitecture.core)) wait(room_);
  const StreamFlags* flags = transaction.get_extension<StreamFlags>();
  const bool last = flags == nullptr || flags->last;
  const std::vector<engine::Beat> beats = beats_of(transaction, width, last);
  for (const engine::Beat& beat : beats) {
    if (!reader_->take(beat, width >= 16 && (mode_ & kSparseFrames) != 0)) continue;
    if (reader_->errors() != 0) {
      drop_frame(reader_->errors());
    } else {
      ++held_;
      frames_.push_back(
          {reader_->frame(), flags != nullptr && flags->user, *frame_begin_, cycle() + beats.size()});
      wake_.notify(sc_core::SC_ZERO_TIME);
    }
    frame_begin_.reset();
  }
  delay = static_cast<double>(beats.size()) * period_;
  transaction.set_response_status(tlm::TLM_OK_RESPONSE);
}

void Accelerator::drop_frame(std::uint32_t errors) {
  errors_ |= errors;
  if (frame_errors_ != UINT32_MAX) ++frame_errors_;
  raise(kFrameDropped);
}

void Accelerator::work() {
  for (;;) {
    if (initialise_) {
      initialise();
      continue;
    }
    const bool may_begin = ready_ && ((mode_ & kPause) == 0 || begun_);
    if (!may_begin || frames_.empty()) {
      if (may_begin) waiting_since_ = cycle();
      wait(wake_);
      if (waiting_since_) input_wait_ += cycle() - *waiting_since_;
      waiting_since_.reset();
      continue;
    }
    if (frames_.front().whole > cycle()) {
      wait_until(frames_.front().whole);
      continue;
    }
    const Frame frame = std::move(frames_.front());
    frames_.pop_front();
    try {
      step(frame);
    } catch (const base::Error& error) {
      SC_REPORT_ERROR(name(), error.what());
    }
  }
}

void Accelerator::initialise() {
  ready_ = false;
  busy_ = true;
  initialise_ = false;
  taken_over_ = false;
  try {
    take_parameters();
    pooler_.reset(pooler_.runtime());
  } catch (const base::Error& error) {
    SC_REPORT_ERROR(name(), error.what());
  }
  state_->forget();
  wait(static_cast<double>(engine::initialisation_cycles(pooler_, config_.microarchitecture)) * period_);
  ready_ = true;
  busy_ = false;
  cycles_.hold(cycle());
  raise(kStateMade);
}

void Accelerator::take_parameters() {
  if (taken_ == written_) return;
  const config::Structural& s = config_.structural;
  config::Runtime r = config_.runtime;
  std::uint32_t log_origin = 0;
  auto next = written_.begin();
  for (std::uint32_t* value :
       {&r.seed, &r.active_columns, &r.learning_columns, &r.stimulus_threshold, &r.initially_connected,
        &r.increment, &r.decrement, &r.increment_probability, &r.decrement_probability, &r.boost_scale,
        &r.boost_target, &r.decay, &r.update_period, &r.boost_maximum, &r.minimum_duty, &log_origin,
        &r.log_scale, &r.inhibition_radius})
    *value = *next++;
  const auto check = [](const char* name, std::uint32_t value, std::size_t low, std::size_t high) {
    if (value < low || value > high)
      base::bad_input("register {} is {}: the model's are {}..{}", name, value, low, high);
  };
  check("ACTIVE_COLUMNS", r.active_columns, 1, s.columns_per_hypercolumn);
  check("LEARNING_COLUMNS", r.learning_columns, 1, r.active_columns);
  check("INCREMENT", r.increment, 0, (1U << s.permanence_bits) - 1U);
  check("DECREMENT", r.decrement, 0, (1U << s.permanence_bits) - 1U);
  check("UPDATE_PERIOD", r.update_period, 1, 65536);
  if (s.boosting_rule == config::BoostingRule::logarithmic &&
      log_origin != config::fixed_log2(256 * r.duty_period)) {
    r.duty_period = duty_period_of(log_origin);
    if (config::fixed_log2(256 * r.duty_period) != log_origin)
      base::bad_input("register LOG_ORIGIN is {}: of no duty period", log_origin);
  }
  pooler_.set_runtime(r);
  taken_ = written_;
}

void Accelerator::step(const Frame& frame) {
  busy_ = true;
  begun_ = false;
  state_->commit();
  if (!taken_over_) take_parameters();
  taken_over_ = false;
  config::Microarchitecture& m = config_.microarchitecture;
  m.sparse_frames = (mode_ & kSparseFrames) != 0;
  m.listed_winners = (mode_ & kListedWinners) != 0;
  m.class_beats = (mode_ & kClassBeat) != 0;
  const sp::StepTrace& trace = pooler_.step(frame.bits, frame.learn);
  state_->forget();
  const engine::Activity activity = engine::activity_of(pooler_, trace, m);
  const engine::StepWork work = engine::work_of(pooler_, trace, frame.bits, config_, &banks_);
  cycles_.submit(frame.at_hand);
  const engine::SpEngine::StepCycles cycles = cycles_.step(work);
  wait_until(cycles_.done());

  --held_;
  room_.notify(sc_core::SC_ZERO_TIME);
  const engine::PhaseCycles phases = cycles_.covered();
  counted_ = {cycles_.busy(),
              counted_[1] + 1,
              counted_[2] + (frame.learn ? 1 : 0),
              phases.overlap,
              phases.inhibition,
              phases.learning,
              phases.refresh,
              0,
              0,
              cycles_.readout()};
  std::optional<unsigned> label;
  if (m.readout) {
    label = readout_ ? readout_->predict(trace.winners) : 0;
    classes_.push_back({cycles_.done() + work.readout_cycles, *label});
    class_due_.notify(static_cast<double>(work.readout_cycles) * period_);
  }
  // Whatever follows closely has its parameters from here; at rest they are those that stand when it begins.
  const bool paused = (mode_ & kPause) != 0;
  const bool follows = !frames_.empty() && frames_.front().whole <= (paused ? paused_at_ : cycle());
  begun_ = paused && follows && m.core == config::Core::tiled;
  if (follows && !paused) {
    take_parameters();
    taken_over_ = true;
  } else if (begun_) {
    taken_over_ = true;
  }
  busy_ = taken_over_;
  raise(kStepDone);
  stepped.write({.pooler = &pooler_,
                 .trace = &trace,
                 .activity = &activity,
                 .done = cycles_.done(),
                 .cycles = cycles,
                 .label = label});
  send_winners(trace, label);
}

void Accelerator::send_winners(const sp::StepTrace& trace, std::optional<unsigned> label) {
  base::Sdr winners(config_.structural.columns());
  for (const std::uint32_t column : trace.winners) winners.set(column);
  const std::size_t width = config_.microarchitecture.stream_bits;
  std::vector<engine::Beat> beats;
  if ((mode_ & kClassAlone) != kClassAlone)
    beats = engine::to_beats(winners, width, (mode_ & kListedWinners) != 0);
  // Once written, MODE counts for winners that have not begun to leave.
  if ((mode_ & kClassBeat) != 0) {
    if (!beats.empty()) beats.back().last = false;
    beats.push_back({*label, width >= 16 ? 3U : 1U, true});
  }
  StreamPayload payload(beats, width);
  const std::uint64_t left = cycles_.left();
  const std::uint64_t now = cycle();
  sc_core::sc_time delay = static_cast<double>(left > now ? left - now : 0) * period_;
  m_axis->b_transport(payload.transaction(), delay);
  if (payload.transaction().get_response_status() != tlm::TLM_OK_RESPONSE)
    base::bad_input("the sink of the winners answers {}", payload.transaction().get_response_string());
  // A sink that took longer held them back.
  const std::uint64_t taken = (sc_core::sc_time_stamp() + delay).value() / period_.value();
  if (taken > std::max(left, now)) {
    output_wait_ += taken - std::max(left, now);
    cycles_.hold_output(taken);
  }
}

void Accelerator::raise(std::uint32_t interrupts) {
  interrupts_ |= interrupts;
  irq_changed_.notify(sc_core::SC_ZERO_TIME);
}

void Accelerator::drive_irq() { irq.write((interrupts_ & interrupt_enable_) != 0); }

void Accelerator::give_class() {
  class_ = classes_.front().label;
  classes_.pop_front();
  if (classes_given_ < 0xffffff) ++classes_given_;
  raise(kClassGiven);
}

}  // namespace silipool::systemc
