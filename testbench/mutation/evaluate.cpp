#include "evaluate.hpp"

#include <map>
#include <string>

namespace silipool::mutation {

Evaluation evaluate(const Netlist& netlist, const std::vector<std::uint64_t>& held,
                    const std::vector<std::uint64_t>& inputs) {
  Evaluation out;
  std::vector<std::uint64_t>& nodes = out.nodes;
  nodes.resize(netlist.nodes.size());
  for (std::size_t r = 0; r < held.size(); ++r) nodes[netlist.registers[r].held] = held[r];
  for (std::size_t i = 0; i < inputs.size(); ++i) nodes[netlist.inputs[i].value >> 1U] = inputs[i];
  const auto of = [&](Literal l) { return nodes[l >> 1U] ^ ((l & 1U) != 0 ? ~std::uint64_t{0} : 0); };
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    const Node& node = netlist.nodes[n];
    switch (node.kind) {
      case Kind::conjunction:
        nodes[n] = of(node.a) & of(node.b);
        break;
      case Kind::parity:
        nodes[n] = of(node.a) ^ of(node.b);
        break;
      case Kind::choice:
        nodes[n] = of(node.b) ^ (of(node.a) & (of(node.b) ^ of(node.c)));
        break;
      case Kind::site:
        nodes[n] = of(node.a);
        break;
      default:
        break;
    }
  }
  out.next.reserve(held.size());
  for (const Netlist::Register& r : netlist.registers) out.next.push_back(of(r.next));
  return out;
}

std::vector<Watched> watched_pins(const Netlist& netlist) {
  // Beside which pin an output means something; none: always.
  static const std::map<std::string, std::string, std::less<>> kBeside{
      {"s_axis_tready", "s_axis_tvalid"}, {"s_axil_awready", "s_axil_awvalid"},
      {"s_axil_wready", "s_axil_wvalid"}, {"s_axil_arready", "s_axil_arvalid"},
      {"m_axis_tdata", "m_axis_tvalid"},  {"m_axis_tkeep", "m_axis_tvalid"},
      {"m_axis_tlast", "m_axis_tvalid"},  {"s_axil_bresp", "s_axil_bvalid"},
      {"s_axil_rdata", "s_axil_rvalid"},  {"s_axil_rresp", "s_axil_rvalid"}};
  std::map<std::string, Literal, std::less<>> single;
  for (const Netlist::Pin& pin : netlist.inputs) single[pin.name] = pin.value;
  for (const Netlist::Pin& pin : netlist.outputs) single[pin.name] = pin.value;
  std::vector<Watched> watched;
  for (const Netlist::Pin& pin : netlist.outputs) {
    const auto beside = kBeside.find(pin.name);
    watched.push_back({pin.value, beside == kBeside.end() ? 1U : single.find(beside->second)->second});
  }
  return watched;
}

Literal out_of_reset(const Netlist& netlist) {
  for (const Netlist::Pin& pin : netlist.inputs)
    if (pin.name == "aresetn") return pin.value;
  return 1;
}

}  // namespace silipool::mutation
