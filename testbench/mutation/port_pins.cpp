#include "port_pins.hpp"

#include <string_view>

#include <fmt/format.h>

#include <silipool/base/error.hpp>

namespace silipool::mutation {
namespace {

constexpr std::array<std::string_view, 18> kInputNames{
    "aclk",          "aresetn",       "s_axis_tvalid",  "s_axis_tlast",  "s_axis_tuser",  "s_axis_tdata",
    "s_axis_tkeep",  "m_axis_tready", "s_axil_awvalid", "s_axil_wvalid", "s_axil_bready", "s_axil_arvalid",
    "s_axil_rready", "s_axil_awaddr", "s_axil_wdata",   "s_axil_wstrb",  "s_axil_araddr", "mutation"};
constexpr std::size_t kClock = 0, kKeep = 6, kMutation = 17;
constexpr std::array<std::string_view, 14> kOutputNames{
    "s_axis_tready", "m_axis_tvalid",  "m_axis_tlast",  "m_axis_tdata",  "m_axis_tkeep",
    "irq",           "s_axil_awready", "s_axil_wready", "s_axil_bvalid", "s_axil_arready",
    "s_axil_rvalid", "s_axil_bresp",   "s_axil_rdata",  "s_axil_rresp"};

std::size_t port_named(const engine::PortLevel& ports, std::string_view name) {
  for (std::size_t i = 0; i < ports.ports().size(); ++i)
    if (ports.ports()[i].name == name) return i;
  base::bad_input("the netlist has no port {}", name);
}

}  // namespace

PortPins::PortPins(std::unique_ptr<engine::PortLevel> ports, std::uint64_t mutant, std::uint64_t cycles)
    : ports_(std::move(ports)), cycles_(cycles) {
  for (std::size_t i = 0; i < kInputs; ++i) {
    const std::size_t port = port_named(*ports_, kInputNames[i]);
    in_[i] = ports_->value(port).data();
    if (i == kKeep) keep_mask_ = (std::uint64_t{1} << ports_->ports()[port].width) - 1;
  }
  for (std::size_t i = 0; i < kOutputs; ++i)
    out_[i] = ports_->value(port_named(*ports_, kOutputNames[i])).data();
  *in_[kMutation] = mutant;
}

const engine::PinOutputs& PortPins::settle(const engine::PinInputs& in) {
  const std::array<std::uint64_t, kMutation> values{0,
                                                    in.aresetn,
                                                    in.s_axis_tvalid,
                                                    in.s_axis_tlast,
                                                    in.s_axis_tuser,
                                                    in.s_axis_tdata,
                                                    in.s_axis_tkeep & keep_mask_,
                                                    in.m_axis_tready,
                                                    in.s_axil_awvalid,
                                                    in.s_axil_wvalid,
                                                    in.s_axil_bready,
                                                    in.s_axil_arvalid,
                                                    in.s_axil_rready,
                                                    in.s_axil_awaddr,
                                                    in.s_axil_wdata,
                                                    in.s_axil_wstrb,
                                                    in.s_axil_araddr};
  for (std::size_t i = 0; i < kMutation; ++i) *in_[i] = values[i];
  ports_->evaluate();
  return read();
}

const engine::PinOutputs& PortPins::edge() {
  if (++cycle_ > cycles_)
    throw base::Error(base::ErrorKind::check_failed, fmt::format("time-out after {} cycles", cycles_));
  *in_[kClock] = 1;
  ports_->evaluate();
  return read();
}

const engine::PinOutputs& PortPins::read() {
  const auto flag = [this](std::size_t i) { return *out_[i] != 0; };
  const auto word = [this](std::size_t i) { return static_cast<std::uint32_t>(*out_[i]); };
  outputs_ = {.s_axis_tready = flag(0),
              .m_axis_tvalid = flag(1),
              .m_axis_tlast = flag(2),
              .m_axis_tdata = *out_[3],
              .m_axis_tkeep = word(4),
              .irq = flag(5),
              .s_axil_awready = flag(6),
              .s_axil_wready = flag(7),
              .s_axil_bvalid = flag(8),
              .s_axil_arready = flag(9),
              .s_axil_rvalid = flag(10),
              .s_axil_bresp = word(11),
              .s_axil_rdata = word(12),
              .s_axil_rresp = word(13)};
  return outputs_;
}

}  // namespace silipool::mutation
