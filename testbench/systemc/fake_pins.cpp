#include "fake_pins.hpp"

#include <silipool/engine/registers.hpp>

namespace silipool::testbench {

namespace registers = engine::registers;

namespace {

constexpr std::uint32_t kSlaveError = 2;
constexpr std::uint64_t kInitialisation = 40;  // cycles

}  // namespace

base::Sdr FakeModel::step(const base::Sdr& input, bool learn) {
  base::Sdr winners(columns_);
  for (std::size_t c = 0; c < columns_; ++c)
    if (input.test((7 * c + 3 * learned_) % input.size())) winners.set(c);
  if (learn) ++learned_;
  return winners;
}

FakePins::FakePins(const FakeDesign& design)
    : design_(design),
      beats_in_((design.inputs + design.stream_bits - 1) / design.stream_bits),
      beats_out_((design.columns + design.stream_bits - 1) / design.stream_bits) {
  reset();
}

void FakePins::reset() {
  model_ = FakeModel(design_.columns);
  incoming_ = base::Sdr(beats_in_ * design_.stream_bits);
  incoming_beat_ = outgoing_beat_ = 0;
  incoming_full_ = core_done_ = outgoing_full_ = repeat_beat_ = repeat_frame_ = ready_ = false;
  work_left_.reset();
  frames_done_ = initialising_ = 0;
  registers_.clear();
  for (std::uint32_t address = registers::kSeed; address <= registers::kInhibitionRadius; address += 4)
    registers_[address] = 0;
  out_ = {};
}

void FakePins::combinational() {
  out_.s_axis_tready = !incoming_full_ && !faulty(Fault::no_input);
  out_.s_axil_awready = out_.s_axil_wready = in_.s_axil_awvalid && in_.s_axil_wvalid && !out_.s_axil_bvalid;
  out_.s_axil_arready = in_.s_axil_arvalid && !out_.s_axil_rvalid;
}

const engine::PinOutputs& FakePins::settle(const engine::PinInputs& inputs) {
  ++settles_;
  in_ = inputs;
  combinational();
  return out_;
}

const engine::PinOutputs& FakePins::edge() {
  ++cycle_;
  if (in_.aresetn) {
    // From the output back to the input, so that each stage sees what stood before the edge.
    clock_output();
    clock_core();
    clock_input();
    clock_bus();
  } else {
    reset();
  }
  combinational();
  return out_;
}

void FakePins::clock_input() {
  if (!in_.s_axis_tvalid || !out_.s_axis_tready) return;
  const std::size_t at = incoming_beat_ * design_.stream_bits;
  if (incoming_beat_ == 0) incoming_.clear();
  incoming_.words()[at / 64] |= in_.s_axis_tdata << (at % 64);
  ++incoming_beat_;
  if (!in_.s_axis_tlast) return;
  incoming_full_ = incoming_beat_ == beats_in_;  // a malformed frame is dropped
  incoming_learn_ = in_.s_axis_tuser;
  incoming_beat_ = 0;
}

void FakePins::clock_core() {
  if (work_left_ && *work_left_ > 0) --*work_left_;
  if (work_left_ == 0 && !core_done_ && !faulty(Fault::no_winners)) {
    core_done_ = true;
    work_left_.reset();
    if (sink_ != nullptr) sink_->event(engine::Phase::step_end, 0, frames_done_);
  }
  if (!work_left_ && !core_done_ && incoming_full_ && ready_) {
    base::Sdr input(design_.inputs);
    incoming_.for_each([&](std::size_t i) {
      if (i < design_.inputs) input.set(i);
    });
    winners_ = model_.step(input, incoming_learn_);
    incoming_full_ = false;
    work_left_ = design_.work_cycles;
  }
}

void FakePins::clock_output() {
  const bool taken = out_.m_axis_tvalid && in_.m_axis_tready;
  if (out_.m_axis_tvalid && !taken) {
    if (faulty(Fault::data_changes)) out_.m_axis_tdata ^= 1;
    if (faulty(Fault::last_changes)) out_.m_axis_tlast = !out_.m_axis_tlast;
    if (faulty(Fault::valid_withdrawn)) out_.m_axis_tvalid = false;
    return;
  }
  if (taken && repeat_beat_) {
    repeat_beat_ = false;
    return;
  }
  if (taken && ++outgoing_beat_ == beats_out_) {
    outgoing_full_ = false;
    ++frames_done_;
  }
  if (!outgoing_full_ && repeat_frame_) {
    repeat_frame_ = false;
    outgoing_full_ = true;
    outgoing_beat_ = 0;
  } else if (!outgoing_full_ && core_done_) {
    outgoing_ = winners_;
    core_done_ = false;
    outgoing_full_ = true;
    outgoing_beat_ = faulty(Fault::beat_missing) ? 1 : 0;
    repeat_beat_ = faulty(Fault::beat_twice);
    repeat_frame_ = faulty(Fault::frame_twice);
    if (faulty(Fault::wrong_winner)) outgoing_.words()[0] ^= 4;
    if (faulty(Fault::padding_set))
      outgoing_.words()[design_.columns / 64] |= std::uint64_t{1} << (design_.columns % 64);
  }
  show_output();
}

void FakePins::show_output() {
  out_.m_axis_tvalid = outgoing_full_;
  if (!outgoing_full_) return;
  const std::size_t at = outgoing_beat_ * design_.stream_bits;
  const std::uint64_t mask = ~std::uint64_t{0} >> (64 - design_.stream_bits);
  out_.m_axis_tdata = (outgoing_.words()[at / 64] >> (at % 64)) & mask;
  out_.m_axis_tlast = outgoing_beat_ + 1 == beats_out_;
}

void FakePins::clock_bus() {
  const bool write = out_.s_axil_awready, read = out_.s_axil_arready;
  if (in_.s_axil_awvalid != in_.s_axil_wvalid) ++split_writes_;
  if (out_.s_axil_rvalid && !in_.s_axil_rready) {
    if (design_.fault == Fault::bus_answer_changes) ++out_.s_axil_rdata;
    if (design_.fault == Fault::bus_answer_withdrawn) out_.s_axil_rvalid = false;
  }
  if (in_.s_axil_bready) out_.s_axil_bvalid = false;
  if (in_.s_axil_rready) out_.s_axil_rvalid = false;
  if (initialising_ > 0 && --initialising_ == 0) ready_ = design_.fault != Fault::no_initial_state;

  if (write) {
    const std::uint32_t address = in_.s_axil_awaddr;
    const auto known = registers_.find(address);
    const bool refused = design_.fault == Fault::bus_error && address == registers::kSeed;
    out_.s_axil_bvalid = true;
    out_.s_axil_bresp = 0;
    if (address == registers::kControl && in_.s_axil_wstrb == 0xf) {
      if ((in_.s_axil_wdata & 1U) != 0) initialising_ = kInitialisation;
    } else if (known != registers_.end() && in_.s_axil_wstrb == 0xf && !refused) {
      if (design_.fault != Fault::bus_write_lost || address != registers::kDecay)
        known->second = in_.s_axil_wdata;
    } else {
      out_.s_axil_bresp = kSlaveError;
    }
  }
  if (read) {
    const std::map<std::uint32_t, std::uint32_t> constants{
        {registers::kId, 0x53494c49},
        {registers::kInputs,
         static_cast<std::uint32_t>(design_.inputs) + (design_.fault == Fault::other_design ? 1U : 0U)},
        {registers::kHypercolumns, 1},
        {registers::kColumnsPerHypercolumn, static_cast<std::uint32_t>(design_.columns)},
        {registers::kStreamBits, static_cast<std::uint32_t>(design_.stream_bits)},
        {registers::kStatus, (ready_ ? 2U : 0U) | (initialising_ > 0 || work_left_ ? 1U : 0U)}};
    out_.s_axil_rvalid = design_.fault != Fault::bus_silent;
    out_.s_axil_rresp = out_.s_axil_rdata = 0;
    if (const auto c = constants.find(in_.s_axil_araddr); c != constants.end())
      out_.s_axil_rdata = c->second;
    else if (const auto r = registers_.find(in_.s_axil_araddr); r != registers_.end())
      out_.s_axil_rdata = r->second;
    else
      out_.s_axil_rresp = kSlaveError;
  }
  if (design_.fault == Fault::bus_unasked && read) out_.s_axil_bvalid = true;
  if (design_.fault == Fault::bus_unasked_read && write) out_.s_axil_rvalid = true;
}

}  // namespace silipool::testbench
