#include "lanes.hpp"

#include <algorithm>
#include <bit>
#include <string_view>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>

namespace silipool::mutation {
namespace {

constexpr std::array<std::string_view, 17> kInputNames{
    "aclk",          "aresetn",       "s_axis_tvalid",  "s_axis_tlast",  "s_axis_tuser",  "s_axis_tdata",
    "s_axis_tkeep",  "m_axis_tready", "s_axil_awvalid", "s_axil_wvalid", "s_axil_bready", "s_axil_arvalid",
    "s_axil_rready", "s_axil_awaddr", "s_axil_wdata",   "s_axil_wstrb",  "s_axil_araddr"};
constexpr std::array<std::string_view, 14> kOutputNames{
    "s_axis_tready", "m_axis_tvalid",  "m_axis_tlast",  "m_axis_tdata",  "m_axis_tkeep",
    "irq",           "s_axil_awready", "s_axil_wready", "s_axil_bvalid", "s_axil_arready",
    "s_axil_rvalid", "s_axil_bresp",   "s_axil_rdata",  "s_axil_rresp"};
enum Output : std::size_t {
  s_ready,
  m_valid,
  m_last,
  m_data,
  m_keep,
  irq,
  aw_ready,
  w_ready,
  b_valid,
  ar_ready,
  r_valid,
  b_resp,
  r_data,
  r_resp
};

template <std::size_t N>
std::size_t index_of(const std::array<std::string_view, N>& names, const std::string& name) {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) base::bad_input("the netlist has a port {}, which silipool_top has not", name);
  return static_cast<std::size_t>(at - names.begin());
}

constexpr std::uint64_t spread(std::uint64_t bit) { return ~((bit & 1U) - 1U); }

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
#define SILIPOOL_WIDEST __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define SILIPOOL_WIDEST
#endif

/// Gates of one kind, none of which looks at another of them.
SILIPOOL_WIDEST void evaluate(Kind kind, std::span<const Gate> gates, const Acting* acting, Word* values) {
  const auto each = [&](const auto& function) {
    for (const Gate& gate : gates) {
      const Word &a = values[gate.a >> 1U], &b = values[gate.b >> 1U], &c = values[gate.c >> 1U];
      const std::uint64_t i = spread(gate.a), j = spread(gate.b), k = spread(gate.c);
      Word out;
      for (std::size_t w = 0; w < kWords; ++w) out[w] = function(a[w] ^ i, b[w] ^ j, c[w] ^ k);
      values[gate.y] = out;
    }
  };
  switch (kind) {
    case Kind::conjunction:
      return each([](std::uint64_t a, std::uint64_t b, std::uint64_t) { return a & b; });
    case Kind::parity:
      return each([](std::uint64_t a, std::uint64_t b, std::uint64_t) { return a ^ b; });
    case Kind::choice:
      return each([](std::uint64_t a, std::uint64_t b, std::uint64_t c) { return b ^ (a & (b ^ c)); });
    default:
      for (const Gate& gate : gates) {
        const Word& a = values[gate.a >> 1U];
        const std::uint64_t i = spread(gate.a);
        const Acting& act = acting[gate.b];
        Word& y = values[gate.y];
        for (std::size_t w = 0; w < kWords; ++w)
          y[w] = (((a[w] ^ i) & ~act.zero[w]) | act.one[w]) ^ act.inverted[w];
      }
  }
}

SILIPOOL_WIDEST void take_over(std::span<const Netlist::Register> registers, Word* values, Word* after) {
  for (std::size_t r = 0; r < registers.size(); ++r) {
    const Word& next = values[registers[r].next >> 1U];
    const std::uint64_t i = spread(registers[r].next);
    for (std::size_t w = 0; w < kWords; ++w) after[r][w] = next[w] ^ i;
  }
  for (std::size_t r = 0; r < registers.size(); ++r) values[registers[r].held] = after[r];
}

}  // namespace

