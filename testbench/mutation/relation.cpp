#include "relation.hpp"

#include <algorithm>
#include <bit>
#include <cstdio>
#include <fstream>
#include <set>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/stream.hpp>

#include "query.hpp"

namespace silipool::mutation {
namespace {

constexpr std::size_t kCounter = 5;    ///< bits of a group of which each number is a term
constexpr std::size_t kStates = 1000;  ///< near states that were reached, of a turn
constexpr std::size_t kTurns = 100;
constexpr std::uint64_t kNear = 400;  ///< states near one that the solver found
constexpr int kConflicts = 2'000'000;

constexpr std::uint64_t kAll = ~std::uint64_t{0};
std::uint64_t everywhere(bool bit) { return bit ? kAll : 0; }

std::vector<bool> at(const std::vector<std::vector<std::uint64_t>>& of, std::size_t cycle) {
  std::vector<bool> state;
  for (const std::vector<std::uint64_t>& bits : of)
    state.push_back((bits[cycle / 64] >> (cycle % 64) & 1U) != 0);
  return state;
}

}  // namespace

Relation::Relation(const Netlist& netlist, const Invariant& invariant)
    : netlist_(netlist),
      invariant_(invariant),
      watched_(watched_pins(netlist)),
      out_of_reset_(out_of_reset(netlist)),
      clauses_of_(netlist.registers.size()) {
  for (std::size_t c = 0; c < invariant.clauses().size(); ++c)
    for (const Literal l : invariant.clauses()[c])
      for (const std::uint32_t r : invariant.terms()[l >> 1U].registers)
        if (clauses_of_[r].empty() || clauses_of_[r].back() != c) clauses_of_[r].push_back(c);
  find_terms();
  allowed_.assign(netlist.registers.size(), Set((terms_.size() + 63) / 64));
}

Relation::Relation(const Netlist& netlist, const Invariant& invariant, const std::filesystem::path& kept,
                   const std::function<const Trace&()>& trace)
    : Relation(netlist, invariant) {
  if (read(kept)) return;
  // What has fallen so far is kept too: it takes long.
  const std::filesystem::path seen = std::filesystem::path(kept).replace_extension(".seen");
  if (!read(seen)) {
    start(trace());
    look_back(trace());
    look_around(trace());
    write(seen);
  }
  refute(seen);
  write(kept);
}

bool Relation::read(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) return false;
  std::ifstream stored(path);
  for (std::size_t r = 0, t = 0; stored >> r >> t;) allowed_.at(r).at(t / 64) |= std::uint64_t{1} << (t % 64);
  return true;
}

void Relation::write(const std::filesystem::path& path) const {
  std::string text;
  for (std::uint32_t r = 0; r < allowed_.size(); ++r)
    for (std::size_t t = 0; t < terms_.size(); ++t)
      if (allowed(r, t)) text += fmt::format("{} {}\n", r, t);
  base::write_file(path, text);
}

std::size_t Relation::size() const {
  std::size_t count = 0;
  for (const Set& set : allowed_)
    for (const std::uint64_t word : set) count += static_cast<std::size_t>(__builtin_popcountll(word));
  return count;
}

void Relation::find_terms() {
  terms_.push_back({});  // always
  const std::vector<Group>& groups = invariant_.groups();
  for (std::size_t g = 0; g < groups.size(); ++g)
    if (!groups[g].memory && groups[g].registers.size() <= kCounter)
      for (std::uint32_t value = 0; value < 1U << groups[g].registers.size(); ++value)
        terms_.push_back({groups[g].registers, value, g});
}

void Relation::start(const Trace& trace) {
  const std::vector<Group>& groups = invariant_.groups();
  std::vector<bool> was(terms_.size());
  for (std::size_t t = 0; t < terms_.size(); ++t)
    for (std::size_t w = 0; w < (trace.cycles + 63) / 64 && !was[t]; ++w) {
      std::uint64_t all = kAll;
      for (std::size_t i = 0; i < terms_[t].registers.size(); ++i)
        all &= trace.held[terms_[t].registers[i]][w] ^ everywhere((terms_[t].value >> i & 1U) == 0);
      was[t] = all != 0;
    }
  for (const Group& group : groups) {
    Set set(allowed_.front().size());
    for (std::size_t t = 0; t < terms_.size(); ++t) {
      if (!was[t]) continue;
      if (!terms_[t].registers.empty()) {
        const Group& of = groups[terms_[t].group];
        const bool near = of.control() ? group.name.starts_with(module_of(of.name))
                                       : module_of(group.name) == module_of(of.name);
        if (group.memory || !near) continue;
      }
      set[t / 64] |= std::uint64_t{1} << (t % 64);
    }
    for (const std::uint32_t r : group.registers)
      // What never changes is the same in both.
      if (netlist_.registers[r].next != 2 * netlist_.registers[r].held) allowed_[r] = set;
  }
}

