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

/// What registers held and pins were, cycle by cycle: a bit for each, [register or pin][cycle / 64].
struct Trace {
  std::vector<std::vector<std::uint64_t>> held, inputs;
  std::size_t cycles = 0;
  std::vector<std::size_t> ends;  ///< of runs: the cycle after the last
};

/// Registers by the names that the RTL gives them.
struct Group {
  std::string name;                      ///< without the index
  std::vector<std::uint32_t> registers;  ///< bit 0 first
  bool memory = false;                   ///< a word of a memory, or of the bus side
  /// One bit, or the state of a sequencer: what says whether others mean something.
  [[nodiscard]] bool control() const;
  [[nodiscard]] bool is_state() const;  ///< of a sequencer
};
[[nodiscard]] std::vector<Group> groups_of(const Netlist& netlist);
/// The path of the module whose register it is, with the dot.
[[nodiscard]] std::string module_of(const std::string& name);

/// That a register is 1, or that several hold a number.
struct Term {
  std::vector<std::uint32_t> registers;
  std::uint32_t value = 1;
  std::size_t group = 0;
};

[[nodiscard]] std::vector<Literal> terms_over(Graph& graph, const std::vector<Term>& terms,
                                              const std::vector<Literal>& held);
/// Of 64 states beside each other, a bit of each, those in which every clause holds.
[[nodiscard]] std::uint64_t lanes_in(const std::vector<Term>& terms,
                                     const std::vector<std::vector<Literal>>& clauses,
                                     const std::vector<std::uint64_t>& held);

/// Clauses over what registers hold that are true from the first reset on, whatever the pins do: true after a
/// cycle of reset from any state, and after every cycle that begins with all of them true. Candidates are
/// what is true of the trace: over one bit, two, or three, of which at most one group is no control.
class Invariant {
 public:
  /// What was found is kept in a file, and read where that is there.
  Invariant(const Netlist& netlist, const std::filesystem::path& kept,
            const std::function<const Trace&()>& trace);
  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
  [[nodiscard]] const std::vector<Term>& terms() const { return terms_; }
  /// Literals of terms: 2 * term + inverted.
  [[nodiscard]] const std::vector<std::vector<Literal>>& clauses() const { return clauses_; }
  [[nodiscard]] std::vector<Literal> terms_over(Graph& graph, const std::vector<Literal>& held) const {
    return mutation::terms_over(graph, terms_, held);
  }

 private:
  void find_terms();
  void find_clauses(const Netlist& netlist, const Trace& trace);
  [[nodiscard]] std::vector<std::vector<Literal>> candidates(
      const Trace& trace, const std::set<std::vector<Literal>>& fallen) const;
  /// Takes those out that a cycle from the clauses that are required can break; false if there are none.
  bool filter(const Netlist& netlist, std::vector<std::vector<Literal>>& clauses, bool reset) const;

  std::vector<Group> groups_;
  std::vector<Term> terms_;
  std::vector<std::vector<Literal>> clauses_;
};

}  // namespace silipool::mutation