LanePins::LanePins(const Netlist& netlist, std::span<const Netlist::Mutant> mutants, std::uint64_t seed,
                   bool lists)
    : registers_(netlist.registers),
      values_(netlist.nodes.size()),
      after_(netlist.registers.size()),
      lists_(lists),
      differences_(mutants.size()) {
  if (mutants.size() >= kLanes) base::bad_input("{} mutants for {} lanes", mutants.size(), kLanes - 1);
  std::vector<std::uint32_t> site(netlist.nodes.size());
  acting_.resize(1);
  for (std::size_t m = 0; m < mutants.size(); ++m) {
    std::uint32_t& at = site[mutants[m].site];
    if (at == 0) {
      at = static_cast<std::uint32_t>(acting_.size());
      acting_.emplace_back();
    }
    Acting& act = acting_[at];
    Word& mask = mutants[m].fault == Fault::inverted ? act.inverted
                 : mutants[m].fault == Fault::zero   ? act.zero
                                                     : act.one;
    mask[(m + 1) / 64] |= std::uint64_t{1} << ((m + 1) % 64);
  }
  // Nodes by how far behind inputs and registers they stand; a site at which nothing acts is what it looks
  // at.
  std::vector<Literal> alias(netlist.nodes.size());
  std::vector<std::uint32_t> level(netlist.nodes.size());
  const auto behind = [&](Literal literal) { return alias[literal >> 1U] ^ (literal & 1U); };
  std::vector<std::pair<std::uint32_t, Gate>> gates;
  std::vector<Kind> kinds;
  for (std::uint32_t n = 0; n < netlist.nodes.size(); ++n) {
    const Node& node = netlist.nodes[n];
    alias[n] = 2 * n;
    if (node.kind == Kind::zero || node.kind == Kind::input || node.kind == Kind::held) continue;
    Gate gate{node.kind, n, behind(node.a), behind(node.b), behind(node.c)};
    if (node.kind == Kind::site && site[n] == 0) {
      alias[n] = gate.a;
      continue;
    }
    level[n] = 1 + std::max({level[gate.a >> 1U], level[gate.b >> 1U], level[gate.c >> 1U]});
    if (node.kind == Kind::site) gate.b = site[n];
    gates.emplace_back(level[n], gate);
  }
  std::stable_sort(gates.begin(), gates.end(), [](const auto& p, const auto& q) {
    return std::pair(p.first, p.second.kind) < std::pair(q.first, q.second.kind);
  });
  for (std::size_t g = 0; g < gates.size(); ++g) {
    if (g == 0 || gates[g].first != gates[g - 1].first || gates[g].second.kind != gates[g - 1].second.kind)
      runs_.push_back(g);
    gates_.push_back(gates[g].second);
  }
  runs_.push_back(gates_.size());
  base::Stream stream(seed, "mutation.registers");
  for (Netlist::Register& r : registers_) {
    r.next = behind(r.next);
    values_[r.held].fill(spread(stream.next() >> 63U));
  }
  for (const Netlist::Pin& pin : netlist.inputs)
    in_[index_of(kInputNames, pin.name)].push_back(pin.value >> 1U);
  for (const Netlist::Pin& pin : netlist.outputs) {
    auto& bits = out_[index_of(kOutputNames, pin.name)];
    bits.resize(std::max<std::size_t>(bits.size(), pin.bit + 1));
    bits[pin.bit] = behind(pin.value);
  }
}