Relation::Set Relation::truth(const std::function<bool(std::uint32_t)>& held) const {
  Set set(allowed_.front().size());
  for (std::size_t t = 0; t < terms_.size(); ++t) {
    bool is = true;
    for (std::size_t i = 0; i < terms_[t].registers.size() && is; ++i)
      is = held(terms_[t].registers[i]) == ((terms_[t].value >> i & 1U) != 0);
    if (is) set[t / 64] |= std::uint64_t{1} << (t % 64);
  }
  return set;
}

bool Relation::may_differ(std::uint32_t r, const Set& truth) const {
  for (std::size_t w = 0; w < truth.size(); ++w)
    if ((allowed_[r][w] & truth[w]) != 0) return true;
  return false;
}

bool Relation::drop(std::uint32_t r, const Set& truth) {
  bool any = false;
  for (std::size_t w = 0; w < truth.size(); ++w) {
    any = any || (allowed_[r][w] & truth[w]) != 0;
    allowed_[r][w] &= ~truth[w];
  }
  return any;
}

std::uint64_t Relation::differing(const Evaluation& cycle, const std::vector<bool>& matters) const {
  const auto of = [&](Literal l) { return cycle.nodes[l >> 1U] ^ everywhere((l & 1U) != 0); };
  std::uint64_t lanes = 0;
  if ((of(out_of_reset_) & 1U) != 0)
    for (const Watched& pin : watched_)
      if ((of(pin.beside) & 1U) != 0) lanes |= of(pin.value) ^ everywhere((of(pin.value) & 1U) != 0);
  for (std::uint32_t r = 0; r < cycle.next.size(); ++r)
    if (matters[r]) lanes |= cycle.next[r] ^ everywhere((cycle.next[r] & 1U) != 0);
  return lanes;
}

std::uint64_t Relation::differing(const Evaluation& cycle) const {
  const Set after = truth([&](std::uint32_t r) { return (cycle.next[r] & 1U) != 0; });
  std::vector<bool> matters;
  for (std::uint32_t r = 0; r < cycle.next.size(); ++r) matters.push_back(!may_differ(r, after));
  return differing(cycle, matters);
}

std::uint64_t Relation::legal(const std::vector<std::uint64_t>& held) const {
  return lanes_in(invariant_.terms(), invariant_.clauses(), held);
}

std::vector<std::uint32_t> Relation::seen(
    const State& held, const State& inputs, const std::vector<std::uint32_t>& flips,
    const std::function<std::uint64_t(const Evaluation&)>& differ) const {
  std::vector<std::uint64_t> pins, states;
  for (const bool bit : inputs) pins.push_back(everywhere(bit));
  for (const bool bit : held) states.push_back(everywhere(bit));
  std::vector<std::uint32_t> found;
  for (std::size_t at = 0; at < flips.size(); at += 63) {
    const std::size_t count = std::min<std::size_t>(63, flips.size() - at);
    for (std::size_t i = 0; i < count; ++i) states[flips[at + i]] ^= std::uint64_t{2} << i;
    std::uint64_t lanes = differ(evaluate(netlist_, states, pins));
    if (lanes != 0) lanes &= legal(states);
    for (std::size_t i = 0; i < count; ++i) {
      states[flips[at + i]] ^= std::uint64_t{2} << i;
      if ((lanes >> (i + 1) & 1U) != 0) found.push_back(flips[at + i]);
    }
  }
  return found;
}

std::size_t Relation::refute_at(const State& held, const State& inputs) {
  const Set now = truth([&](std::uint32_t r) { return held[r]; });
  std::vector<std::uint32_t> candidates;
  for (std::uint32_t r = 0; r < allowed_.size(); ++r)
    if (may_differ(r, now)) candidates.push_back(r);
  const auto found =
      seen(held, inputs, candidates, [this](const Evaluation& cycle) { return differing(cycle); });
  for (const std::uint32_t r : found) (void)drop(r, now);
  return found.size();
}

