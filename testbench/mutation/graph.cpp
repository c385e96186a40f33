#include "graph.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace silipool::mutation {

Literal Graph::free() {
  fanin_.emplace_back(0, 0);
  return static_cast<Literal>(2 * (fanin_.size() - 1));
}

Literal Graph::conjunction(Literal a, Literal b) {
  if (a > b) std::swap(a, b);
  if (a == 0 || a == (b ^ 1U)) return 0;
  if (a == 1 || a == b) return b;
  const auto [at, fresh] =
      known_.try_emplace(std::uint64_t{a} << 32U | b, static_cast<Literal>(2 * fanin_.size()));
  if (fresh) fanin_.emplace_back(a, b);
  return at->second;
}

Literal Graph::parity(Literal a, Literal b) {
  const Literal sign = (a ^ b) & 1U;
  a &= ~1U;
  b &= ~1U;
  return disjunction(conjunction(a, b ^ 1U), conjunction(a ^ 1U, b)) ^ sign;
}

Literal Graph::choice(Literal s, Literal a, Literal b) {
  if (a == b) return a;
  return disjunction(conjunction(s, b), conjunction(s ^ 1U, a));
}

Cycle unfold(Graph& graph, const Netlist& netlist, const std::vector<Literal>& held,
             const std::vector<Literal>& inputs, const Netlist::Mutant* mutant) {
  Cycle out;
  out.nodes.resize(netlist.nodes.size());
  for (std::size_t r = 0; r < held.size(); ++r) out.nodes[netlist.registers[r].held] = held[r];
  for (std::size_t i = 0; i < inputs.size(); ++i) out.nodes[netlist.inputs[i].value >> 1U] = inputs[i];
  const auto of = [&](Literal literal) { return out.nodes[literal >> 1U] ^ (literal & 1U); };
  for (std::uint32_t n = 0; n < netlist.nodes.size(); ++n) {
    const Node& node = netlist.nodes[n];
    switch (node.kind) {
      case Kind::conjunction:
        out.nodes[n] = graph.conjunction(of(node.a), of(node.b));
        break;
      case Kind::parity:
        out.nodes[n] = graph.parity(of(node.a), of(node.b));
        break;
      case Kind::choice:
        out.nodes[n] = graph.choice(of(node.a), of(node.b), of(node.c));
        break;
      case Kind::site:
        out.nodes[n] = of(node.a);
        if (mutant != nullptr && mutant->site == n)
          out.nodes[n] = mutant->fault == Fault::inverted ? out.nodes[n] ^ 1U
                         : mutant->fault == Fault::one    ? 1
                                                          : 0;
        break;
      default:
        break;
    }
  }
  for (const Netlist::Register& r : netlist.registers) out.next.push_back(of(r.next));
  return out;
}

Literal differ_at_pins(Graph& graph, const Netlist& netlist, const Cycle& p, const Cycle& q) {
  const auto of = [](const Cycle& cycle, Literal literal) {
    return cycle.nodes[literal >> 1U] ^ (literal & 1U);
  };
  std::map<std::string, Literal, std::less<>> single;
  for (const Netlist::Pin& pin : netlist.inputs) single[pin.name] = of(p, pin.value);
  for (const Netlist::Pin& pin : netlist.outputs) single[pin.name] = of(p, pin.value);
  // Beside which pin an output means something; none: always.
  static const std::map<std::string, std::string, std::less<>> kBeside{
      {"s_axis_tready", "s_axis_tvalid"}, {"s_axil_awready", "s_axil_awvalid"},
      {"s_axil_wready", "s_axil_wvalid"}, {"s_axil_arready", "s_axil_arvalid"},
      {"m_axis_tdata", "m_axis_tvalid"},  {"m_axis_tkeep", "m_axis_tvalid"},
      {"m_axis_tlast", "m_axis_tvalid"},  {"s_axil_bresp", "s_axil_bvalid"},
      {"s_axil_rdata", "s_axil_rvalid"},  {"s_axil_rresp", "s_axil_rvalid"}};
  Literal any = 0;
  for (const Netlist::Pin& pin : netlist.outputs) {
    Literal differs = graph.parity(of(p, pin.value), of(q, pin.value));
    if (const auto beside = kBeside.find(pin.name); beside != kBeside.end())
      differs = graph.conjunction(differs, single.find(beside->second)->second);
    any = graph.disjunction(any, differs);
  }
  return graph.conjunction(any, single.find("aresetn")->second);
}

}  // namespace silipool::mutation
