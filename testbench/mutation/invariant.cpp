#include "invariant.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <silipool/base/file.hpp>
#include <silipool/base/stream.hpp>

#include "evaluate.hpp"
#include "query.hpp"

namespace silipool::mutation {
namespace {

constexpr std::size_t kLowBits = 6;  ///< of a group, that are looked at in pairs
constexpr int kConflicts = 200000;
constexpr int kTurns = 2;
constexpr unsigned kNear = 32;  // times 64 states

/// Of their modules one stands in the other.
bool related(const std::string& a, const std::string& b) {
  const std::string p = module_of(a), q = module_of(b);
  return p.starts_with(q) || q.starts_with(p);
}

bool true_of(const std::vector<std::vector<std::uint64_t>>& truth, const std::vector<Literal>& clause) {
  for (std::size_t w = 0; w < truth.front().size(); ++w) {
    std::uint64_t any = 0;
    for (const Literal l : clause) any |= truth[l][w];
    if (any != ~std::uint64_t{0}) return false;
  }
  return true;
}

/// By a part of the clause, which therefore holds too.
bool said(const std::set<std::vector<Literal>>& holds, const std::vector<Literal>& clause) {
  for (unsigned part = 1; part + 1 < 1U << clause.size(); ++part) {
    std::vector<Literal> some;
    for (std::size_t i = 0; i < clause.size(); ++i)
      if ((part >> i & 1U) != 0) some.push_back(clause[i]);
    if (holds.contains(some)) return true;
  }
  return false;
}

std::vector<std::uint64_t> truth_of(const std::vector<Term>& terms, const std::vector<std::uint64_t>& held) {
  std::vector<std::uint64_t> truth;
  for (const Term& term : terms) {
    std::uint64_t is = ~std::uint64_t{0};
    for (std::size_t i = 0; i < term.registers.size(); ++i)
      is &= held[term.registers[i]] ^ ((term.value >> i & 1U) != 0 ? 0 : ~std::uint64_t{0});
    truth.push_back(is);
    truth.push_back(~is);
  }
  return truth;
}

std::uint64_t holds_in(const std::vector<std::uint64_t>& truth, const std::vector<Literal>& clause) {
  std::uint64_t any = 0;
  for (const Literal l : clause) any |= truth[l];
  return any;
}

}  // namespace

std::string module_of(const std::string& name) { return name.substr(0, name.rfind('.') + 1); }

bool Group::is_state() const {
  return name.ends_with("state_q") && registers.size() >= 2 && registers.size() <= 4;
}

bool Group::control() const { return !memory && (registers.size() == 1 || is_state()); }

std::vector<Group> groups_of(const Netlist& netlist) {
  std::map<std::string, std::vector<std::pair<std::uint32_t, std::uint32_t>>> found;
  for (std::uint32_t r = 0; r < netlist.registers.size(); ++r) {
    const std::string& name = netlist.registers[r].name;
    const std::size_t at = name.ends_with(']') ? name.rfind('[') : std::string::npos;
    if (at == std::string::npos)
      found[name].emplace_back(0, r);
    else
      found[name.substr(0, at)].emplace_back(static_cast<std::uint32_t>(std::stoul(name.substr(at + 1))), r);
  }
  std::vector<Group> groups;
  for (auto& [name, bits] : found) {
    std::sort(bits.begin(), bits.end());
    Group group{name, {}, false};
    for (const auto& [bit, r] : bits) group.registers.push_back(r);
    group.memory =
        name.starts_with('$') || name.find(".mem[") != std::string::npos || name.ends_with(".mem") ||
        (bits.size() > 1 && (name.find("u_registers") != std::string::npos ||
                             name.find("runtime") != std::string::npos || name.starts_with("s_axil")));
    groups.push_back(std::move(group));
  }
  return groups;
}

Invariant::Invariant(const Netlist& netlist, const std::filesystem::path& kept,
                     const std::function<const Trace&()>& trace)
    : groups_(groups_of(netlist)) {
  find_terms();
  if (std::filesystem::exists(kept)) {
    std::ifstream lines(kept);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      clauses_.emplace_back();
      for (Literal l = 0; words >> l;) clauses_.back().push_back(l);
    }
    return;
  }
  find_clauses(netlist, trace());
  std::string text;
  for (const std::vector<Literal>& clause : clauses_) text += fmt::format("{}\n", fmt::join(clause, " "));
  base::write_file(kept, text);
}

