#include <silipool/cost/ledger.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include <silipool/base/error.hpp>

namespace silipool::cost {
namespace {

struct Prefix {
  double joules;
  std::string_view name;
};
constexpr std::array<Prefix, 6> kPrefixes{
    {{1, ""}, {1e-3, "m"}, {1e-6, "u"}, {1e-9, "n"}, {1e-12, "p"}, {1e-15, "f"}}};

std::string to_line(const Term& term) {
  const Cost& cost = term.cost;
  std::string what = term.part.empty() ? "" : term.part + ", ";
  if (!term.cause.empty()) what += term.cause + (term.what.empty() ? ": " : ", ");
  if (!term.what.empty()) what += term.what + ": ";
  const bool per_bit = cost.operation != nullptr && cost.operation->per_bit;
  const std::string bits = per_bit ? fmt::format("{} bit x ", term.bits) : "";
  const std::string_view per = per_bit ? " per bit" : "";
  const std::string_view event = cost.operation != nullptr ? cost.operation->name : cost.event;
  const std::string carried =
      cost.extrapolation.empty() ? "" : fmt::format("; EXTRAPOLATED: {}", cost.extrapolation);
  return fmt::format("{}{} x {}{} {}{} = {} [{}; {}{}]\n", what, term.count, bits, event,
                     to_text(cost.energy), per, to_text(term.energy), cost.node, cost.source, carried);
}

/// Of what, in the order in which they first come.
template <typename Name>
std::vector<std::string> names_of(const std::vector<Term>& terms, Name name) {
  std::vector<std::string> names;
  for (const Term& term : terms)
    if (std::ranges::find(names, name(term)) == names.end()) names.push_back(name(term));
  return names;
}

}  // namespace

void Ledger::add(std::string_view operation, std::uint64_t count, std::uint64_t bits, std::string_view what,
                 std::string_view part) {
  const Cost& cost = table_.cost_of(operation);
  if (!cost.operation->per_bit && bits != 1)
    base::bad_input("{} is not priced by bits: bits = {} must be 1", operation, bits);
  const Energy energy = static_cast<double>(count) * (static_cast<double>(bits) * cost.energy);
  terms_.push_back({std::string(what), cost, count, bits, energy, std::string(part)});
}

void Ledger::add_measured(Cost cost, std::uint64_t count, std::string_view part, std::string_view cause,
                          std::string_view what) {
  if (cost.event.empty() || cost.node.empty() || cost.source.empty())
    base::bad_input("a cost of {}{}{} must have an event, a process and a source", part,
                    part.empty() ? "" : ", ", what);
  const Energy energy = static_cast<double>(count) * cost.energy;
  terms_.push_back(
      {std::string(what), std::move(cost), count, 1, energy, std::string(part), std::string(cause)});
}

void Ledger::add_sum(const Energy& sum, std::uint64_t count, Cost cost, std::string_view part,
                     std::string_view cause, std::string_view what) {
  if (count == 0 && sum != Energy{})
    base::bad_input("{}{}{}: an energy of {} without an event", part, part.empty() ? "" : ", ", what,
                    to_text(sum));
  cost.energy = count == 0 ? Energy{} : (1.0 / static_cast<double>(count)) * sum;
  add_measured(std::move(cost), count, part, cause, what);
  terms_.back().energy = sum;
}

Energy Ledger::total_of_cause(std::string_view cause) const {
  Energy sum;
  for (const Term& term : terms_)
    if (term.cause == cause) sum += term.energy;
  return sum;
}

Energy Ledger::total_of_part(std::string_view part) const {
  Energy sum;
  for (const Term& term : terms_)
    if (term.part == part) sum += term.energy;
  return sum;
}

std::vector<std::string> Ledger::causes() const {
  return names_of(terms_, [](const Term& term) { return term.cause; });
}

std::vector<std::string> Ledger::parts() const {
  return names_of(terms_, [](const Term& term) { return term.part; });
}

Energy Ledger::total() const {
  Energy sum;
  for (const Term& term : terms_) sum += term.energy;
  return sum;
}

std::string Ledger::explain() const {
  std::string lines;
  for (const Term& term : terms_) lines += to_line(term);
  return lines + fmt::format("total ({}): {}\n", table_.name, to_text(total()));
}

std::string to_text(double joules) {
  if (joules == 0) return "0 J";
  for (const Prefix& prefix : kPrefixes)
    if (joules >= prefix.joules) return fmt::format("{:.4g} {}J", joules / prefix.joules, prefix.name);
  return fmt::format("{:.4g} {}J", joules / kPrefixes.back().joules, kPrefixes.back().name);
}

std::string to_text(const Energy& energy) {
  return fmt::format("{} ({} .. {})", to_text(energy.nominal), to_text(energy.low), to_text(energy.high));
}

}  // namespace silipool::cost
