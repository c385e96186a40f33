#pragma once
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "netlist.hpp"

namespace silipool::mutation {

/// And-inverter graph in which equal nodes are one; literals as in Netlist: 0 is false, 1 true.
class Graph {
 public:
  [[nodiscard]] Literal free();
  [[nodiscard]] Literal conjunction(Literal a, Literal b);
  [[nodiscard]] Literal disjunction(Literal a, Literal b) { return conjunction(a ^ 1U, b ^ 1U) ^ 1U; }
  [[nodiscard]] Literal parity(Literal a, Literal b);
  [[nodiscard]] Literal choice(Literal s, Literal a, Literal b);  ///< s ? b : a
  /// {0, 0} of what is free.
  [[nodiscard]] std::pair<Literal, Literal> fanin(std::uint32_t node) const { return fanin_[node]; }

 private:
  std::vector<std::pair<Literal, Literal>> fanin_{{0, 0}};
  std::unordered_map<std::uint64_t, Literal> known_;
};

/// One cycle of a netlist in a graph.
struct Cycle {
  std::vector<Literal> nodes;  ///< of the netlist
  std::vector<Literal> next;   ///< of its registers
};

/// From what registers hold and the values of input nodes, in the order of Netlist::inputs. With a mutant,
/// nodes whose fan-in is that of `design` are as there.
[[nodiscard]] Cycle unfold(Graph& graph, const Netlist& netlist, const std::vector<Literal>& held,
                           const std::vector<Literal>& inputs, const Netlist::Mutant* mutant = nullptr);

/// That two cycles at the same inputs differ in what the protocols give a meaning, out of reset.
[[nodiscard]] Literal differ_at_pins(Graph& graph, const Netlist& netlist, const Cycle& p, const Cycle& q);

}  // namespace silipool::mutation
