#include "prover.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include <silipool/base/file.hpp>

#include "query.hpp"

namespace silipool::mutation {
namespace {

constexpr int kConflicts = 50000;  // of a question about a condition

std::vector<Literal> free_inputs(Graph& graph, const Netlist& netlist, bool reset) {
  std::vector<Literal> inputs;
  for (const Netlist::Pin& pin : netlist.inputs)
    inputs.push_back(reset && pin.name == "aresetn" ? 0 : graph.free());
  return inputs;
}

Literal over(const std::vector<Literal>& terms, Literal l) { return terms[l >> 1U] ^ (l & 1U); }

/// That a clause does not hold.
Literal broken(Graph& graph, const std::vector<Literal>& terms, const std::vector<Literal>& clause) {
  Literal none = 1;
  for (const Literal l : clause) none = graph.conjunction(none, over(terms, l) ^ 1U);
  return none;
}

void require_all(Query& query, const std::vector<Literal>& terms,
                 const std::vector<std::vector<Literal>>& clauses) {
  for (const std::vector<Literal>& clause : clauses) {
    std::vector<Literal> literals;
    for (const Literal l : clause) literals.push_back(over(terms, l));
    query.require(literals);
  }
}

}  // namespace

Prover::Prover(const Netlist& netlist, const Invariant& invariant, const std::filesystem::path& kept)
    : netlist_(netlist),
      invariant_(invariant),
      conditions_(invariant.groups().size()),
      clauses_of_(invariant.groups().size()) {
  for (std::size_t c = 0; c < invariant.clauses().size(); ++c)
    for (const Literal l : invariant.clauses()[c]) {
      const std::size_t g = invariant.terms()[l >> 1U].group;
      if (clauses_of_[g].empty() || clauses_of_[g].back() != c) clauses_of_[g].push_back(c);
    }
  std::ifstream stored(kept);
  for (std::size_t g = 0, l = 0; stored >> g >> l;) conditions_.at(g).push_back(static_cast<Literal>(l));
  if (std::filesystem::exists(kept)) return;
  find_conditions();
  std::string text;
  for (std::size_t g = 0; g < conditions_.size(); ++g)
    for (const Literal l : conditions_[g]) text += fmt::format("{} {}\n", g, l);
  base::write_file(kept, text);
}

Prover::~Prover() = default;

Literal Prover::differ(Graph& graph, const std::vector<Literal>& p, const std::vector<Literal>& q) const {
  const std::vector<Literal> terms = invariant_.terms_over(graph, p),
                             others = invariant_.terms_over(graph, q);
  Literal any = 0;
  for (std::size_t g = 0; g < conditions_.size(); ++g) {
    Literal differs = 0;
    for (const std::uint32_t r : invariant_.groups()[g].registers)
      differs = graph.disjunction(differs, graph.parity(p[r], q[r]));
    if (differs == 0) continue;
    Literal matters = 1;
    for (const Literal l : conditions_[g]) matters = graph.conjunction(matters, over(terms, l) ^ 1U);
    any = graph.disjunction(any, graph.conjunction(differs, matters));
    if (!conditions_[g].empty())
      for (const std::size_t c : clauses_of_[g])
        any = graph.disjunction(any, broken(graph, others, invariant_.clauses()[c]));
  }
  return any;
}

/// One cycle of two states that differ in a group at most, in which one of its conditions is true.
struct Prover::Flip {
  Flip(const Prover& prover, std::size_t group) : query(graph) {
    const Netlist& netlist = prover.netlist_;
    const Invariant& invariant = prover.invariant_;
    std::vector<Literal> p;
    for (std::size_t i = 0; i < netlist.registers.size(); ++i) p.push_back(graph.free());
    std::vector<Literal> q = p;
    for (const std::uint32_t r : invariant.groups()[group].registers) q[r] = graph.free();
    const std::vector<Literal> inputs = free_inputs(graph, netlist, false);
    terms = invariant.terms_over(graph, p);
    one = unfold(graph, netlist, p, inputs);
    other = unfold(graph, netlist, q, inputs);
    require_all(query, terms, invariant.clauses());
    std::vector<std::vector<Literal>> own;
    for (const std::size_t c : prover.clauses_of_[group]) own.push_back(invariant.clauses()[c]);
    require_all(query, invariant.terms_over(graph, q), own);
    pins = differ_at_pins(graph, netlist, one, other);
  }
  Graph graph;
  Query query;
  std::vector<Literal> terms;
  Cycle one, other;
  Literal pins = 0;
};

void Prover::find_conditions() {
  const std::vector<Group>& groups = invariant_.groups();
  std::vector<Literal> controls;
  for (Literal t = 0; t < invariant_.terms().size(); ++t) {
    const Group& group = groups[invariant_.terms()[t].group];
    if (!group.control()) continue;
    controls.push_back(2 * t);
    if (group.registers.size() == 1) controls.push_back(2 * t + 1);
  }
  for (std::size_t g = 0; g < groups.size(); ++g)
    if (!groups[g].memory && !groups[g].control()) conditions_[g] = controls;
  std::vector<std::unique_ptr<Flip>> flips(groups.size());

  // Each falls that is true in a state in which the group matters; until none does.
  for (bool changed = true; changed;) {
    changed = false;
    std::size_t left = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      while (!conditions_[g].empty()) {
        if (!flips[g]) flips[g] = std::make_unique<Flip>(*this, g);
        Flip& flip = *flips[g];
        Literal some = 0;
        for (const Literal l : conditions_[g]) some = flip.graph.disjunction(some, over(flip.terms, l));
        const Literal asked[] = {
            some, flip.graph.disjunction(flip.pins, differ(flip.graph, flip.one.next, flip.other.next))};
        const Answer answer = flip.query.possible(asked, kConflicts);
        if (answer == Answer::no) break;
        changed = true;
        std::vector<Literal> stay;
        for (const Literal l : conditions_[g])
          if (answer == Answer::yes && !flip.query.value(over(flip.terms, l))) stay.push_back(l);
        conditions_[g] = std::move(stay);
      }
      if (conditions_[g].empty()) flips[g].reset();
      left += conditions_[g].size();
    }
    fmt::print(stderr, "  {} conditions left\n", left);
  }
}

