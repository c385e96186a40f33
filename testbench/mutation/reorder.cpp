// Proofs about a counter that runs through its values in another order.
#include <array>
#include <set>
#include <vector>

#include "prover.hpp"
#include "query.hpp"

namespace silipool::mutation {
namespace {

constexpr std::size_t kMostBits = 6, kMostFound = 4000;

/// A state of the sequencer; what the counter holds in the netlist, and in the mutant.
using Pair = std::array<std::uint32_t, 3>;
using Registers = std::vector<std::uint32_t>;

/// The group at one of whose outputs the mutant acts; none: an empty one.
Registers counter_of(const Netlist& netlist, const Invariant& invariant, const Netlist::Mutant& mutant,
                     std::string& name) {
  const Literal at = netlist.nodes[mutant.site].a;
  for (const Group& group : invariant.groups())
    for (const std::uint32_t r : group.registers)
      if (2 * netlist.registers[r].held == at && !group.memory && group.registers.size() <= kMostBits) {
        name = group.name;
        return group.registers;
      }
  return {};
}

/// The sequencer of its module, or of the nearest around that; none: no registers.
Registers sequencer_of(const Invariant& invariant, const std::string& name) {
  const Group* nearest = nullptr;
  for (const Group& group : invariant.groups())
    if (group.is_state() && name.starts_with(module_of(group.name)) &&
        (nearest == nullptr || module_of(group.name).size() > module_of(nearest->name).size()))
      nearest = &group;
  return nearest != nullptr ? nearest->registers : Registers{};
}

/// Literals of which each is true where the registers hold the value.
void append_equal(std::vector<Literal>& to, const std::vector<Literal>& held, const Registers& registers,
                  std::uint32_t value) {
  for (std::size_t i = 0; i < registers.size(); ++i)
    to.push_back(held[registers[i]] ^ ((value >> i & 1U) ^ 1U));
}

std::uint32_t value_of(const Query& query, const std::vector<Literal>& held, const Registers& registers) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < registers.size(); ++i)
    value |= std::uint32_t{query.value(held[registers[i]])} << i;
  return value;
}

/// Whether registers can hold the value after a reset that leaves this in them; 0 and 1 are constants.
bool left_by(const std::vector<Literal>& reset, const Registers& registers, std::uint32_t value) {
  for (std::size_t i = 0; i < registers.size(); ++i)
    if (reset[registers[i]] < 2 && reset[registers[i]] != (value >> i & 1U)) return false;
  return true;
}

}  // namespace

bool Prover::reorders(const Netlist::Mutant& mutant, int conflicts) const {
  std::string name;
  const Registers counter = counter_of(netlist_, invariant_, mutant, name);
  if (counter.empty()) return false;
  const Registers sequencer = sequencer_of(invariant_, name);
  Graph graph;
  std::vector<Literal> p;
  for (std::size_t i = 0; i < netlist_.registers.size(); ++i) p.push_back(graph.free());
  std::vector<Literal> q = p;
  for (const std::uint32_t r : counter) q[r] = graph.free();
  const Cycle reset = unfold(graph, netlist_, p, free_inputs(graph, true));
  const std::vector<Literal> inputs = free_inputs(graph, false);
  const Cycle one = unfold(graph, netlist_, p, inputs), other = unfold(graph, netlist_, q, inputs, &mutant);
  Literal wrong = differ_at_pins(graph, netlist_, one, other);
  std::vector<Literal> rest = other.next;
  for (const std::uint32_t r : counter) rest[r] = one.next[r];
  for (std::size_t r = 0; r < rest.size(); ++r)
    wrong = graph.disjunction(wrong, graph.parity(one.next[r], rest[r]));

  Query judge(graph), query(graph);
  require_invariant(judge, graph, p);
  require_invariant(query, graph, p);
  std::set<Pair> found;
  std::vector<Pair> open;
  const auto add = [&](const Pair& pair) {
    if (!found.insert(pair).second) return;
    open.push_back(pair);
    std::vector<Literal> equal;
    append_equal(equal, one.next, sequencer, pair[0]);
    append_equal(equal, one.next, counter, pair[1]);
    append_equal(equal, other.next, counter, pair[2]);
    for (Literal& l : equal) l ^= 1U;
    query.require(equal);  // its answers are pairs that are not known
  };
  // After the first reset both hold the same.
  for (std::uint32_t s = 0; s < 1U << sequencer.size(); ++s)
    for (std::uint32_t x = 0; x < 1U << counter.size(); ++x)
      if (left_by(reset.next, sequencer, s) && left_by(reset.next, counter, x)) add({s, x, x});
  while (!open.empty()) {
    const Pair pair = open.back();
    open.pop_back();
    std::vector<Literal> here;
    append_equal(here, p, sequencer, pair[0]);
    append_equal(here, p, counter, pair[1]);
    append_equal(here, q, counter, pair[2]);
    std::vector<Literal> here_wrong = here;
    here_wrong.push_back(wrong);
    if (judge.possible(here_wrong, conflicts) != Answer::no) return false;
    for (;;) {
      const Answer answer = query.possible(here, conflicts);
      if (answer == Answer::no) break;
      if (answer == Answer::unknown || found.size() > kMostFound) return false;
      add({value_of(query, one.next, sequencer), value_of(query, one.next, counter),
           value_of(query, other.next, counter)});
    }
  }
  return true;
}

}  // namespace silipool::mutation
