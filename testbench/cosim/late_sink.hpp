#pragma once
#include <cstdint>
#include <memory>

#include <silipool/base/stream.hpp>
#include <silipool/engine/pins.hpp>

namespace silipool {

/// Pins whose winners go through a buffer of one beat, which after one frame in eight takes none for so many
/// cycles: longer than a step, so that all of the next one is worked on and frames wait at the input.
class LateSink final : public engine::PinLevel {
 public:
  LateSink(std::unique_ptr<engine::PinLevel> pins, std::uint64_t seed, std::uint64_t cycles)
      : pins_(std::move(pins)), late_(seed, "late_sink"), cycles_(cycles) {}
  const engine::PinOutputs& settle(const engine::PinInputs& inputs) override {
    engine::PinInputs in = inputs;
    in.m_axis_tready = inputs.aresetn && !buffered_.m_axis_tvalid && cycle() >= open_from_;
    const engine::PinOutputs& out = pins_->settle(in);
    taken_ = in.m_axis_tready && out.m_axis_tvalid;
    given_ = inputs.m_axis_tready && buffered_.m_axis_tvalid;
    now_ = out;
    shown_ = out;
    shown_.m_axis_tvalid = buffered_.m_axis_tvalid;
    shown_.m_axis_tdata = buffered_.m_axis_tdata;
    shown_.m_axis_tkeep = buffered_.m_axis_tkeep;
    shown_.m_axis_tlast = buffered_.m_axis_tlast;
    return shown_;
  }
  const engine::PinOutputs& edge() override {
    const engine::PinOutputs& out = pins_->edge();
    if (given_) buffered_.m_axis_tvalid = false;
    if (taken_) {
      buffered_ = now_;
      if (now_.m_axis_tlast && late_.below(8) == 0) open_from_ = cycle() + cycles_;
    }
    return out;
  }
  [[nodiscard]] std::uint64_t cycle() const override { return pins_->cycle(); }
  void open_trace(const std::filesystem::path& path) override { pins_->open_trace(path); }
  void close_trace() override { pins_->close_trace(); }

 private:
  std::unique_ptr<engine::PinLevel> pins_;
  base::Stream late_;
  std::uint64_t cycles_;
  std::uint64_t open_from_ = 0;
  engine::PinOutputs buffered_, now_, shown_;
  bool taken_ = false, given_ = false;
};

}  // namespace silipool
