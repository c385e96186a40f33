#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "invariant.hpp"
#include "netlist.hpp"

namespace silipool::mutation {

struct Proof {
  std::string
      against;  ///< where the solver found a difference, in a state that need not be reached; empty: proved
  unsigned cycles = 0;  ///< in which they come together
};

/// Proofs that mutants of a netlist change nothing at the pins, from the first reset on, at the end of which
/// what no reset sets is the same in both.
///
/// Netlist and mutant may hold different things in a group of registers while one of its conditions, terms of
/// the invariant, is true: such conditions are found and proved of the netlist alone, each group by itself. A
/// mutant is proved if from equal states, at equal pins, it answers the same until, within a few cycles, all
/// that differs is such a group.
class Prover {
 public:
  /// What was found of the netlist is kept in a file, and read where that is there.
  Prover(const Netlist& netlist, const Invariant& invariant, const std::filesystem::path& kept);
  ~Prover();
  /// Within `most` cycles and `conflicts` of the solver for each question.
  [[nodiscard]] Proof prove(const Netlist::Mutant& mutant, unsigned most, int conflicts) const;

 private:
  struct Flip;
  void find_conditions();
  /// That what two states hold differs where it matters, or that the second breaks the invariant.
  [[nodiscard]] Literal differ(Graph& graph, const std::vector<Literal>& p,
                               const std::vector<Literal>& q) const;
  /// Registers that a reset sets are set.
  [[nodiscard]] bool resets(const Netlist::Mutant& mutant, int conflicts) const;
  /// What stands against it.
  [[nodiscard]] std::string converges(const Netlist::Mutant& mutant, unsigned most, int conflicts,
                                      unsigned& cycle) const;

  const Netlist& netlist_;
  const Invariant& invariant_;
  std::vector<std::vector<Literal>> conditions_;      ///< of groups: literals of terms
  std::vector<std::vector<std::size_t>> clauses_of_;  ///< of groups: of the invariant
};

}  // namespace silipool::mutation