std::size_t Relation::look_near(const State& state, std::uint64_t rarer, base::Stream& stream) {
  std::vector<std::uint64_t> states;
  for (const bool bit : state) {
    std::uint64_t flip = stream.next() & stream.next() & stream.next();
    for (std::uint64_t n = rarer; n > 0 && flip != 0; --n) flip &= stream.next();
    states.push_back(everywhere(bit) ^ flip);
  }
  const std::uint64_t lanes = legal(states);
  if (lanes == 0) return 0;
  const int lane = std::countr_zero(lanes);
  State held, inputs;
  for (const std::uint64_t word : states) held.push_back((word >> lane & 1U) != 0);
  for (const Netlist::Pin& pin : netlist_.inputs)
    inputs.push_back(pin.name == "aresetn" ? stream.below(16) != 0 : stream.below(2) != 0);
  return refute_at(held, inputs);
}

void Relation::look_around(const Trace& trace) {
  base::Stream stream(1, "mutation.relation");
  for (std::size_t turn = 0; turn < kTurns; ++turn) {
    std::size_t fallen = 0;
    for (std::size_t n = 0; n < kStates; ++n)
      fallen += look_near(at(trace.held, stream.below(trace.cycles)), n % 12, stream);
    fmt::print(stderr, "  near what was reached: {} fell, {} terms left\n", fallen, size());
    if (fallen < kStates / 100) break;
  }
}

void Relation::look_back(const Trace& trace) {
  std::vector<std::uint32_t> flips;
  for (std::uint32_t r = 0; r < allowed_.size(); ++r)
    if (allowed_[r] != Set(allowed_[r].size())) flips.push_back(r);
  std::vector<bool> matters(allowed_.size());
  const std::set<std::size_t> ends(trace.ends.begin(), trace.ends.end());
  for (std::size_t cycle = trace.cycles; cycle-- > 0;) {
    if (ends.contains(cycle + 1)) matters.assign(matters.size(), false);
    const State held = at(trace.held, cycle);
    const auto found = seen(held, at(trace.inputs, cycle), flips,
                            [&](const Evaluation& of) { return differing(of, matters); });
    matters.assign(matters.size(), false);
    const Set now = truth([&](std::uint32_t r) { return held[r]; });
    for (const std::uint32_t r : found) {
      matters[r] = true;
      (void)drop(r, now);
    }
  }
  fmt::print(stderr, "  {} terms of {} registers left\n", size(), flips.size());
}

Literal Relation::indifferent(Graph& graph, std::uint32_t r, const std::vector<Literal>& terms) const {
  Literal any = 0;
  for (std::size_t t = 0; t < terms_.size(); ++t)
    if (allowed(r, t)) any = graph.disjunction(any, terms[t]);
  return any;
}

Literal Relation::apart(Graph& graph, const std::vector<Literal>& p, const std::vector<Literal>& q) const {
  const std::vector<Literal> terms = terms_over(graph, terms_, p);
  Literal any = 0;
  std::vector<bool> asked(invariant_.clauses().size());
  const std::vector<Literal> others = invariant_.terms_over(graph, q);
  for (std::uint32_t r = 0; r < p.size(); ++r) {
    const Literal differs = graph.parity(p[r], q[r]);
    if (differs == 0) continue;
    any = graph.disjunction(any, graph.conjunction(differs, indifferent(graph, r, terms) ^ 1U));
    for (const std::size_t c : clauses_of_[r]) {
      if (asked[c]) continue;
      asked[c] = true;
      Literal broken = 1;
      for (const Literal l : invariant_.clauses()[c])
        broken = graph.conjunction(broken, others[l >> 1U] ^ (l & 1U) ^ 1U);
      any = graph.disjunction(any, broken);
    }
  }
  return any;
}

bool Relation::refute_together(const State& p, const State& q, const State& inputs) {
  std::vector<std::uint64_t> pins, states;
  for (const bool bit : inputs) pins.push_back(everywhere(bit));
  std::vector<std::uint32_t> apart;
  for (std::uint32_t r = 0; r < p.size(); ++r) {
    states.push_back(everywhere(p[r]));
    if (p[r] != q[r]) {
      states[r] ^= 2;
      apart.push_back(r);
    }
  }
  const auto differ = [&] { return (differing(evaluate(netlist_, states, pins)) & legal(states) & 2U) != 0; };
  if (!differ()) return false;
  std::vector<std::uint32_t> needed;
  for (const std::uint32_t r : apart) {
    states[r] ^= 2;
    if (differ()) continue;
    states[r] ^= 2;
    needed.push_back(r);
  }
  const Set now = truth([&](std::uint32_t r) { return p[r]; });
  return !needed.empty() && drop(needed.front(), now);
}

