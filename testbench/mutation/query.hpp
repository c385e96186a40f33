#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "graph.hpp"

namespace CaDiCaL {
class Solver;
}

namespace silipool::mutation {

enum class Answer : std::uint8_t { no, yes, unknown };

/// Literals of a graph before a SAT solver, each with the nodes behind it.
class Query {
 public:
  explicit Query(const Graph& graph);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  void require(std::span<const Literal> clause);
  /// Whether some assignment makes all of them true; unknown after so many conflicts.
  [[nodiscard]] Answer possible(std::span<const Literal> all, int conflicts);
  /// Of the assignment found last; false for what no clause and no question had before it.
  [[nodiscard]] bool value(Literal literal) const;

 private:
  int variable(Literal literal);

  const Graph& graph_;
  std::unique_ptr<CaDiCaL::Solver> solver_;
  std::vector<int> variables_;  ///< of nodes; 0: none yet
  int last_ = 0;
};

}  // namespace silipool::mutation
