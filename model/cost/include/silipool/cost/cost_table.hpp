#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <silipool/cost/operation.hpp>

namespace silipool::cost {

/// What is claimed of an energy: a most likely value, and how far named sources disagree. Joules.
struct Energy {
  double low = 0, nominal = 0, high = 0;

  Energy& operator+=(const Energy& other);
  friend Energy operator*(double factor, const Energy& energy);
  friend bool operator==(const Energy&, const Energy&) = default;
};

/// Low, nominal and high of anything else: each says its unit.
using Range = Energy;

/// The price of one operation, or of one event that was measured.
struct Cost {
  const Operation* operation = nullptr;  ///< of operations(); nullptr: `event` says what is priced
  Energy energy;                         ///< J, or J/bit where the operation is priced by bits
  std::string node;                      ///< process of the sources, as they say it
  std::string source;                    ///< who says so, where, and what was computed from it
  std::string event{};                   ///< "toggle of a net": where no operation of a table is priced
  std::string
      extrapolation{};  ///< the law that carried it here from another process; empty: as the source has it
};

/// What scaling looks at.
struct Process {
  double feature_m = 0, supply_v = 0;
};

/// By how much an energy C V^2 changes from one process to another where every length shrinks with the
/// feature: capacitances are proportional to it (R. Dennard et al., JSSC 9(5), 1974, table I).
[[nodiscard]] double energy_scale(const Process& from, const Process& to);
/// The same of an area: the square of the feature.
[[nodiscard]] double area_scale(const Process& from, const Process& to);

/// A cost carried to another process by energy_scale: `extrapolation` says so from now on. Nothing else in
/// this room scales.
[[nodiscard]] Cost scaled(Cost cost, const Process& from, const Process& to);

/// The prices of operations in one technology (docs/energy.md). It need not have all operations.
struct CostTable {
  std::string name, description, node;
  std::vector<Cost> costs;  ///< in the order of the file

  /// Error{bad_input}, if there is no such operation or this table has no price for it.
  [[nodiscard]] const Cost& cost_of(std::string_view operation) const;
};

/// Reads a cost table from TOML. Error{bad_input} names file, line and key: for a key that is missing,
/// unknown, given twice, or of the wrong kind; for an unknown operation; for a unit that is not one of the
/// operation's; for energies that are not 0 <= low <= nominal <= high.
[[nodiscard]] CostTable parse_cost_table(std::string_view text, const std::string& file_name);

}  // namespace silipool::cost