void Relation::refute(const std::filesystem::path& so_far) {
  Graph graph;
  std::vector<Literal> p, inputs;
  for (std::size_t i = 0; i < netlist_.registers.size(); ++i) p.push_back(graph.free());
  std::vector<Literal> q = p;
  for (std::size_t i = 0; i < netlist_.inputs.size(); ++i) inputs.push_back(graph.free());
  // Terms of registers, with a literal each that is true while the term has not fallen.
  struct Use {
    std::size_t term;
    Literal stands;
  };
  std::vector<std::vector<Use>> uses(p.size());
  for (std::uint32_t r = 0; r < p.size(); ++r)
    for (std::size_t t = 0; t < terms_.size(); ++t)
      if (allowed(r, t)) uses[r].push_back({t, graph.free()});
  const auto indifferent = [&](std::uint32_t r, const std::vector<Literal>& terms) {
    Literal any = 0;
    for (const Use& use : uses[r])
      any = graph.disjunction(any, graph.conjunction(use.stands, terms[use.term]));
    return any;
  };
  const std::vector<Literal> now = terms_over(graph, terms_, p);
  for (std::uint32_t r = 0; r < p.size(); ++r)
    if (const Literal any = indifferent(r, now); any != 0) q[r] = graph.choice(any, p[r], graph.free());
  const Cycle one = unfold(graph, netlist_, p, inputs), other = unfold(graph, netlist_, q, inputs);
  Query query(graph);
  const std::vector<Literal> own = invariant_.terms_over(graph, p), others = invariant_.terms_over(graph, q);
  for (const std::vector<Literal>& clause : invariant_.clauses())
    for (const std::vector<Literal>* terms : {&own, &others}) {
      std::vector<Literal> literals;
      for (const Literal l : clause) literals.push_back((*terms)[l >> 1U] ^ (l & 1U));
      query.require(literals);
    }
  const std::vector<Literal> after = terms_over(graph, terms_, one.next);
  std::vector<Literal> differ{differ_at_pins(graph, netlist_, one, other)};
  for (std::uint32_t r = 0; r < p.size(); ++r)
    if (const Literal differs = graph.parity(one.next[r], other.next[r]); differs != 0)
      differ.push_back(graph.conjunction(differs, indifferent(r, after) ^ 1U));
  query.require(differ);
  for (const Literal l : q) {
    const Literal known[] = {l, l ^ 1U};
    query.require(known);  // so that it has a value
  }
  base::Stream stream(size(), "mutation.refute");
  for (std::size_t rounds = 0;; ++rounds) {
    std::vector<Literal> standing;
    for (std::uint32_t r = 0; r < p.size(); ++r)
      std::erase_if(uses[r], [&](const Use& use) {
        if (allowed(r, use.term)) {
          standing.push_back(use.stands);
          return false;
        }
        const Literal no = use.stands ^ 1U;
        query.require({&no, 1});
        return true;
      });
    if (rounds % 50 == 0) {
      fmt::print(stderr, "  {} assignments, {} terms left\n", rounds, standing.size());
      write(so_far);
    }
    const Answer answer = query.possible(standing, kConflicts);
    if (answer == Answer::no) break;
    if (answer == Answer::unknown)
      throw base::Error(base::ErrorKind::check_failed, "when registers matter is beyond the solver");
    State held, flipped, pins;
    for (std::uint32_t r = 0; r < p.size(); ++r) {
      held.push_back(query.value(p[r]));
      flipped.push_back(query.value(q[r]));
    }
    for (const Literal l : inputs) pins.push_back(query.value(l));
    if (refute_at(held, pins) == 0 && !refute_together(held, flipped, pins))
      throw base::Error(base::ErrorKind::check_failed, "the solver's difference is none in simulation");
    for (std::uint64_t n = 0; n < kNear; ++n) (void)look_near(held, n % 12, stream);
  }
  fmt::print(stderr, "  {} terms stand\n", size());
}

}  // namespace silipool::mutation