const engine::PinOutputs& LanePins::settle(const engine::PinInputs& in) {
  const std::array<std::uint64_t, kInputNames.size()> driven{0,
                                                             in.aresetn,
                                                             in.s_axis_tvalid,
                                                             in.s_axis_tlast,
                                                             in.s_axis_tuser,
                                                             in.s_axis_tdata,
                                                             in.s_axis_tkeep,
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
  for (std::size_t i = 0; i < driven.size(); ++i)
    for (std::size_t bit = 0; bit < in_[i].size(); ++bit) values_[in_[i][bit]].fill(spread(driven[i] >> bit));
  for (std::size_t r = 0; r + 1 < runs_.size(); ++r)
    evaluate(gates_[runs_[r]].kind, std::span(gates_).subspan(runs_[r], runs_[r + 1] - runs_[r]),
             acting_.data(), values_.data());
  outputs_ = {.s_axis_tready = port(s_ready) != 0,
              .m_axis_tvalid = port(m_valid) != 0,
              .m_axis_tlast = port(m_last) != 0,
              .m_axis_tdata = port(m_data),
              .m_axis_tkeep = static_cast<std::uint32_t>(port(m_keep)),
              .irq = port(irq) != 0,
              .s_axil_awready = port(aw_ready) != 0,
              .s_axil_wready = port(w_ready) != 0,
              .s_axil_bvalid = port(b_valid) != 0,
              .s_axil_arready = port(ar_ready) != 0,
              .s_axil_rvalid = port(r_valid) != 0,
              .s_axil_bresp = static_cast<std::uint32_t>(port(b_resp)),
              .s_axil_rdata = static_cast<std::uint32_t>(port(r_data)),
              .s_axil_rresp = static_cast<std::uint32_t>(port(r_resp))};
  if (in.aresetn && was_reset_) compare(in);
  was_reset_ = was_reset_ || !in.aresetn;
  return outputs_;
}

const engine::PinOutputs& LanePins::edge() {
  take_over(registers_, values_.data(), after_.data());
  ++cycle_;
  return outputs_;
}

void LanePins::open_trace(const std::filesystem::path& path) {
  base::bad_input("{}: lanes write no waves", path.string());
}

std::uint64_t LanePins::port(std::size_t output) const {
  std::uint64_t value = 0;
  for (std::size_t bit = 0; bit < out_[output].size(); ++bit) {
    const Literal at = out_[output][bit];
    value |= ((values_[at >> 1U][0] ^ at) & 1U) << bit;
  }
  return value;
}

void LanePins::compare(const engine::PinInputs& in) {
  Word now{};
  const auto bits = [&](std::size_t output, std::uint64_t mask) {
    for (std::size_t bit = 0; bit < out_[output].size(); ++bit) {
      if ((mask >> bit & 1U) == 0) continue;
      const Word& lanes = values_[out_[output][bit] >> 1U];
      const std::uint64_t own = spread(lanes[0]);
      for (std::size_t w = 0; w < kWords; ++w) now[w] |= lanes[w] ^ own;
    }
  };
  const auto note = [&](bool value) {
    for (std::size_t w = 0; w < kWords; ++w)
      for (std::uint64_t fresh = now[w] & ~differ_[w]; fresh != 0; fresh &= fresh - 1) {
        const std::size_t lane = 64 * w + static_cast<std::size_t>(std::countr_zero(fresh));
        differences_[lane - 1] = {cycle_, value};
        if (++found_ == differences_.size() && stops_) throw AllFound{};
      }
    for (std::size_t w = 0; w < kWords; ++w) differ_[w] |= now[w];
    now = {};
  };
  constexpr std::uint64_t kAll = ~std::uint64_t{0};
  for (const std::size_t valid : {m_valid, b_valid, r_valid, irq}) bits(valid, kAll);
  if (in.s_axis_tvalid) bits(s_ready, kAll);
  if (in.s_axil_awvalid) bits(aw_ready, kAll);
  if (in.s_axil_wvalid) bits(w_ready, kAll);
  if (in.s_axil_arvalid) bits(ar_ready, kAll);
  note(false);
  if (outputs_.m_axis_tvalid) {
    std::uint64_t kept = 0;
    for (unsigned byte = 0; byte < 8; ++byte)
      if (!lists_ || (outputs_.m_axis_tkeep >> byte & 1U) != 0) kept |= std::uint64_t{0xff} << (8 * byte);
    bits(m_data, kept);
    bits(m_keep, kAll);
    bits(m_last, kAll);
  }
  if (outputs_.s_axil_bvalid) bits(b_resp, kAll);
  if (outputs_.s_axil_rvalid) {
    bits(r_data, kAll);
    bits(r_resp, kAll);
  }
  note(true);
}

}  // namespace silipool::mutation
