#include <silipool/engine/pin_driver.hpp>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/engine/axi_lite.hpp>
#include <silipool/engine/readout_access.hpp>
#include <silipool/engine/state_access.hpp>

namespace silipool::engine {
namespace {

[[noreturn]] void failed(const std::string& message) {
  throw base::Error(base::ErrorKind::check_failed, message);
}

}  // namespace

PinDriver::PinDriver(std::string name, std::unique_ptr<PinLevel> pins, const config::Config& config,
                     Stall stall, std::uint64_t stall_seed, std::function<void(EventSink*)> observe)
    : name_(std::move(name)),
      pins_(std::move(pins)),
      config_(config),
      stalls_(stall, stall_seed),
      observe_(std::move(observe)),
      arriving_(config.structural.columns(), config.microarchitecture.stream_bits,
                config.microarchitecture.listed_winners, config.microarchitecture.class_beats) {}

void PinDriver::reset(const config::Runtime& runtime) {
  bring_up(*pins_, config_, runtime, stalls_);
  config_.runtime = runtime;
  frames_.clear();
  sending_ = beat_ = 0;
  arriving_.restart();
  beat_offered_ = frame_done_ = output_stalled_ = false;
  last_done_ = pins_->cycle();
  last_.reset();
}

void PinDriver::submit(const StimulusStep& step) {
  frames_.push_back(
      {to_beats(step.input, config_.microarchitecture.stream_bits, config_.microarchitecture.sparse_frames),
       step.learn, std::nullopt});
}

sp::State PinDriver::state() {
  if (!frames_.empty()) failed("the state was asked for while steps were under way");
  AxiLite bus(*pins_, stalls_);
  return read_state(bus, config_);
}

void PinDriver::set_state(const sp::State& state) {
  if (!frames_.empty()) failed("a state was set while steps were under way");
  AxiLite bus(*pins_, stalls_);
  write_state(bus, config_, state);
  last_done_ = pins_->cycle();
  last_.reset();
}

bool PinDriver::load_readout(const readout::IntegerWeights& weights) {
  if (!config_.microarchitecture.readout) return false;
  if (!frames_.empty()) failed("weights were loaded while steps were under way");
  AxiLite bus(*pins_, stalls_);
  write_readout(bus, config_, weights);
  last_done_ = pins_->cycle();
  last_.reset();
  return true;
}

std::optional<unsigned> PinDriver::last_class() const {
  if (!config_.microarchitecture.class_beats || !last_) return std::nullopt;
  return arriving_.label();
}

void PinDriver::collect(base::Sdr& winners) {
  if (frames_.empty()) failed("a step was collected that had not been submitted");
  // Far above any legal step, stalls included: every row read, every key compared, every synapse
  // walked, every column measured against every other.
  const config::Structural& s = config_.structural;
  const std::uint64_t turns = s.hypercolumns() / config_.microarchitecture.tiles;
  const std::uint64_t patience =
      10000 + 8 * (s.inputs() + s.columns()) +
      turns * (2 * s.slots() + 8 * s.columns_per_hypercolumn * (s.slots() + s.columns_per_hypercolumn + 8));
  const std::uint64_t start = pins_->cycle();
  frame_done_ = false;
  while (!frame_done_) {
    if (pins_->cycle() - start > patience)
      failed(
          fmt::format("{}: no winners in {} cycles (cycle {}, {} beats of the input taken, {} beats of the "
                      "output seen): the design hangs",
                      name_, patience, pins_->cycle(),
                      sending_ > 0 ? std::string("all") : fmt::format("{}", beat_), arriving_.arrived()));
    clock_once();
  }
  winners = arriving_.frame();
  last_ =
      StepCycles{pins_->cycle() - last_done_, pins_->cycle() - frames_.front().first_beat.value_or(start)};
  last_done_ = pins_->cycle();
  frames_.pop_front();
  --sending_;
}

void PinDriver::clock_once() {
  if (on_cycle_) on_cycle_(pins_->cycle());
  const std::uint64_t cycle = pins_->cycle();

  PinInputs in;
  in.m_axis_tready = stalls_.sink_runs(cycle);
  if (sending_ < frames_.size() && (beat_offered_ || stalls_.source_runs(cycle))) {
    in.s_axis_tvalid = beat_offered_ = true;
    const Beat& beat = frames_[sending_].beats[beat_];
    in.s_axis_tdata = beat.data;
    in.s_axis_tkeep = beat.keep;
    in.s_axis_tlast = beat.last;
    in.s_axis_tuser = in.s_axis_tlast && frames_[sending_].learn;
  }
  const PinOutputs out = pins_->settle(in);
  check_output_stands(out);
  if (in.s_axis_tvalid && out.s_axis_tready) {
    if (!frames_[sending_].first_beat) frames_[sending_].first_beat = cycle;
    beat_offered_ = false;
    if (++beat_ == frames_[sending_].beats.size()) {
      beat_ = 0;
      ++sending_;
    }
  }
  if (out.m_axis_tvalid && in.m_axis_tready) {
    const std::string wrong = arriving_.take({out.m_axis_tdata, out.m_axis_tkeep, out.m_axis_tlast});
    if (!wrong.empty()) failed(fmt::format("{}: {} (cycle {})", name_, wrong, cycle));
    frame_done_ = out.m_axis_tlast;
  }
  (void)pins_->edge();
}

void PinDriver::check_output_stands(const PinOutputs& out) {
  if (output_stalled_ &&
      (!out.m_axis_tvalid || out.m_axis_tdata != stalled_output_.m_axis_tdata ||
       out.m_axis_tkeep != stalled_output_.m_axis_tkeep || out.m_axis_tlast != stalled_output_.m_axis_tlast))
    failed(fmt::format("{}: the output changed while it was stalled (cycle {})", name_, pins_->cycle()));
  output_stalled_ = out.m_axis_tvalid && !stalls_.sink_runs(pins_->cycle());
  stalled_output_ = out;
}

}  // namespace silipool::engine