bool Prover::resets(const Netlist::Mutant& mutant, int conflicts) const {
  Graph graph;
  std::vector<Literal> held;
  for (std::size_t i = 0; i < netlist_.registers.size(); ++i) held.push_back(graph.free());
  const std::vector<Literal> inputs = free_inputs(graph, netlist_, true);
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
  require_all(query, invariant_.terms_over(graph, p), invariant_.clauses());
  Literal apart = 1;
  for (cycle = 1;; ++cycle) {
    const std::vector<Literal> inputs = free_inputs(graph, netlist_, false);
    const Cycle one = unfold(graph, netlist_, p, inputs), other = unfold(graph, netlist_, q, inputs, &mutant);
    const Literal seen[] = {apart, differ_at_pins(graph, netlist_, one, other)};
    if (seen[1] != 0)
      if (const Answer answer = query.possible(seen, conflicts); answer != Answer::no)
        return fmt::format("at the pins in cycle {}{}", cycle, answer == Answer::unknown ? ", perhaps" : "");
    apart = graph.conjunction(apart, differ(graph, one.next, other.next));
    if (apart == 0) return "";
    const Answer answer = query.possible({&apart, 1}, conflicts);
    if (answer == Answer::no) return "";
    p = one.next;
    q = other.next;
    if (cycle < most) continue;
    std::string where;
    for (std::size_t r = 0; r < p.size() && answer == Answer::yes && where.size() < 100; ++r)
      if (query.value(p[r]) != query.value(q[r])) where += " " + netlist_.registers[r].name;
    return fmt::format("apart after {} cycles{}:{}", cycle, answer == Answer::unknown ? ", perhaps" : "",
                       where);
  }
}

Proof Prover::prove(const Netlist::Mutant& mutant, unsigned most, int conflicts) const {
  Proof proof;
  proof.against =
      resets(mutant, conflicts) ? converges(mutant, most, conflicts, proof.cycles) : "apart after a reset";
  return proof;
}

}  // namespace silipool::mutation
