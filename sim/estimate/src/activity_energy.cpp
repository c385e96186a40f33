#include <silipool/estimate/activity_energy.hpp>

#include <utility>

namespace silipool::estimate {
namespace {
constexpr std::uint64_t kBoostBits = 16, kDutyBits = 26;  // docs/spec.md section 5
}

cost::Ledger price(const engine::Activity& a, cost::CostTable table) {
  cost::Ledger ledger(std::move(table));
  constexpr std::string_view overlap = "overlap", inhibit = "inhibit", learn = "learn", duty = "duty";
  ledger.add("sram_read_bit", a.row_reads, a.row_bits, "rows read", overlap);
  ledger.add("counter_update", a.counter_updates, 1, "", overlap);
  ledger.add("sram_read_bit", a.keys, kBoostBits, "boosts read", duty);
  ledger.add("multiply", a.keys, 1, "", inhibit);
  ledger.add("compare_key", a.comparisons, 1, "", inhibit);
  ledger.add("draw", a.draws, 1, "", learn);
  ledger.add("sram_read_bit", a.permanence_word_reads, a.permanence_word_bits, "permanences read", learn);
  ledger.add("sram_write_bit", a.permanence_word_writes, a.permanence_word_bits, "permanences written",
             learn);
  ledger.add("permanence_update", a.permanence_writes, 1, "", learn);
  ledger.add("sram_read_bit", a.row_writes, a.row_bits, "rows read to change", overlap);
  ledger.add("sram_write_bit", a.row_writes, a.row_bits, "rows written", overlap);
  ledger.add("duty_update", a.duty_updates, 1, "", duty);
  ledger.add("sram_read_bit", a.duty_updates, kDutyBits, "duties read", duty);
  ledger.add("sram_write_bit", a.duty_updates, kDutyBits, "duties written", duty);
  ledger.add("boost_update", a.boost_updates, 1, "", duty);
  ledger.add("sram_write_bit", a.boost_updates, kBoostBits, "boosts written", duty);
  return ledger;
}

}  // namespace silipool::estimate
