#include "graph.hpp"

#include <algorithm>

#include "evaluate.hpp"

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
  Literal any = 0;
  for (const Watched& pin : watched_pins(netlist)) {
    const Literal differs = graph.parity(of(p, pin.value), of(q, pin.value));
    any = graph.disjunction(any, pin.beside == 1 ? differs : graph.conjunction(differs, of(p, pin.beside)));
  }
  return graph.conjunction(any, of(p, out_of_reset(netlist)));
}

}  // namespace silipool::mutation
