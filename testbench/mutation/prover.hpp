#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "invariant.hpp"
#include "graph.hpp"
#include "netlist.hpp"
#include "query.hpp"
#include "relation.hpp"

namespace silipool::mutation {

struct Proof {
  std::string
      against;  ///< where the solver found a difference, in a state that need not be reached; empty: proved
  unsigned cycles = 0;     ///< in which they come together
  bool reordered = false;  ///< always, but for a counter that runs through its values in another order
};

/// Proofs that mutants of a netlist change nothing at the pins, from the first reset on, at the end of which
/// what no reset sets is the same in both: from equal states, at equal pins, the mutant answers the same
/// until, within a few cycles, it differs in nothing that matters. Or, of a mutant at the output of a
/// counter: pairs of values that the counter has in both, by the state of the sequencer that it belongs to,
/// are followed from the first reset on until there are no new ones, and with each of them all else is the
/// same.
class Prover {
 public:
  Prover(const Netlist& netlist, const Invariant& invariant, const Relation& relation)
      : netlist_(netlist), invariant_(invariant), relation_(relation) {}
  /// Within `most` cycles and `conflicts` of the solver for each question.
  [[nodiscard]] Proof prove(const Netlist::Mutant& mutant, unsigned most, int conflicts) const;

 private:
  /// Registers that a reset sets are set.
  [[nodiscard]] bool resets(const Netlist::Mutant& mutant, int conflicts) const;
  /// What stands against it.
  [[nodiscard]] std::string converges(const Netlist::Mutant& mutant, unsigned most, int conflicts,
                                      unsigned& cycle) const;
  [[nodiscard]] bool reorders(const Netlist::Mutant& mutant, int conflicts) const;
  [[nodiscard]] std::vector<Literal> free_inputs(Graph& graph, bool reset) const;
  void require_invariant(Query& query, Graph& graph, const std::vector<Literal>& held) const;

  const Netlist& netlist_;
  const Invariant& invariant_;
  const Relation& relation_;
};

}  // namespace silipool::mutation
