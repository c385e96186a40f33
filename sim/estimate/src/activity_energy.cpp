#include <silipool/estimate/activity_energy.hpp>

#include <utility>

namespace silipool::estimate {
namespace {
constexpr std::uint64_t kBoostBits = 16, kDutyBits = 26;  // docs/spec.md section 5
}

cost::Ledger price(const engine::Activity& a, cost::CostTable table) {
  cost::Ledger ledger(std::move(table));
  ledger.add("sram_read_bit", a.row_reads, a.row_bits, "rows read");
  ledger.add("counter_update", a.counter_updates);
  ledger.add("sram_read_bit", a.keys, kBoostBits, "boosts read");
  ledger.add("multiply", a.keys);
  ledger.add("compare_key", a.comparisons);
  ledger.add("draw", a.draws);
  ledger.add("sram_read_bit", a.permanence_word_reads, a.permanence_word_bits, "permanences read");
  ledger.add("sram_write_bit", a.permanence_word_writes, a.permanence_word_bits, "permanences written");
  ledger.add("permanence_update", a.permanence_writes);
  ledger.add("sram_read_bit", a.row_writes, a.row_bits, "rows read to change");
  ledger.add("sram_write_bit", a.row_writes, a.row_bits, "rows written");
  ledger.add("duty_update", a.duty_updates);
  ledger.add("sram_read_bit", a.duty_updates, kDutyBits, "duties read");
  ledger.add("sram_write_bit", a.duty_updates, kDutyBits, "duties written");
  ledger.add("boost_update", a.boost_updates);
  ledger.add("sram_write_bit", a.boost_updates, kBoostBits, "boosts written");
  return ledger;
}

}  // namespace silipool::estimate
