#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <silipool/cost/cost_table.hpp>

namespace silipool::cost {

/// One line: count x bits x cost = energy.
struct Term {
  std::string what;  ///< what was counted: "rows read"
  Cost cost;
  std::uint64_t count = 0;
  std::uint64_t bits = 1;
  Energy energy;        ///< J
  std::string part{};   ///< of the hardware: "learn"; empty where that is not known
  std::string cause{};  ///< "switching", "internal", "clock", "leakage", "memory"; empty where not known
};

/// Prices counts with a cost table. It knows nothing of the numbers: a measured table takes the place of an
/// estimated one and the ledger stays.
class Ledger {
 public:
  /// Without a table it has only measured costs.
  Ledger() = default;
  explicit Ledger(CostTable table) : table_(std::move(table)) {}

  /// `count` operations, each on `bits` bits where the operation is priced by bits (else `bits` is 1).
  /// `what` stands in explain(), `part` is of the hardware. Error{bad_input} for an operation without a cost:
  /// it is not free.
  void add(std::string_view operation, std::uint64_t count, std::uint64_t bits = 1,
           std::string_view what = "", std::string_view part = "");

  /// `count` events at a cost that stands in no table: of a cell, a macro, a device.
  /// Error{bad_input} for a cost that does not say of what event it is, in which process, and who says so.
  void add_measured(Cost cost, std::uint64_t count, std::string_view part, std::string_view cause,
                    std::string_view what = "");
  /// The same where the sum over events of different costs is known: the cost becomes their mean.
  /// Error{bad_input} for energy without an event.
  void add_sum(const Energy& sum, std::uint64_t count, Cost cost, std::string_view part,
               std::string_view cause, std::string_view what = "");

  [[nodiscard]] const CostTable& table() const noexcept { return table_; }
  [[nodiscard]] const std::vector<Term>& terms() const noexcept { return terms_; }

  /// The sum of the terms, in their order.
  [[nodiscard]] Energy total() const;
  /// Of those of a cause, or of a part.
  [[nodiscard]] Energy total_of_cause(std::string_view cause) const;
  [[nodiscard]] Energy total_of_part(std::string_view part) const;
  /// In the order of their first terms.
  [[nodiscard]] std::vector<std::string> causes() const;
  [[nodiscard]] std::vector<std::string> parts() const;

  /// One line for each term, with node and source, "extrapolated" where it is, and one for the total.
  [[nodiscard]] std::string explain() const;

 private:
  CostTable table_;
  std::vector<Term> terms_;
};

/// "12.3 pJ": four digits, with the prefix that fits.
[[nodiscard]] std::string to_text(double joules);

/// "12.3 pJ (4.56 pJ .. 78.9 pJ)": nominal, low and high.
[[nodiscard]] std::string to_text(const Energy& energy);

}  // namespace silipool::cost
