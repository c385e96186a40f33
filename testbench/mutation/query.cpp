#include "query.hpp"

#include <cadical.hpp>

namespace silipool::mutation {

Query::Query(const Graph& graph) : graph_(graph), solver_(std::make_unique<CaDiCaL::Solver>()) {
  solver_->set("quiet", 1);
  solver_->set("lucky", 0);  // many questions of one formula
}
Query::~Query() = default;

void Query::require(std::span<const Literal> clause) {
  std::vector<int> variables;
  for (const Literal literal : clause) variables.push_back(variable(literal));
  for (const int v : variables) solver_->add(v);
  solver_->add(0);
}

Answer Query::possible(std::span<const Literal> all, int conflicts) {
  std::vector<int> variables;
  for (const Literal literal : all) variables.push_back(variable(literal));
  for (const int v : variables) solver_->assume(v);
  solver_->limit("conflicts", conflicts);
  const int said = solver_->solve();
  return said == 10 ? Answer::yes : said == 20 ? Answer::no : Answer::unknown;
}

bool Query::value(Literal literal) const {
  if (literal < 2) return literal == 1;
  const std::size_t node = literal >> 1U;
  if (node >= variables_.size() || variables_[node] == 0) return (literal & 1U) != 0;
  return (solver_->val(variables_[node]) > 0) != ((literal & 1U) != 0);
}

int Query::variable(Literal literal) {
  std::vector<std::uint32_t> stack{literal >> 1U};
  while (!stack.empty()) {
    const std::uint32_t node = stack.back();
    if (variables_.size() <= node) variables_.resize(node + 1);
    if (variables_[node] != 0) {
      stack.pop_back();
      continue;
    }
    const auto [a, b] = graph_.fanin(node);
    const bool gate = a != 0 || b != 0;
    if (gate) {
      const std::size_t before = stack.size();
      for (const Literal in : {a, b})
        if (variables_[in >> 1U] == 0) stack.push_back(in >> 1U);
      if (stack.size() != before) continue;
    }
    stack.pop_back();
    const int y = variables_[node] = ++last_;
    if (node == 0) {
      solver_->add(-y);
      solver_->add(0);
    } else if (gate) {
      const int p = (a & 1U) != 0 ? -variables_[a >> 1U] : variables_[a >> 1U];
      const int q = (b & 1U) != 0 ? -variables_[b >> 1U] : variables_[b >> 1U];
      for (const int v : {-y, p, 0, -y, q, 0, y, -p, -q, 0}) solver_->add(v);
    }
  }
  const int v = variables_[literal >> 1U];
  return (literal & 1U) != 0 ? -v : v;
}

}  // namespace silipool::mutation