void Invariant::find_clauses(const Netlist& netlist, const Trace& trace) {
  // What a clause says is not asked again by a longer one, unless the shorter one has fallen.
  std::set<std::vector<Literal>> fallen;
  for (int turn = 0; turn < kTurns; ++turn) {
    std::vector<std::vector<Literal>> clauses = candidates(trace, fallen);
    fallen.insert(clauses.begin(), clauses.end());
    (void)filter(netlist, clauses, true);
    while (filter(netlist, clauses, false)) continue;
    for (const std::vector<Literal>& clause : clauses) fallen.erase(clause);
    clauses_ = std::move(clauses);
  }
}

void Invariant::find_terms() {
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    if (groups_[g].memory) continue;
    if (groups_[g].is_state())
      for (std::uint32_t value = 0; value < 1U << groups_[g].registers.size(); ++value)
        terms_.push_back({groups_[g].registers, value, g});
    else
      for (const std::uint32_t r : groups_[g].registers) terms_.push_back({{r}, 1, g});
  }
}

std::vector<std::vector<Literal>> Invariant::candidates(const Trace& trace,
                                                        const std::set<std::vector<Literal>>& fallen) const {
  const std::size_t words = (trace.cycles + 63) / 64;
  std::vector<std::vector<std::uint64_t>> truth;  // of literals
  for (const Term& term : terms_) {
    std::vector<std::uint64_t> is(words, ~std::uint64_t{0}), is_not(words);
    for (std::size_t w = 0; w < words; ++w) {
      for (std::size_t i = 0; i < term.registers.size(); ++i)
        is[w] &= trace.held[term.registers[i]][w] ^ ((term.value >> i & 1U) != 0 ? 0 : ~std::uint64_t{0});
      is_not[w] = ~is[w];
    }
    truth.push_back(std::move(is));
    truth.push_back(std::move(is_not));
  }
  std::map<std::size_t, std::vector<Literal>> of_group;  // plain literals
  std::vector<Literal> controls;
  std::vector<std::vector<Literal>> plain;
  for (Literal t = 0; t < terms_.size(); ++t) {
    plain.push_back({2 * t});
    if (groups_[terms_[t].group].control()) controls.push_back(2 * t);
    of_group[terms_[t].group].push_back(2 * t);
  }
  for (std::size_t i = 0; i < controls.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (terms_[controls[i] / 2].group != terms_[controls[j] / 2].group)
        plain.push_back({controls[j], controls[i]});
  for (const auto& [g, bits] : of_group) {
    if (groups_[g].control()) continue;
    const std::size_t low = std::min(bits.size(), kLowBits);
    std::vector<std::vector<Literal>> pairs;
    for (std::size_t i = 0; i < low; ++i)
      for (std::size_t j = 0; j < i; ++j) {
        pairs.push_back({bits[j], bits[i]});
        for (std::size_t k = 0; k < j; ++k) plain.push_back({bits[k], bits[j], bits[i]});
      }
    plain.insert(plain.end(), pairs.begin(), pairs.end());
    for (const Literal control : controls) {
      const std::string& name = groups_[terms_[control / 2].group].name;
      if (!related(name, groups_[g].name)) continue;
      for (const Literal bit : bits) plain.push_back({control, bit});
      if (module_of(name) != module_of(groups_[g].name)) continue;
      for (const std::vector<Literal>& pair : pairs) plain.push_back({control, pair[0], pair[1]});
    }
  }
  std::stable_sort(plain.begin(), plain.end(),
                   [](const auto& a, const auto& b) { return a.size() < b.size(); });
  std::set<std::vector<Literal>> holds;
  for (std::vector<Literal> clause : plain) {
    std::sort(clause.begin(), clause.end());
    for (unsigned signs = 0; signs < 1U << clause.size(); ++signs) {
      std::vector<Literal> signed_clause = clause;
      for (std::size_t i = 0; i < clause.size(); ++i) signed_clause[i] ^= signs >> i & 1U;
      if (!fallen.contains(signed_clause) && true_of(truth, signed_clause) && !said(holds, signed_clause))
        holds.insert(std::move(signed_clause));
    }
  }
  return {holds.begin(), holds.end()};
}

std::vector<Literal> terms_over(Graph& graph, const std::vector<Term>& terms,
                                const std::vector<Literal>& held) {
  std::vector<Literal> out;
  for (const Term& term : terms) {
    Literal all = 1;
    for (std::size_t i = 0; i < term.registers.size(); ++i)
      all = graph.conjunction(all, held[term.registers[i]] ^ ((term.value >> i & 1U) != 0 ? 0U : 1U));
    out.push_back(all);
  }
  return out;
}

std::uint64_t lanes_in(const std::vector<Term>& terms, const std::vector<std::vector<Literal>>& clauses,
                       const std::vector<std::uint64_t>& held) {
  const std::vector<std::uint64_t> truth = truth_of(terms, held);
  std::uint64_t lanes = ~std::uint64_t{0};
  for (std::size_t c = 0; c < clauses.size() && lanes != 0; ++c) lanes &= holds_in(truth, clauses[c]);
  return lanes;
}

bool Invariant::filter(const Netlist& netlist, std::vector<std::vector<Literal>>& clauses, bool reset) const {
  Graph graph;
  std::vector<Literal> held, inputs;
  for (std::size_t i = 0; i < netlist.registers.size(); ++i) held.push_back(graph.free());
  for (const Netlist::Pin& pin : netlist.inputs)
    inputs.push_back(reset && pin.name == "aresetn" ? 0 : graph.free());
  const Cycle cycle = unfold(graph, netlist, held, inputs);
  const std::vector<Literal> now = terms_over(graph, held), next = terms_over(graph, cycle.next);
  const auto over = [](const std::vector<Literal>& terms, Literal l) { return terms[l >> 1U] ^ (l & 1U); };
  Query query(graph);
  std::vector<Literal> broken;
  for (const std::vector<Literal>& clause : clauses) {
    Literal none = 1;
    std::vector<Literal> literals;
    for (const Literal l : clause) {
      literals.push_back(over(now, l));
      none = graph.conjunction(none, over(next, l) ^ 1U);
    }
    if (!reset) query.require(literals);
    broken.push_back(none);
  }
  query.require(broken);
  base::Stream stream(clauses.size(), "mutation.invariant");
  std::vector<bool> falls(clauses.size());
  std::size_t fallen = 0, rounds = 0;
  for (;;) {
    const Answer answer = query.possible({}, kConflicts);
    if (answer == Answer::no) break;
    ++rounds;
    std::vector<Literal> never;
    const auto fall = [&](std::size_t c) {
      falls[c] = true;
      ++fallen;
      never.push_back(broken[c] ^ 1U);
    };
    if (answer == Answer::unknown) {
      for (std::size_t c = 0; c < clauses.size(); ++c)
        if (!falls[c]) fall(c);
      break;
    }
    for (std::size_t c = 0; c < clauses.size(); ++c)
      if (!falls[c] && query.value(broken[c])) fall(c);
    // States near the one found break others.
    for (unsigned turn = 0; turn < kNear; ++turn) {
      std::vector<std::uint64_t> states, pins;
      for (const Literal l : held) {
        std::uint64_t flip = stream.next() & stream.next() & stream.next();
        for (unsigned rarer = turn % 8; rarer > 0; --rarer) flip &= stream.next();
        states.push_back((query.value(l) ? ~std::uint64_t{0} : 0) ^ flip);
      }
      for (std::size_t i = 0; i < inputs.size(); ++i)
        pins.push_back(inputs[i] == 0                        ? 0
                       : netlist.inputs[i].name == "aresetn" ? ~std::uint64_t{0}
                                                             : stream.next());
      const std::uint64_t legal = reset ? ~std::uint64_t{0} : lanes_in(terms_, clauses, states);
      if (legal == 0) continue;
      const std::vector<std::uint64_t> after = truth_of(terms_, evaluate(netlist, states, pins).next);
      for (std::size_t c = 0; c < clauses.size(); ++c)
        if (!falls[c] && (~holds_in(after, clauses[c]) & legal) != 0) fall(c);
    }
    for (const Literal literal : never) query.require({&literal, 1});
  }
  std::vector<std::vector<Literal>> left;
  for (std::size_t c = 0; c < clauses.size(); ++c)
    if (!falls[c]) left.push_back(clauses[c]);
  clauses = std::move(left);
  fmt::print(stderr, "  {} fell in {} assignments, {} left\n", fallen, rounds, clauses.size());
  return fallen > 0;
}

}  // namespace silipool::mutation
