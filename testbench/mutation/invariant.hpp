#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "graph.hpp"
#include "netlist.hpp"

namespace silipool::mutation {

/// What registers held together: a bit for each state, [register][state / 64].
using Samples = std::vector<std::vector<std::uint64_t>>;

/// Registers by the names that the RTL gives them.
struct Group {
  std::string name;                      ///< without the index
  std::vector<std::uint32_t> registers;  ///< bit 0 first
  bool memory = false;                   ///< a word of a memory, or of the bus side
  /// One bit, or the state of a sequencer: what says whether others mean something.
  [[nodiscard]] bool control() const;
};
[[nodiscard]] std::vector<Group> groups_of(const Netlist& netlist);

/// That a register is 1, or that several hold a number.
struct Term {
  std::vector<std::uint32_t> registers;
  std::uint32_t value = 1;
  std::size_t group = 0;
};

/// Clauses over what registers hold that are true from the first reset on, whatever the pins do: true after a
/// cycle of reset from any state, and after every cycle that begins with all of them true. Candidates are
/// what is true of the samples: over one bit, two, or three, of which at most one group is no control.
class Invariant {
 public:
  /// What was found is kept in a file, and read where that is there.
  Invariant(const Netlist& netlist, const std::filesystem::path& kept,
            const std::function<Samples()>& sample);
  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
  [[nodiscard]] const std::vector<Term>& terms() const { return terms_; }
  /// Literals of terms: 2 * term + inverted.
  [[nodiscard]] const std::vector<std::vector<Literal>>& clauses() const { return clauses_; }
  [[nodiscard]] std::vector<Literal> terms_over(Graph& graph, const std::vector<Literal>& held) const;

 private:
  void find_terms();
  void find_clauses(const Netlist& netlist, const Samples& samples);
  [[nodiscard]] std::vector<std::vector<Literal>> candidates(
      const Samples& samples, const std::set<std::vector<Literal>>& fallen) const;
  /// Takes those out that a cycle from the clauses that are required can break; false if there are none.
  bool filter(const Netlist& netlist, std::vector<std::vector<Literal>>& clauses, bool reset) const;

  std::vector<Group> groups_;
  std::vector<Term> terms_;
  std::vector<std::vector<Literal>> clauses_;
};

}  // namespace silipool::mutation
