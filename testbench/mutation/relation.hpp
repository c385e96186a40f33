#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

#include <silipool/base/stream.hpp>

#include "evaluate.hpp"
#include "graph.hpp"
#include "invariant.hpp"
#include "netlist.hpp"

namespace silipool::mutation {

/// When registers matter. Of each, terms: while one of them is true, what the register holds changes neither
/// pins nor, next, any register that matters then. So two states of the invariant that differ in nothing that
/// matters in the first answer the same for ever, whatever the pins do.
///
/// Terms are: always, for all; for what is no memory, a register of one bit, or what a group of up to five
/// holds. The greatest such set is found by taking out what a counterexample refutes, of states that were
/// reached first, then of a SAT solver's; the last question, of any two states, finds none. Terms that no
/// trace has seen true are left out.
class Relation {
 public:
  /// In which every bit always matters.
  Relation(const Netlist& netlist, const Invariant& invariant);
  /// What was found is kept in a file, and read where that is there.
  Relation(const Netlist& netlist, const Invariant& invariant, const std::filesystem::path& kept,
           const std::function<const Trace&()>& trace);
  /// That the states `p`, of the invariant, and `q` differ in what matters, or `q` breaks the invariant.
  [[nodiscard]] Literal apart(Graph& graph, const std::vector<Literal>& p,
                              const std::vector<Literal>& q) const;
  [[nodiscard]] std::size_t size() const;

 private:
  using Set = std::vector<std::uint64_t>;  ///< of terms
  using State = std::vector<bool>;
  [[nodiscard]] bool read(const std::filesystem::path& path);
  void write(const std::filesystem::path& path) const;
  void find_terms();
  void start(const Trace& trace);
  /// What matters in states that were reached, as a register did that mattered a cycle later.
  void look_back(const Trace& trace);
  /// What states of the invariant near those that were reached refute.
  void look_around(const Trace& trace);
  /// What a solver finds; what has fallen is kept in a file as it goes on.
  void refute(const std::filesystem::path& so_far);
  /// Takes terms out that flips of single registers refute in a state of the invariant; how many registers.
  std::size_t refute_at(const State& held, const State& inputs);
  /// The same in a state near one, that differs in the less the greater `rarer`.
  std::size_t look_near(const State& state, std::uint64_t rarer, base::Stream& stream);
  /// Of a difference that only several registers make together.
  [[nodiscard]] bool refute_together(const State& p, const State& q, const State& inputs);
  [[nodiscard]] Set truth(const std::function<bool(std::uint32_t)>& held) const;
  [[nodiscard]] bool allowed(std::uint32_t r, std::size_t term) const {
    return (allowed_[r][term / 64] >> (term % 64) & 1U) != 0;
  }
  [[nodiscard]] bool may_differ(std::uint32_t r, const Set& truth) const;
  [[nodiscard]] bool drop(std::uint32_t r, const Set& truth);
  [[nodiscard]] Literal indifferent(Graph& graph, std::uint32_t r, const std::vector<Literal>& terms) const;
  /// Lanes that differ from lane 0 in the answer, or in what matters next.
  [[nodiscard]] std::uint64_t differing(const Evaluation& cycle) const;
  [[nodiscard]] std::uint64_t differing(const Evaluation& cycle, const std::vector<bool>& matters) const;
  /// In a state, at inputs, those registers of `flips` of which another value is seen at the pins, or in one
  /// of those that matter next.
  [[nodiscard]] std::vector<std::uint32_t> seen(
      const State& held, const State& inputs, const std::vector<std::uint32_t>& flips,
      const std::function<std::uint64_t(const Evaluation&)>& differ) const;
  /// Lanes that the invariant allows.
  [[nodiscard]] std::uint64_t legal(const std::vector<std::uint64_t>& held) const;

  const Netlist& netlist_;
  const Invariant& invariant_;
  std::vector<Watched> watched_;
  Literal out_of_reset_;
  std::vector<Term> terms_;
  std::vector<Set> allowed_;                          ///< of registers
  std::vector<std::vector<std::size_t>> clauses_of_;  ///< of registers: of the invariant
};

}  // namespace silipool::mutation
