#include "prover.hpp"

#include <vector>

#include <fmt/format.h>

#include "query.hpp"

namespace silipool::mutation {
namespace {

Literal over(const std::vector<Literal>& terms, Literal l) { return terms[l >> 1U] ^ (l & 1U); }

}  // namespace

std::vector<Literal> Prover::free_inputs(Graph& graph, bool reset) const {
  std::vector<Literal> inputs;
  for (const Netlist::Pin& pin : netlist_.inputs)
    inputs.push_back(reset && pin.name == "aresetn" ? 0 : graph.free());
  return inputs;
}

void Prover::require_invariant(Query& query, Graph& graph, const std::vector<Literal>& held) const {
  const std::vector<Literal> terms = invariant_.terms_over(graph, held);
  for (const std::vector<Literal>& clause : invariant_.clauses()) {
    std::vector<Literal> literals;
    for (const Literal l : clause) literals.push_back(over(terms, l));
    query.require(literals);
  }
}

bool Prover::resets(const Netlist::Mutant& mutant, int conflicts) const {
  Graph graph;
  std::vector<Literal> held;
  for (std::size_t i = 0; i < netlist_.registers.size(); ++i) held.push_back(graph.free());
  const std::vector<Literal> inputs = free_inputs(graph, true);
  const Cycle one = unfold(graph, netlist_, held, inputs),
              other = unfold(graph, netlist_, held, inputs, &mutant);
  Literal any = 0;
  for (std::size_t r = 0; r < held.size(); ++r)
    if (one.next[r] < 2) any = graph.disjunction(any, graph.parity(one.next[r], other.next[r]));
  return any == 0 || Query(graph).possible({&any, 1}, conflicts) == Answer::no;
}

std::string Prover::converges(const Netlist::Mutant& mutant, unsigned most, int conflicts,
                              unsigned& cycle) const {
  Graph graph;
  std::vector<Literal> p;
  for (std::size_t i = 0; i < netlist_.registers.size(); ++i) p.push_back(graph.free());
  std::vector<Literal> q = p;
  Query query(graph);
  require_invariant(query, graph, p);
  Literal apart = 1;
  for (cycle = 1;; ++cycle) {
    const std::vector<Literal> inputs = free_inputs(graph, false);
    const Cycle one = unfold(graph, netlist_, p, inputs), other = unfold(graph, netlist_, q, inputs, &mutant);
    const Literal seen[] = {apart, differ_at_pins(graph, netlist_, one, other)};
    if (seen[1] != 0)
      if (const Answer answer = query.possible(seen, conflicts); answer != Answer::no)
        return fmt::format("at the pins in cycle {}{}", cycle, answer == Answer::unknown ? ", perhaps" : "");
    apart = graph.conjunction(apart, relation_.apart(graph, one.next, other.next));
    if (apart == 0) return "";
    const Answer answer = query.possible({&apart, 1}, conflicts);
    if (answer == Answer::no) return "";
    p = one.next;
    q = other.next;
    if (cycle < most) {
      require_invariant(query, graph, p);
      continue;
    }
    std::string where;
    for (std::size_t r = 0; r < p.size() && answer == Answer::yes && where.size() < 100; ++r)
      if (query.value(p[r]) != query.value(q[r])) where += " " + netlist_.registers[r].name;
    return fmt::format("apart after {} cycles{}:{}", cycle, answer == Answer::unknown ? ", perhaps" : "",
                       where);
  }
}

Proof Prover::prove(const Netlist::Mutant& mutant, unsigned most, int conflicts) const {
  Proof proof;
  if (!resets(mutant, conflicts)) {
    proof.against = "apart after a reset";
    return proof;
  }
  proof.against = converges(mutant, most, conflicts, proof.cycles);
  proof.reordered = !proof.against.empty() && reorders(mutant, conflicts);
  if (proof.reordered) proof.against.clear();
  return proof;
}

}  // namespace silipool::mutation
