#include <silipool/cost/ledger.hpp>

#include <array>

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
  const std::string what = term.what.empty() ? "" : term.what + ": ";
  const std::string bits = cost.operation->per_bit ? fmt::format("{} bit x ", term.bits) : "";
  const std::string_view per = cost.operation->per_bit ? " per bit" : "";
  return fmt::format("{}{} x {}{} {}{} = {} [{}; {}]\n", what, term.count, bits, cost.operation->name,
                     to_text(cost.energy), per, to_text(term.energy), cost.node, cost.source);
}

}  // namespace

void Ledger::add(std::string_view operation, std::uint64_t count, std::uint64_t bits, std::string_view what) {
  const Cost& cost = table_.cost_of(operation);
  if (!cost.operation->per_bit && bits != 1)
    base::bad_input("{} is not priced by bits: bits = {} must be 1", operation, bits);
  const Energy energy = static_cast<double>(count) * (static_cast<double>(bits) * cost.energy);
  terms_.push_back({std::string(what), cost, count, bits, energy});
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
